"""Commands that ask of time: ``timeline``, ``diff`` and ``checks``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli_options import DEFAULT_STORE, AsOf, Endpoint, Store, TableFormat, day_of, facts_as_of, opened
from kg.cli_print import note, say
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.model import StoredFact

_Format = Annotated[TableFormat, typer.Option("--format", help="How the answer is printed.")]


def timeline_command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A drug, company, target or disease, or DRUG in DISEASE.")
    ],
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only events that were not over by this day.")
    ] = None,
    as_of: AsOf = None,
    descriptions: Annotated[
        bool, typer.Option("--descriptions", help="Also what has no time, such as a drug's target.")
    ] = False,
    form: _Format = TableFormat.TABLE,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """Show the history of one thing in order of time, and what became of each announcement.

    For example:

    kg timeline SGN-35

    kg timeline "SGN-35 in Hodgkin lymphoma" --as-of 2010-12-31
    """
    from kg.query import find_subject, format_table, format_timeline, subject_timeline, timeline_table  # noqa: PLC0415

    first, day = day_of(since, "--since"), day_of(as_of)
    facts = _facts(store, endpoint)
    subject = find_subject(facts, name)
    known = facts_as_of(facts, day)
    events = subject_timeline(known, subject, day=day, since=first, descriptions=descriptions)
    if not events:
        note(f"kg: no filing tells of an event of {name!r}{f' by {day}' if day else ''}; kg show tells all about it")
    elif form is TableFormat.TABLE:
        say(format_timeline(events).rstrip("\n"))
    else:
        say(format_table(timeline_table(events), str(form)).rstrip("\n"))


def diff_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A day, the name of a filing, or a store's folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A later one of the same sort.")],
    *,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", "-k", metavar="KIND", help="Only changes of this kind; repeatable.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Facts less sure than this show no change.")
    ] = 0.5,
    form: _Format = TableFormat.TABLE,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """List what has changed between two days, two filings or two stores, with the words of both sides.

    For example:

    kg diff 2009-12-31 2011-12-31

    kg diff seattle-genetics-8k-2009-12-14 seattle-genetics-8k-2011-08-19

    kg diff kg-store kg-store-of-last-year --kind advanced
    """
    from kg.query import Change, difference, difference_table, format_difference, format_table  # noqa: PLC0415

    wanted = [_kind(words, [str(each) for each in Change]) for words in kind or ()]
    before, after = _two_states(old, new, store, endpoint)
    found = [c for c in difference(before, after, min_confidence=min_confidence) if not wanted or c.kind in wanted]
    if form is not TableFormat.TABLE:
        say(format_table(difference_table(found), str(form)).rstrip("\n"))
        return
    if wanted and not found:
        note(f"kg: no change is of kind {' or '.join(wanted)}")
        return
    say(format_difference(found).rstrip("\n"))
    if any(c.kind is Change.NOT_MENTIONED for c in found):
        note("kg: no longer mentioned means that the newer filings are silent, not that it was discontinued")


def checks_command(
    *,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", metavar="KIND", help="contradiction, overdue or count; repeatable."),
    ] = None,
    entity: Annotated[str | None, typer.Option("--entity", metavar="NAME", help="Only what is about this.")] = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Facts less sure than this give rise to nothing.")
    ] = 0.6,
    as_of: AsOf = None,
    form: _Format = TableFormat.TABLE,
    store: Store = DEFAULT_STORE,
    endpoint: Endpoint = None,
) -> None:
    """List what cannot both hold, what was announced and never spoken of again, and counts that do not add up.

    Nothing is resolved: the words of each side are there to judge.

    Example: kg checks --kind overdue --as-of 2013-12-31
    """
    from kg.graph.read import stored_facts  # noqa: PLC0415
    from kg.graph.read_tallies import stored_tallies  # noqa: PLC0415
    from kg.query import CheckKind, checks, checks_table, find_subject, format_checks, format_table  # noqa: PLC0415
    from kg.query.subjects import facts_about  # noqa: PLC0415

    wanted = [_kind(words, [str(each) for each in CheckKind]) for words in kind or ()]
    day = day_of(as_of)
    with opened(store, endpoint) as source:
        facts, tallies = stored_facts(source), stored_tallies(source)
    known = facts_as_of(facts, day)
    found = checks(known, tallies=tallies, as_of=day, min_confidence=min_confidence)
    if entity is not None:
        about = {stored.iri for stored in facts_about(facts, find_subject(facts, entity))}
        found = tuple(c for c in found if any(stored.iri in about for stored in c.sides))
    shown = [c for c in found if not wanted or c.kind in wanted]
    say((format_checks(shown) if form is TableFormat.TABLE else format_table(checks_table(shown), str(form))).rstrip())


def _kind(words: str, known: list[str]) -> str:
    if words not in known:
        raise QueryError(f"--kind {words!r} is none of {', '.join(known)}")
    return words


def _facts(store: Path, endpoint: str | None) -> list[StoredFact]:
    from kg.graph.read import stored_facts  # noqa: PLC0415

    with opened(store, endpoint) as source:
        return stored_facts(source)


def _two_states(old: str, new: str, store: Path, endpoint: str | None) -> tuple[list[StoredFact], list[StoredFact]]:
    """Return the facts of two states, each given as a day, a filing's name or a store's folder."""
    from kg.graph.store import is_store  # noqa: PLC0415

    if is_store(Path(old)) and is_store(Path(new)):
        return _facts(Path(old), None), _facts(Path(new), None)
    facts = _facts(store, endpoint)
    days = _day(old), _day(new)
    if days[0] and days[1]:
        if days[0] > days[1]:
            raise QueryError(f"{old} is after {new}; give the older day first")
        return facts_as_of(facts, days[0]), facts_as_of(facts, days[1])
    if days[0] or days[1]:
        raise QueryError(f"{old!r} and {new!r} are not of one sort; give two days, two filings or two stores")
    states = [[s for s in facts if s.filing.name == name] for name in (old, new)]
    for name, state in zip((old, new), states, strict=True):
        if not state:
            raise QueryError(_unknown(name, sorted({s.filing.name for s in facts})))
    return states[0], states[1]


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _unknown(name: str, filings: list[str]) -> str:
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(name, filings, n=5, cutoff=0.3) or filings[:5]
    return (
        f"{name!r} is no day, no store's folder, and no filing with facts in this store; "
        f"filings are {', '.join(near) or 'none'}"
    )
