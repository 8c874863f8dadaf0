"""Bytes to `Filing`: formats, cover facts, sections, clean text with a map back to the source."""

from __future__ import annotations

from kg.filings.read import ENDINGS, MAX_BYTES, filing_names, find_filings, parse_filing, read_filing

__all__ = ["ENDINGS", "MAX_BYTES", "filing_names", "find_filings", "parse_filing", "read_filing"]
