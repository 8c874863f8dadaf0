"""The filings and gold sets that tests of accuracy and evidence read: samples, and shared ones if there are any.

The shared folder is what ``KG_SHARED`` names, else ``shared`` beside the checkout; it is no part of the project.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.filings import find_filings, read_filing
from kg.nlp.extract import extract

if TYPE_CHECKING:
    from kg.model import Extraction

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KG_SHARED") or ROOT.parent / "shared")
DATA = ROOT / "data"
NO_SHARED = f"no shared filings at {SHARED}; set KG_SHARED to the folder that holds them"

GOLD_SETS: dict[str, tuple[Path, Path]] = {
    "samples": (DATA / "gold", DATA / "filings"),
    "passages": (DATA / "gold" / "passages", DATA / "gold" / "passages"),
    "shared": (SHARED / "gold", SHARED / "filings"),
    "dev": (SHARED / "gold" / "dev", SHARED / "filings" / "dev" / "passages"),
}
"""For each set, the folder of the gold tables and that of the filings."""


def files_in(folder: Path) -> list[Path]:
    """Return the filings of a folder, without what lies below it; of a missing folder, none."""
    if not folder.is_dir():
        return []
    return [path for path in find_filings([folder]) if path.parent == folder]


SAMPLES = files_in(DATA / "filings")
SHARED_FILINGS = [*files_in(SHARED / "filings"), *files_in(SHARED / "filings" / "dev")]


@lru_cache(maxsize=64)
def extraction_of(path: Path) -> Extraction:
    """Return what the pipeline reads out of a file, once for all tests."""
    return extract(read_filing(path))
