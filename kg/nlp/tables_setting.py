"""What a reader knows of a table before reading it: whose it is, what the text around it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.nlp.rules import read_toml

if TYPE_CHECKING:
    from kg.model import Entity
    from kg.nlp.context import Sentence
    from kg.nlp.document import Document
    from kg.nlp.trials import Trials
    from kg.vocabulary.load import Vocabulary

_NEAR = 1500
"""How far before a table the sentence that speaks of it may end."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a table."""

    document: Document
    vocabulary: Vocabulary
    trials: Trials
    registrant: Entity | None
    before: Sentence | None
    """The last sentence before the table in the same part."""
    start: int
    """The table's first offset."""

    @property
    def lead(self) -> Sentence | None:
        """The sentence before the table where it stands close enough to speak of it."""
        return self.before if self.before is not None and self.start - self.before.end <= _NEAR else None

    @property
    def caption(self) -> str:
        """The words that lead to the table: its heading and the sentences of the paragraph before it, last first."""
        if self.lead is None:
            return ""
        sentence: Sentence | None = self.lead
        words = []
        while sentence is not None and len(words) < 3:
            words.append(sentence.text)
            sentence = sentence.previous
        return " ".join([*words, self.lead.heading])[:2000]

    @property
    def topic(self) -> tuple[Entity, ...]:
        """The compounds that the text before the table speaks of."""
        if self.before is None:
            return ()
        return tuple(self.before.compounds) or self.before.topic


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
