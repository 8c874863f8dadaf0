"""Diseases by their shape: a head word, the modifiers in front of it, and lists that share a head."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.heads import Heads
from kg.nlp.pieces import fold
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_JOINER = r"(?:\s*,\s*(?:(?:and/or|and|or)\s+)?|\s+(?:and/or|and|or|as well as|(?<!head )(?<!Head )&)\s+)"
# What an adjective is also called, between it and the disease: "gastric (stomach) cancer", "(HR+/HER2-) breast cancer".
_GLOSS = r"\((?:[a-z]+|[A-Z][A-Za-z0-9]{0,8}[+-](?:\s?[/,]\s?[A-Z][A-Za-z0-9]{0,8}[+-])?)\)"
_JOIN = re.compile(_JOINER)
_PERSON = re.compile(r"[A-Z][\w-]+(?:['’]s|s['’])")
_PERSONS_HEAD = re.compile(r"(?:diseases?|syndromes?|lymphomas?|sarcomas?|disorders?)", re.IGNORECASE)
_HISTORY = re.compile(r"history of")
_ONLY_CELLS = re.compile(r"\s+(?:cell lines?|cells?|stem|blasts?)\b")
_DESCRIBED = re.compile(r"(?<!\w)an?\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|a|an|their|our|its|this|that|her|his)\s+", re.IGNORECASE)


def _alternatives(words: Iterable[str], *, literal: bool = True) -> str:
    ranked = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]") if literal else w for w in ranked)


@cache
def _compiled(
    extra: frozenset[str],
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = read_toml("indications.toml")
    shapes = _alternatives(rules["modifier_shapes"], literal=False)
    known = _alternatives([*rules["modifiers"], *rules["settings"], *extra])
    front = _alternatives([*rules["quantifiers"]])
    modifier = rf"(?:(?:{known})(?![\w-])|{shapes})"
    # Atomic groups: what a word is taken for is not taken back, so that a long list without a head is read once.
    phrase = rf"(?>(?:{front})\s+)*+(?>{modifier})(?>[\s/]+{modifier}){{0,5}}+"
    head = rf"(?:{_alternatives(rules['heads'], literal=False)})"
    tail = rf"(?:\s+(?:{_alternatives(rules['tails'], literal=False)}))"
    name = re.compile(
        rf"(?<![\w-])(?P<list>(?>{phrase}{_JOINER}){{0,14}}?)(?P<last>(?>(?:{front})\s+)*+(?>{modifier}[\s/]+){{0,6}}?)"
        rf"(?:(?P<gloss>{_GLOSS})\s+(?>{modifier}[\s/]+){{0,3}}?)?(?P<head>{head})(?![\w-])(?P<tail>{tail})?",
        re.IGNORECASE,
    )
    setting = re.compile(
        rf"(?:(?:{_alternatives(rules['settings'])})(?![\w-])[\s,]*(?:(?:and|or)\s+)?)+", re.IGNORECASE
    )
    quantifier = re.compile(rf"(?:(?:{front})\s+)+", re.IGNORECASE)
    bare = re.compile(rf"(?:{_alternatives(rules['bare'], literal=False)})", re.IGNORECASE)
    item = re.compile(_JOINER)
    return name, setting, quantifier, bare, item


@cache
def _heads(extra: frozenset[str]) -> Heads:
    rules = read_toml("indications.toml")
    words = " ".join([*rules["modifiers"], *rules["settings"], *rules["quantifiers"], *extra, "and or as well"])
    shapes = _alternatives(rules["modifier_shapes"], literal=False)
    heads = _alternatives(rules["heads"], literal=False)
    return Heads(
        _compiled(extra)[0],
        re.compile(heads, re.IGNORECASE),
        re.compile(shapes, re.IGNORECASE),
        frozenset(re.findall(r"[^\W_]+", fold(words))),
    )


def find_indications(text: str, *, vocabulary_words: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Yield diseases named in a text by shape. `vocabulary_words` are words that known names put before their head.

    >>> [f.name for f in find_indications("in gastric, pancreatic and other colorectal tumors")]
    ['gastric tumors', 'pancreatic tumors', 'colorectal tumors']
    >>> [(f.name, f.setting) for f in find_indications("patients with relapsed small-cell lung cancer")]
    [('small-cell lung cancer', 'relapsed')]
    """
    matches = list(_heads(vocabulary_words).names(text))
    heads = [m["head"] for m in matches]
    for i in range(len(matches) - 2, -1, -1):
        # "non-small cell lung, squamous cell carcinoma, renal and bladder cancers": the plural head is the list's.
        goes_on = _JOIN.fullmatch(text, matches[i].end(), matches[i + 1].start())
        if goes_on and not heads[i].endswith("s") and heads[i + 1].endswith("s"):
            heads[i] = heads[i + 1]
    for match, head in zip(matches, heads, strict=True):
        yield from _from_match(match, head, vocabulary_words)
    yield from _eponyms(text, vocabulary_words)


def _eponyms(text: str, known: frozenset[str]) -> Iterator[Found]:
    """Yield diseases named in capitals: after a person, or in a title that writes every word so."""
    rules = read_toml("indications.toml")
    familiar = {w.lower() for phrase in (*rules["modifiers"], *known) for w in phrase.split()}
    for match in re.finditer(rf"(?<![\w-]){rules['eponym']}(?![\w-])", text):
        words = match.group().split()
        if _in_title(text, match.start(), match.end()):
            # A headline's capitals begin anywhere; only what can belong to a disease's name is taken from them.
            kept = len(words) - 1
            while kept and _belongs(words[kept - 1], familiar):
                kept -= 1
            words = words[kept:]
        while words and words[0] in rules["openers"]:
            words.pop(0)
        if len(words) > 1 and " ".join(words).lower() not in rules["never"]:
            name = " ".join(words)
            start = match.end() - len(
                re.split(r"\s+", match.group(), maxsplit=len(match.group().split()) - len(words))[-1]
            )
            yield Found(EntityType.INDICATION, start, match.end(), name, "indication.eponym")


def _belongs(word: str, familiar: set[str]) -> bool:
    return word.lower() in familiar or bool(
        re.search(r"(?:['’]s|s['’])$|-(?:[Pp]ositive|[Nn]egative|[Rr]elated)$", word)
    )


def _in_title(text: str, start: int, end: int) -> bool:
    """Tell whether a place is in a line that writes nearly every long word with a capital."""
    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end) if "\n" in text[end:] else len(text)]
    at = start - text.rfind("\n", 0, start) - 1
    words = re.findall(r"[A-Za-z]{4,}", line[max(0, at - 120) : at + 160])
    return len(words) > 4 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)


def _from_match(match: re.Match[str], shared_head: str, words: frozenset[str]) -> Iterator[Found]:
    _, setting_pattern, _, bare, item = _compiled(words)
    start = match.start("list")
    said = ""
    front: int | None = None
    for piece in item.split(match["list"]):
        if piece.strip():
            begin = match.string.index(piece, start)
            start = begin + len(piece)
            if cue("indications.marker").search(piece) and re.match(
                r"\s*,\s*(?!and|or)", match.string[start : start + 6]
            ):
                # "FRα-positive, platinum-resistant ovarian cancer" is one disease with two adjectives.
                front = begin if front is None else front
                continue
            if setting_pattern.fullmatch(piece.strip()):
                if front is not None:
                    continue  # "HER2-positive, metastatic or unresectable breast cancer"
                said = f"{said} {piece.strip()} or".strip()
                continue
            front = None
            if _PERSON.fullmatch(piece.strip()) and not _PERSONS_HEAD.fullmatch(shared_head):
                continue  # "Alzheimer's and Duchenne muscular dystrophy" share no head
            found = _named(piece, shared_head, begin, begin + len(piece), words=words, alone=False)
            if found:
                yield found
    begin = match.start("last") if front is None else front
    found = _last(match, begin, words, bare)
    if found and said:
        found = replace(found, setting=f"{said} {found.setting}".strip().removesuffix(" or"))
    if found:
        yield found


def _last(match: re.Match[str], begin: int, words: frozenset[str], bare: re.Pattern[str]) -> Found | None:
    """Return the disease that ends with the head itself, if its words name one."""
    head, tail = match["head"], match["tail"] or ""
    last = match.string[begin : match.start("head")] + head
    if not match["last"].strip() and bare.fullmatch(head) and not tail:
        return None
    if cue("indications.graded").search(match.string[max(0, begin - 40) : begin]):
        return None  # "Grade 3 veno-occlusive disease" is what happened to patients
    following = _ONLY_CELLS.match(match.string, match.end())
    if following and (len(last.split()) == 1 or "line" in following.group()):
        return None
    described = _DESCRIBED.search(match.string[max(0, begin - 4) : begin])
    if described and re.fullmatch(r"(?:diseases?|disorders?|conditions?)", head):
        return None  # "a painful inflammatory disease" describes a disease that is named elsewhere
    end = match.end("tail") if tail else match.end("head")
    return _named(last + tail, "", begin, end, words=words, alone=True)


def strip_setting(phrase: str, *, words: frozenset[str] = frozenset()) -> tuple[str, str, int]:
    """Split a disease phrase into setting and name; also return how many characters precede the name."""
    _, setting, quantifier, bare, _ = _compiled(words)
    offset, said = 0, ""
    rest = phrase
    while True:
        match = quantifier.match(rest) or _ARTICLE.match(rest)
        if not match:
            match = setting.match(rest)
            if match and not bare.fullmatch(rest[match.end() :].strip()):
                said = f"{said} {match.group()}".strip(" ,")
            elif match:
                break
        if not match or match.end() >= len(rest):
            break
        offset += match.end()
        rest = rest[match.end() :]
    return said, rest, offset


def _named(phrase: str, head: str, start: int, end: int, *, words: frozenset[str], alone: bool) -> Found | None:
    setting, rest, offset = strip_setting(phrase, words=words)
    rest = rest.strip()
    _, setting_pattern, _, bare, _ = _compiled(words)
    if rest.lower() in read_toml("indications.toml")["never"] or _HISTORY.search(phrase):
        return None
    if cue("indications.nameless").fullmatch(rest):
        return None
    if not rest or (alone and bare.fullmatch(rest)) or setting_pattern.fullmatch(rest):
        return None
    name = " ".join(f"{rest} {head}".split())
    if cue("indications.nameless").fullmatch(name):
        return None
    lead = len(phrase[offset:]) - len(phrase[offset:].lstrip())
    aliases: tuple[str, ...] = (" ".join(phrase.split()),) if alone and phrase.strip() != rest else ()
    if not alone:
        aliases = (singular(name),) if singular(name) != name else ()
    return Found(EntityType.INDICATION, start + offset + lead, end, name, "indication.shape", aliases, setting=setting)


def names_disease(words: str, after: str) -> bool:
    """Tell whether words name a disease: not a bare head ("cancer"), nor a kind of cell ("leukemia cells").

    >>> names_disease("lung cancer", " patients"), names_disease("cancer", "."), names_disease("leukemia", " cells")
    (True, False, False)
    """
    bare = _compiled(frozenset())[3]
    if bare.fullmatch(words) or words.lower() in read_toml("indications.toml")["never"]:
        return False
    return len(words.split()) > 1 or not _ONLY_CELLS.match(after)


def singular(name: str) -> str:
    """Return a disease's name with its last word in the singular.

    >>> singular("lung cancers"), singular("B-cell malignancies"), singular("multiple sclerosis")
    ('lung cancer', 'B-cell malignancy', 'multiple sclerosis')
    """
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("sis", "tis", "us", "ss", "tes")):
        return name
    return name.removesuffix("s")
