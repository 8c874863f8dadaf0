"""The notebooks as saved: executed, free of errors and of what a run leaves behind, and on the public names only.

That they run is checked by ``pytest --nbmake notebooks`` (`.ci/run`).
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

import kg
from tests.test_architecture import FORBIDDEN

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LARGEST = 900_000
LIBRARIES = {"kg", "matplotlib", "networkx", "pandas"}
STANDARD = {"itertools", "math", "pathlib", "re", "tempfile", "textwrap"}
NOISE = re.compile(r"0x[0-9a-f]{6,}|\b\d+(\.\d+)? ?(seconds|ms|µs)\b|\x1b\[|<ipython-input|Traceback", re.IGNORECASE)

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == kind]


def code(path: Path) -> str:
    return "\n".join("".join(cell["source"]) for cell in cells(path, "code"))


def words(path: Path) -> str:
    """All text of the outputs; pictures are left out."""
    found: list[str] = []
    for cell in cells(path, "code"):
        for output in cell["outputs"]:
            found += output.get("text", [])
            for kind, text in output.get("data", {}).items():
                found += [] if kind.startswith("image/") else text
    return "".join(found)


def test_all_cells_were_executed_in_order(path: Path) -> None:
    counts = [cell["execution_count"] for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))
    assert sum(bool(cell["outputs"]) for cell in cells(path, "code")) >= 5


def test_outputs_are_results_and_nothing_else(path: Path) -> None:
    outputs = [output for cell in cells(path, "code") for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} <= {"stream", "execute_result", "display_data"}
    assert {output.get("name", "stdout") for output in outputs} == {"stdout"}
    for output in outputs:
        assert output.get("metadata", {}) == {}
        assert output["output_type"] == "stream" or "text/plain" in output["data"]


def test_nothing_of_the_run_or_its_machine_is_left(path: Path) -> None:
    told = words(path)
    assert FORBIDDEN.findall(told) == []
    assert [match[0] for match in NOISE.finditer(told)] == []
    assert [cell for cell in read(path)["cells"] if cell["metadata"]] == []
    assert set(read(path)["metadata"]) == {"kernelspec", "language_info"}
    assert set(read(path)["metadata"]["language_info"]) == {"name"}


def test_it_can_be_read_on_a_code_host(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    first = "".join(read(path)["cells"][0]["source"])
    assert first.startswith("# ")
    assert "own" in first
    assert re.search(r"^own = None  # your ", "".join(cells(path, "code")[0]["source"]), re.MULTILINE)


def test_it_uses_only_what_is_promised(path: Path) -> None:
    tree = ast.parse(code(path))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= LIBRARIES | STANDARD
    assert "kg" not in {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "kg"}
    assert used
    assert used - set(kg.__all__) == set()


def test_links_lead_to_something(path: Path) -> None:
    prose = "\n".join("".join(cell["source"]) for cell in cells(path, "markdown"))
    targets = [target for target in re.findall(r"\]\(([^)#]+)", prose) if "://" not in target]
    assert [target for target in targets if not (FOLDER / target).exists()] == []
