"""Sentences that tell of one trial together, by rows."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

STAGE = "LKB-204 | hasStage | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Larkfield Opens Phase 2 Trial of LKB-204\n\nA Phase 2 trial of LKB-204 in psoriasis has begun.",
            ["phase 2 | status initiated | indication psoriasis"],
        ),
        (
            "A Phase 2 trial of LKB-204 in psoriasis is ongoing. The Phase 2 trial, LANTERN-2, began in 2020.",
            [
                "phase 2 | status ongoing | indication psoriasis | study LANTERN-2",
                "phase 2 | status initiated | indication psoriasis | study LANTERN-2 | eventDate 2020",
            ],
        ),
        (
            "A Phase 1 trial of LKB-204 in psoriasis is ongoing. A Phase 1 trial of LKB-204 in asthma is ongoing.",
            ["phase 1 | status ongoing | indication psoriasis", "phase 1 | status ongoing | indication asthma"],
        ),
        (
            "A Phase 1 trial of LKB-204 in lung cancer began in 2020. "
            "LKB-204 entered Phase 1 for small cell lung cancer.",
            ["phase 1 | status initiated | indication small cell lung cancer | eventDate 2020"],
        ),
        (
            "LKB-204 is meant for psoriasis. The FDA approved LKB-204 in 2020.",
            ["approved | region US | indication psoriasis | eventDate 2020"],
        ),
        (
            "LKB-204 is meant for psoriasis and asthma. The FDA approved LKB-204 in 2020.",
            ["approved | region US | indication - | eventDate 2020"],
        ),
    ],
)
def test_sentences_about_one_trial_are_one_line(text: str, expected: list[str]) -> None:
    assert_says(text, "\n".join(STAGE + row for row in expected), [Predicate.HAS_STAGE])
