"""The data types that every room of the project speaks.

All offsets are Unicode code points, zero-based and half-open (``end`` is exclusive), as in Python slices.
Two texts are spoken of: the *source*, the filing's file as decoded, and a part's *text*, what a reader of that part
sees (no markup, one space for white space, blocks separated by line breaks). `OffsetMap` leads from the second back to
the first for every character.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class FilingFormat(StrEnum):
    """How the file is written; decided by its content, never by its name."""

    SUBMISSION = "full submission"
    HTML = "HTML"
    MARKDOWN = "markdown"
    TEXT = "text"


class BlockKind(StrEnum):
    """What a run of text is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE = "table"


class SectionKind(StrEnum):
    """What a stretch of a filing is for. `BOILERPLATE_KINDS` lists those in which nothing is claimed."""

    COVER = "cover"
    ITEM = "item"
    HEADLINE = "headline"
    DATELINE = "dateline"
    QUOTE = "quote"
    ABOUT = "about"
    TABLE = "table"
    LIST = "list"
    RISK_FACTORS = "risk factors"
    SAFE_HARBOUR = "safe harbour"
    FORM_TEXT = "form text"
    CONTACTS = "contacts"
    SIGNATURES = "signatures"


BOILERPLATE_KINDS = frozenset(
    {
        SectionKind.COVER,
        SectionKind.RISK_FACTORS,
        SectionKind.SAFE_HARBOUR,
        SectionKind.FORM_TEXT,
        SectionKind.CONTACTS,
        SectionKind.SIGNATURES,
    }
)
"""Sections that yield no facts: forms, safe-harbour statements, risk factors, addresses and signatures."""


class EntityType(StrEnum):
    """The nine kinds of thing that filings speak of."""

    COMPOUND = "Compound"
    ANTIBODY = "Antibody"
    PAYLOAD = "Payload"
    LINKER = "Linker"
    TARGET = "Target"
    INDICATION = "Indication"
    ORGANIZATION = "Organization"
    TECHNOLOGY = "Technology"
    STUDY = "Study"


class Predicate(StrEnum):
    """What can be said of them."""

    COMPOUND_TYPE = "compoundType"
    HAS_ANTIBODY = "hasAntibody"
    HAS_PAYLOAD = "hasPayload"
    HAS_LINKER = "hasLinker"
    HAS_TARGET = "hasTarget"
    USES_TECHNOLOGY = "usesTechnology"
    HAS_INDICATION = "hasIndication"
    EXPRESSED_IN = "expressedIn"
    HAS_STAGE = "hasStage"
    HAS_DESIGNATION = "hasDesignation"
    COMBINED_WITH = "combinedWith"
    DEVELOPED_BY = "developedBy"
    ORIGINATED_BY = "originatedBy"
    OWNED_BY = "ownedBy"
    LICENSED_TO = "licensedTo"
    COLLABORATES_WITH = "collaboratesWith"
    ACQUIRED_BY = "acquiredBy"
    PAYS = "pays"
    HAS_OUTCOME = "hasOutcome"
    PRESENTED_AT = "presentedAt"


class Modality(StrEnum):
    """How the filer puts a claim. The fact table writes `EXPECTED` as ``planned``; the graph keeps the difference."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Leads from offsets in a clean text to offsets in its source.

    `runs` are ``(text_start, source_start, text_length, source_length)``, in order and without gaps in the text. In a
    run whose two lengths are equal, character *i* of the text is character *i* of the source; otherwise (an entity, a
    folded line break) every character of the run stands for the whole source run.
    """

    runs: tuple[tuple[int, int, int, int], ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest source span that yields ``text[start:end]``.

        Raises `ValueError` for an empty span or one outside the text.
        """
        if not 0 <= start < end or not self.runs or end > self.runs[-1][0] + self.runs[-1][2]:
            raise ValueError(f"no source for text span {start}:{end}")
        return self._at(start)[0], self._at(end - 1)[1]

    def text_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the largest text span that comes from a source span, `None` where no text does.

        The way back from `source_span`, and exact but for one thing: characters that stand for the same piece of
        source (an entity's two letters) come together.
        """
        first = bisect_right(self.runs, start, key=lambda run: run[1] + run[3])
        last = bisect_left(self.runs, end, key=lambda run: run[1]) - 1
        while first <= last and not self.runs[first][3]:
            first += 1
        while first <= last and not self.runs[last][3]:
            last -= 1
        if first > last:
            return None
        text_start, source_start, text_length, source_length = self.runs[first]
        begin = text_start + (max(0, start - source_start) if text_length == source_length else 0)
        text_start, source_start, text_length, source_length = self.runs[last]
        stop = text_start + (min(text_length, end - source_start) if text_length == source_length else text_length)
        return (begin, stop) if begin < stop else None

    def _at(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        text_start, source_start, text_length, source_length = self.runs[index]
        if text_length == source_length:
            place = source_start + offset - text_start
            return place, place + 1
        return source_start, source_start + source_length


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, as offsets in the part's text (``start == end`` for an empty one)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `header_rows` is how many rows at the top name the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table of a part, as offsets in the part's text. Blocks do not overlap."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a part with one purpose; sections may lie inside one another (a quote inside an item)."""

    kind: SectionKind
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that state a fact.

    `quote` is what a reader sees between `start` and `end`, offsets in the filing's source. Where the source has no
    markup (text, OCR markdown) ``source[start:end] == quote``; in HTML the tags between are left out of the quote.
    """

    part: str
    section: str
    quote: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.quote.strip() or self.end <= self.start:
            raise ValueError(f"evidence needs words: {self.quote!r} at {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a filing: the form itself, or an exhibit."""

    id: str
    """Short and unique in the filing: ``main``, ``ex-99-1``."""
    type: str
    """As the filer names it: ``8-K``, ``EX-99.1``."""
    title: str
    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    markup: bool
    """Whether the source between two characters of the text can hold tags (HTML)."""

    def sections_at(self, offset: int) -> tuple[Section, ...]:
        """Return the sections around a text offset, outermost first."""
        around = [s for s in self.sections if s.start <= offset < s.end]
        return tuple(sorted(around, key=lambda s: (s.start, -s.end)))

    def is_boilerplate(self, offset: int) -> bool:
        """Tell whether nothing is claimed at a text offset."""
        return any(s.kind in BOILERPLATE_KINDS for s in self.sections_at(offset))


@dataclass(frozen=True, slots=True)
class Registrant:
    """The company that files, as the cover names it."""

    name: str
    cik: str | None = None
    """Ten digits, zero-padded."""
    ticker: str | None = None
    exchange: str | None = None
    jurisdiction: str | None = None
    file_number: str | None = None
    irs_number: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing, read."""

    name: str
    """The input file's name without its ending; unique in a run."""
    source: str = field(repr=False)
    """The whole file as decoded; all evidence offsets point into it."""
    content_hash: str
    """SHA-256 of the file's bytes, in hexadecimal."""
    format: FilingFormat
    form: str | None
    registrant: Registrant | None
    accession: str | None
    report_date: date | None
    filed_date: date | None
    parts: tuple[Part, ...] = field(repr=False)

    @property
    def reported_on(self) -> date | None:
        """The day on which the filing says what it says: the date of report, else the day filed."""
        return self.report_date or self.filed_date

    def cite(self, part: Part, start: int, end: int) -> Evidence:
        """Return the evidence for a span of a part's text; white space at its edges is left out."""
        words = part.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        source_start, source_end = part.offsets.source_span(start, end)
        quote = part.text[start:end] if part.markup else self.source[source_start:source_end]
        around = [s.title for s in part.sections_at(start) if s.title]
        return Evidence(part.id, around[-1] if around else part.title or part.type, quote, source_start, source_end)


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that a filing names. `name` is the fullest form the filing uses, `aliases` the others in it."""

    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an entity needs a name")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a part's text names an entity, and why it is taken for one."""

    entity: Entity
    part: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """A stated time as the days it may mean, with the precision it was stated with.

    `iso` is the form of the fact table: ``2007-10-17``, ``2007-06``, ``2007`` or an interval ``2007-06/2007-07``.
    """

    text: str
    earliest: date
    latest: date
    precision: str
    """One of the concepts of the ontology's precision scheme, without its prefix: ``day``, ``month-range``…"""
    iso: str

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"{self.text!r} ends ({self.latest}) before it begins ({self.earliest})")


Qualifier = Entity | DateRange | str | int | float | bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim that a filing makes, with the words that make it. A fact without evidence cannot be built."""

    subject: Entity
    predicate: Predicate
    object: Entity | str
    evidence: tuple[Evidence, ...]
    qualifiers: Mapping[str, Qualifier] = field(default_factory=dict, hash=False)
    modality: Modality = Modality.ASSERTED
    confidence: float = 1.0
    rule: str = ""
    """The rule that made it."""
    reason: str = ""
    """Why the confidence is what it is, in a few words."""
    speaker: str | None = None
    """Who says so, where the words stand in somebody's quotation."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a fact needs evidence: {self.subject.name} {self.predicate}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")

    @property
    def key(self) -> str:
        """A digest of what is claimed (not of where, how surely or by which rule): 16 hexadecimal digits."""
        claim = [
            self.subject.type,
            self.subject.name,
            self.predicate,
            self.object.name if isinstance(self.object, Entity) else self.object,
            {k: plain(v) for k, v in sorted(self.qualifiers.items())},
            self.modality,
        ]
        return hashlib.sha256(json.dumps(claim, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Tally:
    """A count that a filer gives itself: "five compounds in clinical testing"."""

    count: int
    things: str
    """What is counted, as the filing words it: ``TAP compounds``."""
    stage: str
    """A stage of the fact table."""
    evidence: Evidence
    """The sentence."""
    words: str = ""
    """The words of the count itself."""
    lists: bool = False
    """Whether the sentence goes on to name them."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read out of one filing."""

    filing: Filing
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    tallies: tuple[Tally, ...] = ()


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A row of knowledge that any expert has: names of a thing, its class, its identifiers, and who says so."""

    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    category: str | None = None
    """The concept it falls under: a payload's or linker's class, a compound's type, a target's kind."""
    broader: str | None = None
    """The name of the wider entry (an indication's parent)."""
    exact_matches: tuple[str, ...] = ()
    """CURIEs of equal granularity, such as ``HGNC:1633``."""
    related: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Names of other things it is made of or bound to, by predicate (``hasPayload`` → ``DM1``)."""
    source: str = ""


def plain(value: Qualifier) -> str | int | float | bool:
    """Return a qualifier as the fact table writes it."""
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, DateRange):
        return value.iso
    return value


@dataclass(frozen=True, slots=True)
class FilingSummary:
    """What the graph keeps of a filing."""

    iri: str
    name: str
    form: str | None
    registrant: str | None
    reported_on: date | None
    accession: str | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class CuratorsWord:
    """What a person says of a fact: that it is so, that it is not, or that it is a fact that no filing of ours has."""

    action: str
    """``confirmed``, ``rejected`` or ``added``."""
    who: str
    when: date
    why: str


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact as read back from the graph: `fact` speaks of graph-wide entities, the IRIs say which nodes they are."""

    iri: str
    fact: Fact
    filing: FilingSummary
    subject_iri: str
    object_iri: str | None
    """`None` where the object is a value (a stage, a measure)."""
    curation: CuratorsWord | None = None
    """What a person says of it, where one does; what persons reject is left out unless it is asked for."""


@dataclass(frozen=True, slots=True)
class StoredTally:
    """A count as read back from the graph."""

    iri: str
    tally: Tally
    filing: FilingSummary
