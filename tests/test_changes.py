"""Facts gained, lost and changed between two extractions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg.changes import compare_facts, compare_folders
from kg.cli import app
from kg.errors import FactTableError


def fact(subject: str, thing: str, **qualifiers: str) -> dict[str, Any]:
    return {
        "kind": "fact",
        "subject": subject,
        "predicate": "hasStage",
        "object": thing,
        "qualifiers": qualifiers,
        "quote": "…",
    }


def write(folder: Path, name: str, *rows: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_nothing_changed_whatever_the_words_and_the_order() -> None:
    one, two = fact("A-1", "phase 1"), fact("A-2", "phase 2", status="ongoing")
    assert compare_facts("f", [one, two], [{**two, "quote": "other words", "confidence": 0.5}, one]) == []


def test_gained_lost_and_changed() -> None:
    before = [fact("A-1", "phase 1"), fact("A-2", "phase 2", status="ongoing")]
    after = [fact("A-2", "phase 2", status="completed"), fact("A-3", "IND")]
    assert [str(change) for change in compare_facts("f", before, after)] == [
        "- f: A-1 | hasStage | phase 1",
        "~ f: A-2 | hasStage | phase 2 | status completed    (was: A-2 | hasStage | phase 2 | status ongoing)",
        "+ f: A-3 | hasStage | IND",
    ]


def test_the_same_fact_twice_is_not_once() -> None:
    one = fact("A-1", "phase 1")
    assert [change.kind for change in compare_facts("f", [one, one], [one])] == ["lost"]


def test_folders_by_the_command(tmp_path: Path) -> None:
    before = write(tmp_path / "before", "one", fact("A-1", "phase 1"))
    after = write(tmp_path / "after", "one", fact("A-1", "phase 1"))
    write(after, "two", fact("B-1", "phase 3"))
    done = CliRunner().invoke(app, ["compare", str(before), str(after)])
    assert done.exit_code == 0
    assert done.stdout == "+ two: B-1 | hasStage | phase 3\n1 gained, 0 lost, 0 changed\n"


def test_a_folder_without_tables(tmp_path: Path) -> None:
    before = write(tmp_path / "before", "one", fact("A-1", "phase 1"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(FactTableError, match="empty holds no fact tables"):
        compare_folders(before, tmp_path / "empty")
