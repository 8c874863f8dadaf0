"""The command line: what each command prints and writes, and with which status it leaves."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.facttable import read_table
from kg.graph.export import FORMATS
from kg.graph.read import stored_facts
from kg.graph.store import open_store

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "filings"
COMMANDS = [
    "ask",
    "build",
    "checks",
    "compare",
    "demo",
    "diff",
    "evaluate",
    "explain",
    "explore",
    "export",
    "extract",
    "query",
    "show",
    "timeline",
    "validate",
]


def run(*arguments: str | Path, status: int = 0) -> str:
    """Run a command in this process and return what it prints on standard output."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="kg")
    assert done.exit_code == status, done.output
    return done.stdout


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "store"
    two = [SAMPLES / "seattle-genetics-8k-2009-12-14.txt", SAMPLES / "immunogen-8k-2013-11-05.txt"]
    told = run("build", *two, "--store", folder, "--workers", "1")
    assert "filings read" in told
    return folder


def test_a_day_can_be_given_to_all_that_shows_facts(store: Path, tmp_path: Path) -> None:
    then: list[str | Path] = ["--as-of", "2010-12-31", "--store", store]
    assert "immunogen" not in run("query", "planned-next", "--format", "csv", *then)
    assert "by 2010-12-31" in run("show", "lorvotuzumab mertansine", *then)
    assert run("query", "SELECT DISTINCT ?f { ?s pipe:reportedIn ?f }", *then).count("filing/") == 1
    run("export", "--format", "nquads", "--output", tmp_path / "then.nq", *then)
    assert "immunogen-8k" not in (tmp_path / "then.nq").read_text(encoding="utf-8")
    run("explore", "--output", tmp_path / "then.html", *then)
    assert "immunogen-8k" not in (tmp_path / "then.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["2010", "31.12.2010", "2010-13-01", "today"])
def test_a_bad_day_is_one_line(store: Path, day: str) -> None:
    done = CliRunner().invoke(app, ["show", "SGN-35", "--as-of", day, "--store", str(store)])
    assert done.exit_code == 1
    assert done.stderr == f"kg: --as-of is {day!r}, must be a day such as 2013-12-31\n"


def test_a_timeline_tells_what_happened_and_what_is_to_come(store: Path) -> None:
    told = run("timeline", "SGN-35", "--store", store)
    assert "2011-01-01 to 2011-12-31 brentuximab vedotin: submitted (US)" in told
    assert "said of “2011”, reported 2009-12-14" in told
    rows = list(csv.DictReader(io.StringIO(run("timeline", "SGN-35", "--format", "csv", "--store", store))))
    assert {row["kind"] for row in rows} >= {"stage", "designation", "payment", "rights"}
    assert all(row["quote"] and row["filing"] and row["facts"] for row in rows)
    assert "SGN-33" not in run("timeline", "SGN-35 in Hodgkin lymphoma", "--format", "csv", "--store", store)


def test_a_difference_of_days_filings_and_stores(store: Path, tmp_path: Path) -> None:
    days = run("diff", "2009-12-31", "2013-12-31", "--format", "csv", "--store", store)
    rows = list(csv.DictReader(io.StringIO(days)))
    assert {row["new_filing"] for row in rows} == {"immunogen-8k-2013-11-05"}
    filings = ["seattle-genetics-8k-2009-12-14", "immunogen-8k-2013-11-05"]
    assert run("diff", *filings, "--store", store, "--format", "csv") == days
    run("build", SAMPLES / f"{filings[0]}.txt", "--store", tmp_path / "old", "--workers", "1")
    assert run("diff", tmp_path / "old", store, "--format", "csv") == days
    assert run("diff", store, store) == "nothing has changed\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2011-01-01", "2010-01-01", "give the older day first"),
        ("2011-01-01", "immunogen-8k-2013-11-05", "not of one sort"),
        ("immunogen-8k-2013-11-04", "2012", "filings are immunogen-8k-2013-11-05"),
    ],
)
def test_two_states_that_cannot_be_compared(store: Path, old: str, new: str, said: str) -> None:
    done = CliRunner().invoke(app, ["diff", old, new, "--store", str(store)])
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_help_names_every_command_and_what_analysts_ask() -> None:
    told = run("--help")
    for command in COMMANDS:
        assert f" {command} " in told
    for question in ("kg demo", "kg query in-clinic --param payload=MMAE", "kg query payments", "kg show SGN-35"):
        assert question in told


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_by_an_example(command: str) -> None:
    assert f"kg {command}" in run(command, "--help").replace("Usage: kg ", "")


def test_help_is_quick() -> None:
    took = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, capture_output=True, timeout=30)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.5


def test_version() -> None:
    assert run("--version") == f"kg {kg.__version__}\n"


def test_build_prints_what_it_did_and_reads_nothing_twice(store: Path) -> None:
    told = run("build", SAMPLES / "immunogen-8k-2013-11-05.txt", "--store", store)
    rows = dict(
        line.rsplit(maxsplit=1) for line in told.splitlines() if line.startswith(" ") and line.strip()[-1:].isdigit()
    )
    figures = {key.strip(): value for key, value in rows.items()}
    with open_store(store, read_only=True) as opened:
        facts = len(stored_facts(opened))
    assert figures["filings read"] == "0"
    assert figures["filings unchanged"] == "1"
    assert figures["filings failed"] == "0"
    assert figures["facts"] == str(facts)
    assert facts > 40


def test_progress_is_seen_within_a_second(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("ACME BIOLOGICS, INC. has initiated a Phase 1 trial of ABC123.", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "one.txt"]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        waited = time.perf_counter() - began
        process.stderr.read()
        assert process.wait(60) == 0
    assert first.decode("utf-8") == "Reading filings …\n"
    assert waited < 1


def test_extract_writes_fact_tables(tmp_path: Path) -> None:
    told = run("extract", SAMPLES / "immunogen-8k-2013-11-05.txt", "--output", tmp_path / "tables")
    table = read_table(tmp_path / "tables" / "immunogen-8k-2013-11-05.jsonl")
    assert f"{len(table.entities)} entities, {len(table.facts)} facts; 0 filings failed" in told
    source = (SAMPLES / "immunogen-8k-2013-11-05.txt").read_text(encoding="utf-8")
    for fact in table.facts:
        assert source[fact["start"] : fact["end"]] == fact["quote"]


def test_a_question_by_name_in_every_format(store: Path) -> None:
    told = run("query", "in-clinic", "--store", store, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert rows
    assert {"phase", "compound", "quote", "filing"} <= set(rows[0])
    assert "brentuximab vedotin" in {row["compound"] for row in rows}
    tabbed = run("query", "in-clinic", "--store", store, "--format", "tsv").splitlines()
    assert len(tabbed) == len(rows) + 1
    told_json = json.loads(run("query", "in-clinic", "--store", store, "--format", "json"))
    assert len(told_json["results"]["bindings"]) == len(rows)
    assert f"{len(rows)} rows" in run("query", "in-clinic", "--store", store)


def test_a_parameter_narrows_the_answer(store: Path) -> None:
    told = run("query", "in-clinic", "-p", "target=CD30", "--store", store, "--format", "csv")
    assert {row["compound"] for row in csv.DictReader(io.StringIO(told))} == {"brentuximab vedotin"}


def test_sparql_as_an_argument_and_in_a_file(store: Path, tmp_path: Path) -> None:
    query = """SELECT DISTINCT ?name WHERE {
        ?c pipe:targets|pipe:curatedTarget ?t ; skos:prefLabel ?name . ?t skos:prefLabel "CD30" }"""
    (tmp_path / "cd30.rq").write_text(query, encoding="utf-8")
    told = run("query", query, "--store", store, "--format", "csv")
    assert told == run("query", "--file", tmp_path / "cd30.rq", "--store", store, "--format", "csv")
    assert "brentuximab vedotin" in told.splitlines()


def test_questions_are_listed_with_their_parameters() -> None:
    told = run("ask")
    for file in (ROOT / "ontology" / "queries").glob("*.rq"):
        assert file.stem in told
    one = run("ask", "payments", "--describe")
    assert "payer" in one
    assert "Only what this company pays." in " ".join(one.split())


def test_a_few_words_find_a_question_and_its_name_asks_it(store: Path) -> None:
    assert "overdue" in run("ask", "what is overdue")
    asked = run("ask", "payments", "--param", "payee=ImmunoGen", "--store", store)
    assert asked == run("query", "payments", "--param", "payee=ImmunoGen", "--store", store)


def test_show_prints_a_card_with_quotes(store: Path) -> None:
    told = run("show", "SGN-35", "--store", store)
    assert told.splitlines()[0].startswith("brentuximab vedotin  (Compound")
    assert "SGN-35" in told
    assert "“" in told


def test_explore_writes_a_page_of_all_or_of_a_part(store: Path, tmp_path: Path) -> None:
    assert "open it in a browser" in run("explore", "--output", tmp_path / "all.html", "--store", store)
    run("explore", "--output", tmp_path / "one.html", "--entity", "SGN-35", "--store", store)
    run("explore", "--output", tmp_path / "two.html", "--filing", "immunogen-8k-2013-11-05", "--store", store)
    pages = {name: (tmp_path / f"{name}.html").read_text(encoding="utf-8") for name in ("all", "one", "two")}
    assert "brentuximab vedotin" in pages["all"]
    assert "brentuximab vedotin" in pages["one"]
    assert "seattle-genetics-8k-2009-12-14" not in pages["two"]
    assert max(len(pages["one"]), len(pages["two"])) < len(pages["all"])


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_export_writes_every_format(store: Path, tmp_path: Path, form: str) -> None:
    told = run("export", "--format", form, "--output", tmp_path / f"graph.{form}", "--store", store)
    files = [Path(line) for line in told.splitlines()]
    assert files
    assert all(file.stat().st_size > 100 for file in files)
    if form in {"trig", "nquads"}:
        kind = {"trig": pyoxigraph.RdfFormat.TRIG, "nquads": pyoxigraph.RdfFormat.N_QUADS}[form]
        assert len(list(pyoxigraph.parse(files[0].read_bytes(), format=kind))) > 1000
    if form == "turtle":
        assert len(rdflib.Graph().parse(data=files[0].read_text(encoding="utf-8"))) > 1000


def test_an_empty_store_has_nothing_to_explore(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    run("build", tmp_path / "bad.txt", "--store", tmp_path / "store", status=1)
    run("explore", "--output", tmp_path / "page.html", "--store", tmp_path / "store", status=1)
    assert not (tmp_path / "page.html").exists()


def test_validate_counts_findings_and_finds_none_of_the_worst(store: Path) -> None:
    told = run("validate", "--store", store)
    assert told.splitlines()[-1].startswith("0 violations, ")


def test_validate_leaves_with_1_where_a_shape_is_broken(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "store"
    run("build", SAMPLES / "immunogen-8k-2013-11-05.txt", "--store", copy)
    with open_store(copy) as opened:
        opened.inner.update(
            "PREFIX pipe: <https://w3id.org/biotech-pipeline/ontology#> "
            "DELETE { GRAPH ?g { ?s pipe:mainEvidence ?e } } WHERE { GRAPH ?g { ?s pipe:mainEvidence ?e } }"
        )
    assert "violation\t" in run("validate", "--store", copy, status=1)


def test_evaluate_prints_tables_figures_and_lines(tmp_path: Path) -> None:
    gold = ROOT / "data" / "gold"
    for file in gold.glob("*.jsonl"):
        lines = file.read_text(encoding="utf-8").splitlines()
        (tmp_path / file.name).write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    told = run("evaluate", tmp_path, gold, "--text", SAMPLES, "--verbose")
    assert "hasStage" in told
    assert ": missed " in told
    assert ": spurious " not in told
    assert "qualifiers of facts found    P 1.000  R 1.000  F1 1.000" in told
    figures: dict[str, Any] = json.loads(run("evaluate", tmp_path, gold, "--json"))
    assert (figures["facts"]["all"]["P"], figures["facts"]["all"]["fn"]) == (1, 3)
    assert figures["entities"]["all"]["F"] == 1
    assert figures["evidence"] is None


def test_demo_leaves_a_store_a_page_and_tables(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=300,
        check=True,
    )
    told = done.stdout.decode("utf-8")  # whatever the locale says
    demo = tmp_path / "kg-demo"
    assert len(list((demo / "tables").glob("*.jsonl"))) == 10
    assert "brentuximab vedotin" in (demo / "page.html").read_text(encoding="utf-8")
    table, _, after = told.partition("What is in the clinic")[2].partition(" rows")
    assert int(table.split()[-1]) > 10
    assert {"phase 1", "phase 2", "phase 3"} <= set(re.findall(r"^phase \d", table, re.MULTILINE))
    assert "FRα" in table
    assert "Open kg-demo/page.html in a browser" in told
    for line in (shlex.split(line) for line in after.splitlines() if line.startswith("  kg ") and "YOUR" not in line):
        done = subprocess.run([sys.executable, "-m", *line], cwd=tmp_path, capture_output=True, timeout=60, check=True)
        assert len(done.stdout) > 200, line


def test_output_that_nobody_reads_to_its_end(store: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kg",
        "query",
        "SELECT * WHERE { ?s ?p ?o }",
        "--store",
        str(store),
        "--format",
        "csv",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        process.wait(60)
