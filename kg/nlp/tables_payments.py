"""Tables of payments between two companies: kind, amount, condition. Only where payer and payee are clear."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType, Modality, Predicate
from kg.nlp.drafts import Draft
from kg.nlp.money import find_money
from kg.nlp.quantities_numbers import plain_number
from kg.nlp.rules import read_toml
from kg.nlp.tables_setting import is_empty, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Entity, Qualifier
    from kg.nlp.money import Money
    from kg.nlp.tables_grid import GridRow, Segment
    from kg.nlp.tables_setting import Setting

_KINDS = ("upfront", "milestone", "royalty", "option", "maintenance fee", "research funding")
"""Kinds of payment that a row's name alone tells; others need more words than a cell has."""
_AHEAD = frozenset({"milestone", "royalty", "option"})


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_toml("payments.toml")["type"]
    return tuple((kind, re.compile("|".join(table[kind]), re.IGNORECASE)) for kind in _KINDS)


def payment_table_drafts(segment: Segment, setting: Setting) -> Iterator[Draft]:
    """Yield the payments of a table whose header or lead says who pays whom."""
    amounts = [i for i, c in enumerate(segment.header) if i and words("payments", "amount").search(c.text)]
    parties = _parties(segment, setting)
    if not amounts or parties is None:
        return
    conditions = [i for i, c in enumerate(segment.header) if i and words("payments", "condition").search(c.text)]
    condition = next((i for i in conditions if i not in amounts), None)
    compound = setting.topic()
    for row in segment.rows:
        kind = next((k for k, pattern in _types() if pattern.search(row.cell(0).text)), None)
        if kind is not None:
            trigger = "" if condition is None else row.cell(condition).text
            draft = _payment(row, kind, row.cell(amounts[0]).text, parties)
            if draft is not None:
                yield _timed(draft, kind, trigger).with_qualifiers(compound=compound)


def _payment(row: GridRow, kind: str, amount: str, parties: tuple[Entity, Entity]) -> Draft | None:
    money = find_money(amount)
    qualifiers: dict[str, Qualifier] = {"type": kind}
    if len(money) == 1:
        qualifiers |= _amount(money[0])
    elif not money and re.search(r"\d ?%", amount):
        qualifiers["rate"] = amount
    elif len(money) > 1:
        return None
    if len(qualifiers) == 1 and (is_empty(amount) or kind != "royalty"):
        return None
    payer, payee = parties
    return Draft(
        payer,
        Predicate.PAYS,
        payee,
        row.start,
        row.end,
        "table.payment",
        0.84,
        Modality.ASSERTED,
        qualifiers,
        "read from a table's row",
    )


def _amount(money: Money) -> dict[str, Qualifier]:
    out: dict[str, Qualifier] = {"currency": money.currency}
    low, high = money.minimum, money.maximum
    if high is not None and (money.up_to or money.aggregate):
        return out | {"maxAmount": plain_number(high)}
    if low is not None and low == high:
        return out | {"amount": plain_number(low)}
    if low is not None:
        out["minAmount"] = plain_number(low)
    if high is not None:
        out["maxAmount"] = plain_number(high)
    return out


def _timed(draft: Draft, kind: str, trigger: str) -> Draft:
    """Return a payment as due or as potential: one that hangs on an event may never be made."""
    potential = kind in _AHEAD or not is_empty(trigger)
    modality = Modality.POSSIBLE if potential else Modality.ASSERTED
    timed = Draft(
        draft.subject,
        draft.predicate,
        draft.object,
        draft.start,
        draft.end,
        draft.rule,
        draft.confidence,
        modality,
        draft.qualifiers,
        draft.reason,
    )
    return timed.with_qualifiers(
        status="potential" if potential else "due", trigger=None if is_empty(trigger) else trigger
    )


def _parties(segment: Segment, setting: Setting) -> tuple[Entity, Entity] | None:
    """Return payer and payee: named with "by" and "to" in header or lead; the registrant is the one left unnamed."""
    payer = payee = None
    for cell in segment.header:
        for found, entity in cell.found(EntityType.ORGANIZATION):
            before = cell.text[: cell.place(found)]
            payer = payer or (entity if words("payments", "payer").search(before) else None)
            payee = payee or (entity if words("payments", "payee").search(before) else None)
    if setting.lead is not None:
        for slot in setting.lead.of_type(EntityType.ORGANIZATION):
            before = setting.lead.text[: slot.start - setting.lead.start][-40:]
            payer = payer or (slot.entity if re.search(r"\bby (?:the )?$", before) else None)
            payee = payee or (
                slot.entity if re.search(r"\b(?:payments?|payable|paid|due) to (?:the )?$", before) else None
            )
    us = setting.registrant
    if payer is not None and payee is None and us is not None and payer != us:
        payee = us
    return (payer, payee) if payer is not None and payee is not None and payer != payee else None
