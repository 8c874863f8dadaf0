"""Who pays and who is paid, by the side of the verb on which each company stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType
from kg.nlp.gates import Sifted, sift
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.nlp.agreements import Agreement
    from kg.nlp.context import Sentence, Slot

_GETS = sift(
    r"\b(?:receive[sd]?|receiving|earn(?:s|ed)?|entitled|eligible|awarded|obtain(?:s|ed)?|get|collect(?:s|ed)?|achieved|recogni[sz]ed?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of a sentence that says who pays whom. Offsets are those of the sentence's text."""

    start: int
    end: int
    text: str
    """The part's words, with asides ("as the Company announced") blanked out."""
    slots: tuple[Slot, ...]
    """The companies in it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the sentences before tell of the parties."""

    registrant: Entity | None
    others: tuple[Entity, ...]
    """The companies spoken of just before, the latest first."""
    agreement: Agreement | None = None
    before: tuple[Entity, Entity] | None = None
    """Payer and payee of the payment told last."""


def statements(sentence: Sentence) -> list[Statement]:
    """Return the parts of a sentence: a new one begins where a further company takes up a verb of payment."""
    cuts = [0]
    slots = sentence.of_type(EntityType.ORGANIZATION)
    for slot in slots:
        at = slot.start - sentence.start
        before = sentence.text[cuts[-1] : at]
        joined = cue("payments.joined").search(before)
        if joined and not slot.possessive and _pays_or_gets(before) and _pays_or_gets(sentence.text[at : at + 90]):
            cuts.append(cuts[-1] + joined.start())
    plain = cue("payments.aside").sub(lambda m: " " * len(m.group()), sentence.text)
    out = []
    for start, end in zip(cuts, [*cuts[1:], len(plain)], strict=True):
        inside = tuple(
            s for s in slots if start <= s.start - sentence.start < end and plain[s.start - sentence.start].strip()
        )
        out.append(Statement(start, end, plain[start:end], inside))
    return out


def _pays_or_gets(text: str) -> bool:
    return bool(_GETS.search(text) or cue("payments.gives").search(text))


def parties_of(part: Statement, sentence: Sentence, around: Around) -> tuple[Entity | None, Entity | None]:
    """Return payer and payee of a part; who is not named is the other party of the agreement, or was named before."""
    both = sharing(part, sentence)
    if both is not None:
        return both
    payer, payee = _exchanging(part, sentence, around) or _named(part, sentence)
    gains = re.compile(r"\bcould see\b").search(part.text)
    if payer is None and payee is None and gains and part.slots:
        payee = part.slots[0].entity
    if payer is None and payee is None and cue("payments.was_received").search(part.text):
        payee = around.registrant
    for one, other in ((payer, payee), (payee, payer)):
        if one is None and other is not None:
            found = next((e for e in _counterparts(part, around, other) if e != other), None)
            payer, payee = (found, payee) if other == payee else (payer, found)
    return payer, payee


def _exchanging(part: Statement, sentence: Sentence, around: Around) -> tuple[Entity, Entity] | None:
    """Return who pays whom for what one gets from the other: "licensed it to X in exchange for a payment"."""
    sold = cue("payments.sold").search(part.text)
    price = sold or cue("payments.in_exchange").search(part.text)
    if price is None:
        return None
    base = sentence.start + part.start
    before = [s for s in part.slots if s.end - base <= (price.end() if sold else price.start()) and not s.possessive]
    for slot in before:
        side = re.search(r"\b(to|from)\s+(?:the\s+)?$", part.text[: slot.start - base])
        other = next((s.entity for s in before if s.entity != slot.entity), around.registrant)
        if side and other is not None and other != slot.entity:
            return (slot.entity, other) if side[1] == "to" else (other, slot.entity)
    return None


def sharing(part: Statement, sentence: Sentence) -> tuple[Entity, Entity] | None:
    """Return the two companies that bear something together: "X and Y share the costs", "the parties split"."""
    base = sentence.start + part.start
    for index, slot in enumerate(part.slots):
        if not cue("payments.share_verb").match(part.text, slot.end - base):
            continue
        if len(slot.entities) == 2:
            return slot.entities[0], slot.entities[1]
        before = part.slots[index - 1] if index else None
        gap = part.text[before.end - base : slot.start - base] if before else ""
        if before and gap.strip() == "and" and before.entity != slot.entity:
            return before.entity, slot.entity
    return None


def _counterparts(part: Statement, around: Around, party: Entity) -> Iterator[Entity]:
    """Yield who may be the other side, the likeliest first."""
    yield from (s.entity for s in part.slots)
    partner = around.agreement.other(party) if around.agreement is not None else None
    if partner is not None:
        yield partner
    if around.registrant is not None:
        yield around.registrant
    yield from around.others


def _named(part: Statement, sentence: Sentence) -> tuple[Entity | None, Entity | None]:
    payer: Entity | None = None
    payee: Entity | None = None
    base = sentence.start + part.start
    for index, slot in enumerate(part.slots):
        stop = part.slots[index + 1].start if index + 1 < len(part.slots) else base + len(part.text)
        after = part.text[slot.end - base : stop - base][:140]
        before = part.text[: slot.start - base][-140:]
        gives = _acts(cue("payments.gives"), after, slot)
        if payer is None and gives and not _acts(_GETS, after, slot, nearer_than=cue("payments.gives")):
            payer = slot.entity
        elif payee is None and (_acts(_GETS, after, slot) or _is_given_to(before)):
            payee = slot.entity
        elif payer is None and (_is_source(before) or _owns_payment(after, slot)):
            payer = slot.entity
        elif payee is None and re.search(r"\bwith\s+$", before) and payer is not None:
            payee = slot.entity
    return payer, payee


def _is_given_to(before: str) -> bool:
    if re.search(r"\b(?:payable|paid|owed|due)\s+by\s+(?:the\s+)?$", before):
        return False
    gives = rf"{cue('payments.gives').pattern}(?:\s+to)?\s+$"
    return bool(cue("payments.to").search(before) or re.search(gives, before, re.IGNORECASE))


def _is_source(before: str) -> bool:
    return bool(re.search(r"\b(?:from|by|on behalf of)\s+(?:our \w+,? )?$", before))


def _owns_payment(after: str, slot: Slot) -> bool:
    """Tell whether a company is named as whose payment it is: "X's upfront payment"."""
    own = (slot.possessive and bool(re.match(r"\s+(?:[\w-]+\s+){0,2}obligation", after))) or after.startswith(
        ("'s", "’s")
    )
    return own and bool(cue("payments.own").match(after))


def _acts(verbs: Sifted, after: str, slot: Slot, *, nearer_than: Sifted | None = None) -> bool:
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
