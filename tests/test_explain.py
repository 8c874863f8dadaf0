"""Why a fact is believed: from a fact to its words and to the row of the rule that made it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.build import extract_tables, sample_filings
from kg.cli import app
from kg.errors import FactTableError, QueryError, VocabularyError
from kg.explain import explain_line, explain_stored, format_explanation
from kg.facttable import read_table
from kg.graph.read import stored_facts
from kg.graph.store import open_store
from kg.query import fact_id, find_fact
from kg.resources import rules_dir
from kg.rulebook import rule_source, track_record, track_records
from tests.nlp.filings_at_hand import SAMPLES, extraction_of

ROOT = Path(__file__).resolve().parent.parent
TEXT = "LARKFIELD BIOSCIENCES, INC.\n\nLKB-204 is an antibody-drug conjugate that targets CD19. We develop LKB-204.\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain")
    (folder / "larkfield-8k.txt").write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["build", str(folder / "larkfield-8k.txt"), "--store", str(folder / "store")])
    assert done.exit_code == 0, done.output
    return folder / "store"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    extract_tables(sample_filings()[:1], folder, workers=1)
    return next(folder.glob("*.jsonl"))


def test_every_rule_that_made_a_fact_is_found_where_it_is_written() -> None:
    rules = {fact.rule for path in SAMPLES for fact in extraction_of(path).facts}
    assert len(rules) > 40
    for rule in rules:
        source = rule_source(rule)
        assert source is not None, rule
        assert source.says
        for place in source.places:
            path, _, line = place.partition(":")
            assert (ROOT / path).is_file(), place
            if line:
                row = (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1 : int(line) + 2]
                assert any(rule in words for words in row), place


def test_a_rule_of_another_version_is_not_found() -> None:
    assert rule_source("no.such-rule") is None


def test_explain_tells_words_rule_and_place(store: Path) -> None:
    with open_store(store, read_only=True) as opened:
        stored = next(f for f in stored_facts(opened) if f.fact.predicate == "hasTarget")
        told = format_explanation(explain_stored(find_fact(opened, fact_id(stored)[:8])), width=100)
    assert told.startswith("LKB-204 hasTarget CD19\n")
    assert "“LKB-204 is an antibody-drug conjugate that targets CD19.”" in told
    assert re.search(r"data/rules/(?:descriptions|relations|verbs)\.toml:\d+", told)
    assert f"confidence {stored.fact.confidence:.2f}: " in told
    assert max(map(len, told.splitlines())) <= 100


def test_the_command_takes_the_id_that_show_prints(store: Path) -> None:
    card = CliRunner().invoke(app, ["show", "LKB-204", "--store", str(store)]).stdout
    ids = re.findall(r"\bid\s+([0-9a-f]{10})\b", card)
    assert len(ids) == 2
    for name in ids:
        done = CliRunner().invoke(app, ["explain", name, "--store", str(store)])
        assert done.exit_code == 0, done.output
        assert done.stdout.startswith("LKB-204 ")
        assert "larkfield-8k" in done.stdout


@pytest.mark.parametrize(("name", "message"), [("0f", "too short"), ("zzzzzz", "no fact has the identifier 'zzzzzz'")])
def test_an_identifier_that_is_none(store: Path, name: str, message: str) -> None:
    with open_store(store, read_only=True) as opened, pytest.raises(QueryError, match=message):
        find_fact(opened, name)


def test_a_line_of_a_fact_table_is_explained(table: Path) -> None:
    facts = read_table(table, numbered=True).facts
    for row in facts:
        told = explain_line(table, row["line"])
        assert told.claim.startswith(f"{row['subject']} {row['predicate']} {row['object']}")
        assert told.evidence[0][0] == row["quote"]
        assert told.confidence == row["confidence"]
        assert told.reason == row["reason"] != ""
        assert told.rule_source is not None


def test_a_line_without_a_fact(table: Path) -> None:
    with pytest.raises(FactTableError, match=r":1 holds no fact; facts stand on lines \d+ to \d+"):
        explain_line(table, 1)


def test_a_record_tells_how_often_a_rule_was_right() -> None:
    assert all(record.right + record.wrong > 0 for record in track_records().values())
    assert track_record("no.such-rule") is None


@pytest.mark.parametrize("row", ["target.verb\t3", "target.verb\tthree\t1", "\t3\t1"])
def test_a_record_that_is_no_record_is_named(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "track_record.tsv").write_text(f"# rule\tright\twrong\n{row}\n", encoding="utf-8")
    monkeypatch.setattr("kg.rulebook.rules_dir", lambda: tmp_path)
    with pytest.raises(VocabularyError, match=r"track_record\.tsv:2: .* must be a rule, how often right"):
        track_records.__wrapped__()
    assert rules_dir() != tmp_path
