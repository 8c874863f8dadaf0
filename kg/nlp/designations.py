"""Regulators' designations: which, for which disease, by whom and when, also where a sentence only refers to one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import BlockKind, EntityType, Modality, Predicate
from kg.nlp.drafts import Draft, claim
from kg.nlp.frames import (
    agencies_in,
    announced_on,
    clause_of,
    compounds_for,
    date_for,
    indications_for,
    main_compounds,
    regions_in,
    regions_near,
    report_day,
)
from kg.nlp.gates import Gated, gated
from kg.nlp.modality import cue_in
from kg.nlp.rules import cue, read_toml
from kg.nlp.settings import setting_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.model import Entity, Qualifier
    from kg.nlp.context import Sentence, Slot

_HOME = {"PRIME": "EU", "RMAT": "US", "rare pediatric disease": "US"}
"""Designations that only one regulator gives."""
_DEFINITE = re.compile(r"\b(?:the|this|that|its|our)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Designated:
    """A designation that a text has spoken of: what later sentences refer to as "the designation"."""

    name: str
    compounds: tuple[Entity, ...]
    regions: tuple[str, ...]
    when: Qualifier | None


@cache
def _designations() -> Gated[tuple[str, re.Pattern[str]]]:
    table = read_toml("stages.toml")["designation"]
    return gated(
        (name, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)) for name, words in table.items()
    )


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    name: str


class DesignationReader:
    """Reads a document's sentences in order. State is the designation last spoken of, hence a class."""

    def __init__(self, sentences: Sequence[Sentence], *, reported_on: date | None) -> None:
        self._reported_on = reported_on
        agencies = {r for s in sentences for r in agencies_in(s.text)}
        self._home = tuple(agencies) if len(agencies) == 1 else ()
        self._last: Designated | None = None
        self._lead: Designated | None = None
        self._told: set[str] = set()

    def read(self, sentence: Sentence) -> Iterator[Draft]:
        """Yield the designations that a sentence speaks of, and the diseases that they are for."""
        is_item = sentence.paragraph.block.kind is BlockKind.LIST_ITEM
        named = _named(sentence)
        if sentence.paragraph.block.kind is BlockKind.HEADING and not named:
            self._last = None
        explained = cue("designations.explained").search(sentence.text)
        if named and not explained:
            for index, one in enumerate(named):
                yield from self._of_name(sentence, one, _stop(sentence, named, index), [n.start for n in named])
        elif is_item and not named and self._lead is not None and sentence.of_type(EntityType.INDICATION):
            yield from self._of_reference(sentence, self._lead, sentence.start, anew=True)
        elif not named and not explained and self._last is not None and self._means_it(sentence):
            again = cue("designations.again").search(sentence.text)
            anew = cue("designations.another").search(sentence.text)
            at = sentence.start + (again.start() if again else 0)
            yield from self._of_reference(sentence, self._last, at, anew=bool(anew))
        if not is_item:
            ends = sentence.text.rstrip().endswith(":")
            self._lead = self._last if ends and (named or self._means_it(sentence)) else None

    def _means_it(self, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on about the designation last spoken of."""
        return bool(cue("designations.again").search(sentence.text))

    def _of_name(self, sentence: Sentence, named: _Named, stop: int | None, marks: list[int]) -> Iterator[Draft]:
        start, end = sentence.start + named.start, sentence.start + named.end
        clause = clause_of(sentence, start, end)
        compounds, said = compounds_for(sentence, start, end)
        if not compounds and self._last is not None:
            compounds = self._last.compounds
        if not compounds or not _is_had(sentence, named, clause.text):
            return
        back = clause.start - sentence.start
        regions = tuple(regions_near(clause.text, named.start - back, (m - back for m in marks if m >= back)))
        regions = regions or tuple(regions_in(sentence.text))
        if not regions:
            regions = (_HOME[named.name],) if named.name in _HOME else self._home
        modality = _modality(clause.text)
        when: Qualifier | None = date_for(sentence, clause, start, reported_on=self._reported_on)
        if when is None and modality is Modality.ASSERTED and announced_on(sentence):
            when = report_day(self._reported_on)
        if not said and named.name in self._told and _DEFINITE.search(sentence.text[: named.start]):
            return  # "with the designation in hand": no news of it
        diseases = indications_for(sentence, start, end, stop=stop) or _before(sentence, start)
        if named.name in _HOME and len(regions) > 1:
            regions = (_HOME[named.name],)
        told = Designated(named.name, compounds, regions, when)
        self._last = told
        self._told.add(told.name)
        yield from _drafts(sentence, told, diseases, modality, named=said)

    def _of_reference(self, sentence: Sentence, meant: Designated, at: int, *, anew: bool) -> Iterator[Draft]:
        compounds = tuple(e for s in main_compounds(sentence) for e in s.entities)[:1] or meant.compounds
        diseases = [s for s in sentence.of_type(EntityType.INDICATION, named=True) if s.start >= at]
        if not diseases:
            return
        clause = clause_of(sentence, at, at + 1)
        when: Qualifier | None = date_for(sentence, clause, at, reported_on=self._reported_on)
        regions = tuple(regions_in(sentence.text)) or meant.regions
        told = Designated(meant.name, compounds, regions, when or (None if anew else meant.when))
        before = sentence.text[clause.start - sentence.start : diseases[0].start - sentence.start]
        yield from _drafts(sentence, told, diseases, _modality(before), named=False)


def _named(sentence: Sentence) -> list[_Named]:
    """Return the designations that a sentence names, in order, each once for each place."""
    rows = _designations().open_for(sentence.text)
    found = [_Named(*m.span(), name) for name, pattern in rows for m in pattern.finditer(sentence.text)]
    return sorted(found, key=lambda n: n.start)


def _stop(sentence: Sentence, named: list[_Named], index: int) -> int | None:
    """Return where what is said of a designation ends: at the next one, unless both are one list."""
    for left, right in zip(named[index:], named[index + 1 :], strict=False):
        gap = sentence.text[left.end : right.start]
        if not re.fullmatch(r"[\s,]*(?:designations?|status)?[\s,]*(?:and|or|as well as)?\s*(?:an?\s+|the\s+)?", gap):
            return sentence.start + right.start
    return None


def _is_had(sentence: Sentence, named: _Named, clause: str) -> bool:
    """Tell whether a designation is given, held or asked for, not just a kind of thing."""
    after = sentence.text[named.end :][:60]
    if named.name == "accelerated approval" and not cue("designations.given").search(clause):
        return False
    return bool(cue("designations.given").search(clause) or cue("designations.of").match(after))


def _modality(text: str) -> Modality:
    said = cue_in(text)
    if said is Modality.ASSERTED and re.search(r"\b(?:reject|den(?:y|ied)|declin|refus)", text):
        return Modality.NEGATED
    if said is Modality.ASSERTED and cue("designations.asked").search(text):
        return Modality.PLANNED
    return said


def _before(sentence: Sentence, start: int) -> list[Slot]:
    """Return the diseases in front of a heading's or clause's designation ("breakthrough tag in NSCLC")."""
    clause = clause_of(sentence, start, start + 1)
    return [s for s in sentence.of_type(EntityType.INDICATION, named=True) if clause.holds(s) and s.end <= start]


def _drafts(
    sentence: Sentence, told: Designated, diseases: list[Slot], modality: Modality, *, named: bool
) -> Iterator[Draft]:
    for compound in told.compounds[:2]:
        draft = claim(
            sentence,
            compound,
            Predicate.HAS_DESIGNATION,
            told.name,
            rule=f"designation.{told.name}",
            confidence=0.9 if named else 0.78,
            modality=modality,
            named=named,
        )
        for region in told.regions or (None,):
            one = draft.with_qualifiers(region=region, eventDate=told.when)
            yield from [one.with_qualifiers(indication=d.entity) for d in diseases] or [one]
        for disease in diseases:
            setting = setting_of(sentence, disease)
            told_of = {"setting": setting} if setting else {}
            kind = Modality.ASSERTED if modality is Modality.NEGATED else modality
            yield replace(
                draft,
                predicate=Predicate.HAS_INDICATION,
                object=disease.entity,
                rule="indication.of-designation",
                modality=kind,
                qualifiers=told_of,
            )
