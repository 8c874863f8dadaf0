"""Figures of comparisons: small tables that can be counted by hand, and the same figures as the reference script."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import FactTableError
from kg.evaluate import Evaluation, Score, Share, evaluate

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")

Row = dict[str, Any]


def entity(kind: str, name: str, *aliases: str) -> Row:
    return {"kind": "entity", "type": kind, "name": name, "aliases": list(aliases), "attributes": {}}


def fact(subject: str, predicate: str, thing: str, quote: str = "as said", **more: Any) -> Row:
    return {"kind": "fact", "subject": subject, "predicate": predicate, "object": thing, "quote": quote, **more}


def write(folder: Path, name: str, *rows: Row) -> None:
    folder.mkdir(exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def compared(tmp_path: Path, found: list[Row], gold: list[Row]) -> Evaluation:
    write(tmp_path / "found", "one", *found)
    write(tmp_path / "gold", "one", *gold)
    return evaluate(tmp_path / "found", tmp_path / "gold")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Acme Biologics, Inc.", "ACME BIOLOGICS", True),
        ("Acme Biologics Co., Ltd.", "Acme Biologics", True),
        ("HER-2", "HER2", True),
        ("non-Hodgkin’s lymphoma", "Non-Hodgkin's Lymphoma", True),
        ("Coffeinib®", "coffeinib", True),
        ("CD19+ lymphoma", "CD19 lymphoma", False),
        ("Limited", "limited", True),
        ("Acme AG", "Acme Pharma AG", False),
        ("CD19", "CD19a", False),
    ],
)
def test_names_are_the_same_after_folding(tmp_path: Path, one: str, other: str, same: bool) -> None:
    found = compared(tmp_path, [entity("Compound", one)], [entity("Compound", other)])
    assert found.all_entities == (Score(1, 0, 0) if same else Score(0, 1, 1))


def test_entities_match_by_any_name_once_and_only_within_their_type(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        [entity("Compound", "ABC-1", "abc one"), entity("Compound", "Abc One"), entity("Payload", "DM7")],
        [entity("Compound", "acminib", "ABC1"), entity("Antibody", "DM7")],
    )
    assert found.entities == {"Antibody": Score(0, 0, 1), "Compound": Score(1, 1, 0), "Payload": Score(0, 1, 0)}
    assert [str(miss) for miss in found.misses] == [
        "one: spurious Compound: Abc One",
        "one: spurious Payload: DM7",
        "one: missed Antibody: DM7",
    ]


@pytest.mark.parametrize(
    ("row", "wanted", "same"),
    [
        (fact("ABC1", "hasTarget", "CD9"), fact("acminib", "hasTarget", "CD-9"), True),
        (fact("ABC1", "hasTarget", "CD9"), fact("acminib", "hasIndication", "CD9"), False),
        (fact("CD9", "hasTarget", "ABC1"), fact("ABC1", "hasTarget", "CD9"), False),
        (fact("Globex", "collaboratesWith", "Acme"), fact("Acme", "collaboratesWith", "Globex plc"), True),
        (fact("DEF2", "combinedWith", "ABC1"), fact("acminib", "combinedWith", "DEF2"), True),
        (fact("ABC1", "presentedAt", "12th Grey Society Meeting"), fact("ABC1", "presentedAt", "Grey Society"), True),
        (fact("ABC1", "presentedAt", "Blue Congress"), fact("ABC1", "presentedAt", "Grey Society"), False),
    ],
)  # fmt: skip
def test_facts_match_by_their_triple(tmp_path: Path, row: Row, wanted: Row, same: bool) -> None:
    things = [entity("Compound", "acminib", "ABC1")]
    found = compared(tmp_path, [*things, row], [*things, wanted])
    assert found.all_facts == (Score(1, 0, 0) if same else Score(0, 1, 1))


@pytest.mark.parametrize(
    ("key", "one", "other", "same"),
    [
        ("amount", 1000000, 1000000.0, True),
        ("amount", "1000000", 1000000, True),
        ("amount", 1000000, 2000000, False),
        ("sponsor", "Acme", "Acme, Inc.", True),
        ("sponsor", "ABC1", "acminib", True),
        ("eventDate", "2007-10", "2007-10-17", False),
        ("exclusive", True, True, True),
        ("exclusive", True, False, False),
        ("scope", "two antibodies against solid tumors", "antibodies", True),
        ("trigger", "first patient dosed", "approval by an agency", False),
        ("dose", "3.6 mg/kg", "3.6 mg/kg every three weeks", True),
        ("dose", "3.6 mg/kg", "2.4 mg/kg", False),
        ("grade", "3/4", "3", False),
    ],
)
def test_qualifiers_agree(tmp_path: Path, key: str, one: object, other: object, same: bool) -> None:
    things = [entity("Compound", "acminib", "ABC1")]
    found = compared(
        tmp_path,
        [*things, fact("ABC1", "hasStage", "phase 1", qualifiers={key: one})],
        [*things, fact("ABC1", "hasStage", "phase 1", qualifiers={key: other})],
    )
    assert found.qualifiers == (Score(1, 0, 0) if same else Score(0, 1, 1))


def test_of_equal_triples_those_that_agree_most_are_paired(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        [
            fact("A", "hasStage", "phase 1", qualifiers={"status": "ongoing"}, modality="asserted", confidence=0.9),
            fact("A", "hasStage", "phase 1", qualifiers={"status": "planned", "region": "US"}, modality="planned"),
            fact("A", "hasStage", "phase 1", qualifiers={"status": "completed"}, confidence=0.3),
        ],
        [
            fact("A", "hasStage", "phase 1", qualifiers={"status": "planned", "eventDate": "2009"}, modality="planned"),
            fact("A", "hasStage", "phase 1", qualifiers={"status": "ongoing"}, modality="possible"),
        ],
    )
    assert found.all_facts == Score(2, 1, 0)
    assert found.qualifiers == Score(2, 1, 1)
    assert found.modality == Share(1, 2)
    assert found.confident == Share(2, 2)
    assert [(miss.spurious, miss.row["qualifiers"]) for miss in found.misses] == [(True, {"status": "completed"})]


def test_scores_are_shares() -> None:
    score = Score(right=6, spurious=2, missed=4)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 / 3)
    assert (Score().precision, Score().recall, Score().f1, Share().share) == (0, 0, 0, 0)


def test_a_file_without_prediction_is_missed_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path / "gold", "one", entity("Target", "CD9"), fact("A", "hasTarget", "CD9"))
    write(tmp_path / "gold", "two", entity("Target", "CD9"), fact("A", "hasTarget", "CD9"))
    write(tmp_path / "found", "two", entity("Target", "CD9"), fact("A", "hasTarget", "CD9"))
    found = evaluate(tmp_path / "found", tmp_path / "gold")
    assert found.missing == ("one",)
    assert (found.all_entities, found.all_facts) == (Score(1, 0, 1), Score(1, 0, 1))


def test_quotes_are_looked_up_with_white_space_folded(tmp_path: Path) -> None:
    rows = [fact("A", "hasTarget", "CD9", "binds  to CD9"), fact("A", "hasTarget", "CD8", "binds to CD8")]
    write(tmp_path / "found", "one", *rows, fact("A", "hasTarget", "CD7", ""))
    write(tmp_path / "gold", "one", *rows)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("It binds\nto   CD9.", encoding="utf-8")
    found = evaluate(tmp_path / "found", tmp_path / "gold", tmp_path / "texts")
    assert found.evidence == Share(1, 3)
    assert found.figures()["evidence"] == pytest.approx(1 / 3)
    assert evaluate(tmp_path / "found", tmp_path / "gold").figures()["evidence"] is None


@pytest.mark.parametrize(
    ("found", "gold", "message"),
    [
        ("nowhere", "gold", "nowhere is no folder; give one that holds fact tables"),
        ("found", "empty", "empty holds no fact tables"),
        ("empty", "gold", r"empty holds no table of the names in .*one\.jsonl"),
        ("broken", "gold", r"one\.jsonl:1: not JSON"),
    ],
)
def test_faults_are_named(tmp_path: Path, found: str, gold: str, message: str) -> None:
    write(tmp_path / "found", "one", entity("Target", "CD9"))
    write(tmp_path / "gold", "one", entity("Target", "CD9"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "one.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(FactTableError, match=message):
        evaluate(tmp_path / found, tmp_path / gold)


def spoiled(rows: list[Row], chance: random.Random) -> list[Row]:
    """Return gold rows as a middling extraction might give them."""
    kept: list[Row] = []
    for row in rows:
        luck = chance.random()
        if luck < 0.15:
            continue
        if row["kind"] == "fact":
            qualifiers = dict(row.get("qualifiers") or {})
            for key in list(qualifiers):
                if chance.random() < 0.2:
                    qualifiers[key] = "other words 3"
            row.update(qualifiers=qualifiers, confidence=round(chance.random(), 2))
            row.update({"object": "wrong thing"} if luck < 0.25 else {})
            row.update({"modality": "planned"} if luck < 0.4 else {})
            row.update({"quote": "not there at all"} if luck > 0.9 else {})
        kept += [row, dict(row)] if luck > 0.95 else [row]
    chance.shuffle(kept)
    return kept


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("gold", "text"),
    [
        (SHARED / "gold", SHARED / "filings"),
        (SHARED / "gold" / "dev", SHARED / "filings" / "dev" / "passages"),
        (ROOT / "data" / "gold", ROOT / "data" / "filings"),
        (ROOT / "data" / "gold" / "passages", ROOT / "data" / "gold" / "passages"),
    ],
    ids=["filings", "passages", "samples", "sample passages"],
)
def test_every_figure_is_that_of_the_reference(gold: Path, text: Path, seed: int, tmp_path: Path) -> None:
    script = SHARED / "gold" / "score.py"
    if not script.is_file():
        pytest.skip("the reference script is not beside this checkout; name its parent folder in KG_SHARED")
    chance = random.Random(seed)
    for file in sorted(gold.glob("*.jsonl"))[seed - 1 :]:  # with the second seed, one prediction is missing
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        write(tmp_path, file.stem, *spoiled(rows, chance))
    command = [sys.executable, str(script), str(tmp_path), str(gold), "--text", str(text), "--json"]
    told = json.loads(subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120).stdout)
    figures = evaluate(tmp_path, gold, text).figures()
    for part in ("entities", "facts"):
        assert set(figures[part]) == set(told[part])
        for name, row in figures[part].items():
            wanted = {key: told[part][name].get(key, 0) for key in row}  # it leaves out counts of nothing
            assert row == pytest.approx(wanted), f"{part} {name}"
    for key in ("qualifiers", "modality", "evidence", "missing"):
        assert figures[key] == pytest.approx(told[key]), key
    assert 0 < figures["facts"]["all"]["F"] < 1
