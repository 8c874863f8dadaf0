"""A block with its text and its place, as the finders of sections look at it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Passage:
    """The `index`-th block of a part and its text."""

    index: int
    block: Block
    text: str

    @property
    def start(self) -> int:
        """Return where it begins in the part's text."""
        return self.block.start

    @property
    def end(self) -> int:
        """Return where it ends in the part's text."""
        return self.block.end

    @property
    def is_heading(self) -> bool:
        """Tell whether it names what follows."""
        return self.block.kind is BlockKind.HEADING

    @property
    def is_short(self) -> bool:
        """Tell whether it is at most a line or two."""
        return len(self.text) < 160
