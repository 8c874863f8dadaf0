"""Where the ontology, the vocabularies and the sample filings are: beside the code in a checkout, inside the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def ontology_dir() -> Path:
    """Return the folder that holds the ontology, its shapes, rules and queries."""
    return _ROOT / "ontology"


def vocabulary_dir() -> Path:
    """Return the folder that holds the vocabularies."""
    return _ROOT / "data" / "vocabulary"


def rules_dir() -> Path:
    """Return the folder that holds the extraction rules."""
    return _ROOT / "data" / "rules"


def sample_filings_dir() -> Path:
    """Return the folder that holds the sample filings."""
    return _ROOT / "data" / "filings"


def corpus_file() -> Path:
    """Return the list of public filings about antibody-drug conjugates, by accession number."""
    return _ROOT / "data" / "corpus.csv"
