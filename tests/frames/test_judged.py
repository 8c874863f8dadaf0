"""What a fact's confidence would be, had its own text not counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.errors import FactTableError
from kg.frames import judged
from kg.rulebook import TrackRecord


def fact(subject: str, object_: str, **more: object) -> dict[str, object]:
    row = {"kind": "fact", "subject": subject, "predicate": "hasTarget", "object": object_, "quote": "words"}
    return {**row, "qualifiers": {}, "modality": "asserted", **more}


def write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """One text: a right and a wrong fact of rule `a.one`, a right one of `b.two`, and one that nobody found."""
    records = {"a.one": TrackRecord(1, 1), "b.two": TrackRecord(40, 0), "c.three": TrackRecord(30, 2)}
    monkeypatch.setattr(judged, "track_records", lambda: records)
    write(
        tmp_path / "found",
        "text",
        [
            fact("A", "CD1", rule="a.one", confidence=0.7),
            fact("A", "CD2", rule="a.one", confidence=0.7),
            fact("B", "CD1", rule="b.two", confidence=0.95, modality="planned"),
        ],
    )
    write(
        tmp_path / "gold",
        "text",
        [fact("A", "CD1"), fact("B", "CD1"), fact("C", "CD1", qualifiers={"setting": "late"})],
    )
    return tmp_path / "found", tmp_path / "gold"


def test_each_fact_has_its_outcome(folders: tuple[Path, Path]) -> None:
    frame = kg.judged_frame(*folders)
    assert list(zip(frame["subject"], frame["object"], frame["outcome"], strict=True)) == [
        ("A", "CD1", "right"),
        ("A", "CD2", "spurious"),
        ("B", "CD1", "right"),
        ("C", "CD1", "missed"),
    ]
    assert frame["gold_modality"].astype("str").fillna("").tolist() == ["asserted", "", "asserted", "asserted"]
    assert frame["modality"].tolist() == ["asserted", "asserted", "planned", "asserted"]
    assert frame["qualifiers"].fillna("").tolist() == ["", "", "", "setting: late"]


def test_a_text_s_own_facts_are_left_out_of_the_record(folders: tuple[Path, Path]) -> None:
    """`a.one` has no record but this text's: the prior is left, surer than one of two; `b.two` hardly changes."""
    frame = kg.judged_frame(*folders, in_record=True)
    one, two, three = frame["confidence_unseen"].tolist()[:3]
    assert one == two > 0.75
    assert 0.93 <= three <= 0.95


def test_texts_that_the_record_does_not_count_change_nothing(folders: tuple[Path, Path]) -> None:
    frame = kg.judged_frame(*folders)
    assert frame["confidence_unseen"].equals(frame["confidence"])


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(FactTableError, match="holds no fact tables"):
        kg.judged_frame(tmp_path, tmp_path)
