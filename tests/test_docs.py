"""The documentation is true: every command in ``docs`` runs, and every path and link it names is there.

Blocks of a page run from top to bottom, page by page, in a folder that has the data of a clone but not its code.
A line that is a placeholder (``kg COMMAND``), a server or a download does not belong in a ``bash`` block: such a line
stands in a block of kind ``text``.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))


def commands(text: str) -> list[str]:
    """Return the command lines of a page's ``bash`` blocks; lines that end in a backslash are joined."""
    blocks = re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def test_commands_are_found() -> None:
    text = "a\n```bash\n# first\nkg build x \\\n  --store s\n\nkg checks\n```\n```text\nkg serve\n```\n"
    assert commands(text) == ["kg build x    --store s", "kg checks"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for line in commands(page.read_text(encoding="utf-8")):
        words = shlex.split(line, comments=True)
        assert words[0] == "kg", f"{page.name}: {line!r} is no command of ours; put it into a block of kind text"
        done = subprocess.run(
            [sys.executable, "-m", "kg", *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (page.parent / link).exists()] == []
