"""Facts, things and filings as plain values for assistants: every fact with its words, place and filing."""

from __future__ import annotations

from collections.abc import Iterable

from kg.explore.labels import WORDINGS
from kg.model import (
    CuratorsWord,
    DateRange,
    Entity,
    Evidence,
    FilingSummary,
    Modality,
    Qualifier,
    StoredFact,
    StoredTally,
    plain,
)
from kg.query import Check, Difference, TimelineEvent, fact_id
from kg.query.timeline import became
from kg.serve.desk import Known
from kg.serve.views import View


def match_view(known: Known) -> View:
    """Return a thing that a name may mean."""
    others = [name for name in known.names if name != known.label]
    return {
        "name": known.label,
        "kind": str(known.kind),
        "iri": known.iri,
        "aliases": others,
        "in_filings": known.mentioned,
    }


def source_view(filing: FilingSummary) -> View:
    """Return the filing that says something."""
    return {
        "name": filing.name,
        "form": filing.form,
        "registrant": filing.registrant,
        "reported_on": filing.reported_on.isoformat() if filing.reported_on else None,
        "accession": filing.accession,
    }


def words_view(evidence: Evidence) -> View:
    """Return the words that state a fact, as the filing has them, and where they stand."""
    return {
        "quote": evidence.quote,
        "part": evidence.part,
        "section": evidence.section,
        "start": evidence.start,
        "end": evidence.end,
    }


def stated_view(stored: StoredFact) -> View:
    """Return a fact with its words and its filing."""
    fact = stored.fact
    return {
        "id": fact_id(stored),
        "claim": claim_of(stored),
        "subject": _thing(stored.subject_iri, fact.subject),
        "predicate": str(fact.predicate),
        "object": _object(stored),
        "modality": str(fact.modality),
        "qualifiers": {key: _qualifier(value) for key, value in sorted(fact.qualifiers.items())},
        "confidence": fact.confidence,
        "speaker": fact.speaker,
        "rule": fact.rule,
        "filing": source_view(stored.filing),
        "evidence": [words_view(evidence) for evidence in fact.evidence],
        "curation": _curation(stored.curation) if stored.curation else None,
    }


def claim_of(stored: StoredFact) -> str:
    """Return what a fact says in words, with its modality in brackets unless it is plainly asserted."""
    fact = stored.fact
    what = fact.object.name if isinstance(fact.object, Entity) else fact.object
    claim = f"{fact.subject.name} {WORDINGS[fact.predicate].label} {what}"
    return claim if fact.modality is Modality.ASSERTED else f"{claim} [{fact.modality}]"


def change_view(change: Difference) -> View:
    """Return a change with the facts of both sides."""
    return {
        "kind": str(change.kind),
        "subject": change.subject,
        "iri": change.subject_iri,
        "topic": change.topic,
        "was": change.was,
        "now": change.now,
        "before": stated_view(change.before) if change.before else None,
        "after": stated_view(change.after) if change.after else None,
    }


def event_view(event: TimelineEvent, names: dict[str, StoredFact]) -> View:
    """Return an event of a history; `names` are the facts of all its events by identifier."""
    first = event.facts[0]
    return {
        "kind": event.kind,
        "subject": event.subject,
        "event": event.label,
        "topic": event.topic,
        "worded": event.worded,
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
        "precision": event.precision,
        "modality": event.modality,
        "status": event.status,
        "became": [{"what": became(relation, number, names), "fact_id": number} for relation, number in event.links],
        "said_again_by": [fact_id(stored) for stored in event.facts[1:]],
        "fact": stated_view(first),
    }


def check_view(check: Check) -> View:
    """Return something to look at, with the facts of all sides."""
    return {
        "kind": str(check.kind),
        "rule": check.rule,
        "subject": check.subject,
        "topic": check.topic,
        "verdict": check.verdict,
        "why": check.why,
        "sides": [stated_view(stored) for stored in check.sides],
        "tally": _tally(check.tally) if check.tally else None,
    }


def undated_in(facts: Iterable[StoredFact]) -> list[str]:
    """Return the filings of facts whose day is not known: what they say counts as of every day."""
    return sorted({stored.filing.name for stored in facts if stored.filing.reported_on is None})


def _thing(iri: str, thing: Entity) -> View:
    return {"name": thing.name, "kind": str(thing.type), "iri": iri}


def _object(stored: StoredFact) -> View:
    thing = stored.fact.object
    if isinstance(thing, Entity):
        return {"name": thing.name, "kind": str(thing.type), "iri": stored.object_iri}
    return {"name": str(thing), "kind": None, "iri": None}


def _qualifier(value: Qualifier) -> View | str | int | float | bool:
    if isinstance(value, DateRange):
        return {
            "worded": value.text,
            "earliest": value.earliest.isoformat(),
            "latest": value.latest.isoformat(),
            "precision": value.precision,
        }
    return plain(value)


def _curation(word: CuratorsWord) -> View:
    return {"action": word.action, "who": word.who, "when": word.when.isoformat(), "why": word.why}


def _tally(stored: StoredTally) -> View:
    tally = stored.tally
    return {
        "count": tally.count,
        "things": tally.things,
        "stage": tally.stage,
        "filing": source_view(stored.filing),
        "evidence": words_view(tally.evidence),
    }
