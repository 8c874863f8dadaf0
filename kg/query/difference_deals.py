"""Changes of what surrounds a programme: designations, rights, partners, payments and results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from kg.model import Entity, Modality, Predicate, StoredFact
from kg.names import fold_name
from kg.query.difference_stages import change
from kg.query.meaning import agree, event_of, fits, is_stated, names_in_words, status_of, text, value_of_object
from kg.query.state import Change, Difference, State, is_history, said_on

P = Predicate
_PARTIES = {
    P.LICENSED_TO: Change.NEW_RIGHTS,
    P.COLLABORATES_WITH: Change.NEW_PARTNER,
    P.DEVELOPED_BY: Change.NEW_DEVELOPER,
    P.OWNED_BY: Change.NEW_OWNER,
    P.ACQUIRED_BY: Change.TAKEOVER,
}
_HELD_BY_ONE = frozenset({P.DEVELOPED_BY, P.OWNED_BY})
"""What passes from one company to another: the change shows who had it before."""
_ENDING = frozenset({P.LICENSED_TO, P.COLLABORATES_WITH})
_PROGRESS = {"potential": 0, "due": 1, "paid": 2}
_RESULT_DETAILS = ("indication", "study", "stage", "dose", "population", "event", "grade")


def designation_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield designations that only the newer state says were given."""
    for stored in after.facts:
        if stored.fact.predicate is not P.HAS_DESIGNATION or not is_stated(stored):
            continue
        alike = [
            s
            for s in before.of(stored.subject_iri, P.HAS_DESIGNATION)
            if s.fact.object == stored.fact.object and fits(s, stored, ("indication", "region"))
        ]
        if any(is_stated(s) for s in alike):
            continue
        if _is_news(before, stored):
            yield change(Change.NEW_DESIGNATION, alike[-1] if alike else None, stored)


def rights_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield rights, partners, developers and owners that are new, and rights and partnerships that have ended."""
    for stored in after.facts:
        predicate = stored.fact.predicate
        if predicate not in _PARTIES or not stored.object_iri:
            continue
        pair = [s for s in _about(before, stored) if _same_pair(s, stored)]
        if stored.fact.modality is Modality.NEGATED:
            yield from _given_up(before, stored, pair)
            continue
        counts = _is_agreed if predicate is P.ACQUIRED_BY else is_stated
        if not counts(stored):
            continue
        ended = predicate in _ENDING and status_of(stored) == "ended"
        if ended:
            already = any(status_of(s) == "ended" for s in pair)
            if pair and not already and not is_history(stored, max(map(said_on, pair))):
                yield change(Change.RIGHTS_ENDED, pair[-1], stored)
            continue
        if any(counts(s) for s in pair) or not _is_news(before, stored) or _is_first_told(before, stored):
            continue
        replaced = before.of(stored.subject_iri, predicate) if predicate in _HELD_BY_ONE else pair
        yield change(_PARTIES[predicate], replaced[-1] if replaced else None, stored)


def _is_agreed(stored: StoredFact) -> bool:
    """Tell whether a takeover is done or announced: its announcement is what changes a company."""
    return is_stated(stored) or stored.fact.modality in {Modality.PLANNED, Modality.EXPECTED}


def _given_up(before: State, stored: StoredFact, pair: Sequence[StoredFact]) -> Iterator[Difference]:
    """Yield that a company no longer develops what it did, or no longer holds, shares or owns it."""
    predicate = stored.fact.predicate
    earlier = [s for s in pair if is_stated(s) and status_of(s) != "ended"]
    if predicate is P.DEVELOPED_BY and not pair:
        told = before.of(stored.subject_iri, P.HAS_STAGE)
        earlier = [s for s in told if is_stated(s) and text(s.fact.qualifiers, "sponsor") == value_of_object(stored)]
    dropped = any(status_of(s) == "discontinued" for s in before.of(stored.subject_iri, P.HAS_STAGE) if is_stated(s))
    if not earlier or any(s.fact.modality is Modality.NEGATED for s in pair):
        return
    if predicate is P.DEVELOPED_BY and not dropped:
        now = f"no longer developed by {value_of_object(stored)}"
        yield change(Change.DISCONTINUED, earlier[-1], stored, now=now)
    elif predicate in _ENDING:
        yield change(Change.RIGHTS_ENDED, earlier[-1], stored)


def _is_first_told(before: State, stored: StoredFact) -> bool:
    """Tell whether a developer or owner is no change: the older state named none, or named that company otherwise."""
    if stored.fact.predicate not in _HELD_BY_ONE:
        return False
    told = [s for p in (*_PARTIES, P.HAS_STAGE, P.ORIGINATED_BY) for s in before.of(stored.subject_iri, p)]
    named = {s.object_iri for s in told} | {text(s.fact.qualifiers, "sponsor") for s in told}
    others = before.of(stored.subject_iri, stored.fact.predicate)
    return not others or stored.object_iri in named or value_of_object(stored) in named


def _about(before: State, stored: StoredFact) -> Sequence[StoredFact]:
    told = before.of(stored.subject_iri, stored.fact.predicate)
    if stored.fact.predicate is P.COLLABORATES_WITH and stored.object_iri:
        return [*told, *before.of(stored.object_iri, P.COLLABORATES_WITH)]
    return told


def _same_pair(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether an earlier fact has the parties of a later one, or one of them and another that its words name."""
    pair = {one.subject_iri, one.object_iri} == {other.subject_iri, other.object_iri}
    return (pair or _names_party(one, other)) and fits(one, other, ("field", "licensor"))


def _names_party(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether a later fact's words name the one party of an earlier fact that it does not share with it.

    Then both are taken to be of one deal, read once as a company's and once as its parent's.
    """
    if one.subject_iri == other.subject_iri and isinstance(one.fact.object, Entity):
        return names_in_words(one.fact.object, other)
    return one.object_iri == other.object_iri and names_in_words(one.fact.subject, other)


def _is_news(before: State, stored: StoredFact) -> bool:
    """Tell whether a fact can be a change: its subject is known to the older state, and it is not told as history."""
    mentioned = before.last_mention(stored.subject_iri, stored.fact.subject)
    return mentioned is not None and not is_history(stored, mentioned)


def payment_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield payments that are new, and those that were potential and are earned or paid now."""
    known: dict[str, list[StoredFact]] = defaultdict(list)
    for stored in before.facts:
        if stored.fact.predicate is P.PAYS:
            for party in filter(None, (stored.subject_iri, stored.object_iri)):
                known[party].append(stored)
    for stored in after.facts:
        if stored.fact.predicate is P.PAYS and stored.fact.modality is not Modality.NEGATED:
            parties = (stored.subject_iri, stored.object_iri or "")
            alike = {s.iri: s for s in chain.from_iterable(known[p] for p in parties if p in known)}
            yield from _payment(before, stored, [s for s in alike.values() if _same_payment(s, stored)])


def _payment(before: State, stored: StoredFact, alike: Sequence[StoredFact]) -> Iterator[Difference]:
    step = _PROGRESS.get(status_of(stored), 0)
    done = max((_PROGRESS.get(status_of(s), 0) for s in alike), default=-1)
    if alike and step <= done:
        return
    since = max(map(said_on, alike), default=before.last_mention(stored.subject_iri, stored.fact.subject))
    if since is None or is_history(stored, since):
        return
    kinds = (Change.NEW_PAYMENT, Change.PAYMENT_EARNED, Change.PAYMENT_PAID)
    yield change(kinds[step] if alike else Change.NEW_PAYMENT, alike[-1] if alike else None, stored)


def _same_payment(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether two facts may be of one payment: the amount and type agree, and so does who pays or who is paid.

    A part of what was foreseen as a range or a most is the payment foreseen.
    """
    mine, theirs = one.fact.qualifiers, other.fact.qualifiers
    if not fits(one, other, ("type", "compound", "currency")):
        return False
    both = {one.subject_iri, one.object_iri} == {other.subject_iri, other.object_iri} or _names_party(one, other)
    exact, wanted = mine.get("amount"), theirs.get("amount")
    if isinstance(exact, int | float) and isinstance(wanted, int | float):
        return exact == wanted
    if not both:
        return False
    if isinstance(wanted, int | float) and ("maxAmount" in mine or "minAmount" in mine):
        return status_of(one) == "potential" and wanted <= _most(one)
    return all(agree(mine.get(key), theirs.get(key)) for key in ("minAmount", "maxAmount"))


def _most(stored: StoredFact) -> float:
    most = stored.fact.qualifiers.get("maxAmount")
    return float(most) if isinstance(most, int | float) else float("inf")


def result_changes(before: State, after: State) -> Iterator[Difference]:
    """Yield results that only the newer state gives; one that is given with more or fewer details is no new one."""
    for stored in after.facts:
        if stored.fact.predicate is not P.HAS_OUTCOME or stored.fact.modality is not Modality.ASSERTED:
            continue
        alike = [
            s
            for s in before.of(stored.subject_iri, P.HAS_OUTCOME)
            if s.fact.object == stored.fact.object and fits(s, stored, _RESULT_DETAILS)
        ]
        if any(_same_finding(s, stored) for s in alike) or not _is_news(before, stored):
            continue
        named = [s for s in alike if any(key in s.fact.qualifiers for key in ("value", "count"))]
        yield change(Change.NEW_RESULT, named[-1] if named and _exactly(named[-1], stored) else None, stored)


def _same_finding(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether two results give the same figures, or one of them none; shares and counts are compared too."""
    mine, theirs = one.fact.qualifiers, other.fact.qualifiers
    if any(key in mine and key in theirs for key in ("value", "count")):
        same = (fold_name(text(mine, key)) == fold_name(text(theirs, key)) for key in ("value", "count") if key in mine)
        return any(same) and agree(mine.get("outOf"), theirs.get("outOf"))
    shares = _share(one), _share(other)
    if shares[0] is not None and shares[1] is not None:
        return abs(shares[0] - shares[1]) < 1.0
    return not {"value", "count"} & set(mine) or not {"value", "count"} & set(theirs)


def _share(stored: StoredFact) -> float | None:
    """Return a result as a share in percent, where it is one or can be reckoned as one."""
    given = stored.fact.qualifiers
    value, count, whole = given.get("value"), given.get("count"), given.get("outOf")
    if isinstance(value, int | float) and given.get("unit") == "%":
        return float(value)
    if isinstance(count, int) and isinstance(whole, int) and whole:
        return 100 * count / whole
    return None


def _exactly(one: StoredFact, other: StoredFact) -> bool:
    """Tell whether two results are of the same patients, so that the later figure takes the earlier one's place."""
    mine, theirs = one.fact.qualifiers, other.fact.qualifiers
    same = all(text(mine, key) == text(theirs, key) for key in _RESULT_DETAILS if key != "stage")
    return same and event_of(one) == event_of(other)
