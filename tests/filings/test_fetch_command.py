"""The command ``kg fetch``, against a mirror on this machine, and the list of filings that comes along."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.filings.edgar_manifest import read_list
from kg.resources import corpus_file
from tests.filings.mirror import OLD, PAPERS, Mirror, serving, stocked

WHO = "Ada Example ada@example.org"


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with serving(stocked()) as served:
        yield served


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@dataclass(frozen=True)
class Done:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def kg(*words: str, mirror: Mirror | None = None, who: str | None = WHO) -> Done:
    """Run `kg fetch`; only this machine can be reached."""
    environment: dict[str, str | None] = {name: None for name in os.environ if "EDGAR" in name}
    environment |= {"no_proxy": "127.0.0.1", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    environment |= {"KG_EDGAR_IDENTITY": who, "KG_EDGAR_MIRROR": mirror.url if mirror else None}
    done = CliRunner().invoke(app, ["fetch", *words], env=environment)
    return Done(done.exit_code, done.stdout, done.stderr)


def test_the_command_fetches_and_takes_a_list(mirror: Mirror, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    done = kg("--company", "ACMC", "--from", "2020-01-01", "--to", "2021-12-31", "--output", str(one), mirror=mirror)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"2 filings fetched into {one} (0.0 MB); 0 were there, 0 are missing\n"
    done = kg("--list", str(one / "manifest.csv"), "--limit", "1", "--output", str(two), mirror=mirror)
    assert done.stdout.startswith("1 filings fetched"), done.stderr
    assert names(two) == {"0000000042-20-000005.txt", "manifest.csv"}


@pytest.mark.parametrize(
    ("words", "who", "said"),
    [
        (["--company", "ACMC"], None, "who they are"),
        ([], WHO, "give either --company, or a list"),
        (["--company", "42", "--corpus"], WHO, "give either --company, or a list"),
        (["--company", "42", "--from", "March"], WHO, "--from is 'March'"),
        (["--company", "42", "--form", "S-1"], WHO, "has filed no S-1"),
        (["--company", "42", "--rate", "20"], WHO, "at most 8"),
    ],
)
def test_the_command_says_in_one_line_what_is_amiss(
    mirror: Mirror, tmp_path: Path, words: list[str], who: str | None, said: str
) -> None:
    done = kg(*words, "--output", str(tmp_path / "out"), mirror=mirror, who=who)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_failures_are_listed_and_nothing_fetched_is_a_failure(mirror: Mirror, tmp_path: Path) -> None:
    del mirror.pages[PAPERS[0].path]
    done = kg("--company", "42", "--limit", "1", "--output", str(tmp_path), mirror=mirror)
    assert done.returncode == 1
    assert f"kg: {PAPERS[0].accession}: {mirror.url}{PAPERS[0].path} is not there (404)" in done.stderr
    done = kg("--company", "42", "--limit", "2", "--output", str(tmp_path), mirror=mirror)
    assert done.returncode == 0
    assert "(0.0 MB); 0 were there, 1 are missing" in done.stdout


def test_the_corpus_is_what_it_says() -> None:
    with corpus_file().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = read_list(corpus_file())
    assert len(listed) == len(rows) > 90
    assert all(row["seen_in"] and row["company"] and row["form"] and len(row["cik"]) == 10 for row in rows)
    for row in listed:
        day = row.filed or row.period
        assert day is None or day.year % 100 in {int(row.accession[11:13]), int(row.accession[11:13]) - 1}


def test_several_companies_and_lists_are_taken_together(mirror: Mirror, tmp_path: Path) -> None:
    done = kg("-c", "GONE", "-c", "42", "--form", "10-K", "--form", "8-K", "--dry-run", mirror=mirror)
    assert done.returncode == 0
    assert "kg: no company is listed under the ticker 'GONE' today" in done.stderr
    assert [line.split()[:3] for line in done.stdout.splitlines()[3:] if line.strip()] == [
        [paper.accession, paper.form, paper.filed] for paper in (PAPERS[2], PAPERS[0], PAPERS[3], OLD)
    ]
    lists = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, wanted in zip(lists, [(OLD, PAPERS[0]), (PAPERS[0], PAPERS[2])], strict=True):
        rows = "".join(f"{paper.accession},42,{paper.form}\n" for paper in wanted)
        path.write_text(f"accession_number,cik,form\n{rows}", encoding="utf-8")
    mirror.asked.clear()
    done = kg("--list", str(lists[0]), "--list", str(lists[1]), "-o", str(tmp_path / "out"), mirror=mirror)
    assert done.stdout.startswith("3 filings fetched")
    assert mirror.asked == [paper.path for paper in (OLD, PAPERS[0], PAPERS[2])]
    done = kg("--list", str(lists[0]), "--form", "S-1", "--dry-run", mirror=mirror)
    assert "none of the 2 filings is of these forms and days" in done.stderr


def test_the_corpus_is_listed_without_any_request(tmp_path: Path) -> None:
    done = kg("--corpus", "--dry-run", "--form", "8-K", "--output", str(tmp_path / "out"), who=None)
    assert done.returncode == 0, done.stderr
    assert "ImmunoGen" in done.stdout
    assert not (tmp_path / "out").exists()
