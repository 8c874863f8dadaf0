"""Diseases by their shape: a head word, the modifiers in front of it, and lists that share a head."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.gates import fold
from kg.nlp.heads import Heads
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_JOINER = r"(?:\s*,\s*(?:and/or|and|or)?\s*|\s+(?:and/or|and|or|as well as)\s+)"
_JOIN = re.compile(_JOINER)
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
        rf"(?P<gloss>\([a-z]+\)\s+)?(?P<head>{head})(?![\w-])(?P<tail>{tail})?",
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
    yield from _eponyms(text)


def _eponyms(text: str) -> Iterator[Found]:
    rules = read_toml("indications.toml")
    for match in re.finditer(rf"(?<![\w-]){rules['eponym']}(?![\w-])", text):
        words = match.group().split()
        while words and words[0] in rules["openers"]:
            words.pop(0)
        if len(words) > 1:
            name = " ".join(words)
            start = match.end() - len(match.group().split(words[0], 1)[1]) - len(words[0])
            yield Found(EntityType.INDICATION, start, match.end(), name, "indication.eponym")


def _from_match(match: re.Match[str], shared_head: str, words: frozenset[str]) -> Iterator[Found]:
    _, setting_pattern, _, bare, item = _compiled(words)
    head, tail = match["head"], match["tail"] or ""
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
            front = None
            if setting_pattern.fullmatch(piece.strip()):
                said = f"{said} {piece.strip()} or".strip()
                continue
            found = _named(piece, shared_head, begin, begin + len(piece), words=words, alone=False)
            if found:
                yield found
    begin = match.start("last") if front is None else front
    last = match.string[begin : match.start("head")] + head
    if not match["last"].strip() and bare.fullmatch(head) and not tail:
        return
    following = _ONLY_CELLS.match(match.string, match.end())
    if following and (len(last.split()) == 1 or "line" in following.group()):
        return
    if _DESCRIBED.search(match.string[max(0, begin - 4) : begin]) and re.fullmatch(
        r"(?:diseases?|disorders?|conditions?)", head
    ):
        return  # "a painful inflammatory disease" describes a disease that is named elsewhere
    found = _named(last + tail, "", begin, match.end("tail") if tail else match.end("head"), words=words, alone=True)
    if found and said:
        found = replace(found, setting=f"{said} {found.setting}".strip().removesuffix(" or"))
    if found:
        yield found


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
