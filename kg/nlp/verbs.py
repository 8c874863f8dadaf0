"""Relations as verbs with roles, read off the parse; the table of verbs is ``data/rules/verbs.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.errors import VocabularyError
from kg.model import Entity, EntityType, Modality, Predicate
from kg.nlp.context import CODES
from kg.nlp.drafts import Draft
from kg.nlp.frames import clause_of as clause_around
from kg.nlp.frames import date_for
from kg.nlp.gates import Gated, gated
from kg.nlp.modality import modality_of
from kg.nlp.rights import exclusivity, field_of_use, territory
from kg.nlp.rules import cue, read_toml
from kg.nlp.syntax import Node, Tree, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kg.nlp.context import Sentence, Slot

_LETTERS = {code: kind for kind, code in CODES.items()}


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the table of verbs."""

    id: str
    verb: re.Pattern[str]
    predicate: Predicate
    roles: dict[str, tuple[str, frozenset[EntityType]]]
    """For the fact's subject, object and licensor: the role, and the kinds of name that may fill it."""
    confidence: float


@cache
def load_frames() -> tuple[Frame, ...]:
    """Return the table of verbs. Raises `VocabularyError` naming the row that is not right."""
    out = []
    for row in read_toml("verbs.toml")["frame"]:
        try:
            roles = {key: _role(row[key]) for key in ("s", "o", "licensor") if key in row}
            out.append(
                Frame(
                    row["id"],
                    re.compile(row["verb"], re.IGNORECASE),
                    Predicate(row["predicate"]),
                    roles,
                    row["confidence"],
                )
            )
        except (KeyError, ValueError, re.error) as error:
            raise VocabularyError(f"verbs.toml: frame {row.get('id', '?')!r}: {error}") from error
    return tuple(out)


def _role(text: str) -> tuple[str, frozenset[EntityType]]:
    role, letters = text.split(":")
    return role, frozenset(_LETTERS[letter] for letter in letters)


def worth_parsing(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences with a verb of the table and names for its roles: only those can hold such a relation."""
    return [s for s in sentences if len(s.slots) > 1 and len(s.text) < 1500 and _can_hold(s)]


def _can_hold(sentence: Sentence) -> bool:
    named = [(s.start - sentence.start, s.end - sentence.start) for s in sentence.slots]
    return any(
        not any(start <= verb.start() < end for start, end in named)
        for frame, pattern in _verbs().open_for(sentence.text)
        if _has_roles(sentence, frame)
        for verb in pattern.finditer(sentence.text)
    )


def _has_roles(sentence: Sentence, frame: Frame) -> bool:
    """Tell whether a sentence has the names and prepositions that a verb's roles ask for, wherever they stand."""
    text = sentence.text.lower()
    fillers = {key: sentence.of_type(*kinds) for key, (_, kinds) in frame.roles.items()}
    if not all(fillers.values()) and not (fillers["s"] and fillers["o"] and frame.roles["licensor"][0] == "agent"):
        return False
    if any(role not in text for role, _ in frame.roles.values() if role not in {"agent", "patient"}):
        return False
    return len({e for key in ("s", "o") for slot in fillers[key] for e in slot.entities}) > 1


@cache
def _verbs() -> Gated[tuple[Frame, re.Pattern[str]]]:
    return gated((f, re.compile(rf"\b(?:{f.verb.pattern})\b", re.IGNORECASE)) for f in load_frames())


@lru_cache(maxsize=100_000)
def _frames_of(word: str) -> tuple[Frame, ...]:
    return tuple(frame for frame in load_frames() if frame.verb.fullmatch(word))


def verb_drafts(sentences: Sequence[Sentence], *, reported_on: date | None) -> Iterator[Draft]:
    """Yield what the verbs of sentences say."""
    for tree in parse(worth_parsing(sentences)):
        for node in tree.nodes:
            if node.slot is None:
                for frame in _frames_of(node.text):
                    yield from _of_frame(tree, node, frame, reported_on)


def _of_frame(tree: Tree, verb: Node, frame: Frame, reported_on: date | None) -> Iterator[Draft]:
    fillers = {key: _fill(tree, verb, role, kinds) for key, (role, kinds) in frame.roles.items()}
    if frame.predicate is Predicate.LICENSED_TO:
        fillers["s"] = [s for s in fillers["s"] if not _has_platform(tree.sentence, s)]
    if not fillers["s"] or not fillers["o"]:
        return
    sentence = tree.sentence
    at = verb.start - sentence.start
    modality = modality_of(sentence.text, at, at + len(verb.text))
    if frame.predicate in (Predicate.HAS_TARGET, Predicate.ORIGINATED_BY, Predicate.OWNED_BY):
        modality = Modality.NEGATED if modality is Modality.NEGATED else Modality.ASSERTED
    if frame.predicate is Predicate.DEVELOPED_BY and cue("grants.purpose").search(sentence.text[:at]):
        return  # "a license to develop it" is a right, and no work yet
    licensors = fillers.get("licensor", [])
    if frame.predicate is Predicate.ACQUIRED_BY:
        between = tree.sentence.text[verb.start - tree.sentence.start : fillers["s"][0].start - tree.sentence.start]
        if re.search(r"licen[cs]e|rights|option|\bassets\b|\bproducts?\b|\bfrom\b", between):
            return
    if frame.roles.get("licensor", ("agent",))[0] != "agent" and not licensors:
        return  # "X, which licensed it to Y": without "from", the subject is no licensee
    for subject in _entities(fillers["s"]):
        for object_ in _entities(fillers["o"]):
            if subject == object_:
                continue
            draft = Draft(
                subject,
                frame.predicate,
                object_,
                sentence.start,
                sentence.end,
                frame.id,
                frame.confidence,
                modality,
                reason="verb and its roles",
            )
            if frame.predicate is Predicate.LICENSED_TO:
                granter = licensors[0].entity if licensors and licensors[0].entity != object_ else None
                draft = _with_terms(draft, sentence, verb, granter, reported_on)
            yield draft


_PLATFORM = re.compile(r"(?:['’]s)?\s+(?:[\w-]+\s+){0,4}(?:technolog(?:y|ies)|platforms?|know-how)\b")


def _has_platform(sentence: Sentence, slot: Slot) -> bool:
    """Tell whether not a drug is spoken of but a technology: "its proprietary conjugation technology"."""
    words, after = sentence.text[: slot.end - sentence.start], sentence.text[slot.end - sentence.start :]
    if slot.type is not EntityType.COMPOUND:
        return False
    return bool(_PLATFORM.match(after) or re.search(r"\b(?:technology|platform)$", words))


def _with_terms(
    draft: Draft, sentence: Sentence, verb: Node, licensor: Entity | None, reported_on: date | None
) -> Draft:
    """Return a licence with who grants it, where, for what and since when."""
    words = sentence.text[verb.start - sentence.start :]
    clause = clause_around(sentence, verb.start, verb.start + len(verb.text))
    return draft.with_qualifiers(
        licensor=licensor,
        exclusive=exclusivity(sentence.text),
        territory=territory(words),
        field=field_of_use(words),
        eventDate=date_for(sentence, clause, verb.start, reported_on=reported_on),
    )


def _entities(slots: list[Slot]) -> list[Entity]:
    return list(dict.fromkeys(e for s in slots for e in s.entities))


def _fill(tree: Tree, verb: Node, role: str, kinds: frozenset[EntityType]) -> list[Slot]:
    nodes = _nodes(tree, verb, role)
    return [s for s in tree.slots(nodes) if s.type in kinds]


def _nodes(tree: Tree, verb: Node, role: str) -> list[Node]:
    passive = any(tree.below(verb, "auxpass", "nsubjpass", "agent")) or (
        verb.dep == "acl" and verb.text.lower().endswith("ed")
    )
    if role == "agent":
        if passive:
            return [n for by in tree.below(verb, "agent") for p in tree.below(by, "pobj") for n in tree.listed(p)]
        return tree.subjects(verb)
    if role == "patient":
        if passive:
            return tree.subjects(verb)
        return [n for o in tree.below(verb, "dobj", "npadvmod") for n in tree.listed(o)]
    return [
        n
        for prep in tree.below(verb, "prep", "dative")
        if prep.text.lower() == role
        for p in tree.below(prep, "pobj")
        for n in tree.listed(p)
    ]
