"""`Filing` to mentions and facts: the order in which the pieces work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Extraction, Mention
from kg.nlp.agreements import read_agreements
from kg.nlp.alliances import alliance_drafts
from kg.nlp.combinations import combination_drafts, with_trials
from kg.nlp.composition import (
    composition_drafts,
    conjugate_drafts,
    conjugating_technologies,
    inferred,
    type_words,
)
from kg.nlp.consistency import settle
from kg.nlp.context import read_sentences
from kg.nlp.designations import DesignationReader
from kg.nlp.drafts import merge
from kg.nlp.entities import consolidate
from kg.nlp.gathering import gathered
from kg.nlp.grants import grant_drafts
from kg.nlp.implied_licences import implied_licence_drafts
from kg.nlp.joint_work import joint_work_drafts
from kg.nlp.meetings import meeting_drafts
from kg.nlp.mentions import find_mentions
from kg.nlp.outcomes import outcome_drafts, without_praise
from kg.nlp.patterns import code
from kg.nlp.payments import PaymentReader
from kg.nlp.portfolio import portfolio_drafts
from kg.nlp.relations import relation_drafts
from kg.nlp.rights import licence_drafts
from kg.nlp.stages import StageReader
from kg.nlp.tables import table_drafts
from kg.nlp.takeovers import with_terms
from kg.nlp.tallies import read_tallies
from kg.nlp.trials import collect_trials
from kg.nlp.unclosed import without_unclosed
from kg.nlp.uses import use_drafts
from kg.nlp.verbs import verb_drafts
from kg.vocabulary.load import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.nlp.context import Sentence
    from kg.nlp.document import Document
    from kg.nlp.drafts import Draft
    from kg.nlp.found import Found


@cache
def default_vocabulary() -> Vocabulary:
    """Return the vocabulary that the package ships."""
    return load_vocabulary()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what is named in it: the entity of each finding, and the company that files."""

    document: Document
    entities: Mapping[Found, Entity]
    registrant: Entity | None
    vocabulary: Vocabulary

    def unique_entities(self) -> tuple[Entity, ...]:
        """Return the entities, each once: the registrant first, then by type and name."""
        unique = dict.fromkeys(self.entities.values())
        return tuple(sorted(unique, key=lambda e: (e != self.registrant, e.type, e.name)))


def read_mentions(document: Document, *, vocabulary: Vocabulary | None = None) -> Reading:
    """Return what a document names. Without a vocabulary given, the package's own is used."""
    words = vocabulary or default_vocabulary()
    filer = document.filing.registrant
    name = filer.name if filer else None
    found = _relevant(find_mentions(document.text, words, registrant=name), document, name)
    entities = consolidate(found, registrant=filer)
    registrant = next((e for e in entities.values() if e.type is EntityType.ORGANIZATION and e.name == name), None)
    return Reading(document, entities, registrant, words)


def read_facts(reading: Reading) -> Extraction:
    """Return what a document says of what it names."""
    document, entities = reading.document, reading.entities
    sentences = read_sentences(document, entities, registrant=reading.registrant)
    drafts = _drafts(sentences, entities, document, reading.registrant, reading.vocabulary)
    settled = settle(drafts, sentences, registrant=reading.registrant)
    settled.extend(portfolio_drafts(sentences, settled, reading.registrant))
    facts = merge(gathered(settled, registrant=reading.registrant), document)
    mentions = tuple(_mentions(entities, document))
    tallies = read_tallies(sentences, document)
    return Extraction(document.filing, reading.unique_entities(), mentions, tuple(facts), tallies)


def _drafts(
    sentences: Sequence[Sentence],
    entities: Mapping[Found, Entity],
    document: Document,
    registrant: Entity | None,
    words: Vocabulary,
) -> list[Draft]:
    reported_on = document.reported_on
    drafts: list[Draft] = []
    named_at = [(f.start, s) for s in sentences for slot in s.slots if (f := slot.found) is not None]
    drafts.extend(conjugate_drafts(entities, named_at))
    payments = PaymentReader(registrant, reported_on)
    stages: list[Draft] = []
    designations = DesignationReader(sentences, reported_on=reported_on)
    trials_told = StageReader(sentences, reported_on=reported_on)
    symbols = [code(sentence, values=type_words(sentence)) for sentence in sentences]
    agreements = read_agreements(sentences, symbols, registrant=registrant, reported_on=reported_on)
    for sentence, coded, agreement in zip(sentences, symbols, agreements, strict=True):
        drafts.extend(relation_drafts(sentence, coded, registrant=registrant))
        drafts.extend(use_drafts(sentence))
        drafts.extend(combination_drafts(sentence))
        drafts.extend(composition_drafts(sentence))
        drafts.extend(licence_drafts(sentence, coded, agreement, reported_on=reported_on, registrant=registrant))
        drafts.extend(grant_drafts(sentence, coded, agreement, reported_on=reported_on, registrant=registrant))
        drafts.extend(alliance_drafts(sentence, agreement, reported_on=reported_on, registrant=registrant))
        drafts.extend(joint_work_drafts(sentence, coded, agreement, registrant=registrant))
        stages.extend(trials_told.read(sentence))
        drafts.extend(designations.read(sentence))
        drafts.extend(payments.read(sentence, agreement))
    drafts.extend(implied_licence_drafts(sentences, agreements, drafts))
    drafts.extend(stages)
    drafts.extend(verb_drafts(sentences, reported_on=reported_on))
    drafts = without_unclosed(with_terms(drafts, sentences, reported_on=reported_on), sentences, agreements)
    table_facts = list(table_drafts(document, entities, sentences, drafts, words))
    trials = collect_trials(sentences, [*drafts, *table_facts])
    drafts.extend(meeting_drafts(sentences, trials, words, reported_on=reported_on))
    drafts = with_trials(drafts, sentences, trials)
    for sentence in sentences:
        drafts.extend(outcome_drafts(sentence, trials, words))
    drafts.extend(table_facts)
    drafts = without_praise(drafts)
    drafts.extend(inferred(drafts, conjugating_technologies(sentences)))
    return drafts


def _relevant(found: list[Found], document: Document, registrant: str | None) -> list[Found]:
    """Leave out what only forms and boilerplate name; the registrant stays, wherever it is named."""
    spans = [(p.start, p.end) for p in document.paragraphs if p.factual]
    out: list[Found] = []
    index = 0
    for item in sorted(found, key=lambda f: f.start):
        while index < len(spans) and spans[index][1] <= item.start:
            index += 1
        factual = index < len(spans) and spans[index][0] <= item.start
        if factual or (registrant and item.rule.startswith("organization.registrant")):
            out.append(item)
    return out


def _mentions(entities: Mapping[Found, Entity], document: Document) -> list[Mention]:
    out = []
    for item, entity in entities.items():
        part, base = document.part_at(item.start)
        out.append(Mention(entity, part.id, item.start - base, item.end - base, item.rule))
    return out
