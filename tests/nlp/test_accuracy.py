"""Extraction must not get worse: F1 against every gold set at hand stays at or above the floors, which may only rise.

The floors are in ``accuracy_floors.toml``; raise them when extraction gets better, never lower them:
``python -m tests.nlp.test_accuracy`` tells where they could be.
"""

from __future__ import annotations

import math
import shutil
import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.evaluate import Evaluation, evaluate
from kg.facttable import write_table
from tests.nlp.filings_at_hand import GOLD_SETS, NO_SHARED, SHARED, GoldSet, extraction_of, files_in

FLOORS: dict[str, dict[str, float]] = tomllib.loads(
    (Path(__file__).parent / "accuracy_floors.toml").read_text(encoding="utf-8")
)
FIGURES = ("entities", "facts", "qualifiers", "modality", "confident")


@lru_cache(maxsize=8)
def measured(name: str) -> dict[str, float]:
    """Return a gold set's figures; `confident` is the share of facts with high confidence that are right."""
    evaluation = _evaluated(GOLD_SETS[name])
    assert evaluation.missing == ()
    return {
        "entities": evaluation.all_entities.f1,
        "facts": evaluation.all_facts.f1,
        "qualifiers": evaluation.qualifiers.f1,
        "modality": evaluation.modality.share,
        "confident": evaluation.confident.share,
    }


def _evaluated(wanted: GoldSet) -> Evaluation:
    with TemporaryDirectory() as folder:
        predicted, gold = Path(folder) / "predicted", Path(folder) / "gold"
        gold.mkdir()
        texts = {path.stem: path for path in files_in(wanted.texts)}
        for name in wanted.names():
            write_table(extraction_of(texts[name]), predicted)
            shutil.copy(wanted.gold / f"{name}.jsonl", gold)
        return evaluate(predicted, gold)


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


@pytest.mark.parametrize("name", [name for name in GOLD_SETS if name not in ("shared", "dev")])
def test_every_gold_table_has_its_text(name: str) -> None:
    wanted = GOLD_SETS[name]
    assert len(wanted.names()) >= 3
    assert set(wanted.names()) <= {path.stem for path in files_in(wanted.texts)}


def main() -> None:
    """Write floors a little below what is measured now, as ``accuracy_floors.toml`` has them."""
    for name in GOLD_SETS:
        rows = (f"{figure} = {math.floor(1000 * value - 5) / 1000:.3f}\n" for figure, value in measured(name).items())
        sys.stdout.write(f'["{name}"]\n{"".join(rows)}')


if __name__ == "__main__":
    main()
