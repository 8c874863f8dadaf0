"""What a reader knows of a table before reading it: whose it is, what the text around it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.model import BlockKind, EntityType, Predicate
from kg.nlp.frames import main_compounds
from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.model import Entity
    from kg.nlp.context import Sentence
    from kg.nlp.document import Document
    from kg.nlp.drafts import Draft
    from kg.nlp.trials import Trials

_NEAR = 1500
"""How far before a table a sentence that speaks of it may end."""
_SENTENCES = 6
_SUBSTANTIAL = 2
"""A compound of which the filing claims less than half of what it claims of another is only mentioned there."""
_CLAIMS = frozenset(
    {
        Predicate.HAS_STAGE,
        Predicate.COMPOUND_TYPE,
        Predicate.HAS_TARGET,
        Predicate.DEVELOPED_BY,
        Predicate.HAS_INDICATION,
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """Patterns of measures by their name in the fact table, and side effects' names by lower-case form."""

    measures: tuple[tuple[str, re.Pattern[str]], ...]
    events: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a table."""

    document: Document
    terms: Terms
    """The vocabulary's measures and side effects."""
    trials: Trials
    registrant: Entity | None
    near: tuple[Sentence, ...]
    """The last sentences before the table in the same part, the nearest first."""
    claims: Mapping[Entity, int]
    """How much the running text claims of each compound."""
    start: int
    """The table's first offset."""

    @property
    def before(self) -> Sentence | None:
        """The last sentence before the table."""
        return self.near[0] if self.near else None

    @property
    def lead(self) -> Sentence | None:
        """The sentence before the table where it stands close enough to speak of it."""
        return self.near[0] if self.near and self.start - self.near[0].end <= _NEAR else None

    @property
    def caption(self) -> str:
        """The words that lead to the table: the sentences of the paragraph before it, last first, and its heading."""
        if self.lead is None:
            return ""
        return " ".join([*(s.text for s in self.led_by[:3]), self.lead.heading])[:2000]

    @property
    def led_by(self) -> list[Sentence]:
        """The sentences of the paragraph that leads to the table, last first."""
        return [s for s in self.near if s.paragraph is self.lead.paragraph] if self.lead is not None else []

    def topic(self, *, leave_out: Collection[Entity] = ()) -> Entity | None:
        """Return the compound that the text before the table speaks of.

        It is the last one named there, unless the filing claims much more of another one named close by: then the last
        is a partner, a prior drug or a comparator. Without any, the compound that most claims are about.
        """
        heading = self._heading_topic()
        if heading is not None and heading not in leave_out:
            return heading
        named: list[Entity] = []
        for sentence in self.near:
            # A sentence that names only prior drugs and partners keeps the topic of those before it.
            named.extend(slot.entity for slot in main_compounds(sentence))
        named.extend(self.near[-1].topic if self.near else ())
        named = [e for e in dict.fromkeys(named) if e not in leave_out]
        if named:
            most = max(self.claims.get(e, 0) for e in named)
            return next(e for e in named if self.claims.get(e, 0) * _SUBSTANTIAL >= most)
        ranked = sorted((e for e in self.claims if e not in leave_out), key=lambda e: (-self.claims[e], e.name))
        total = sum(self.claims.values())
        return ranked[0] if ranked and self.claims[ranked[0]] * 2 > total else None

    def _heading_topic(self) -> Entity | None:
        """Return the compound that the heading over the table names, if it names one only."""
        if self.lead is None:
            return None
        for sentence in self.near:
            if sentence.paragraph.block.kind is BlockKind.HEADING:
                found = list(dict.fromkeys(s.entity for s in main_compounds(sentence)))
                return found[0] if len(found) == 1 else None
        return None

    @property
    def study(self) -> Entity | None:
        """The study that the text that leads to the table names, if it names one only."""
        found = dict.fromkeys(e for s in self.led_by for slot in s.of_type(EntityType.STUDY) for e in slot.entities)
        return next(iter(found)) if len(found) == 1 else None


def claims_of(drafts: Iterable[Draft]) -> Counter[Entity]:
    """Return how much is claimed of each compound."""
    return Counter(d.subject for d in drafts if d.predicate in _CLAIMS and d.subject.type is EntityType.COMPOUND)


def before_table(sentences: Sequence[Sentence], index: int, part: int) -> tuple[Sentence, ...]:
    """Return the last sentences of a part that come before ``sentences[index]``, the nearest first."""
    return tuple(s for s in reversed(sentences[max(0, index - _SENTENCES) : index]) if s.paragraph.part == part)


@cache
def words(group: str, key: str) -> re.Pattern[str]:
    """Return the pattern of a row of ``tables.toml``, bounded at words where it begins and ends with them."""
    table: dict[str, Any] = read_toml("tables.toml")[group]
    return re.compile(rf"(?<![\w-])(?:{table[key]})(?!\w)", re.IGNORECASE)


@cache
def cell_pattern(key: str) -> re.Pattern[str]:
    """Return the pattern that a whole cell must match."""
    return re.compile(read_toml("tables.toml")["cell"][key], re.IGNORECASE)


def is_empty(text: str) -> bool:
    """Tell whether a cell says nothing: it is empty, a dash, "n/a"."""
    return not text or bool(cell_pattern("empty").fullmatch(text))
