"""The rules of the house, enforced: who may import whom, what is heavy, how long things are, what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"

BASE = {"model", "errors", "resources", "names"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "resources": set(),
    "names": set(),
    "rulebook": {"errors", "resources"},
    "facttable": {"model", "errors"},
    "changes": {"errors", "facttable"},
    "explain": {"errors", "facttable", "model", "rulebook"},
    "filings": {"model", "errors"},
    "vocabulary": BASE,
    "nlp": BASE | {"facttable", "filings", "rulebook", "vocabulary"},
    "graph": BASE,
    "query": BASE | {"graph", "vocabulary"},
    "explore": BASE | {"graph", "query"},
    "serve": BASE | {"explain", "explore", "graph", "query"},
    "evaluate": {"model", "errors", "names", "facttable"},
    "frames": BASE | {"evaluate", "facttable", "graph", "nlp", "query", "rulebook"},
    "build": BASE | {"facttable", "filings", "vocabulary", "nlp", "graph", "query", "explore", "evaluate"},
    "__init__": BASE
    | {"facttable", "filings", "vocabulary", "nlp", "graph", "query", "explore", "evaluate", "frames", "build"},
    "__main__": {"cli"},
    "cli": BASE
    | {
        "facttable",
        "filings",
        "graph",
        "query",
        "explore",
        "evaluate",
        "changes",
        "explain",
        "build",
        "serve",
        "__init__",
    },
}
HEAVY = (
    "ahocorasick",
    "jinja2",
    "matplotlib",
    "mcp",
    "networkx",
    "numpy",
    "pandas",
    "pyoxigraph",
    "pyshacl",
    "pyvis",
    "rdflib",
    "spacy",
    "starlette",
    "uvicorn",
)

MODULE_LINES = 500
BODY_LINES = 40


def python_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def room(file: Path) -> str:
    """The room of a module: its folder, or its own name; the parts of the command line are one room."""
    first = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "cli" if first.startswith("cli") else first


def imported_rooms(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] == "kg"]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "kg":
            assert node.module
            names = [node.module] if "." in node.module else [f"kg.{alias.name}" for alias in node.names]
        else:
            names = []
        for name in names:
            first = name.partition(".")[2].split(".")[0]
            known = first in MAY_IMPORT or first.startswith("cli")
            yield ("cli" if first.startswith("cli") else first) if known else "__init__"


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for file in python_files(*folders):
        yield file, ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from kg.graph.store import open_store", ["graph"]),
        ("import kg.nlp.extract", ["nlp"]),
        ("from kg import model, __version__", ["model", "__init__"]),
        ("def f():\n    from kg.cli_build import x", ["cli"]),
        ("import kgb\nimport json", []),
    ],
)
def test_imports_are_seen(source: str, found: list[str]) -> None:
    assert list(imported_rooms(ast.parse(source))) == found


def test_every_room_imports_only_what_it_may() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {other}"
        for file, tree in trees("kg")
        for other in imported_rooms(tree)
        if other != room(file) and other not in MAY_IMPORT[room(file)]
    ]
    assert wrong == []


def test_imports_inside_the_project_are_absolute() -> None:
    relative = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, tree in trees("kg", "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


@pytest.mark.parametrize(
    "code",
    [
        "import kg",
        "import kg.cli",
        "import sys\nfrom kg.cli import app\nsys.argv = ['kg', '--help']\napp(standalone_mode=False)",
    ],
    ids=["import kg", "import kg.cli", "kg --help"],
)
def test_nothing_heavy_is_imported(code: str) -> None:
    tell = f"\nimport sys\nprint('HEAVY', sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + tell], capture_output=True, encoding="utf-8", cwd=ROOT, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_modules_are_short() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in python_files("kg", "tests")}
    assert {str(file.relative_to(ROOT)): n for file, n in lengths.items() if n > MODULE_LINES} == {}


ONLINE = {"http.client", "httpx", "requests", "socket", "ssl", "urllib.request", "urllib3"}
MAY_GO_ONLINE = {
    "kg/filings/edgar_client.py": "kg fetch",
    "kg/graph/endpoint.py": "an endpoint that the user names",
    "kg/graph/lock.py": "asks this machine for its name",
}


def test_only_what_is_named_here_asks_other_machines() -> None:
    found = set()
    for file, tree in trees("kg"):
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            if ONLINE & set(names):
                found.add(file.relative_to(ROOT).as_posix())
    assert {file for file in found if not file.startswith("kg/serve/")} == set(MAY_GO_ONLINE)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    documented = ast.get_docstring(function) is not None and len(function.body) > 1
    first = function.body[1 if documented else 0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_bodies_are_short() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {body_lines(node)}"
        for file, tree in trees("kg", "benchmarks")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > BODY_LINES
    ]
    assert long == []


def broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", "") in {"Exception", "BaseException"} for kind in kinds)


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("except Exception:", True),
        ("except:", True),
        ("except (ValueError, Exception):", True),
        ("except OSError:", False),
    ],
)
def test_a_broad_except_is_seen(head: str, answer: bool) -> None:
    tree = ast.parse(f"try:\n    pass\n{head}\n    pass")
    assert [broad(n) for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler)] == [answer]


def test_one_place_only_catches_everything() -> None:
    found = [
        file.relative_to(ROOT).as_posix()
        for file, tree in trees("kg", "benchmarks")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and broad(node)
    ]
    assert found == ["kg/build/bounds.py"]


def test_no_module_is_a_drawer() -> None:
    names = {part for file in python_files("kg") for part in file.relative_to(ROOT).with_suffix("").parts}
    assert names & {"utils", "helpers", "misc", "common"} == set()


TEXTS = {".cfg", ".csv", ".html", ".ipynb", ".js", ".json", ".jsonl", ".md", ".nc", ".py", ".rq", ".sh"}
TEXTS |= {".toml", ".tsv", ".ttl", ".txt", ".xml", ".yaml", ".yml", ""}
FOLDERS = (".ci", "benchmarks", "data", "docs", "kg", "notebooks", "ontology", "tests")
# Written in pieces, or this file would be found.
FORBIDDEN = re.compile(
    "|".join(
        re.escape("".join(pieces))
        for pieces in [
            ("/wo", "rk/"),
            ("/tm", "p/"),
            ("/ho", "me/"),
            ("/ro", "ot/"),
            ("/Us", "ers/"),
            ("py", "pi.org"),
            ("python", "hosted.org"),
            ("npm", "js.org"),
            ("debian", ".org"),
        ]
    )
)


def test_no_file_holds_a_path_of_a_machine_or_the_host_of_a_registry() -> None:
    files = [file for file in ROOT.iterdir() if file.is_file() and file.name != ".git"]  # a worktree has a file there
    files += [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file()]
    found = {
        f"{file.relative_to(ROOT).as_posix()}: {match[0]}"
        for file in files
        if file.suffix in TEXTS and "__pycache__" not in file.parts
        for match in FORBIDDEN.finditer(file.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()
