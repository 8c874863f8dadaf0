"""Agreements between companies: who made them, when, of what kind, and which one a sentence speaks of.

A grant or a payment is often told a sentence or more behind the agreement it belongs to ("Under the agreement, X will
receive …"); the agreement in force there says who the other party is, and when it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import BlockKind, DateRange, Entity, EntityType
from kg.nlp.dates import find_dates
from kg.nlp.frames import announced_on
from kg.nlp.parties import COMPANY, SYMBOL, actor_before, companies
from kg.nlp.rules import cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.nlp.context import Sentence, Slot
    from kg.nlp.patterns import Coded


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known of an agreement at some place of a text."""

    parties: tuple[Entity, ...]
    """The first one is who acts ("we entered into"), the others whom it is made with."""
    kinds: frozenset[str]
    """Of ``licence``, ``collaboration``, ``option``, ``acquisition``."""
    date: DateRange | None
    subject: tuple[Entity, ...]
    """The compounds and technologies that it is said to be about."""
    stated: bool
    """Whether this very sentence names the agreement with a party; else it only goes on about it."""
    at: int = 0
    """Offset in the document's text of the words that name it."""

    def other(self, party: Entity | None) -> Entity | None:
        """Return the one party besides a given one; `None` where that is no party or leaves several."""
        rest = [p for p in self.parties if p != party]
        return rest[0] if party in self.parties and len(rest) == 1 else None


_WITH = re.compile(
    rf"(?:\s+(?:that|which)\s+⟦[OC]\d+⟧\s+(?:has|have|had))?[^.;:⟦]{{0,80}}?\bwith\s+(?:the\s+|our\s+|its\s+)?"
    rf"(?:(?:[\w-]+\s+){{0,4}}(?:partners?|company|of|collaborator|licensee|firm|maker),?\s+)?(?={COMPANY})"
)
_BETWEEN = re.compile(rf"[^.;⟦]{{0,80}}?\b(?:between|among)\s+(?:the\s+)?(?={COMPANY})")
_NEXT = re.compile(rf"(?:\s*\([^()]*\))?\s*(?:,\s*)?(?:and|and/or|&)\s+(?:with\s+)?(?:the\s+)?(?={COMPANY})")


def read_agreements(
    sentences: Sequence[Sentence], coded: Sequence[Coded], *, registrant: Entity | None, reported_on: date | None
) -> list[Agreement | None]:
    """Return, for each sentence, the agreement that it names or goes on about; `None` where there is none."""
    out: list[Agreement | None] = []
    current: Agreement | None = None
    for sentence, symbols in zip(sentences, coded, strict=True):
        named = (
            next(_named(sentence, symbols, registrant, reported_on), None) or _takeover(symbols) or _notified(symbols)
        )
        if named is not None:
            current = _continued(named, current)
        elif sentence.paragraph.block.kind is BlockKind.HEADING:
            current = _of_heading(sentence, registrant, current)
        elif current is not None:
            others = {e for s in sentence.of_type(EntityType.ORGANIZATION) for e in s.entities}
            if others - set(current.parties) and not others & set(current.parties):
                current = None
            else:
                current = replace(current, stated=False)
        out.append(current)
    return out


def _continued(named: Agreement, before: Agreement | None) -> Agreement:
    """Return an agreement with what was said of it before, where it is one between the same companies."""
    if before is None or set(before.parties) != set(named.parties):
        return named
    return replace(
        named,
        kinds=named.kinds or before.kinds,
        date=named.date or before.date,
        subject=named.subject or before.subject,
    )


def _of_heading(sentence: Sentence, registrant: Entity | None, current: Agreement | None) -> Agreement | None:
    others = {e for s in sentence.of_type(EntityType.ORGANIZATION, named=True) for e in s.entities if e != registrant}
    if len(others) == 1 and registrant is not None and len(sentence.text) < 160:
        about = tuple(sentence.compounds)
        return Agreement((registrant, *others), _kinds(sentence.text), None, about, stated=False)
    return current if cue("agreements.same_section").search(sentence.text) and not others else None


def _named(
    sentence: Sentence, coded: Coded, registrant: Entity | None, reported_on: date | None
) -> Iterator[Agreement]:
    """Yield the agreements whose parties a sentence tells."""
    for noun in cue("agreements.noun").finditer(coded.text):
        made = _made_before(coded, noun.start())
        parties = _parties(coded, noun, made, registrant)
        if parties is None:
            continue
        words = coded.text[max(0, noun.start() - 90) : noun.end()]
        place = coded.source(noun.start()) - sentence.start
        yield Agreement(
            parties,
            _kinds(_phrase(words)),
            _date(sentence, place, reported_on) if made or _dated(coded.text, noun) else None,
            _about(coded, noun.end()),
            stated=True,
            at=sentence.start + place,
        )


def _takeover(coded: Coded) -> Agreement | None:
    """Return the takeover that a sentence tells: what is paid later on goes to the company taken over."""
    for verb in cue("agreements.takes_over").finditer(coded.text):
        target = next((s for m, s in companies(coded, verb.end(), verb.end() + 12) if not m[3]), None)
        actor = actor_before(coded, verb.start())
        if target is not None and actor is not None and target.entity != actor.entity:
            parties = (actor.entity, target.entity)
            return Agreement(parties, frozenset({"acquisition"}), None, (), stated=True, at=coded.source(verb.start()))
    return None


def _notified(coded: Coded) -> Agreement | None:
    """Return the agreement that one party tells the other something of: "X notified us that the collaboration …"."""
    told = cue("agreements.notified").search(coded.text)
    if told is None:
        return None
    parties = [s.entity for _, s in companies(coded, told.start(), told.end())][:2]
    at = coded.source(told.start("what"))
    both = (parties[1], parties[0])
    return Agreement(both, _kinds(told["what"]), None, (), stated=True, at=at) if both[0] != both[1] else None


def _made_before(coded: Coded, at: int) -> re.Match[str] | None:
    """Return the verb that says that an agreement was made, in front of its noun."""
    verbs = cue("agreements.made").finditer(coded.text, max(0, at - 200), at)
    found = next(reversed(list(verbs)), None)
    return found if found and not re.search(r";|⟦O|\.\s", coded.text[found.end() : at]) else None


def _parties(
    coded: Coded, noun: re.Match[str], made: re.Match[str] | None, registrant: Entity | None
) -> tuple[Entity, ...] | None:
    between = _BETWEEN.match(coded.text, noun.end())
    if between:
        both = _listed(coded, between.end())
        return tuple(both) if len(both) == 2 else None
    partner = _WITH.match(coded.text, noun.end())
    if partner:
        others = _listed(coded, partner.end())
        first = _first_party(coded, noun, made, others, registrant)
        return (first, *others) if first is not None and first not in others else None
    return _pair_before(coded, made) if made else None


def _listed(coded: Coded, at: int) -> list[Entity]:
    """Return the companies named at an offset, one or joined by "and"."""
    out: dict[Entity, None] = {}
    while (symbol := SYMBOL.match(coded.text, at)) and symbol[1] == "O":
        out.update(dict.fromkeys(coded.slots[int(symbol[2])].entities))
        link = _NEXT.match(coded.text, symbol.end())
        if link is None:
            break
        at = link.end()
    return list(out)


def _first_party(
    coded: Coded, noun: re.Match[str], made: re.Match[str] | None, others: list[Entity], registrant: Entity | None
) -> Entity | None:
    """Return who made an agreement with others: the verb's subject, whose agreement it is, or the registrant."""
    actor: Slot | None = actor_before(coded, made.start()) if made else None
    if actor is None:
        possessive = [s for m, s in companies(coded, max(0, noun.start() - 90), noun.start()) if m[3]]
        actor = possessive[-1] if possessive else None
    if actor is not None and actor.entity not in others:
        return actor.entity
    if registrant is not None and registrant not in others:
        return registrant
    rest = {e for _, s in companies(coded) for e in s.entities} - set(others)
    return rest.pop() if len(rest) == 1 else None


def _pair_before(coded: Coded, made: re.Match[str]) -> tuple[Entity, ...] | None:
    """Return the two companies that are together a verb's subject: "X and Y entered into an agreement"."""
    found = [(m, s) for m, s in companies(coded, 0, made.start()) if not m[3]]
    if not found or not cue("parties.auxiliaries").fullmatch(coded.text, found[-1][0].end(), made.start()):
        return None
    if len(found[-1][1].entities) == 2:
        return found[-1][1].entities
    link = _NEXT.match(coded.text, found[-2][0].end()) if len(found) > 1 else None
    if link is not None and link.end() == found[-1][0].start():
        pair = (found[-2][1].entity, found[-1][1].entity)
        return pair if pair[0] != pair[1] else None
    return None


def _phrase(words: str) -> str:
    """Return the words that belong to an agreement's noun: those behind the last article or verb."""
    return re.split(r"\b(?:an?|the|our|its|their|this|that|into|under|enters?|announces?|signs?|of)\s|⟧", words)[-1]


def _kinds(words: str) -> frozenset[str]:
    rows = {k: cue(f"agreements.{k}") for k in ("licence", "collaboration", "option", "acquisition")}
    return frozenset(kind for kind, pattern in rows.items() if pattern.search(words))


def _about(coded: Coded, at: int) -> tuple[Entity, ...]:
    """Return the compounds or technologies named behind an agreement's noun, in the same sentence."""
    found = [coded.slots[int(m[2])] for m in SYMBOL.finditer(coded.text, at) if m[1] in "CK"]
    return tuple(dict.fromkeys(e for s in found for e in s.entities))


def _dated(text: str, noun: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:19|20)\d\d\s+(?:[\w-]+\s+){0,4}$", text[: noun.start()])) or bool(
        re.match(r"[^.;]{0,160}?\bdated\b|\s+(?:with|of|in|from)\s[^.;,]{0,60}?\b(?:19|20)\d\d", text[noun.end() :])
    )


def _date(sentence: Sentence, at: int, reported_on: date | None) -> DateRange | None:
    """Return when an agreement was made: the day that it is dated, the one its sentence opens with, or the nearest."""
    dates = [
        d
        for d in find_dates(sentence.text, reported_on=reported_on)
        if not re.search(
            r"\b(?:until|through|expir\w+|terminat\w+|ended|as of|by)\s+(?:\w+\s+)?$", sentence.text[: d.start]
        )
        or re.search(r"\bdated(?: as of)?\s+$", sentence.text[: d.start])
    ]
    dated = [d for d in dates if re.search(r"\b(?:dated|effective)(?: as of)?\s+$", sentence.text[: d.start])]
    opening = [d for d in dates if d.start < 6]
    near = sorted((d for d in dates if abs(d.start - at) < 130), key=lambda d: abs(d.start - at))
    if found := [*dated, *opening, *near]:
        return found[0].range
    if announced_on(sentence) and reported_on:
        return DateRange("date of report", reported_on, reported_on, "day", reported_on.isoformat())
    return None
