"""Who pays whom, how much, for what, and whether it is already earned."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import DateRange, Entity, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.frames import announced_on, clause_of, date_for
from kg.nlp.gates import Gated, gated
from kg.nlp.money import Money, find_money
from kg.nlp.payment_parties import Around, Statement, parties_of, sharing, statements
from kg.nlp.payment_terms import Described, find_described, rate_of, trigger_of
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from kg.model import Qualifier
    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence
    from kg.nlp.document import Paragraph


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence with its parties, and what is known around it."""

    sentence: Sentence
    words: Statement
    payer: Entity
    payee: Entity
    agreement: Agreement | None
    reported_on: date | None


@cache
def _kinds() -> Gated[tuple[str, re.Pattern[str]]]:
    table = read_toml("payments.toml")["type"]
    return gated((name, re.compile(rf"(?<!\w)(?:{'|'.join(words)})", re.IGNORECASE)) for name, words in table.items())


class PaymentReader:
    """Reads the payments of sentences in order: who was named before tells who pays where a sentence does not."""

    def __init__(self, registrant: Entity | None, reported_on: date | None) -> None:
        self._around = Around(registrant, ())
        self._reported_on = reported_on
        self._paragraph: Paragraph | None = None

    def read(self, sentence: Sentence, agreement: Agreement | None) -> list[Draft]:
        """Return the payments of the next sentence; `agreement` is the one that it speaks of."""
        before = self._around.before
        if sentence.paragraph is not self._paragraph and (agreement is None or before not in _pairs(agreement)):
            before = None
        self._paragraph = sentence.paragraph
        around = replace(self._around, agreement=agreement, before=before)
        drafts = list(payment_drafts(sentence, around, reported_on=self._reported_on))
        if drafts and isinstance(drafts[-1].object, Entity):
            before = (drafts[-1].subject, drafts[-1].object)
        slots = sentence.of_type(EntityType.ORGANIZATION)
        named = [e for s in slots for e in s.entities if e != around.registrant]
        others = tuple(dict.fromkeys([*reversed(named), *around.others]))[:4]
        self._around = replace(around, others=others, before=before)
        return drafts


def _pairs(agreement: Agreement) -> set[tuple[Entity, Entity]]:
    return {(a, b) for a in agreement.parties for b in agreement.parties if a != b}


def payment_drafts(sentence: Sentence, around: Around, *, reported_on: date | None) -> Iterator[Draft]:
    """Yield the payments a sentence speaks of."""
    agreement = around.agreement
    text = sentence.text
    if cue("payments.securities").search(text) or cue("payments.hypothetical").search(text):
        return
    rows = _kinds().open_for(text)
    kinds = [_Kind(name, m.start(), m.end()) for name, pattern in rows for m in pattern.finditer(text)]
    amounts = [m for m in find_money(text) if not m.converted and not m.per_share and not _is_no_payment(text, m)]
    described = list(find_described(text))
    known = amounts or described or sentence.topic or agreement is not None
    if not known and not cue("payments.licence").search(text):
        return
    for part in statements(sentence):
        inside = [k for k in kinds if part.start <= k.start < part.end]
        told: list[Money | Described] = [*amounts, *described]
        told = [m for m in told if part.start <= m.start < part.end]
        if not inside and not told:
            continue
        payer, payee = parties_of(part, sentence, around)
        rated = any(k.name == "royalty" for k in inside) and rate_of(part.text, "royalty", 0)
        if payer is None and payee is None and around.before is not None and not part.slots and (told or rated):
            payer, payee = around.before
        if payer is None or payee is None or payer == payee:
            continue
        yield from _of_part(_Part(sentence, part, payer, payee, agreement, reported_on), inside or kinds, told)


def _of_part(part: _Part, kinds: list[_Kind], told: list[Money | Described]) -> Iterator[Draft]:
    """Yield the payments of a part of a sentence whose parties are known."""
    text = part.sentence.text
    used: set[str] = set()
    if cue("payments.denied").search(part.words.text):
        for name, word in (("milestone", "milestone"), ("royalty", "royalt")):
            if word in part.words.text.lower():
                yield _claim(part, name, Modality.NEGATED, {})
        return
    for amount in told:
        kind = _nearest(kinds, amount, told, text) or _by_verb(part, amount)
        if kind is not None:
            kind = _more_exactly(
                kind, amount, part, since=max((m.end for m in told if m.end <= amount.start), default=0)
            )
            used.add(kind.name)
            yield _draft(part, kind, amount)
    for kind in kinds:
        alone = kind.name not in {"other", "upfront", "acquisition"} and kind.name not in used
        if not alone or (kind.name == "milestone" and told):
            continue
        if cue("payments.of_proceeds").search(text[: kind.start]):
            continue
        if kind.name == "equity" and not cue("payments.issues").search(part.words.text):
            continue
        if kind.name in {"option", "research funding", "cost share"} and used:
            continue
        used.add(kind.name)
        yield from _without_amount(part, kind)


def _by_verb(part: _Part, amount: Money | Described) -> _Kind | None:
    """Return the kind of a payment that only its verb tells: one on a condition is a milestone."""
    text = part.sentence.text
    if isinstance(amount, Described):
        return None
    if cue("payments.worth").search(text[: amount.start]):
        return _Kind("other", amount.start, amount.start)
    if not any(cue(f"payments.{way}").search(text[: amount.start]) for way in ("direct", "bought_for")):
        return None
    conditional = cue("payments.condition").search(part.words.text) or cue("payments.upon_event").search(
        text[amount.end : part.words.end]
    )
    return _Kind("milestone" if conditional else "other", amount.start, amount.start)


def _without_amount(part: _Part, kind: _Kind) -> Iterator[Draft]:
    """Yield a payment of no stated amount; where costs are shared, each pays its part."""
    joint = sharing(part.words, part.sentence) is not None
    if joint and kind.name == "profit share":
        return  # who books the sales, and so pays, is not said
    yield _draft(part, kind, None)
    if kind.name == "cost share" and cue("payments.share_alike").search(part.words.text):
        yield _draft(replace(part, payer=part.payee, payee=part.payer), kind, None)


def _more_exactly(kind: _Kind, amount: Money | Described, part: _Part, *, since: int) -> _Kind:
    """Return a payment that is only called so as what it hangs on: "payments upon the achievement of milestones".

    `since` is where the amount before it ends: what stands in front of that speaks of the other.
    """
    text = part.sentence.text
    if kind.name == "acquisition" and cue("payments.shares").search(part.words.text):
        return _Kind("equity", kind.start, kind.end)
    if kind.name != "other":
        several = cue("payments.several").search(
            text[max(since, part.words.start, amount.start - 90) : amount.end + 60]
        )
        return _Kind("other", kind.start, kind.end) if several and kind.name == "milestone" else kind
    after = text[amount.end : part.words.end]
    event = cue("payments.upon_event").search(after) or cue("payments.triggered").search(text[: amount.start])
    return _Kind("milestone", kind.start, kind.end) if event else kind


def _is_no_payment(text: str, money: Money) -> bool:
    """Tell whether an amount is one of sales that must be reached, or a buyer's own means, not one that is paid."""
    if cue("payments.of_sales").match(text, money.end) or cue("payments.funds").match(text, money.end):
        return True
    if cue("payments.financed_with").search(text[: money.start]) or _beside_funds(text, money):
        return True
    return bool(re.search(r"thresholds?[^.;$]{0,60}$", text[: money.start]))


def _beside_funds(text: str, money: Money) -> bool:
    """Tell whether bare cash stands beside what is borrowed: "$2 billion of cash and $1 billion of new debt"."""
    if not re.match(r"\s+of cash\b", text[money.end :], re.IGNORECASE):
        return False
    return any(cue("payments.funds").match(text, other.end) for other in find_money(text))


def _nearest(kinds: list[_Kind], money: Money | Described, amounts: list[Money | Described], text: str) -> _Kind | None:
    """Return the kind of payment whose words stand nearest; words beyond another amount speak of that one first."""

    def distance(kind: _Kind) -> tuple[int, int]:
        gap = kind.start - money.end if kind.start >= money.end else money.start - kind.end
        between = text[money.end : kind.start] if kind.start >= money.end else ""
        gap += 100 if re.search(r"\bplus\b|,|\band\b|as well as", between) else 0
        return (gap + (60 if kind.name == "other" else 0) + (0 if kind.start >= money.end else 15), kind.start)

    def taken(kind: _Kind) -> bool:
        others = [m for m in amounts if m is not money]
        # "$35 million upfront payment and up to $700 million": the words right behind an amount are that one's
        right_behind = any(0 <= kind.start - m.end < 4 and m.end <= money.start for m in others)
        return right_behind or any(kind.end <= m.start and m.end <= money.start for m in others)

    def apart(kind: _Kind) -> bool:
        between = text[money.end : kind.start] if kind.start >= money.end else text[kind.end : money.start]
        return kind.name == "royalty" and bool(re.search(r"\bplus\b|,|\band\b|as well as|\bor\b", between))

    near = [k for k in kinds if distance(k)[0] < 160 and not apart(k)]
    return min(near, key=lambda k: (distance(k)[0] + 100 * taken(k), k.start)) if near else None


def _draft(part: _Part, kind: _Kind, amount: Money | Described | None) -> Draft:
    sentence = part.sentence
    money = amount if isinstance(amount, Money) else None
    start, text = _clause(part.words, amount.start if amount else kind.start)
    at = (amount.start if amount else kind.start) - start
    set_off = amount is not None and cue("payments.has_triggered").search(text[:at])
    status = "due" if set_off else _status(text, kind, money)
    qualifiers: dict[str, Qualifier | None] = {"status": status, **amount_qualifiers(money)}
    compounds = sentence.compounds or ([] if _of_technology(sentence) else list(sentence.topic))
    if not compounds and part.agreement is not None:
        compounds = [e for e in part.agreement.subject if e.type is EntityType.COMPOUND]
    if len(compounds) == 1:
        qualifiers["compound"] = compounds[0]
    qualifiers["rate"] = amount.text if isinstance(amount, Described) else rate_of(text, kind.name, at)
    qualifiers["trigger"] = trigger_of(text, kind.name, at, max(at, kind.end - start))
    if status != "potential":
        anchor = sentence.start + start + at
        clause = clause_of(sentence, anchor, anchor + 1)
        when = date_for(sentence, clause, anchor, reported_on=part.reported_on)
        if when is None and status == "due" and announced_on(sentence) and part.reported_on:
            day = part.reported_on
            when = DateRange("date of report", day, day, "day", day.isoformat())
        qualifiers["eventDate"] = when
    modality = Modality.POSSIBLE if status == "potential" else Modality.ASSERTED
    return _claim(part, kind.name, modality, qualifiers, confidence=0.88 if money else 0.78)


def _of_technology(sentence: Sentence) -> bool:
    """Tell whether a platform was named since a compound was, in the paragraph: what is paid then is for that."""
    at: Sentence | None = sentence
    while at is not None and not at.of_type(EntityType.COMPOUND):
        if at.of_type(EntityType.TECHNOLOGY):
            return True
        at = at.previous
    return False


def _clause(part: Statement, at: int) -> tuple[int, str]:
    """Return the clause of a part that holds an offset of the sentence, and where it begins.

    What opens the sentence ("If it is approved, …") holds for all its clauses.
    """
    starts = [0, *(m.end() for m in cue("payments.clause").finditer(part.text))]
    first = max(s for s in starts if s <= max(0, at - part.start))
    end = min((s for s in starts if s > first), default=len(part.text))
    return part.start + first, part.text[first:end]


def _claim(
    part: _Part, kind: str, modality: Modality, qualifiers: dict[str, Qualifier | None], *, confidence: float = 0.78
) -> Draft:
    sentence = part.sentence
    return Draft(
        part.payer,
        Predicate.PAYS,
        part.payee,
        sentence.start,
        sentence.end,
        f"payment.{kind}",
        confidence,
        modality,
    ).with_qualifiers(type=kind, **qualifiers)


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


_PAYS_NOW = re.compile(
    r"\b(?:(?<!will )(?<!to )(?<!must )(?<!may )(?<!would )(?<!also )pay|pays|receives|earns|has been receiving"
    r"|is paying)\b[^.;]{0,60}?royalt",
    re.IGNORECASE,
)
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
    if kind.name == "maintenance fee" and not re.search(r"\b(?:will|would|could|may|if)\b", text):
        return "paid"  # it recurs
    if kind.name == "sublicense fee" and not hits["paid"]:
        return "potential"  # nobody has sublicensed it yet
    if hits["potential"] and kind.name not in {"upfront"}:
        return "potential"
    if hits["paid"]:
        return "paid"
    return "due" if hits["due"] or kind.name == "upfront" else "potential" if hits["potential"] else "due"
