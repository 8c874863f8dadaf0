"""Trials by their names: registry numbers, acronyms, codes and plain numbers beside words for a trial."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.model import EntityType
from kg.nlp.found import Found
from kg.nlp.gates import Sifted, sift
from kg.nlp.rules import cue, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_AND = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|as well as)\s+)"


class _Patterns(NamedTuple):
    beside: Sifted
    """Names in front of "trial", alone or in a list."""
    name: re.Pattern[str]
    behind: tuple[Sifted, ...]
    """Names that a trial's word introduces."""
    follows: Sifted
    reported: Sifted
    number: Sifted
    bracketed: Sifted


@cache
def _patterns() -> _Patterns:
    rules = read_toml("studies.toml")
    one = rf"(?:{rules['mixed']}|{rules['code']}|{rules['capitals']})"
    many = rf"{one}(?:{_AND}{one}){{0,5}}"
    acronym = r"(?![IVX]+\b)[A-Z]{5,14}(?:-\d{1,2}|\s(?:I{1,3}|IV))?(?![\w®™-])"
    return _Patterns(
        sift(rf"(?<![\w-])(?P<names>{many})[®™]?(?=\s+{rules['between']}{rules['noun']})"),
        re.compile(rf"(?<![\w-]){one}(?![\w])"),
        tuple(sift(rf"(?<!\w)(?:{rules[k]})(?P<names>{many})(?=[\s,.;:)”\"]|$)") for k in ("called", "calls")),
        sift(rf"(?<![\w-])(?P<names>{many})(?=(?:{'|'.join(rules['follows'])}))"),
        sift(
            rf"(?<!\w)(?:{rules['precedes']})(?P<a>{acronym})(?=\s+(?:was|were|is|at|on|show|support|demonstrat|and)\b|[,.;)])"
            rf"|(?<![\w-])(?P<b>{acronym})(?={rules['stage_follows']})"
        ),
        sift(rules["number"]),
        sift(rules["bracketed_number"]),
    )


def find_studies(text: str) -> Iterator[Found]:
    """Yield numbered and named trials.

    >>> [f.name for f in find_studies("in Study 001, the MIRAGE trial (NCT01234567) and a Phase 1b trial (AB12-5001)")]
    ['NCT01234567', 'AB12-5001', 'MIRAGE', 'Study 001']
    """
    for match in cue("technologies.study").scan(text):
        kind = match.lastgroup or "number"
        yield _study(text, *match.span(kind), f"study.{kind}")
    patterns = _patterns()
    for pattern in (patterns.beside, *patterns.behind, patterns.follows):
        for match in pattern.scan(text):
            for name in patterns.name.finditer(text, match.start("names"), match.end("names")):
                if _may_be(text, name):
                    yield _study(text, name.start(), name.end(), "study.acronym")
    for match in patterns.reported.scan(text):
        group = match.lastgroup or "a"
        if match[group] not in read_toml("studies.toml")["never"] and not _in_capitals(text, *match.span(group)):
            yield _study(text, *match.span(group), "study.reported")
    yield from _numbered(text)


def _study(text: str, start: int, end: int, rule: str, aliases: tuple[str, ...] = ()) -> Found:
    return Found(EntityType.STUDY, start, end, " ".join(text[start:end].split()), rule, aliases)


def _numbered(text: str) -> Iterator[Found]:
    """Yield trials by number, each of a list; "study no. 12" is also called "study 12"."""
    patterns = _patterns()
    for match in patterns.number.scan(text):
        kind = "study" if match["kind"].lower().startswith("stud") else match["kind"].rstrip("s")
        bare = match["n"].isdigit()
        if bare and (len(match["n"]) < 3 or (match["n"][:2] in ("19", "20") and len(match["n"]) == 4)):
            continue
        verb = _TO if bare else _VERB
        if not match["no"] and match["kind"].islower() and verb.search(text, max(0, match.start() - 12), match.start()):
            continue
        aliases: tuple[str, ...] = (f"{kind} {match['n']}", f"no. {match['n']}") if match["no"] else ()
        start = match.start() if match["kind"][-1] in "yl" else match.start("n")  # "Studies 301 and 302"
        if start == match.start("n"):
            aliases = (f"study {match['n']}",)
        yield _study(text, start, match.end("n"), "study.number", aliases)
        for more in re.finditer(r"[A-Z]*-?\d{3,5}[A-Z]?", match["more"]):
            begin = match.start("more") + more.start()
            end = match.start("more") + more.end()
            yield _study(text, begin, end, "study.number", (f"study {more.group()}",))
    for match in patterns.bracketed.scan(text):
        yield _study(text, *match.span("n"), "study.number")


_VERB = re.compile(r"\b(?:to|will|would|also|we|they)\s+$")
"""What makes "study" a verb: "we plan to study XY-204"."""
_TO = re.compile(r"\b(?:to|will|would|and|or)\s+$")


def _may_be(text: str, name: re.Match[str]) -> bool:
    """Tell whether a name beside "trial" is the trial's: no abbreviation of another thing, no code of what is given."""
    words = name.group()
    if words in read_toml("studies.toml")["never"] or re.fullmatch(r"[IVX]+", words):
        return False
    if _in_capitals(text, name.start(), name.end()) or text[name.end() : name.end() + 1] in ("/", "'", "’"):
        return False
    return not (_is_code(words) and is_given(text, words))


@cache
def _code() -> re.Pattern[str]:
    return re.compile(read_toml("studies.toml")["code"])


def _is_code(words: str) -> bool:
    return bool(_code().fullmatch(words)) and len(re.match(r"[A-Z]*", words)[0]) < 6  # type: ignore[index]


@cache
def _given() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = read_toml("studies.toml")
    return re.compile(rules["given_before"]), re.compile(rules["given_after"])


def is_given(text: str, words: str) -> bool:
    """Tell whether a text anywhere speaks of a code as of what patients are given."""
    before, after = _given()
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if before.search(text[max(0, at - 50) : at]) or after.match(text, end):
            return True
        at = text.find(words, end)
    return False


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Tell whether a word is in capitals only because its whole line is."""
    around = re.findall(r"[A-Za-z]{4,}", text[max(0, start - 30) : start] + " " + text[end : end + 30])
    return len(around) > 1 and all(word.isupper() for word in around)
