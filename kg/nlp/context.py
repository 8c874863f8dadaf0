"""Sentences with what they name, what they refer back to, and what they are about."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kg.model import BlockKind, Entity, EntityType
from kg.nlp.frames import main_compounds
from kg.nlp.gates import Gated, gated
from kg.nlp.rules import cue, read_toml
from kg.nlp.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.nlp.document import Document, Paragraph
    from kg.nlp.found import Found

CODES = {
    EntityType.COMPOUND: "C",
    EntityType.ANTIBODY: "A",
    EntityType.PAYLOAD: "P",
    EntityType.LINKER: "L",
    EntityType.TARGET: "T",
    EntityType.INDICATION: "I",
    EntityType.ORGANIZATION: "O",
    EntityType.TECHNOLOGY: "K",
    EntityType.STUDY: "S",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A named or referred-to entity of a sentence, or a value, as offsets in the document's text."""

    start: int
    end: int
    entities: tuple[Entity, ...] = ()
    found: Found | None = None
    """`None` for a reference such as "the compound", and for values."""
    possessive: bool = False
    value: str = ""
    """What a value's words mean, such as a compound's type."""
    value_code: str = ""

    @property
    def entity(self) -> Entity:
        """The first entity; references to several have more. A value has none."""
        return self.entities[0]

    @property
    def type(self) -> EntityType | None:
        """The type of what is named; `None` for a value."""
        return self.entities[0].type if self.entities else None

    @property
    def code(self) -> str:
        """The letter that stands for it in a coded sentence."""
        return CODES[self.entities[0].type] if self.entities else self.value_code


@dataclass(slots=True)
class Sentence:
    """A sentence, heading, list item or table row. Offsets are those of the document's text."""

    start: int
    end: int
    text: str
    paragraph: Paragraph
    slots: list[Slot] = field(default_factory=list)
    hidden: list[Slot] = field(default_factory=list)
    topic: tuple[Entity, ...] = ()
    """The compounds that the sentence is about where it names none itself."""
    prior: tuple[Entity, ...] = ()
    """The compounds that the text was about before it."""
    heading: str = ""
    about: tuple[Entity, ...] = ()
    """The compound that its section's heading names, if it names one."""
    lead: Sentence | None = None
    """For a list item, the sentence that introduces the list."""
    previous: Sentence | None = None
    """The sentence before it in the same paragraph."""
    main: dict[tuple[object, ...], list[Slot]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Its main compounds, by what they were told from: they are asked for again and again."""

    def of_type(self, *kinds: EntityType, named: bool = False) -> list[Slot]:
        """Return the slots of some types, in order; only those named, not referred to, if asked."""
        return [s for s in self.slots if s.entities and s.entities[0].type in kinds and not (named and s.found is None)]

    @property
    def compounds(self) -> list[Entity]:
        """The compounds that it names or refers to, each once, in order."""
        seen: dict[Entity, None] = {}
        for slot in self.of_type(EntityType.COMPOUND):
            seen.update(dict.fromkeys(slot.entities))
        return list(seen)


def read_sentences(
    document: Document, entities: Mapping[Found, Entity], *, registrant: Entity | None
) -> list[Sentence]:
    """Return the factual sentences of a document in order, with slots, references and topics."""
    ordered = sorted(entities, key=lambda f: (f.start, -f.end))
    starts = [f.start for f in ordered]
    state = _State(registrant, _only_partner(entities, registrant))
    out: list[Sentence] = []
    lead: Sentence | None = None
    for paragraph in document.paragraphs:
        if not paragraph.factual:
            state.topic = ()
            continue
        previous: Sentence | None = None
        for start, end in _spans(document.text, paragraph):
            sentence = Sentence(start, end, document.text[start:end], paragraph)
            inside = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
            _fill(sentence, inside, entities)
            sentence.heading = state.heading
            sentence.previous = previous
            is_item = paragraph.block.kind is BlockKind.LIST_ITEM
            sentence.lead = lead if is_item else None
            state.enter(sentence)
            out.append(sentence)
            previous = sentence
            if not is_item and paragraph.block.kind is not BlockKind.TABLE:
                lead = sentence
    return out


def _spans(text: str, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    if paragraph.block.kind is BlockKind.TABLE:
        return
    yield from split_sentences(text, start=paragraph.start, end=paragraph.end)


def _fill(sentence: Sentence, found: list[Found], entities: Mapping[Found, Entity]) -> None:
    for item in found:
        if item.end <= sentence.end:
            slot = Slot(item.start, item.end, (entities[item],), item)
            (sentence.hidden if item.hidden else sentence.slots).append(slot)


def _only_partner(entities: Mapping[Found, Entity], registrant: Entity | None) -> Entity | None:
    others = {e for e in entities.values() if e.type is EntityType.ORGANIZATION and e != registrant}
    return next(iter(others)) if len(others) == 1 else None


_LABEL = re.compile(r"[A-Z0-9][^:.;\n]{1,40}:\s")


class _State:
    """What the text is about as it goes on. State is what a reader keeps in mind, hence a class."""

    def __init__(self, registrant: Entity | None, partner: Entity | None) -> None:
        self.registrant = registrant
        self.partner = partner
        self.topic: tuple[Entity, ...] = ()
        self.several: tuple[Entity, ...] = ()
        self.heading = ""
        self.heading_topic: tuple[Entity, ...] = ()
        self.study: tuple[Entity, ...] = ()
        self.acting: tuple[Entity, ...] = (registrant,) if registrant else ()
        self.organizations: tuple[Entity, ...] = ()
        self.paragraph: Paragraph | None = None
        self.labelled = False

    def enter(self, sentence: Sentence) -> None:
        """Resolve a sentence's references, set its topic, and move on."""
        kind = sentence.paragraph.block.kind
        if kind is BlockKind.HEADING:
            self._enter_heading(sentence)
            return
        if sentence.paragraph is not self.paragraph:
            self.paragraph = sentence.paragraph
            if self.heading_topic and kind is not BlockKind.LIST_ITEM:
                self.topic = self.heading_topic
            self._enter_label(sentence)
            goes_on = kind is BlockKind.LIST_ITEM and not sentence.of_type(EntityType.COMPOUND, named=True)
            self.study = self.study if goes_on else ()
        sentence.slots.extend(self._references(sentence))
        sentence.slots.sort(key=lambda s: s.start)
        sentence.prior = self.topic
        main = main_compounds(sentence)
        named = [s for s in main if s.found]
        meant = [e for s in main for e in s.entities]
        sentence.about = self.heading_topic
        sentence.topic = tuple(dict.fromkeys(meant)) or self.topic
        if not meant and cue("context.other_subject").search(sentence.text):
            sentence.topic = ()  # it speaks of other drugs, of a market, of a disease
        if named:
            self.topic = (named[0].entity,)
            self.several = tuple(dict.fromkeys(s.entity for s in named))
        studies = sentence.of_type(EntityType.STUDY, named=True)
        if studies:
            self.study = (studies[-1].entity,)
        organizations = sentence.of_type(EntityType.ORGANIZATION)
        if organizations and not organizations[0].possessive:
            self.acting = organizations[0].entities[:1]
        if organizations:
            self.organizations = tuple(dict.fromkeys(e for s in organizations for e in s.entities))

    def _enter_label(self, sentence: Sentence) -> None:
        """Forget the compound of the paragraph before where both have labels, and this one's names another thing."""
        label = _LABEL.match(sentence.text)
        named = label and any(s.start < sentence.start + label.end() for s in sentence.of_type(EntityType.COMPOUND))
        if label and self.labelled and not named and not self.heading_topic:
            self.topic = ()
        self.labelled = bool(named)

    def _enter_heading(self, sentence: Sentence) -> None:
        self.heading = sentence.text
        self.paragraph = sentence.paragraph
        named = tuple(sentence.compounds)
        self.heading_topic = named if len(named) == 1 else ()
        self.topic = self.heading_topic
        sentence.topic = named

    def _references(self, sentence: Sentence) -> list[Slot]:
        taken = [(s.start, s.end) for s in sentence.slots]
        out: list[Slot] = []
        for kind, pattern in _patterns().open_for(sentence.text):
            for match in pattern.finditer(sentence.text):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if any(start < e and s < end for s, e in taken):
                    continue
                appositive = kind == "compound" and " " in match.group()
                if _named_after(sentence, end) or (appositive and _named_before(sentence, start)):
                    continue
                entities = self._referent(kind, sentence, start, out)
                if entities:
                    out.append(Slot(start, end, entities, possessive=kind.endswith("possessive")))
                    taken.append((start, end))
        return out

    def _two_companies(self, sentence: Sentence, start: int) -> tuple[Entity, ...]:
        """Return the two companies that "the two companies" are: those of the sentence, else those named last."""
        slots = [s for s in sentence.of_type(EntityType.ORGANIZATION) if s.end <= start]
        here = tuple(dict.fromkeys(e for s in slots for e in s.entities))
        if len(here) == 2:
            return here
        return self.organizations if len(self.organizations) == 2 else ()

    def _referent(self, kind: str, sentence: Sentence, start: int, resolved: list[Slot]) -> tuple[Entity, ...]:
        if kind in ("company", "company_possessive"):
            return (self.registrant,) if self.registrant else ()
        if kind == "partner":
            return (self.partner,) if self.partner else ()
        if kind == "companies":
            return self._two_companies(sentence, start)
        if kind == "compounds":
            return self.several if len(self.several) > 1 else ()
        if kind == "study":
            return self.study
        before = [s for s in sentence.slots if s.found and s.end <= start and s.type is EntityType.COMPOUND]
        if kind == "compound_possessive":
            return self._possessor(sentence, start, resolved)
        words = sentence.text[start - sentence.start :].lower()
        if words.startswith("it") and cue("context.company_verb").match(words):
            return _who_says(sentence, start) or self._just_named(sentence, start) or self.acting
        if words.startswith(("it", "which")) and _not_compound().search(
            sentence.text, max(0, start - sentence.start - 12)
        ):
            span = _not_compound().search(sentence.text, max(0, start - sentence.start - 12))
            if span and span.start() <= start - sentence.start < span.end():
                return ()
        if words.startswith("which"):
            return before[-1].entities if before and start - before[-1].end <= 3 else ()
        if before:
            return before[0].entities if words.startswith("it") else before[-1].entities
        if words.startswith("it") and not self.topic:
            return ()
        return self.topic

    @staticmethod
    def _is_companys(sentence: Sentence, start: int) -> bool:
        """Tell whether "its" stands before what only companies have: a platform, candidates, partners."""
        after = [s for s in sentence.of_type(EntityType.TECHNOLOGY) if start < s.start < start + 40]
        if after and "," not in sentence.text[start - sentence.start : after[0].start - sentence.start]:
            return True
        return bool(cue("context.companys").match(sentence.text, start - sentence.start))

    def _just_named(self, sentence: Sentence, start: int) -> tuple[Entity, ...]:
        """Return the company right before the word that opens the clause of "it": "assumed by Acme when it bought"."""
        before = sentence.text[: start - sentence.start]
        opener = _WHEN.search(before)
        if opener is None:
            return ()
        end = opener.start()
        for slot in sentence.of_type(EntityType.ORGANIZATION):
            if slot.end - sentence.start == end:
                return slot.entities
        own = any(m.end() == end for m in dict(_patterns())["company"].finditer(before, max(0, end - 20)))
        return (self.registrant,) if own and self.registrant else ()

    def _possessor(self, sentence: Sentence, start: int, resolved: list[Slot]) -> tuple[Entity, ...]:
        """Return whose "its" is: the last company's before it, else the last compound's."""
        before = sorted([*sentence.slots, *resolved], key=lambda s: s.start)
        subjects = [s for s in before if s.end <= start and s.type in (EntityType.ORGANIZATION, EntityType.COMPOUND)]
        companies = [s for s in subjects if s.type is EntityType.ORGANIZATION]
        if _named_before(sentence, start):
            return companies[-1].entities if companies else ()  # "XY-123, its candidate" is not its own
        giver = _giver(sentence, companies, start)
        if giver is not None:
            return giver.entities
        if self._is_companys(sentence, start):
            return companies[-1].entities if companies else self.acting  # no compound has a platform or a pipeline
        return (companies or subjects)[-1].entities if subjects else self.topic


def _giver(sentence: Sentence, companies: list[Slot], start: int) -> Slot | None:
    """Return who grants a right to what is "its": "X granted Y a license to its technology" speaks of X's."""
    if len(companies) < 2:
        return None
    giver, taker = companies[-2:]
    verb = sentence.text[giver.end - sentence.start : taker.start - sentence.start]
    right = sentence.text[taker.end - sentence.start : start - sentence.start]
    gives = cue("context.gives").fullmatch(verb) and cue("context.right_to").fullmatch(right)
    return giver if gives and not giver.possessive else None


_WHEN = re.compile(r"\s*,?\s+(?:when|once|after|before|because|if|since|while|until|that)\s+$")


def _named_after(sentence: Sentence, end: int) -> bool:
    """Tell whether a name follows in apposition: "the naked antibody, XY-123" refers to nothing before it."""
    for slot in sentence.slots:
        if slot.found and slot.type is EntityType.COMPOUND and 0 <= slot.start - end <= 2:
            return sentence.text[end - sentence.start : slot.start - sentence.start].strip() in {"", ","}
    return False


def _named_before(sentence: Sentence, start: int) -> bool:
    """Tell whether words describe a name: "XY-123, our candidate", "XY-123 is the first candidate"."""
    for slot in sentence.slots:
        if slot.found and slot.type is EntityType.COMPOUND and slot.end <= start:
            gap = sentence.text[slot.end - sentence.start : start - sentence.start]
            if _APPOSED.fullmatch(gap):
                return True
    return False


_APPOSED = re.compile(
    r"[®™]?(?:\s*\([^()]{0,60}\))?(?:,|:|\s[–—-]|\s(?:is|are|was|were|remains|represents|became)(?:\s(?:also|currently|now))?)\s+"
)


@cache
def _patterns() -> Gated[tuple[str, re.Pattern[str]]]:
    rules = read_toml("references.toml")
    order = (
        "partner",
        "companies",
        "compounds",
        "compound",
        "study",
        "company",
        "company_possessive",
        "compound_possessive",
    )
    return gated((key, re.compile(rules[key], re.IGNORECASE)) for key in order)


@cache
def _not_compound() -> re.Pattern[str]:
    return re.compile(read_toml("references.toml")["not_compound_after"], re.IGNORECASE)


def _who_says(sentence: Sentence, start: int) -> tuple[Entity, ...]:
    """Return the company of whose words "it" speaks: "X announced that it will acquire"."""
    slots = [s for s in sentence.of_type(EntityType.ORGANIZATION) if s.end <= start and not s.possessive]
    if not slots:
        return ()
    words = sentence.text[slots[-1].end - sentence.start : start - sentence.start]
    return slots[-1].entities[:1] if cue("context.says_that").search(words) else ()
