"""Files that are no filings: one clear line each, that names the file and a remedy, and all others are read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GOOD = """FORM 8-K
Date of Report: June 4, 2007

ACME BIOLOGICS, INC.

Acme Biologics, Inc. has initiated a Phase 1 clinical trial of ABC123 in patients with multiple myeloma.
"""
CUT_OFF = """<SEC-DOCUMENT>0000000000-07-000001.txt : 20070604
<SEC-HEADER>0000000000-07-000001.hdr.sgml : 20070604
ACCESSION NUMBER: 0000000000-07-000001
</SEC-HEADER>
<DOCUMENT>
<TYPE>8-K
<SEQUENCE>1
<TEXT>
Acme Biologics, Inc. has initiated a Phase 1 clini"""
SENTENCE = "<p>Acme Biologics, Inc. has initiated a Phase 1 clinical trial of ABC123.</p>"

BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("bad.txt", b"", "the file is empty; download it again"),
    "blank": ("bad.txt", b" \n\t\n", "the file is empty; download it again"),
    "binary": ("bad.txt", bytes(range(256)) * 40, "binary data, not text; give the filing's HTML, text or markdown"),
    "zip": ("bad.htm", b"PK\x03\x04" + bytes(200), "a ZIP archive, not text; give the filing's HTML, text or markdown"),
    "PDF": ("bad.pdf", b"%PDF-1.7\n1 0 obj\n", "a PDF; give the filing's HTML or text from EDGAR"),
    "PDF by another name": ("bad.htm", b"%PDF-1.7\n1 0 obj\n", "a PDF; give the filing's HTML or text from EDGAR"),
    "encoding": ("bad.txt", b"\x01\x02\xff\xfe\x03\x81" * 500, "neither UTF-8 nor Windows-1252 text; save the filing"),
    "cut off": ("bad.txt", CUT_OFF.encode(), "the submission breaks off"),
    "no text": ("bad.html", b"<html><body><p> </p><div></div></body></html>", "no text of a filing in it; give"),
}


def kg(*arguments: str | Path, cwd: Path, status: int) -> subprocess.CompletedProcess[str]:
    """Run the program. Whatever happens, it prints no traceback and leaves with the status expected."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == status, done.stderr
    return done


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith("kg: ")]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_alone(case: str, tmp_path: Path) -> None:
    name, content, words = BAD[case]
    (tmp_path / name).write_bytes(content)
    done = kg("build", name, cwd=tmp_path, status=1)
    (line,) = complaints(done)
    assert line.startswith(f"kg: {name}: {words}")
    assert done.stdout == ""


def test_bad_files_among_good_ones(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    given = ["good.txt"]
    for number, (name, content, _) in enumerate(BAD.values()):
        given.append(f"{number}-{name}")
        (tmp_path / given[-1]).write_bytes(content)
    done = kg("build", *given, "--workers", "2", cwd=tmp_path, status=0)
    lines = complaints(done)
    assert sorted(line.split(": ")[1] for line in lines[:-1]) == sorted(given[1:])
    assert lines[-1] == f"kg: {len(BAD)} of the filings could not be read (see above); the others were"
    shown = kg("query", "SELECT ?stage WHERE { ?s pipe:phase ?stage }", "--format", "csv", cwd=tmp_path, status=0)
    assert "ABC123" in kg("show", "ABC123", cwd=tmp_path, status=0).stdout
    assert shown.stdout.startswith("stage\n")


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    lines = complaints(kg("build", "huge.txt", "good.txt", cwd=tmp_path, status=0))
    assert lines[0].startswith("kg: huge.txt: 200 MB is more than the 100 MB that a filing may have; give the main")


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "blockquote"])
def test_elements_100_000_deep_are_read(tag: str, tmp_path: Path) -> None:
    deep = f"<html><body>{f'<{tag}>' * 100_000}{SENTENCE}</body></html>"
    (tmp_path / "deep.html").write_text(deep, encoding="utf-8")
    kg("build", "deep.html", cwd=tmp_path, status=0)
    assert "is in stage phase 1" in kg("show", "ABC123", cwd=tmp_path, status=0).stdout


def test_a_folder_without_filings(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "picture.png").write_bytes(b"\x89PNG")
    (line,) = complaints(kg("build", "papers", cwd=tmp_path, status=1))
    assert line.startswith("kg: no filings found (papers); looked for files ending in .htm, ")


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    (line,) = complaints(kg("extract", "gone.txt", "--output", "tables", cwd=tmp_path, status=1))
    assert line == "kg: gone.txt: no such file or folder; check the path"


@pytest.mark.parametrize(
    "command",
    [
        ["query", "in-clinic"],
        ["query", "ASK { ?s ?p ?o }"],
        ["show", "ABC123"],
        ["explore", "--output", "page.html"],
        ["export", "--output", "graph.trig"],
        ["validate"],
    ],
    ids=lambda command: command[0],
)
def test_a_folder_that_is_no_store(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (line,) = complaints(kg(*command, "--store", "papers", cwd=tmp_path, status=1))
    assert line == "kg: papers is not a store; build one there first, or name another folder"
    (line,) = complaints(kg(*command, "--store", "gone", cwd=tmp_path, status=1))
    assert line == "kg: gone is no folder; build one there first, or name another folder"
    assert not (tmp_path / "gone").exists()


def test_a_store_among_other_things(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (line,) = complaints(kg("build", "good.txt", "--store", ".", cwd=tmp_path, status=1))
    assert line == "kg: . holds other things; choose a new or an empty folder for the store"


def test_a_damaged_store(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    kg("build", "good.txt", "--store", "store", cwd=tmp_path, status=0)
    (tmp_path / "store" / "biotech-pipeline-store.json").write_text("{", encoding="utf-8")
    (line,) = complaints(kg("show", "ABC123", "--store", "store", cwd=tmp_path, status=1))
    assert "cannot be read; build the store again in a new folder" in line


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["export", "--output", "good.txt/graph.trig"], "good.txt"),
        (["explore", "--output", "good.txt/page.html"], "good.txt"),
        (["extract", "good.txt", "--output", "good.txt"], "good.txt is a file; name a folder for the fact tables"),
        (["query", "--file", "gone.rq"], "gone.rq: cannot be read (No such file or directory); check the path"),
        (["query", "nonsense"], "no question is called 'nonsense'; there are adverse-events, "),
        (["query", "in-clinik"], "no question is called 'in-clinik'; did you mean in-clinic?"),
        (["query", "in-clinic", "--param", "target"], "--param 'target' must have the form KEY=VALUE"),
        (["query", "in-clinic", "--param", "colour=red"], "question in-clinic has no parameter 'colour'; "),
        (["query", "SELECT ?s WHERE {"], "not SPARQL: "),
        (["query", "SELECT ?s WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"], "SERVICE is refused"),
        (["query", "DROP ALL"], "DROP is refused"),
        (["query", "ASK { ?s ?p ?o }", "--param", "target=CD9"], "--param is for named questions"),
        (["query"], "give either a question or --file F.rq"),
        (["show", "no such thing"], "no thing is called 'no such thing'; "),
        (["explore", "--entity", "no such thing"], "no fact names 'no such thing'; "),
        (["evaluate", "gone", "."], "gone is no folder; give one that holds fact tables"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_questions_and_outputs_that_cannot_be(command: list[str], words: str, store: Path) -> None:
    (line,) = complaints(kg(*command, cwd=store, status=1))
    assert line.removeprefix("kg: ").startswith(words)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    kg("build", "good.txt", cwd=folder, status=0)
    return folder
