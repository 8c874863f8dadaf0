"""Which questions there are: in groups, and by words. Words are compared as they stand: no model, no chance."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.query.questions import Question, list_questions

GROUPS: tuple[tuple[str, range], ...] = (
    ("State", range(1, 6)),
    ("Change", range(6, 10)),
    ("Science", range(10, 17)),
    ("Deals", range(17, 22)),
    ("Trust", range(22, 26)),
)
"""The groups, by the numbers of the competency questions that stand first in the questions' heads."""

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    {
        *("a", "an", "and", "any", "are", "as", "at", "be", "been", "by", "did", "do", "does", "for", "from", "give"),
        *("has", "have", "how", "i", "in", "is", "it", "its", "list", "many", "me", "much", "of", "on", "or", "show"),
        *("tell", "that", "the", "their", "them", "there", "they", "this", "to", "up", "was", "were", "what", "when"),
        *("which", "who", "whom", "whose", "why", "will", "with"),
    }
)
_SHORTEST = 3


def grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Return questions in groups, in each by number and then by name; groups without any are left out."""
    listed = sorted(questions, key=lambda q: (q.competency, q.name))
    found = [(title, [q for q in listed if q.competency and q.competency[0] in among]) for title, among in GROUPS]
    return [(title, among) for title, among in found if among]


def find_questions(words: str, *, most: int = 5) -> list[Question]:
    """Return the questions that have some of the words, the best first.

    Words in the name count most, then those of the title, of the question, of parameters and columns; words that
    begin alike count too.

    >>> [question.name for question in find_questions("what is overdue")]
    ['overdue']
    """
    wanted = {word for word in _words(words) if word not in _EMPTY}
    scored = [(sum(_score(word, question) for word in wanted), question) for question in list_questions()]
    best = max((score for score, _ in scored), default=0)
    kept = [(score, question) for score, question in scored if score and 2 * score > best]
    return [question for _, question in sorted(kept, key=lambda pair: (-pair[0], pair[1].name))[:most]]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _score(word: str, question: Question) -> int:
    """Return how much one word speaks for a question."""
    details = [p.name for p in question.parameters] + [c.name for c in question.columns]
    places = ((8, question.name), (6, question.title), (3, question.question), (1, " ".join(details)))
    return max((weight for weight, text in places if any(_alike(word, other) for other in _words(text))), default=0)


def _alike(word: str, other: str) -> bool:
    """Tell whether two words are one but for their ends, as ``pays`` and ``payments`` are."""
    if word == other:
        return True
    stem = word[: max(_SHORTEST, len(word) - 2)]
    return len(word) > _SHORTEST and len(stem) > _SHORTEST and other.startswith(stem)
