"""Rules as patterns over coded sentences: coding, macros, the way back to the document, and hostile text."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import VocabularyError
from kg.model import Block, BlockKind, Entity, EntityType, Predicate
from kg.nlp import patterns
from kg.nlp.context import Sentence, Slot
from kg.nlp.document import Paragraph
from kg.nlp.found import Found
from kg.nlp.patterns import Rule, code, expand, load_rules, match_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.nlp.patterns import Coded

KINDS = {
    "LKB": EntityType.COMPOUND,
    "CD": EntityType.TARGET,
    "ORG": EntityType.ORGANIZATION,
    "MM": EntityType.INDICATION,
}
NAME = re.compile(r"\b(LKB|CD|ORG|MM)\d+")


def sentence_of(text: str, *, offset: int = 0) -> Sentence:
    """Return a sentence in which LKB1 is a compound, CD1 a target, ORG1 a company, MM1 a disease."""
    slots = []
    for match in NAME.finditer(text):
        kind = KINDS[match[1]]
        found = Found(kind, offset + match.start(), offset + match.end(), match.group(), "test")
        slots.append(Slot(found.start, found.end, (Entity(kind, match.group()),), found))
    paragraph = Paragraph(offset, offset + len(text), Block(BlockKind.PARAGRAPH, 0, len(text)), 0, factual=True)
    return Sentence(offset, offset + len(text), text, paragraph, slots)


def rule(pattern: str, *, name: str = "test") -> Rule:
    macro = re.compile(r"\{([a-zA-Z]+):([A-Z]+)\+{0,2}\}")
    types = {m[1]: m[2] for m in macro.finditer(pattern)}
    compiled = re.compile(expand(pattern), re.IGNORECASE)
    return Rule(name, Predicate.HAS_TARGET, compiled, 0.9, None, None, types)


def roles(text: str, pattern: str) -> list[dict[str, list[str]]]:
    coded = code(sentence_of(text))
    return [
        {role: [s.entity.name for s in slots] for role, slots in match.roles.items()}
        for match in match_rules(coded, [rule(pattern)])
    ]


def coded(text: str, *, offset: int = 0) -> Coded:
    return code(sentence_of(text, offset=offset))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB1 binds CD1.", "⟦C0⟧ binds ⟦T1⟧."),
        ("ORG1’s LKB1 – in MM1", "⟦O0⟧'s ⟦C1⟧ - in ⟦I2⟧"),
        ("LKB1® is “safe”", '⟦C0⟧  is "safe"'),
        ("nothing named", "nothing named"),
        ("", ""),
    ],
)
def test_names_become_symbols(text: str, expected: str) -> None:
    assert coded(text).text == expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("LKB1 binds CD1.", "{s:C} binds {o:T}", [{"s": ["LKB1"], "o": ["CD1"]}]),
        ("LKB1 binds ORG1.", "{s:C} binds {o:T}", []),
        ("LKB1 binds CD1, CD2 and CD3.", "{s:C} binds {o:T+}", [{"s": ["LKB1"], "o": ["CD1", "CD2", "CD3"]}]),
        ("LKB1 binds CD1 or/and CD2.", "{s:C} binds {o:T+}", [{"s": ["LKB1"], "o": ["CD1"]}]),
        ("LKB1 very tightly binds CD1.", "{s:C}~binds {o:T}", [{"s": ["LKB1"], "o": ["CD1"]}]),
        ("LKB1 a b c d e binds CD1.", "{s:C}~binds {o:T}", []),
        ("LKB1 a b c d e f binds CD1.", "{s:C}~~binds {o:T}", [{"s": ["LKB1"], "o": ["CD1"]}]),
        ("LKB1 ORG1 binds CD1.", "{s:C}~binds {o:T}", []),
        ("LKB1 of ORG1 binds CD1.", "{s:C}~~binds {o:T}", [{"s": ["LKB1"], "o": ["CD1"]}]),
        ("CD1 helps.", "{s:CT} helps", [{"s": ["CD1"]}]),
        ("ORG1's LKB1", "{o:O}'s {s:C}", [{"o": ["ORG1"], "s": ["LKB1"]}]),
        (
            "LKB1, in development by ORG1, and LKB2 bind CD1",
            "{s:C++} bind {o:T}",
            [{"s": ["LKB1", "LKB2"], "o": ["CD1"]}],
        ),
        ("lkb binds CD1", "{s:C} binds {o:T}", []),
    ],
)
def test_macros(text: str, pattern: str, expected: list[dict[str, list[str]]]) -> None:
    assert roles(text, pattern) == expected


@pytest.mark.parametrize("offset", [0, 1, 1000])
def test_offsets_lead_back_to_the_document(offset: int) -> None:
    text = "Then LKB1, of ORG1, binds CD1 well."
    (match,) = match_rules(coded(text, offset=offset), [rule("{s:C}, of {O}, binds {o:T}")])
    assert text[match.start - offset : match.end - offset] == "LKB1, of ORG1, binds CD1"


def test_every_offset_between_symbols_leads_back_to_its_character() -> None:
    text = "The LKB1 (of ORG1), now and then, binds CD1 – well."
    one = coded(text, offset=70)
    for at, character in enumerate(one.text):
        if character.isalpha() and "⟦" not in one.text[max(0, at - 2) : at + 1]:
            assert text[one.source(at) - 70] == character


def test_a_value_gives_way_to_a_name() -> None:
    sentence = sentence_of("LKB1 antibody")
    values = [Slot(5, 13, value="antibody", value_code="Y"), Slot(0, 4, value="other", value_code="Y")]
    assert code(sentence, values=values).text == "⟦C0⟧ ⟦Y1⟧"


def test_a_name_with_its_other_name_in_brackets_is_one_symbol() -> None:
    text = "LKB1 (CD1) helps"
    sentence = sentence_of(text)
    same = sentence.slots[0].entities
    sentence.slots[1] = Slot(6, 9, same, sentence.slots[1].found)
    assert code(sentence).text == "⟦C0⟧ helps"


def test_a_lists_item_is_written_behind_what_introduces_it() -> None:
    item = sentence_of("LKB7").slots[0]
    assert code(sentence_of("ORG1 owns:"), appended=item).text == "⟦O0⟧ owns: ⟦C1⟧"


def test_symbols_in_the_text_itself_are_no_names() -> None:
    assert roles("⟦C0⟧ binds CD1.", "{s:C} binds {o:T}") in ([], [{"s": ["CD1"], "o": ["CD1"]}])


@pytest.mark.parametrize("name", ["relations.toml", "rights.toml", "uses.toml"])
def test_every_rule_file_is_read_and_its_rules_are_named_once(name: str) -> None:
    ids = [r.id for r in load_rules(name)]
    assert len(ids) == len(set(ids)) > 5
    assert all(0 < r.confidence <= 1 for r in load_rules(name))


def test_a_rule_that_is_not_right_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for row, why in (
        ({"id": "broken", "predicate": "hasTarget", "pattern": "("}, "broken"),
        ({"id": "unknown", "predicate": "likes", "pattern": "x"}, "likes"),
        ({"id": "odd", "predicate": "hasTarget", "pattern": "x", "colour": 1}, "colour"),
    ):
        monkeypatch.setattr(patterns, "read_toml", lambda _, row=row: {"rule": [row]})
        with pytest.raises(VocabularyError, match=why):
            load_rules.__wrapped__("made-up.toml")


HOSTILE = {
    "commas": (",", "LKB1 binds "),
    "words": ("very ", "LKB1 "),
    "brackets": ("(", "LKB1 "),
    "pairs": ("LKB1 of ORG1 ", ""),
    "quotes": ('"LKB1" ', ""),
    "possessives": ("ORG1's ", ""),
    "dashes": ("LKB1 - ", ""),
    "with": ("with ORG1 for MM1 in LKB1 ", ""),
}


def _seconds(texts: Iterable[str]) -> float:
    rules = [*load_rules("relations.toml"), *load_rules("rights.toml"), *load_rules("uses.toml")]
    sentences = [sentence_of(t) for t in texts]
    begin = time.process_time()
    for sentence in sentences:
        list(match_rules(code(sentence), rules))
    return time.process_time() - begin


@pytest.mark.parametrize("name", HOSTILE)
def test_rules_stay_linear_on_hostile_text(name: str) -> None:
    unit, front = HOSTILE[name]
    short, long = _seconds([front + unit * 400]), _seconds([front + unit * 1600])
    assert long < max(10 * short, 0.15), f"{name}: {short:.3f} s for 400, {long:.3f} s for 1600"
