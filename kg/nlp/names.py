"""Names that the vocabulary has or that have the shape of a compound's name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name
from kg.nlp.found import Found
from kg.nlp.gates import Gated, gated
from kg.nlp.indications import names_disease
from kg.nlp.rules import cue, read_toml
from kg.nlp.studies import is_given
from kg.vocabulary.match import find_names
from kg.vocabulary.shapes import find_codes, find_conjugates, find_inn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import VocabularyEntry
    from kg.vocabulary.load import Vocabulary
    from kg.vocabulary.shapes import InnMatch


def find_known(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield the vocabulary's names in a text. Diseases come with the words of the text, others with the entry."""
    effects = _side_effects(vocabulary)
    for match in find_names(text, vocabulary):
        if not _meant(text, match.start, match.end, match.entry.type, effects):
            continue
        # A lower-case word that coincides with a legal form ("licensed to Acme as part of") is no part of a name.
        end = match.end - 3 if text[match.start : match.end].endswith((" as", " co")) else match.end
        words = " ".join(text[match.start : end].split())
        yield Found(match.entry.type, match.start, end, words, "vocabulary", entry=match.entry, weight=4)


@lru_cache(maxsize=4)
def _side_effects(vocabulary: Vocabulary) -> frozenset[str]:
    names = (n for term in vocabulary.adverse_events for n in (term.name, *term.aliases))
    return frozenset(n.removeprefix("=").lower() for n in names)


def _meant(text: str, start: int, end: int, kind: EntityType, effects: frozenset[str]) -> bool:
    """Tell whether a known name is meant as what it is: not a side effect, a cell's marker, a measured level."""
    words = text[start:end]
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    if kind is EntityType.INDICATION:
        return names_disease(words, after) and not _is_passing(words, text[max(0, start - 100) : start], effects)
    if kind is EntityType.TARGET:
        return not _MARKER.match(after) and not (_LEVEL_AFTER.match(after) and _LEVEL_BEFORE.search(before))
    if kind is EntityType.TECHNOLOGY:
        return not words[0].islower()
    return True


def is_side_effect(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a disease's name is that of a side effect or of a passing state, not of what is treated."""
    words = re.sub(r"\s+", " ", text[start:end])
    if _is_passing(words, text[max(0, start - 100) : start], frozenset()):
        return True
    # "Little Cytokine Release Syndrome": capitals of a title in front of it change nothing.
    pieces, effects = words.split(), _side_effects(vocabulary)
    if not pieces[0][0].isupper():
        return False
    return any(" ".join(pieces[i:]).lower() in effects for i in range(len(pieces) - 1))


def _is_passing(words: str, before: str, effects: frozenset[str]) -> bool:
    bare = words.lower()
    rules = read_toml("indications.toml")
    if bare not in effects and bare not in rules["need_cue"] and bare.split()[-1] not in rules["need_cue_heads"]:
        return False
    return not cue("names.as_disease").search(before)


_MARKER = re.compile(
    r"\+?[- ](?:T|B|NK)[- ]cells?\b|\+ (?:\w+ )?(?:cells?|lymphocytes)|[- ]receptor (?:super)?family|[- ]family\b|:\s"
)
_LEVEL_AFTER = re.compile(r"\s+(?:levels?|production|secretion|release|concentrations?)\b")
_LEVEL_BEFORE = re.compile(
    r"(?:increas\w+|elevat\w+|reduc\w+|decreas\w+|changes?|plasma|serum)(?: in| of)?(?: the)?\s+$", re.IGNORECASE
)


def find_compounds(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield development codes, international nonproprietary names and conjugates by their shape."""
    for conjugate in find_conjugates(text, vocabulary):
        pieces = tuple(
            Found(
                piece.type,
                piece.start,
                piece.end,
                text[piece.start : piece.end],
                "name.piece",
                entry=_by_name(vocabulary).get((piece.type, fold_name(text[piece.start : piece.end]))),
                hidden=True,
            )
            for piece in conjugate.pieces
        )
        yield Found(
            EntityType.COMPOUND,
            conjugate.start,
            conjugate.end,
            text[conjugate.start : conjugate.end],
            "name.conjugate",
            weight=6,
            pieces=pieces,
        )
    yield from _codes(text, vocabulary)
    for brand in cue("names.brand").scan(text):
        yield Found(EntityType.COMPOUND, brand.start(1), brand.end(1), brand.group(1), "name.brand", weight=1)
    yield from _parts(text)
    for inn in find_inn(text, vocabulary):
        yield Found(
            inn.type, inn.start, inn.end, inn.text, "name.inn", weight=2, pieces=_inn_pieces(text, inn, vocabulary)
        )


# Acronyms of trials are words; makers' codes have few letters: HERIZON-BTC-01, but ABC-101.
_TRIAL = re.compile(r"(?=(?:-?[A-Z]){6})[A-Z]+(?:-[A-Z]+)?-\d{1,3}")


def _codes(text: str, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield development codes; two with a slash between are one compound's two names."""
    codes = [c for c in find_codes(text, vocabulary) if not _ABSTRACT.search(text[max(0, c.start - 30) : c.start])]
    joined = {a.start: b for a, b in pairwise(codes) if text[a.end : b.start] == "/"}
    seconds = {b.start for b in joined.values()}
    for code in codes:
        if code.start in seconds:
            continue
        end = joined[code.start].end if code.start in joined else code.end
        name = text[code.start : end]
        if _TRIAL.fullmatch(name) and not is_given(text, name):
            yield Found(EntityType.STUDY, code.start, end, name, "study.shape", weight=2)
            continue
        parts = tuple(name.split("/")) if "/" in name else ()
        yield Found(EntityType.COMPOUND, code.start, end, name, "name.code", parts, weight=2)


_ABSTRACT = re.compile(r"abstracts?\s*(?:#|no\.?|number|numbers)?\s*(?:\S+\s*(?:,|and)\s*)?#?$", re.IGNORECASE)


def _inn_pieces(text: str, inn: InnMatch, vocabulary: Vocabulary) -> tuple[Found, ...]:
    """Split a conjugate's two-word name: ``…mab vedotin`` has an antibody and a payload."""
    # The four letters that the FDA adds to biologics' names are no part of the payload's.
    words = _BIOSIMILAR.sub("", text[inn.start : inn.end])
    if inn.category != "antibody-drug conjugate" or " " not in words.strip():
        return ()
    cut = words.rindex(" ")
    first = re.sub(r"^[a-z]+-", "", words[:cut])
    start = inn.start + cut - len(first)
    known = _by_name(vocabulary)
    end = inn.start + len(words)
    antibody = Found(EntityType.ANTIBODY, start, inn.start + cut, first, "name.piece", hidden=True)
    payload = Found(EntityType.PAYLOAD, inn.start + cut + 1, end, words[cut + 1 :], "name.piece", hidden=True)
    return tuple(replace(p, entry=known.get((p.type, fold_name(p.name)))) for p in (antibody, payload))


_BIOSIMILAR = re.compile(r"-[a-z]{4}$")


@lru_cache(maxsize=4)
def _by_name(vocabulary: Vocabulary) -> dict[tuple[EntityType, str], VocabularyEntry]:
    """Return the vocabulary's antibodies and payloads by their folded names."""
    entries = [*vocabulary.of_type(EntityType.ANTIBODY), *vocabulary.of_type(EntityType.PAYLOAD)]
    return {(e.type, fold_name(n.removeprefix("="))): e for e in entries for n in (e.name, *e.aliases)}


def _parts(text: str) -> Iterator[Found]:
    """Yield linkers, payloads and antibodies by what is said of them, where no vocabulary has them."""
    patterns, generic = _part_patterns()
    for (kind, _), match in patterns.scan(text):
        words = match["n"].split()
        while words and words[0].lower().strip(",") in generic:
            words.pop(0)
        if not words or words[-1].lower() in generic or len(" ".join(words)) < 3:
            continue
        start = match.start("n") + match["n"].rindex(words[0])
        if len(words) > 1:
            start = text.index(words[0], match.start("n"))
        end = match.start("n") + len(match["n"].rstrip())
        yield Found(kind, start, end, " ".join(text[start:end].split()), f"name.{kind.lower()}", weight=1)


@cache
def _part_patterns() -> tuple[Gated[tuple[EntityType, re.Pattern[str]]], frozenset[str]]:
    rules = read_toml("parts.toml")
    kinds = {
        "linker": EntityType.LINKER,
        "payload": EntityType.PAYLOAD,
        "antibody": EntityType.ANTIBODY,
        "compound": EntityType.COMPOUND,
    }
    patterns = gated((kind, re.compile(p)) for name, kind in kinds.items() for p in rules[name])
    return patterns, frozenset(rules["generic"])
