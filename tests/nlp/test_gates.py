"""A gate changes how soon a pattern is tried, never what it finds: with and without the numbers of pieces."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.nlp import pieces
from kg.nlp.gates import Sifted, alternatives, gated, sift
from kg.nlp.patterns import load_rules
from kg.nlp.rules import cue, read_toml
from kg.nlp.targets import find_targets

CUES = [name for file in ("cues.toml", "deals.toml", "names.toml", "outcome_cues.toml") for name in read_toml(file)]
SAMPLES = Path(__file__).resolve().parent.parent.parent / "data" / "filings"


def sentences() -> list[str]:
    files = [file for file in sorted(SAMPLES.iterdir()) if file.suffix in {".htm", ".html", ".md", ".txt"}]
    text = "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
    found = [part for part in re.split(r"(?<=[.:])\s+|\n", re.sub(r"<[^>]+>", " ", text)) if len(part) > 40]
    return found[::3][:200]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found = sentences()
    assert len(found) > 60
    return found


@pytest.fixture(scope="module", autouse=True)
def _all_pieces_are_known() -> None:
    for name in CUES:
        cue(name).may_match("")
    for _ in range(40):
        pieces.build_pieces()


def test_a_cue_finds_what_its_pattern_finds(texts: list[str]) -> None:
    wrong = []
    hits = 0
    for text in texts:
        for name in CUES:
            gate = cue(name)
            expected = gate.compiled.search(text)
            for _ in range(5):  # the first times a text is asked about, another way is taken
                got = gate.search(text)
                if (got and got.span()) != (expected and expected.span()):
                    wrong.append((name, text))
                    break
            hits += expected is not None
    assert wrong == []
    assert hits > 300


def test_a_table_opens_every_row_that_matches(texts: list[str]) -> None:
    table = load_rules("relations.toml")
    hits = 0
    for text in texts:
        matching = [row.id for row in table if row.pattern.search(text)]
        for _ in range(6):
            assert set(matching) <= {row.id for row in table.open_for(text)}
        hits += len(matching)
    plain = gated([("a", re.compile("[Pp]hase [12]")), ("b", re.compile("the"))])
    for text in texts:
        for _ in range(6):
            opened = {name for name, _ in plain.open_for(text)}
            assert {name for name, pattern in plain if pattern.search(text)} <= opened


@pytest.mark.parametrize(
    "pattern", [r"(?<![\w-])[A-Z][\w-]+ (?:platform|technology)", r"[A-Z]\w+®", r"\d+ of \w+", r"antibod(?:y|ies)$"]
)
def test_a_scan_finds_what_each_line_holds(pattern: str, texts: list[str]) -> None:
    text = "\n".join([*texts, "our Zelvo technology and Zelvo® are", "", "10 of them carry an antibody", "platform"])
    gate = Sifted(re.compile(pattern))
    expected, start = [], 0
    for line in text.split("\n"):
        expected += [(start + m.start(), start + m.end()) for m in re.finditer(pattern, line)]
        start += len(line) + 1
    assert expected
    assert [m.span() for m in gate.scan(text)] == expected
    for _ in range(40):
        pieces.build_pieces()
    assert [m.span() for m in gate.scan(text)] == expected
    assert [m.span() for _, m in gated([("x", re.compile(pattern))]).scan(text)] == expected


def test_a_name_does_not_cross_a_line() -> None:
    assert [f.name for f in find_targets("antibodies directed against ABC1 and\nDEF2 is a gene")] == ["ABC1"]


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("ab", ["ab"]),
        ("a|b", ["a", "b"]),
        ("(?i)a(?:b|c)|[|(]d|e", ["(?i)a(?:b|c)", "(?i)[|(]d", "(?i)e"]),
        (r"a\|b|c\)|[])|]x", [r"a\|b", r"c\)", "[])|]x"]),
        ("(a|b)", ["(a|b)"]),
    ],
)
def test_alternatives_are_split_where_they_part(pattern: str, parts: list[str]) -> None:
    assert alternatives(pattern) == parts


def test_the_first_alternative_in_the_text_wins_and_the_first_in_the_pattern_at_one_place() -> None:
    gate = sift("later on|trial|trials of|now|late")
    match = gate.search("the trials of a drug, later on")
    assert match is not None
    assert match.group() == "trial"
    match = gate.search("then later on")
    assert match is not None
    assert match.group() == "later on"
