"""What `kg` promises: a sorted list of names, each there, each documented, and no other."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import kg

README = Path(__file__).resolve().parent.parent / "README.md"

PROMISED = [
    "BuildReport",
    "Change",
    "Check",
    "DateRange",
    "Difference",
    "Entity",
    "EntityType",
    "Evaluation",
    "Evidence",
    "Extraction",
    "Fact",
    "Filing",
    "FilingSummary",
    "FilingText",
    "KgError",
    "Limits",
    "Mention",
    "Modality",
    "Page",
    "Predicate",
    "Scope",
    "StoreStatus",
    "StoredFact",
    "Table",
    "TimelineEvent",
    "as_of",
    "build",
    "checks",
    "checks_frame",
    "difference",
    "difference_frame",
    "entities_frame",
    "entity_graph",
    "evaluate",
    "explore_page",
    "extract",
    "extract_tables",
    "facts_frame",
    "filing_text",
    "filings_frame",
    "judged_frame",
    "memory_store",
    "open_endpoint",
    "open_store",
    "page",
    "question_frame",
    "read_filing",
    "remove_filings",
    "run_question",
    "run_sparql",
    "sample_filings",
    "show_frame",
    "sparql_frame",
    "store_status",
    "stored_facts",
    "stored_tallies",
    "timeline",
    "timeline_frame",
]


def test_the_list_is_the_promise() -> None:
    assert kg.__all__ == PROMISED
    assert sorted(kg.__all__) == kg.__all__
    assert dir(kg) == sorted([*PROMISED, "__version__"])


@pytest.mark.parametrize("name", PROMISED)
def test_every_name_is_there_and_documented(name: str) -> None:
    thing = getattr(kg, name)
    assert callable(thing), f"{name} is a {type(thing).__name__}"
    assert thing.__name__ == name
    assert inspect.getdoc(thing), f"{name} has no docstring"


@pytest.mark.parametrize("name", ["build", "evaluate"])
def test_a_function_is_not_hidden_by_the_module_of_its_name(name: str) -> None:
    code = f"import kg.build, kg.evaluate, kg.cli_build, kg\nfrom kg.{name} import {name}\nassert kg.{name} is {name}"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_star_import_gives_the_names() -> None:
    namespace: dict[str, object] = {}
    exec("from kg import *", namespace)
    assert sorted(set(namespace) - {"__builtins__"}) == PROMISED


def test_the_version_is_the_package_s() -> None:
    assert kg.__version__ == metadata.version("biotech-pipeline-kg")
    assert re.fullmatch(r"\d+\.\d+\.\d+", kg.__version__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'kg' has no attribute 'nonsense'"):
        _ = kg.nonsense


def test_the_readme_uses_only_what_is_promised() -> None:
    used = set(re.findall(r"\bkg\.([A-Za-z_]\w*)\(", README.read_text(encoding="utf-8")))
    assert used
    assert used <= set(PROMISED)
