"""What to look at: statements that cannot both hold, and announcements that nobody speaks of any more.

A check lists both sides with their words and resolves nothing. What cannot both hold is a table of rules,
``ontology/contradictions.toml``.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kg.model import StoredFact, StoredTally
from kg.query.asof import as_of as known_by
from kg.query.contradictions import find_contradictions
from kg.query.expectations import ANNOUNCED, Later, Status, fate, moved, same_goal
from kg.query.facts import fact_id
from kg.query.format import hanging
from kg.query.meaning import event_of, is_planned
from kg.query.state import in_order, topic, worded
from kg.query.table import Table
from kg.query.tallies import counted_facts
from kg.query.values import Value

_GRACE = timedelta(days=30)
"""What was due last week may just not have been told yet."""


class CheckKind(StrEnum):
    """What a check is about."""

    CONTRADICTION = "contradiction"
    OVERDUE = "overdue"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at, with the facts that give rise to it."""

    kind: CheckKind
    rule: str
    """Which rule found it: ``one payload``, ``no word since``."""
    subject: str
    subject_iri: str
    topic: str
    verdict: str
    """What follows from it, in words: ``cannot both hold``."""
    why: str
    sides: tuple[StoredFact, ...]
    """The facts that disagree, in order of report; of an announcement its last wording alone; of a count the facts
    that place a drug where the filer counts it, one a drug."""
    tally: StoredTally | None = None
    """The filer's own count, where that is what the facts are held against."""


def checks(
    facts: Iterable[StoredFact],
    *,
    tallies: Iterable[StoredTally] = (),
    as_of: date | None = None,
    min_confidence: float = 0.6,
) -> tuple[Check, ...]:
    """Return what to look at among facts, by kind, subject and rule.

    As of a day, only what had been reported by then counts; by default each registrant is judged on the day of its own
    newest filing. Facts less sure than `min_confidence` give rise to nothing. `tallies` are the counts that filers give
    themselves, as `kg.stored_tallies` reads them from a store; they are held against all facts of the same filing.

    >>> import kg
    >>> kg.checks([])
    ()
    """
    known = tuple(facts) if as_of is None else known_by(facts, as_of)
    sure = [s for s in known if s.fact.confidence >= min_confidence]
    found = [
        Check(CheckKind.CONTRADICTION, c.rule.name, _name(c.sides), c.sides[0].subject_iri, topic(c.sides[0]), *rest)
        for c in find_contradictions(sure)
        for rest in [(c.rule.verdict, c.rule.why, c.sides)]
    ]
    found += _overdue(known, sure, as_of)
    found += _miscounted(known, [t for t in tallies if as_of is None or _said_by(t, as_of)])
    return tuple(sorted(found, key=_order))


def _name(sides: Sequence[StoredFact]) -> str:
    return sides[0].fact.subject.name


def _order(check: Check) -> tuple[object, ...]:
    kinds = list(CheckKind)
    first = check.sides[0]
    return kinds.index(check.kind), check.subject.casefold(), check.rule, check.topic, in_order(first)


def _overdue(known: Sequence[StoredFact], sure: Sequence[StoredFact], day: date | None) -> Iterator[Check]:
    """Yield announcements whose time is over without a word, though their registrant has filed since."""
    later = Later(known)
    plans = [s for s in sure if s.fact.predicate in ANNOUNCED and is_planned(s) and event_of(s)]
    of: dict[str, list[StoredFact]] = defaultdict(list)
    for plan in plans:
        of[plan.subject_iri].append(plan)
    for plan in plans:
        event = event_of(plan)
        if event is None or fate(plan, later, day=day).status is not Status.OVERDUE:
            continue
        if any(_says_it_again(other, plan) for other in of[plan.subject_iri]):
            continue
        filed = later.filings_since(plan, event.latest + _GRACE)
        if filed:
            since = (
                f"{len(filed)} later filing{'s' if len(filed) > 1 else ''} of the registrant, {filed[0]} to {filed[-1]}"
            )
            yield Check(
                *(CheckKind.OVERDUE, "no word since", plan.fact.subject.name, plan.subject_iri, topic(plan)),
                verdict=f"was to be by {event.latest}; no word of it in {since}",
                why="an announcement whose time is over is carried out, moved or given up",
                sides=(plan,),
            )


def _said_by(stored: StoredTally, day: date) -> bool:
    return stored.filing.reported_on is None or stored.filing.reported_on <= day


def _miscounted(known: Sequence[StoredFact], tallies: Iterable[StoredTally]) -> Iterator[Check]:
    """Yield the filers' own counts that the facts of the same words, or of the same filing, do not come to."""
    of: dict[str, list[StoredFact]] = defaultdict(list)
    for stored in known:
        of[stored.filing.iri].append(stored)
    for told in tallies:
        tally = told.tally
        counted = counted_facts(told, of[told.filing.iri])
        if len(counted) == tally.count or not counted:
            continue
        yield Check(
            *(CheckKind.COUNT, "the filer's own count", f"{tally.things} in {tally.stage}", told.iri, ""),
            verdict=f"the filer counts {tally.count}, the facts of its filing come to {len(counted)}",
            why="what is beyond the count, or short of it, was read wrongly or not at all, or is not named there",
            sides=counted,
            tally=told,
        )


def _says_it_again(other: StoredFact, plan: StoredFact) -> bool:
    """Tell whether another announcement of the same event is the one to list: said later, or with more details."""
    if other.iri == plan.iri or not same_goal(other, plan) or moved(other, plan) or moved(plan, other):
        return False
    return (in_order(other)[0], len(other.fact.qualifiers), other.iri) > (
        *(in_order(plan)[0], len(plan.fact.qualifiers), plan.iri),
    )


def _tally_row(number: int, check: Check, told: StoredTally) -> tuple[Value, ...]:
    evidence = told.tally.evidence
    return (
        *(str(check.kind), number, 0, check.rule, check.subject, check.topic, check.verdict, check.why),
        *(told.tally.words, told.filing.reported_on, told.filing.name, evidence.section, "", evidence.quote),
    )


_COLUMNS = (
    *("kind", "check", "side", "rule", "subject", "of", "verdict", "why"),
    *("claim", "reported", "filing", "section", "fact", "quote"),
)


def checks_table(found: Iterable[Check]) -> Table:
    """Return checks as a table, a row a side: rows with one ``check`` number belong together."""
    rows: list[tuple[Value, ...]] = []
    for number, check in enumerate(found, start=1):
        if check.tally:
            rows.append(_tally_row(number, check, check.tally))
        for side, stored in enumerate(check.sides, start=1):
            evidence = stored.fact.evidence[0]
            rows.append(
                (
                    *(str(check.kind), number, side, check.rule, check.subject, check.topic, check.verdict, check.why),
                    *(worded(stored), stored.filing.reported_on, stored.filing.name, evidence.section),
                    *(fact_id(stored)[:10], evidence.quote),
                )
            )
    return Table(_COLUMNS, tuple(rows))


def format_checks(found: Iterable[Check], *, width: int | None = None) -> str:
    """Return checks as text of at most `width` columns, by default as wide as the terminal; quotes stand in full."""
    columns = max(40, width or shutil.get_terminal_size((100, 24)).columns)
    out: list[str] = []
    for check in found:
        what = f" ({check.topic})" if check.topic else ""
        out += hanging(f"{check.kind}: {check.subject}{what}: {check.rule}", columns, indent=0)
        out += hanging(f"{check.verdict}: {check.why}", columns, indent=4)
        if check.tally:
            evidence, filing = check.tally.tally.evidence, check.tally.filing
            place = ", ".join(filter(None, (filing.name, str(filing.reported_on or ""), evidence.section)))
            out += hanging(f"• “{evidence.quote}” ({place})", columns, indent=4)
        for stored in check.sides:
            evidence, day = stored.fact.evidence[0], stored.filing.reported_on
            place = ", ".join(filter(None, (stored.filing.name, str(day or ""), evidence.section)))
            subject = f"{stored.fact.subject.name} " if check.tally else ""
            out += hanging(f"• {subject}{worded(stored)}: “{evidence.quote}”", columns, indent=4)
            out += hanging(f"{place}, id {fact_id(stored)[:10]}", columns, indent=6)
        out.append("")
    return "\n".join(out) if out else "nothing to look at: no contradiction, nothing overdue, no count that differs\n"
