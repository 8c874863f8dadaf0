"""A place where the text names something, before it is known which entity that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import EntityType, VocabularyEntry


@dataclass(frozen=True, slots=True)
class Found:
    """A named thing at ``text[start:end]``.

    `name` is what it is called there, spelled out (``gastric tumors`` for the first word of "gastric and colorectal
    tumors"). `setting` holds words in front of an indication's name that say for whom or how advanced. `hidden` marks
    what is named only inside a longer name, such as the antibody of a conjugate.
    """

    type: EntityType
    start: int
    end: int
    name: str
    rule: str
    aliases: tuple[str, ...] = ()
    entry: VocabularyEntry | None = None
    setting: str = ""
    hidden: bool = False
    weight: int = 0
    pieces: tuple[Found, ...] = field(default=())


def outermost(found: Iterable[Found]) -> list[Found]:
    """Return the findings that lie in no other, in order; of two that overlap, the longer or weightier stays."""
    ranked = sorted(found, key=lambda f: (-(f.end - f.start), -f.weight, f.start, f.type, f.name))
    taken: list[Found] = []
    cover = _Cover()
    for item in ranked:
        if not cover.touches(item.start, item.end):
            cover.add(item.start, item.end)
            taken.append(item)
    return sorted(taken, key=lambda f: f.start)


def inside(found: Sequence[Found], outer: Found) -> list[Found]:
    """Return the findings that lie within another one."""
    return [f for f in found if f is not outer and outer.start <= f.start and f.end <= outer.end]


class _Cover:
    """Which characters are taken. Spans are short, so a set of characters is fast enough."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def touches(self, start: int, end: int) -> bool:
        return not self._taken.isdisjoint(range(start, end))

    def add(self, start: int, end: int) -> None:
        self._taken.update(range(start, end))
