"""A filing as one text that the pipeline reads, and the way back from that text to parts and evidence.

The parts' texts are joined by a blank line, so that one spaCy ``Doc`` holds the whole filing: what the form and its
exhibit say of the same thing is seen together.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import BOILERPLATE_KINDS, Block, BlockKind, Evidence, Filing, Part, SectionKind

if TYPE_CHECKING:
    from datetime import date

PART_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the joined text."""

    start: int
    end: int
    block: Block
    part: int
    """Index of the part it belongs to."""
    factual: bool
    """False where nothing is claimed: forms, safe-harbour text, risk factors, signatures."""
    trademark: bool = False
    """True for paragraphs in which only ownership of marks is stated."""


@dataclass(frozen=True, slots=True)
class Document:
    """A filing's joined text and its blocks. All offsets below are offsets in `text`."""

    filing: Filing
    text: str
    bases: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def reported_on(self) -> date | None:
        """The day to which "today" and "this summer" refer."""
        return self.filing.reported_on

    def part_at(self, offset: int) -> tuple[Part, int]:
        """Return the part around an offset and that part's first offset."""
        index = max(0, bisect_right(self.bases, offset) - 1)
        return self.filing.parts[index], self.bases[index]

    def cite(self, start: int, end: int) -> Evidence:
        """Return the evidence for a span of the joined text."""
        part, base = self.part_at(start)
        return self.filing.cite(part, start - base, min(end - base, len(part.text)))

    def speaker_at(self, offset: int) -> str | None:
        """Return who is quoted at an offset, if anybody is."""
        part, base = self.part_at(offset)
        quotes = [s for s in part.sections_at(offset - base) if s.kind is SectionKind.QUOTE]
        return (quotes[-1].title or None) if quotes else None


def join_parts(filing: Filing) -> Document:
    """Return the document of a filing."""
    bases: list[int] = []
    paragraphs: list[Paragraph] = []
    length = 0
    for index, part in enumerate(filing.parts):
        bases.append(length)
        paragraphs.extend(_paragraphs(part, base=length, index=index))
        length += len(part.text) + len(PART_BREAK)
    text = PART_BREAK.join(part.text for part in filing.parts)
    return Document(filing, text, tuple(bases), tuple(paragraphs))


def _paragraphs(part: Part, *, base: int, index: int) -> list[Paragraph]:
    blocks = part.blocks or (Block(BlockKind.PARAGRAPH, 0, len(part.text)),)
    boilerplate = [s for s in part.sections if s.kind in BOILERPLATE_KINDS]
    return [
        Paragraph(
            base + block.start,
            base + block.end,
            block,
            index,
            factual=not any(s.start <= block.start < s.end for s in boilerplate),
        )
        for block in blocks
        if block.end > block.start
    ]
