"""Extraction must not get worse: F1 against every gold set at hand stays at or above the floors, which may only rise.

The floors are in ``accuracy_floors.toml``; raise them when extraction gets better, never lower them.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.evaluate import Evaluation, evaluate
from kg.facttable import write_table
from tests.nlp.filings_at_hand import GOLD_SETS, NO_SHARED, SHARED, extraction_of, files_in

FLOORS: dict[str, dict[str, float]] = tomllib.loads(
    (Path(__file__).parent / "accuracy_floors.toml").read_text(encoding="utf-8")
)
FIGURES = ("entities", "facts", "qualifiers", "modality")


@lru_cache(maxsize=4)
def measured(name: str) -> dict[str, float]:
    """Return a gold set's figures."""
    evaluation = _evaluated(*GOLD_SETS[name])
    assert evaluation.missing == ()
    return {
        "entities": evaluation.all_entities.f1,
        "facts": evaluation.all_facts.f1,
        "qualifiers": evaluation.qualifiers.f1,
        "modality": evaluation.modality.share,
    }


def _evaluated(gold: Path, filings: Path) -> Evaluation:
    wanted = {path.stem for path in gold.glob("*.jsonl")}
    with TemporaryDirectory() as folder:
        for path in files_in(filings):
            if path.stem in wanted:
                write_table(extraction_of(path), Path(folder))
        return evaluate(Path(folder), gold)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", GOLD_SETS)
def test_figures_stay_at_or_above_their_floors(name: str, figure: str) -> None:
    if name in ("shared", "dev") and not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    value, floor = measured(name)[figure], FLOORS[name][figure]
    assert value >= floor, f"{figure} of {name}: {value:.3f}, no longer {floor:.3f}; see `kg evaluate` for what is lost"


def test_every_set_has_floors_worth_the_name() -> None:
    assert set(FLOORS) == set(GOLD_SETS)
    for name, floors in FLOORS.items():
        assert set(floors) == set(FIGURES), name
        assert all(0.4 < floor < 1 for floor in floors.values()), name


@pytest.mark.parametrize("name", ["samples", "passages"])
def test_every_gold_table_has_its_filing(name: str) -> None:
    gold, filings = GOLD_SETS[name]
    tables = {path.stem for path in gold.glob("*.jsonl")}
    assert len(tables) >= 3
    assert tables <= {path.stem for path in files_in(filings)}
