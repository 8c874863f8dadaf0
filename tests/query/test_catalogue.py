"""Questions in groups, and found by words."""

from __future__ import annotations

import pytest

from kg.query import list_questions
from kg.query.catalogue import find_questions, grouped
from tests.query.questions_page import PAGE, questions_page
from tests.query.stores import gold_store


def test_every_question_stands_in_one_group() -> None:
    groups = grouped(list_questions())
    assert [title for title, _ in groups] == ["State", "Change", "Science", "Deals", "Trust"]
    assert sorted(q.name for _, among in groups for q in among) == [q.name for q in list_questions()]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("what is overdue", "overdue"),
        ("who pays whom", "payments"),
        ("half life", "half-lives"),
        ("what slipped", "guidance-slips"),
        ("contradiction", "contradictions"),
        ("response rate of SGN-35", "response-rates"),
        ("exclusive rights", "rights"),
        ("what does a company own outright", "owned-outright"),
    ],
)
def test_words_find_a_question(words: str, first: str) -> None:
    assert find_questions(words)[0].name == first


def test_words_that_no_question_has_find_none() -> None:
    assert find_questions("the zebra") == []


def test_the_page_of_the_questions_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == questions_page(gold_store()), "write it anew: python -m tests.query.questions_page"
