"""What the assistants' tools give: the schemas of their answers. Only the process that speaks to assistants needs them.

All text in them that a filing says (quotes, names, sections, wordings) is data, as the filing has it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Cell = str | int | float | bool | None


class Answer(BaseModel):
    """A part of an answer; it has these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filing(Answer):
    """A filing."""

    name: str
    form: str | None
    registrant: str | None
    reported_on: Annotated[str | None, Field(description="Its day; null where it is not known.")]
    accession: Annotated[str | None, Field(description="The SEC's accession number, where it is known.")]


class Words(Answer):
    """The words that state a fact, verbatim, and where they stand."""

    quote: str
    part: Annotated[str, Field(description="The document of the filing, such as ex-99-1.")]
    section: str
    start: Annotated[int, Field(description="Offset of the first character in the source file, in code points.")]
    end: int


class Thing(Answer):
    """A thing, or a value where there is no IRI."""

    name: str
    kind: str | None
    iri: str | None


class Time(Answer):
    """A time as it is worded, and the days that it may mean."""

    worded: str
    earliest: str
    latest: str
    precision: str


class Curation(Answer):
    """What a person says of a fact."""

    action: str
    who: str
    when: str
    why: str


class Fact(Answer):
    """What a filing claims, with its words."""

    id: Annotated[str, Field(description="For show_evidence.")]
    claim: str
    subject: Thing
    predicate: str
    object: Thing
    modality: Annotated[str, Field(description="asserted, planned, expected, possible or negated")]
    qualifiers: dict[str, str | int | float | bool | Time]
    confidence: Annotated[float, Field(description="How sure the reading of the words is, from 0 to 1.")]
    speaker: Annotated[str | None, Field(description="Who says so, where the words stand in a quotation.")]
    rule: str
    filing: Filing
    evidence: list[Words]
    curation: Curation | None


class Paged(Answer):
    """An answer of which a piece is shown."""

    total: int
    shown: int
    offset: int
    complete: Annotated[bool, Field(description="Whether nothing comes after what is shown.")]


class Match(Answer):
    """A thing that a name may mean."""

    name: str
    kind: str
    iri: str
    aliases: list[str]
    in_filings: Annotated[bool, Field(description="Whether a filing names it; else only the vocabulary does.")]


class Found(Answer):
    """What a name means."""

    name: str
    outcome: Literal["found", "ambiguous", "near", "none"]
    found: Match | None
    candidates: list[Match]
    total: Annotated[int, Field(description="How many candidates there are in all.")]


class Group(Answer):
    """A group of a card's facts."""

    title: str
    total: int
    facts: list[Fact]


class Card(Paged):
    """All that is known of a thing."""

    name: str
    kind: str
    iri: str
    aliases: list[str]
    attributes: dict[str, str]
    categories: list[str]
    identifiers: list[str]
    history: list[str]
    as_of: str | None
    undated_filings: list[str]
    groups: list[Group]


class Parameter(Answer):
    """A parameter of a named question."""

    name: str
    takes: str
    among: list[str]
    default: str | None
    required: bool
    meaning: str


class Column(Answer):
    """A column of an answer."""

    name: str
    holds: str
    meaning: str


class Question(Answer):
    """A named question."""

    name: str
    question: str
    parameters: list[Parameter]
    columns: list[str]


class Questions(Answer):
    """All named questions."""

    questions: list[Question]


class Source(Answer):
    """Where the words of a row stand."""

    quote: str
    filings: list[Filing]
    fact_ids: list[str]


class QuestionAnswer(Answer):
    """The answer to a named question."""

    name: str
    question: str
    given: dict[str, str]
    columns: list[Column]
    rows: list[dict[str, Cell]]
    sources: Annotated[list[Source], Field(description="Of rows with a quote: the filings and facts behind it.")]
    facts: Annotated[list[Fact], Field(description="Of rows without a quote: some facts that join things of a row.")]
    offset: int
    complete: bool
    note: str


class Rows(Answer):
    """The answer to a query."""

    columns: list[str]
    rows: list[dict[str, Cell]]
    facts: Annotated[list[Fact], Field(description="The statements that the rows name, with their words.")]
    filings: list[Filing]
    complete: bool
    note: str


class Context(Answer):
    """The text of the filing before and after the first quote of a fact."""

    before: str
    after: str


class Evidence(Answer):
    """Why a fact is believed."""

    fact: Fact
    context: Context | None
    reason: str
    rule_says: str | None
    rule_places: list[str]
    right_on_gold: int | None
    wrong_on_gold: int | None


class Change(Answer):
    """A change, with the facts of both sides; null where a side is silent."""

    kind: str
    subject: str
    iri: str
    topic: str
    was: str
    now: str
    before: Fact | None
    after: Fact | None


class Changes(Paged):
    """What has changed."""

    since: str
    until: str | None
    counts: dict[str, int]
    changes: list[Change]
    undated_filings: list[str]


class Link(Answer):
    """How an event hangs together with another."""

    what: str
    fact_id: str


class Event(Answer):
    """An event of a history."""

    kind: str
    subject: str
    event: str
    topic: str
    worded: str
    earliest: str | None
    latest: str | None
    precision: str
    modality: str
    status: str
    became: list[Link]
    said_again_by: list[str]
    fact: Fact


class History(Paged):
    """A history, in order of time."""

    name: str
    as_of: str | None
    events: list[Event]
    undated_filings: list[str]


class Tally(Answer):
    """A count that a filer gives itself."""

    count: int
    things: str
    stage: str
    filing: Filing
    evidence: Words


class Check(Answer):
    """Something to look at, with all sides."""

    kind: str
    rule: str
    subject: str
    topic: str
    verdict: str
    why: str
    sides: list[Fact]
    tally: Tally | None


class Checks(Paged):
    """What to look at."""

    as_of: str | None
    counts: dict[str, int]
    checks: list[Check]


class Filings(Paged):
    """Filings, the latest first."""

    filings: list[Filing]


class FilingFacts(Paged):
    """The facts of a filing."""

    filing: Filing
    facts: list[Fact]
