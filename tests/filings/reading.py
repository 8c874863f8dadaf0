"""What the tests of this folder share: readings as plain values, and where the real filings are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.filings import parse_filing
from kg.model import Filing, Part, SectionKind

ROOT = Path(__file__).resolve().parents[2]


def real_filing(name: str) -> Path:
    """Return a real filing's path; the test skips where the shared folder is not there."""
    shared = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
    path = shared / "filings" / name
    if not path.is_file():
        pytest.skip(f"real filing {name} is not here; set KG_SHARED to the folder that has filings/")
    return path


def read(text: str) -> Filing:
    return parse_filing(text.encode(), name="sample")


def only_part(text: str) -> Part:
    (part,) = read(text).parts
    return part


def blocks(part: Part) -> list[tuple[str, str]]:
    """Return kind (its first letter) and text of each block."""
    return [(str(block.kind)[0], part.text[block.start : block.end]) for block in part.blocks]


def sections(part: Part, kind: SectionKind) -> list[str]:
    return [part.text[s.start : s.end] for s in part.sections if s.kind is kind]


def table(part: Part) -> list[list[str]]:
    (found,) = [block.table for block in part.blocks if block.table]
    return [[part.text[cell.start : cell.end] for cell in row] for row in found.rows]
