"""The history of a thing: all that is said of it, in order of the time of which it is said."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.model import Modality, Predicate, StoredFact
from kg.query.asof import as_of as known_by
from kg.query.expectations import ANNOUNCED, Fate, Later, Status, fate, moved, same_goal
from kg.query.facts import fact_id
from kg.query.format import hanging
from kg.query.meaning import agree, event_of, is_planned, status_of, text, value_of_object
from kg.query.state import in_order, said_on, topic, worded
from kg.query.subjects import Subject, facts_about, find_subject
from kg.query.table import Table

P = Predicate
KINDS = {
    P.HAS_STAGE: "stage",
    P.HAS_DESIGNATION: "designation",
    P.HAS_OUTCOME: "result",
    P.PRESENTED_AT: "meeting",
    P.PAYS: "payment",
    P.LICENSED_TO: "rights",
    P.COLLABORATES_WITH: "partner",
    P.ACQUIRED_BY: "acquisition",
}
"""What kind of event a predicate tells of; all others are a ``description``, which has no time."""
DESCRIPTION = "description"
_LINKS = {
    Status.FULFILLED: ("fulfilled by", "fulfils"),
    Status.SLIPPED: ("slipped to", "slipped from"),
    Status.BROUGHT_FORWARD: ("brought forward to", "brought forward from"),
    Status.DROPPED: ("dropped by", "drops"),
}
"""How an announcement leads to what became of it, and back."""
_SAME = (
    *("study", "region", "compound", "type", "amount", "value", "count", "population", "dose", "field", "licensor"),
    *("status", "event", "grade", "indication"),
)


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a history, as one or several filings tell it."""

    kind: str
    """``stage``, ``designation``, ``result``, ``meeting``, ``payment``, ``rights``, ``partner``, ``acquisition`` or
    ``description``."""
    subject: str
    label: str
    """What is said, in a few words: ``phase 2 ongoing``."""
    topic: str
    """Of which disease, study, region or other party."""
    worded: str
    """The time as the filing words it; empty where it gives none."""
    earliest: date | None
    latest: date | None
    precision: str
    """How exactly the time is worded: a concept of the precision scheme; empty without a time."""
    reported: date | None
    """The day of the first filing that says so."""
    modality: str
    status: str
    """What became of an announcement: ``open``, ``fulfilled``, ``slipped``, ``brought forward``, ``dropped``,
    ``overdue`` or ``passed``; of other facts ``stated``, ``possible`` or ``denied``."""
    facts: tuple[StoredFact, ...]
    """The facts that say it, in order of report; the first has the words shown."""
    links: tuple[tuple[str, str], ...] = ()
    """How it hangs together with other events: ``fulfilled by``, ``slipped to`` and so on, each with the identifier of
    a fact of that event."""

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The identifiers of its facts, as `kg.query.fact_id` gives them."""
        return tuple(fact_id(stored) for stored in self.facts)

    @property
    def quote(self) -> str:
        """The words of the first filing that says so."""
        return self.facts[0].fact.evidence[0].quote

    @property
    def filing(self) -> str:
        """The name of that filing."""
        return self.facts[0].filing.name


def timeline(
    facts: Iterable[StoredFact],
    name: str,
    *,
    as_of: date | None = None,
    since: date | None = None,
    descriptions: bool = False,
) -> tuple[TimelineEvent, ...]:
    """Return the history of a drug, company, target, disease, or programme (``DRUG in DISEASE``), by time.

    Events stand in order of the first day they can have happened on, or of the day of report where no time is said.
    What several filings say is one event. Announcements tell what became of them as of a day, by default that of the
    newest filing. With `since`, events that were over by then are left out; `descriptions` adds what has no time, such
    as a drug's target. Raises `QueryError` for a name that nothing or several things have.
    """
    known = list(facts) if as_of is None else list(known_by(facts, as_of))
    return subject_timeline(known, find_subject(known, name), day=as_of, since=since, descriptions=descriptions)


def subject_timeline(
    facts: Sequence[StoredFact],
    subject: Subject,
    *,
    day: date | None = None,
    since: date | None = None,
    descriptions: bool = False,
) -> tuple[TimelineEvent, ...]:
    """Return the history of a subject among facts that are all known; for the rest see `timeline`."""
    about = [s for s in facts_about(facts, subject) if descriptions or s.fact.predicate in KINDS]
    day = day or max((s.filing.reported_on for s in facts if s.filing.reported_on), default=None)
    later = Later(facts)
    fates = {s.iri: fate(s, later, day=day) for s in about if _is_announced(s)}
    events = [_event(group, fates) for group in _groups(about)]
    events = [e for e in _linked(events, fates) if since is None or _when(e)[1] >= since]
    return tuple(sorted(events, key=_order))


def _is_announced(stored: StoredFact) -> bool:
    return stored.fact.predicate in ANNOUNCED and (is_planned(stored) or stored.fact.modality is Modality.POSSIBLE)


def _groups(facts: Iterable[StoredFact]) -> Iterator[list[StoredFact]]:
    """Yield the facts that say the same, in order of report."""
    alike: dict[tuple[object, ...], list[list[StoredFact]]] = defaultdict(list)
    for stored in sorted(facts, key=in_order):
        fact = stored.fact
        groups = alike[stored.subject_iri, fact.predicate, stored.object_iri or fact.object, fact.modality]
        same = next((group for group in groups if all(_says_the_same(s, stored) for s in group)), None)
        if same is None:
            groups.append([stored])
        else:
            same.append(stored)
    for groups in alike.values():
        yield from groups


def _says_the_same(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether a later fact only says again what an earlier one says.

    What sets a fact apart (its disease, study, figures …) must be the same, or the first would seem to have said it.
    """
    mine, theirs = one.fact.qualifiers, other.fact.qualifiers
    if not all(text(mine, key) == text(theirs, key) for key in _SAME):
        return False
    if _is_announced(one) and same_goal(one, other) and (moved(other, one) or not event_of(one)) and event_of(other):
        return False
    return agree(event_of(one), event_of(other)) and bool(event_of(one)) == bool(event_of(other))


def _event(group: Sequence[StoredFact], fates: dict[str, Fate]) -> TimelineEvent:
    first, last = group[0], group[-1]
    event, end = event_of(first), fates.get(last.iri)
    links: list[tuple[str, str]] = []
    if end and end.by and end.status in _LINKS:
        links.append((_LINKS[end.status][0], fact_id(end.by)))
    status = _STATUS.get(first.fact.modality, str(Status.OPEN))
    if end and (first.fact.modality is not Modality.POSSIBLE or end.status is Status.FULFILLED):
        status = str(end.status)
    return TimelineEvent(
        kind=KINDS.get(first.fact.predicate, DESCRIPTION),
        subject=first.fact.subject.name,
        label=_label(first),
        topic=_topic(first),
        worded=event.text if event else "",
        earliest=event.earliest if event else None,
        latest=event.latest if event else None,
        precision=event.precision if event else "",
        reported=first.filing.reported_on,
        modality=str(first.fact.modality),
        status=status,
        facts=tuple(group),
        links=tuple(links),
    )


_STATUS = {Modality.ASSERTED: "stated", Modality.NEGATED: "denied", Modality.POSSIBLE: "possible"}
"""The status of what is no announcement; a takeover that is planned is open."""
_VERBS = {
    P.LICENSED_TO: "rights to {}",
    P.COLLABORATES_WITH: "works with {}",
    P.ACQUIRED_BY: "acquired by {}",
    P.PRESENTED_AT: "shown at {}",
    P.HAS_DESIGNATION: "{}",
    P.HAS_STAGE: "{}",
}


def _label(stored: StoredFact) -> str:
    predicate = stored.fact.predicate
    if predicate is P.PAYS:
        return f"{worded(stored, bare=True)} to {value_of_object(stored)}"
    if predicate is P.HAS_OUTCOME:
        return worded(stored, bare=True)
    shape = _VERBS.get(predicate, f"{predicate} {{}}")
    return " ".join(filter(None, (shape.format(value_of_object(stored)), status_of(stored))))


def _topic(stored: StoredFact) -> str:
    given = stored.fact.qualifiers
    more = [text(given, key) for key in ("field", "licensor", "abstract")]
    return ", ".join(filter(None, (topic(stored), *more)))


def _linked(events: Sequence[TimelineEvent], fates: dict[str, Fate]) -> list[TimelineEvent]:
    """Return events with the links that lead back from what became of an announcement."""
    back: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in events:
        end = fates.get(event.facts[-1].iri)
        if end and end.by and end.status in _LINKS:
            back[end.by.iri].append((_LINKS[end.status][1], fact_id(event.facts[-1])))
    found = []
    for event in events:
        links = [link for stored in event.facts for link in back.get(stored.iri, ())]
        found.append(replace(event, links=(*event.links, *links)))
    return found


def _when(event: TimelineEvent) -> tuple[date, date]:
    """Return the days between which an event lies: that of the report, else the last of all, where no time is said."""
    day = event.reported or date.max
    return event.earliest or day, event.latest or day


def _order(event: TimelineEvent) -> tuple[object, ...]:
    return (*_when(event), said_on(event.facts[0]), event.kind, event.subject, event.label, event.topic, event.fact_ids)


def timeline_table(events: Iterable[TimelineEvent]) -> Table:
    """Return a history as a table, a row an event."""
    listed = list(events)
    names = {number: stored for event in listed for number, stored in zip(event.fact_ids, event.facts, strict=True)}
    rows = []
    for e in listed:
        also = sorted({stored.filing.name for stored in e.facts} - {e.filing})
        links = "; ".join(became(relation, number, names) for relation, number in e.links)
        row = (e.worded, e.earliest, e.latest, e.kind, e.subject, e.label, e.topic, e.status, e.modality, links)
        rows.append((*row, e.reported, e.filing, "; ".join(also), "; ".join(n[:10] for n in e.fact_ids), e.quote))
    return Table(_COLUMNS, tuple(rows))


_COLUMNS = (
    *("when", "earliest", "latest", "kind", "subject", "event", "of", "status", "modality", "became"),
    *("reported", "filing", "also_in", "facts", "quote"),
)


def format_timeline(events: Iterable[TimelineEvent], *, width: int | None = None) -> str:
    """Return a history as text of at most `width` columns, by default as wide as the terminal; quotes stand in full."""
    columns = max(40, width or shutil.get_terminal_size((100, 24)).columns)
    listed = list(events)
    names = {number: stored for event in listed for number, stored in zip(event.fact_ids, event.facts, strict=True)}
    out: list[str] = []
    for event in listed:
        out += [*_lines(event, names, columns), ""]
    return "\n".join(out)


def _no_time(event: TimelineEvent) -> str:
    """Return where an event without a time stands: what is stated has happened by the day of report."""
    if event.status == "stated" and event.reported:
        return f"by {event.reported}"
    return "time not said"


def _lines(event: TimelineEvent, names: dict[str, StoredFact], width: int) -> Iterator[str]:
    when = event.worded if event.earliest else ""
    days = " to ".join(dict.fromkeys(str(day) for day in (event.earliest, event.latest) if day))
    head = f"{days or _no_time(event)}  {event.subject}: {event.label}"
    head += f" ({event.topic})" if event.topic else ""
    head += f" [{event.status}]" if event.status != "stated" else ""
    yield from hanging(head, width, indent=0)
    told = [f"said of “{' '.join(when.split())}”"] if when and when != days else []
    told.append(f"reported {event.reported}" if event.reported else "day of report not known")
    told += [event.filing, f"id {event.fact_ids[0][:10]}"]
    if event.modality not in {"asserted", event.status}:
        told.insert(0, event.modality)
    yield from hanging(", ".join(told), width, indent=4)
    for relation, number in event.links:
        yield from hanging(f"{became(relation, number, names)}, id {number[:10]}", width, indent=4)
    also = sorted({stored.filing.name for stored in event.facts} - {event.filing})
    if also:
        yield from hanging(f"said again in {', '.join(also)}", width, indent=4)
    yield from hanging(f"“{event.quote}”", width, indent=6)


def became(relation: str, number: str, names: dict[str, StoredFact]) -> str:
    """Return how an event leads to another, which is given by the identifier of one of its facts, in words."""
    stored = names.get(number)
    if stored is None:
        return f"{relation} another thing's event"
    day = stored.filing.reported_on
    return f"{relation} {worded(stored)}" + (f", reported {day}" if day else "")
