"""Compounds given together, by rows: each wording, with the trial; and pairs that are only compared."""

from __future__ import annotations

import pytest

from kg.model import Predicate
from tests.nlp.reading import assert_says

WITH = "LKB-204 | combinedWith | "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LKB-204 is given with pembrolizumab in a Phase 2 trial in melanoma.",
            ["pembrolizumab | stage phase 2 | indication melanoma"],
        ),
        ("A Phase 1 trial of LKB-204, alone or together with nivolumab, is ongoing.", ["nivolumab | stage phase 1"]),
        ("In one arm patients receive LKB-204 plus gemcitabine; in the other, gemcitabine alone.", ["gemcitabine"]),
        ("LKB-204 followed by docetaxel is being tested in a Phase 2 trial.", ["docetaxel | stage phase 2"]),
        (
            "Patients are given LKB-204 with or without ipilimumab in the Phase 2 LANTERN-2 trial.",
            ["ipilimumab | stage phase 2 | study LANTERN-2"],
        ),
        ("The combination of LKB-204 and nivolumab was well tolerated.", ["nivolumab"]),
        (
            "A Phase 1b trial that combines LKB-204 with daratumumab may follow.",
            ["daratumumab | stage phase 1 | possible"],
        ),
        ("Our Phase 1b trial of LKB-204 with paclitaxel showed responses.", ["paclitaxel | stage phase 1"]),
        (
            "LKB-204 is in a Phase 2 trial in lymphoma. In it, the drug is given along with rituximab.",
            ["rituximab | stage phase 2 | indication lymphoma"],
        ),
        ("Treatment with LKB-204 and azacitidine lowered blast counts.", ["azacitidine"]),
        (
            "LKB-204 is being evaluated in combination with bevacizumab, carboplatin and pembrolizumab.",
            ["bevacizumab", "carboplatin", "pembrolizumab"],
        ),
        (
            "LKB-204 added to chemotherapy with cisplatin and gemcitabine is in Phase 3.",
            ["cisplatin | stage phase 3", "gemcitabine | stage phase 3"],
        ),
        (
            "Before they were infused with LKB-204, patients received cyclophosphamide, alone or with fludarabine.",
            ["cyclophosphamide", "fludarabine"],
        ),
        ("After progression on docetaxel, patients received LKB-204.", []),
        ("LKB-204 was compared with docetaxel in a Phase 3 trial.", []),
        ("A Phase 3 trial of LKB-204 versus docetaxel plus ramucirumab is ongoing.", []),
        ("Patients previously treated with rituximab and lenalidomide received LKB-204.", []),
        ("LKB-204 and kanrotuzumab are in Phase 1 trials.", []),
        ("We will present data on both LKB-204 and kanrotuzumab with our partners.", []),
        ("Unlike treatment with docetaxel, LKB-204 spares normal cells.", []),
    ],
)
def test_what_is_given_together(text: str, expected: list[str]) -> None:
    assert_says(text, "\n".join(WITH + row for row in expected), [Predicate.COMBINED_WITH])
