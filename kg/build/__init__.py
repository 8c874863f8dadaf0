"""The main job: filings read, understood, loaded into a store, and what follows from them derived.

The order of the filings and the number of worker processes make no difference to what the store holds.
"""

from __future__ import annotations

from kg.build.job import build
from kg.build.reports import BuildReport, ExtractReport, Failure, Limits, Progress
from kg.build.tables import extract_tables
from kg.build.tasks import default_workers, sample_filings
from kg.build.version import extractor_fingerprint

__all__ = [
    "BuildReport",
    "ExtractReport",
    "Failure",
    "Limits",
    "Progress",
    "build",
    "default_workers",
    "extract_tables",
    "extractor_fingerprint",
    "sample_filings",
]
