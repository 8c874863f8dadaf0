"""Who pays whom, how much, for what, and whether it is already earned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.model import DateRange, Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import announced_on, clause_of, date_for
from kg.nlp.money import find_money
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from kg.model import Qualifier
    from kg.nlp.context import Sentence, Slot
    from kg.nlp.money import Money

_GETS = re.compile(
    r"\b(?:receive[sd]?|earn(?:s|ed)?|entitled|eligible|awarded|obtain(?:s|ed)?|get|collect(?:s|ed)?|recogni[sz]ed?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    start: int
    end: int


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("payments.toml")["type"]
    return tuple((name, re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)) for name, words in table.items())


@cache
def _rate_and_trigger() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = read_toml("payments.toml")
    return re.compile(rules["rate"], re.IGNORECASE), re.compile(rules["trigger"], re.IGNORECASE)


def payment_drafts(
    sentence: Sentence, *, reported_on: date | None, registrant: Entity | None, others: tuple[Entity, ...]
) -> Iterator[Draft]:
    """Yield the payments a sentence speaks of. `others` are the companies spoken of just before, the latest first."""
    kinds = [_Kind(name, m.start(), m.end()) for name, pattern in _kinds() for m in pattern.finditer(sentence.text)]
    strong = [k for k in kinds if k.name != "other"]
    if cue("payments.securities").search(sentence.text):
        return
    amounts = [
        m
        for m in find_money(sentence.text)
        if not m.converted and not m.per_share and not _is_threshold(sentence.text, m)
    ]
    if not amounts and not (sentence.topic or cue("payments.licence").search(sentence.text)):
        return
    if not strong and not (amounts and kinds):
        return
    payer, payee = _parties(sentence, registrant, others)
    if payer is None or payee is None or payer == payee:
        return
    used: set[str] = set()
    for money in amounts:
        kind = _nearest(kinds, money, amounts, sentence.text)
        if kind is not None:
            used.add(kind.name)
            yield _draft(sentence, kind, money, payer, payee, reported_on)
    for kind in strong:
        if (
            kind.name in used
            or kind.name in {"upfront", "acquisition", "equity"}
            or (kind.name == "milestone" and amounts)
        ):
            continue
        if kind.name in {"option", "research funding", "cost share"} and used:
            continue
        used.add(kind.name)
        yield _draft(sentence, kind, None, payer, payee, reported_on)


def _is_threshold(text: str, money: Money) -> bool:
    """Tell whether an amount is one of sales that must be reached, not one that is paid."""
    if re.match(
        r"\s+(?:or more )?(?:in|of) (?:annual |aggregate |worldwide |calendar year |cumulative )*(?:net )?sales",
        text[money.end :],
    ):
        return True
    return bool(re.search(r"thresholds?[^.;$]{0,60}$", text[: money.start]))


def _nearest(kinds: list[_Kind], money: Money, amounts: list[Money], text: str) -> _Kind | None:
    """Return the kind of payment whose words stand nearest; words beyond another amount speak of that one first."""

    def distance(kind: _Kind) -> tuple[int, int]:
        gap = kind.start - money.end if kind.start >= money.end else money.start - kind.end
        between = text[money.end : kind.start] if kind.start >= money.end else ""
        gap += 100 if re.search(r"\bplus\b|,|\band\b|as well as", between) else 0
        return (gap + (60 if kind.name == "other" else 0) + (0 if kind.start >= money.end else 15), kind.start)

    def taken(kind: _Kind) -> bool:
        return any(kind.end <= m.start and m.end <= money.start for m in amounts if m is not money)

    near = [k for k in kinds if distance(k)[0] < 160]
    return min(near, key=lambda k: (distance(k)[0] + 100 * taken(k), k.start)) if near else None


def _parties(
    sentence: Sentence, registrant: Entity | None, others: tuple[Entity, ...]
) -> tuple[Entity | None, Entity | None]:
    """Return payer and payee by the verb's side on which each stands."""
    slots = sentence.of_type(EntityType.ORGANIZATION)
    payer: Entity | None = None
    payee: Entity | None = None
    for index, slot in enumerate(slots):
        stop = slots[index + 1].start if index + 1 < len(slots) else sentence.end
        after = sentence.text[slot.end - sentence.start : stop - sentence.start][:140]
        before = sentence.text[: slot.start - sentence.start][-140:]
        if (
            payer is None
            and _acts(cue("payments.gives"), after, slot)
            and not _acts(_GETS, after, slot, nearer_than=cue("payments.gives"))
        ):
            payer = slot.entity
        elif (payee is None and _acts(_GETS, after, slot)) or (
            payee is None
            and (
                cue("payments.to").search(before)
                or re.search(rf"{cue('payments.gives').pattern}(?:\s+to)?\s+$", before, re.IGNORECASE)
            )
        ):
            payee = slot.entity
        elif payer is None and re.search(r"\b(?:from|by|on behalf of)\s+(?:our \w+,? )?$", before):
            payer = slot.entity
        elif payee is None and re.search(r"\bwith\s+$", before) and payer is not None:
            payee = slot.entity
    counter = [*[s.entity for s in slots], *others, *([registrant] if registrant else [])]
    if payer is None and payee is not None:
        payer = next((e for e in counter if e != payee), None)
    if payee is None and payer is not None:
        payee = next((e for e in counter if e != payer), None)
    return payer, payee


def _acts(verbs: re.Pattern[str], after: str, slot: Slot, *, nearer_than: re.Pattern[str] | None = None) -> bool:
    if slot.possessive or after.startswith(("'s", "’s")):
        return False
    match = verbs.search(after)
    if match and verbs is not _GETS and re.search(r"\b(?:is|are|was|were|been|be)\s+$", after[: match.start()]):
        return False  # "we were awarded" gives nothing
    if not match or re.search(r"[;.](?:\s|$)|\bto\s+(?:the|our|its)\b", after[: match.start()]):
        return False
    if len(after[: match.start()].split()) > 9:
        return False
    other = nearer_than.search(after) if nearer_than else None
    return not other or match.start() < other.start()


def _draft(
    sentence: Sentence, kind: _Kind, money: Money | None, payer: Entity, payee: Entity, reported_on: date | None
) -> Draft:
    anchor = sentence.start + (money.start if money else kind.start)
    clause = clause_of(sentence, anchor, anchor + 1)
    status = _status(sentence.text, kind, money)
    qualifiers: dict[str, Qualifier | None] = {"type": kind.name, "status": status, **amount_qualifiers(money)}
    compounds = sentence.compounds or list(sentence.topic)
    if len(compounds) == 1:
        qualifiers["compound"] = compounds[0]
    rate, trigger = _rate_and_trigger()
    said = rate.search(sentence.text, kind.start) if kind.name == "royalty" else None
    if said is None and kind.name == "royalty":
        said = rate.search(sentence.text)
    if said:
        qualifiers["rate"] = said.group().strip()
    cause = trigger.search(sentence.text, kind.end) or trigger.search(sentence.text)
    if cause:
        qualifiers["trigger"] = cause["t"].strip()
    if status != "potential":
        when = date_for(sentence, clause, anchor, reported_on=reported_on)
        qualifiers["eventDate"] = when
        if when is None and status == "due" and announced_on(sentence) and reported_on:
            qualifiers["eventDate"] = DateRange(
                "date of report", reported_on, reported_on, "day", reported_on.isoformat()
            )
    modality = Modality.POSSIBLE if status == "potential" else Modality.ASSERTED
    confidence = 0.88 if money else 0.78
    return Draft(
        payer, Predicate.PAYS, payee, sentence.start, sentence.end, f"payment.{kind.name}", confidence, modality
    ).with_qualifiers(**qualifiers)


def amount_qualifiers(money: Money | None) -> dict[str, Qualifier]:
    """Return the qualifiers of an amount; "up to" and sums of several payments are upper bounds."""
    if money is None:
        return {}
    low, high = _plain(money.minimum), _plain(money.maximum)
    found: dict[str, int | float | None] = {"amount": low if low is not None else high}
    if low is not None and high is None:
        found = {"minAmount": low}
    elif money.up_to or money.aggregate:
        found = {"maxAmount": high or low}
    elif low != high and low is not None:
        found = {"minAmount": low, "maxAmount": high}
    return {**{k: v for k, v in found.items() if v is not None}, "currency": money.currency}


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


_PAYS_NOW = re.compile(r"\b(?:pays|receives|earns|has been receiving|is paying)\b[^.;]{0,60}?royalt", re.IGNORECASE)
_LATER = re.compile(r"\b(?:will|would|could|may|eligible|entitled|if|upon|potential|future|up to)\b", re.IGNORECASE)


def _status(text: str, kind: _Kind, money: Money | None) -> str:
    table = read_toml("payments.toml")["status"]
    hits = {name: re.search("|".join(words), text, re.IGNORECASE) for name, words in table.items()}
    if kind.name == "royalty" and _PAYS_NOW.search(text) and not _LATER.search(text):
        return "paid"
    if kind.name == "royalty" or (money is not None and money.up_to):
        return (
            "paid"
            if kind.name == "royalty"
            and re.search(r"\breceived royalt|royalt\w+ received|received \S+ (?:\w+ )?in royalt", text)
            else "potential"
        )
    if hits["potential"] and kind.name not in {"upfront"}:
        return "potential"
    if hits["paid"]:
        return "paid"
    return "due" if hits["due"] or kind.name == "upfront" else "potential" if hits["potential"] else "due"
