"""The main job: filings read, understood, loaded into a store, and what follows from them derived.

The order of the filings and the number of worker processes make no difference to what the store holds.
"""

from __future__ import annotations

from kg.build.curate import curate
from kg.build.job import build
from kg.build.remove import remove_filings
from kg.build.reports import BuildReport, ExtractReport, Failure, Limits, Progress
from kg.build.status import FilingStatus, StoreStatus, store_status
from kg.build.tables import extract_tables
from kg.build.tasks import default_workers, sample_filings
from kg.build.version import extractor_fingerprint

__all__ = [
    "BuildReport",
    "ExtractReport",
    "Failure",
    "FilingStatus",
    "Limits",
    "Progress",
    "StoreStatus",
    "build",
    "curate",
    "default_workers",
    "extract_tables",
    "extractor_fingerprint",
    "remove_filings",
    "sample_filings",
    "store_status",
]
