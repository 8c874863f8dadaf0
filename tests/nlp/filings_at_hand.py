"""The filings and gold sets that tests of accuracy and evidence read: samples, and shared ones if there are any.

The shared folder is what ``KG_SHARED`` names, else ``shared`` beside the checkout; it is no part of the project.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Texts with gold tables: the folder of the tables, that of the texts, and which of them."""

    gold: Path
    texts: Path
    held_out: bool | None = None
    """Only what is held out from the writing of rules, or only what is not; `None` for all."""

    def names(self) -> list[str]:
        """Return the names of the tables, in order."""
        found = sorted(path.stem for path in self.gold.glob("*.jsonl"))
        return [n for n in found if self.held_out is None or is_held_out(n) == self.held_out]


def is_held_out(name: str) -> bool:
    """Tell whether nobody looks at a passage to write a rule: see the READMEs in ``data/gold``."""
    match = re.match(r"([pr])(\d+)-", name)
    return match is not None and int(match[2]) % {"p": 2, "r": 4}[match[1]] == 0


_GOLD = DATA / "gold"
GOLD_SETS: dict[str, GoldSet] = {
    "samples": GoldSet(_GOLD, DATA / "filings"),
    "passages": GoldSet(_GOLD / "passages", _GOLD / "passages", held_out=False),
    "passages held out": GoldSet(_GOLD / "passages", _GOLD / "passages", held_out=True),
    "restated": GoldSet(_GOLD / "restated", _GOLD / "restated", held_out=False),
    "restated held out": GoldSet(_GOLD / "restated", _GOLD / "restated", held_out=True),
    "shared": GoldSet(SHARED / "gold", SHARED / "filings"),
    "dev": GoldSet(SHARED / "gold" / "dev", SHARED / "filings" / "dev" / "passages"),
}


def files_in(folder: Path) -> list[Path]:
    """Return the filings of a folder, without what lies below it; of a missing folder, none."""
    if not folder.is_dir():
        return []
    return [path for path in find_filings([folder]) if path.parent == folder]


SAMPLES = files_in(DATA / "filings")
SHARED_FILINGS = [*files_in(SHARED / "filings"), *files_in(SHARED / "filings" / "dev")]


@lru_cache(maxsize=128)
def extraction_of(path: Path) -> Extraction:
    """Return what the pipeline reads out of a file, once for all tests."""
    return extract(read_filing(path))
