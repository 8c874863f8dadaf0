"""Lists of filings as CSV: what is to be fetched, and what has been.

A list has a line of headings with at least ``accession_number`` and ``cik``; ``company``, ``form``, ``filing_date`` and
``report_date`` are read where they are there, and other columns are passed over. The manifest of a folder has the
columns of `COLUMNS`, one line a file, by day and accession number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import FetchError
from kg.filings.edgar_listing import Listed, checked_accession
from kg.filings.submission import header

MANIFEST = "manifest.csv"
COLUMNS = (
    "accession_number",
    "cik",
    "company",
    "form",
    "filing_date",
    "report_date",
    "file",
    "size",
    "sha256",
    "documents",
    "source",
)
_HEAD = 20_000
_TAIL = 2_000
_BEGINS = re.compile(rb"\s*(?:-----BEGIN PRIVACY-ENHANCED MESSAGE-----|<SEC-DOCUMENT>|<IMS-DOCUMENT>|<SUBMISSION>)")
_ENDS = re.compile(rb"(?:-----END PRIVACY-ENHANCED MESSAGE-----|</(?:SEC|IMS)-DOCUMENT>|</SUBMISSION>)\s*\Z")
_TYPES = re.compile(rb"<DOCUMENT>\s*<TYPE>[ \t]*([^\r\n<]*)")
_COUNT = re.compile(rb"PUBLIC[ -]DOCUMENT[ -]COUNT[:>]\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a manifest: a filing that is there, with what its own header says of it."""

    accession_number: str
    cik: str
    company: str
    form: str
    filing_date: str
    report_date: str
    file: str
    size: int
    """Bytes."""
    sha256: str
    documents: str
    """The types of its documents in order, as "8-K; EX-99.1"."""
    source: str

    @property
    def counted(self) -> int:
        """How many documents the file has."""
        return self.documents.count(";") + bool(self.documents)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file was found to be: its line for the manifest, and how many documents its header promises."""

    entry: Entry
    promised: int | None

    @property
    def missing(self) -> int:
        """How many documents the header promises that the file does not have."""
        return max(0, (self.promised or 0) - self.entry.counted)


def check_submission(path: Path, listed: Listed, *, source: str) -> Checked:
    """Return what a file fetched from `source` is. The file's own header comes before what the list says.

    Raises `FetchError` for a file that is no full submission, that of another filing, or one without its end.
    """
    data = path.read_bytes()
    if not _BEGINS.match(data):
        opening = " ".join(data[:300].decode("utf-8", "replace").split())[:80]
        raise FetchError(f"is no full submission; it begins with {opening!r}")
    if not _ENDS.search(data[-_TAIL:]):
        raise FetchError("breaks off before its end")
    head = header(data[:_HEAD].decode("latin-1"))
    if head.accession and checked_accession(head.accession) != listed.accession:
        raise FetchError(f"is another filing: its header says {head.accession}")
    count = _COUNT.search(data, 0, _HEAD)
    types = [kind.decode("latin-1").strip() for kind in _TYPES.findall(data)]
    entry = Entry(
        accession_number=listed.accession,
        cik=listed.cik,
        company=listed.company or head.name or "",
        form=head.form or listed.form,
        filing_date=_written(head.filed or listed.filed),
        report_date=_written(head.period or listed.period),
        file=f"{listed.accession}.txt",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        documents="; ".join(types),
        source=source,
    )
    return Checked(entry, int(count[1]) if count else None)


def read_list(path: Path) -> list[Listed]:
    """Return the filings of a list in its order, each once.

    Raises `FetchError` with file, line and what is wrong there, and for a file that is missing or lists nothing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FetchError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise FetchError(f"{path}: is not UTF-8; save the list as CSV in UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    lacking = {"accession_number", "cik"} - set(rows.fieldnames or ())
    if lacking:
        raise FetchError(
            f"{path}: has no column {' and no column '.join(sorted(lacking))}; its first line names columns"
        )
    found: dict[str, Listed] = {}
    for row in rows:
        try:
            listed = _listed(row)
        except (FetchError, ValueError) as error:
            raise FetchError(f"{path}: line {rows.line_num}: {error}") from error
        found.setdefault(listed.accession, listed)
    if not found:
        raise FetchError(f"{path}: lists no filing")
    return list(found.values())


def _listed(row: dict[str, str | None]) -> Listed:
    said = {name: (value or "").strip() for name, value in row.items() if name}
    cik = said["cik"]
    if not re.fullmatch(r"\d{1,10}", cik):
        raise FetchError(f"{cik!r} is no CIK; it has one to ten digits")
    return Listed(
        accession=checked_accession(said["accession_number"]),
        cik=cik.zfill(10),
        company=said.get("company", ""),
        form=said.get("form", ""),
        filed=_day(said.get("filing_date", "")),
        period=_day(said.get("report_date", "")),
    )


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the lines of a folder's manifest by accession number; a manifest of another shape counts as none."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        entries = [_entry(row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, ValueError):
        return {}
    return {entry.accession_number: entry for entry in entries}


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{**row, "size": int(row["size"])})


def write_manifest(folder: Path, entries: Iterable[Entry]) -> Path:
    """Write a folder's manifest aside and put it in its place; return its path."""
    path, aside = folder / MANIFEST, folder / f"{MANIFEST}.part"
    with aside.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        for entry in sorted(entries, key=lambda entry: (entry.filing_date, entry.accession_number)):
            table.writerow(asdict(entry))
    return aside.replace(path)


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
