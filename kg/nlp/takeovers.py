"""What goes with a takeover: when it was, and what was paid for the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import DateRange, Entity, Modality, Predicate
from kg.nlp.dates import find_dates
from kg.nlp.drafts import Draft
from kg.nlp.frames import announced_on
from kg.nlp.money import find_money
from kg.nlp.payments import amount_qualifiers
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.nlp.context import Sentence


def with_terms(drafts: Sequence[Draft], sentences: Sequence[Sentence], *, reported_on: date | None) -> list[Draft]:
    """Return the drafts with the date of each takeover, and its price as a payment of its own."""
    takeovers = [d for d in drafts if d.predicate is Predicate.ACQUIRED_BY]
    told = {s.start: s for s in sentences if s.start in {d.start for d in takeovers}}
    prices = {d.start: list(_price(told[d.start], d)) for d in takeovers}
    out = []
    for draft in drafts:
        if draft.predicate is Predicate.ACQUIRED_BY:
            out.append(draft.with_qualifiers(eventDate=_date(told[draft.start], reported_on)))
        elif not (prices.get(draft.start) and draft.predicate is Predicate.PAYS and _is_price(draft)):
            out.append(draft)
    return [*out, *(p for price in prices.values() for p in price)]


def _is_price(draft: Draft) -> bool:
    return draft.qualifiers.get("type") in ("acquisition", "other")


def _date(sentence: Sentence, reported_on: date | None) -> DateRange | None:
    """Return when a takeover was made or announced: the time nearest to its verb, not one in which it will close."""
    verb = cue("takeovers.verb").search(sentence.text)
    if verb is None:
        return None
    dates = [
        d
        for d in find_dates(sentence.text, reported_on=reported_on)
        if not cue("takeovers.other_time").search(sentence.text[: d.start])
    ]
    near = [d for d in dates if d.start < 6 or abs(d.start - verb.start()) < 140]
    if near:
        return min(near, key=lambda d: abs(d.start - verb.start())).range
    if announced_on(sentence) and reported_on:
        return DateRange("date of report", reported_on, reported_on, "day", reported_on.isoformat())
    return None


def _price(sentence: Sentence, draft: Draft) -> Iterator[Draft]:
    """Yield the price that a sentence names for a company."""
    if not isinstance(draft.object, Entity) or not isinstance(draft.subject, Entity):
        return
    for money in find_money(sentence.text):
        if money.converted or money.per_share or not cue("takeovers.price").search(sentence.text[: money.start]):
            continue
        if cue("takeovers.other_payment").search(sentence.text[max(0, money.start - 60) : money.end + 60]):
            continue
        paid = draft.modality is Modality.ASSERTED
        yield Draft(
            draft.object,
            Predicate.PAYS,
            draft.subject,
            draft.start,
            draft.end,
            "payment.takeover",
            0.84,
            Modality.ASSERTED,
            {"type": "acquisition", "status": "paid" if paid else "due", **amount_qualifiers(money)},
        )
        return
