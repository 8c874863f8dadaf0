"""Execute the notebooks and save them with their outputs: the same code and filings give the same file.

    python notebooks/run.py [--check] [NOTEBOOK…]

Times, versions and whatever else a run leaves besides outputs are not saved. `--check` saves nothing: it tells which
notebooks' saved text differs from what they give now (pictures are not compared), and ends with 1 where one does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="save nothing, tell which outputs are old")
    parser.add_argument("notebooks", nargs="*", type=Path, help="all of this folder where none is given")
    given = parser.parse_args()
    old = 0
    for path in given.notebooks or sorted(FOLDER.glob("*.ipynb")):
        saved = nbformat.read(path, as_version=4)
        executed = execute(path)
        if not given.check:
            nbformat.write(executed, path)
            print(f"{path.name}: saved")
        elif words(saved) != words(executed):
            old += 1
            print(f"{path.name}: saved outputs are old; run this script without --check")
    return int(old > 0)


def execute(path: Path) -> Any:
    """Return a notebook with the outputs that it gives now. Raises what a cell raises, and for words on stderr."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    notebook.metadata = METADATA
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"c{number:02}"
        cell.metadata = {}
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise RuntimeError(f"{path.name}, cell {number} writes to stderr: {output.text}")
            output.pop("transient", None)
            if "metadata" in output:
                output.metadata = {}
    return notebook


def joined(outputs: list[Any]) -> list[Any]:
    """Return outputs with what was printed in pieces as one: where it is cut depends on how busy the machine is."""
    found: list[Any] = []
    for output in outputs:
        if found and output.output_type == found[-1].output_type == "stream" and output.name == found[-1].name:
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def words(notebook: Any) -> list[object]:
    """Return all text of a notebook's outputs."""
    found: list[object] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            found.append(output.get("text"))
            found += [text for kind, text in sorted(output.get("data", {}).items()) if not kind.startswith("image/")]
    return found


if __name__ == "__main__":
    sys.exit(main())
