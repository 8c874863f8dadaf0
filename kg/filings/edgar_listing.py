"""Which filings a company has made: from a ticker or CIK to accession numbers, by the SEC's own lists.

The formats are those of the SEC's "EDGAR Application Programming Interfaces": ``company_tickers.json`` is an object of
``cik_str``, ``ticker`` and ``title``; ``submissions/CIK##########.json`` has columns of equal length in
``filings.recent``, and in ``filings.files`` further files of the same columns, with the days that they span.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.errors import FetchError
from kg.filings.edgar_client import Client, MissingError

_CIK = re.compile(r"(?:CIK)?(\d{1,10})", re.IGNORECASE)
_ACCESSION = re.compile(r"(\d{10})-?(\d{2})-?(\d{6})")
_COLUMNS = ("accessionNumber", "form", "filingDate", "reportDate")


@dataclass(frozen=True, slots=True)
class Listed:
    """A filing that can be fetched: its accession number and, as far as known, what a list says of it."""

    accession: str
    cik: str
    """Ten digits."""
    company: str = ""
    form: str = ""
    filed: date | None = None
    period: date | None = None

    @property
    def sources(self) -> tuple[str, str]:
        """The paths of the full submission, below the host of the archives: in its folder, and as indexes have it."""
        filer = f"Archives/edgar/data/{int(self.cik)}"
        return f"{filer}/{self.accession.replace('-', '')}/{self.accession}.txt", f"{filer}/{self.accession}.txt"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which filings are wanted: forms (none: every form), and the first and last day of filing, both included."""

    forms: tuple[str, ...] = ()
    amendments: bool = False
    """Whether a form stands for its amendments too, 8-K for 8-K/A."""
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise FetchError(
                f"the first day, {self.first}, is after the last, {self.last}; give them the other way round"
            )

    def takes(self, listed: Listed) -> bool:
        """Tell whether a filing is wanted. One without any day is, unless days are given."""
        return self.in_time(listed) and self.takes_form(listed.form)

    def in_time(self, listed: Listed) -> bool:
        """Tell whether a filing was made within the days; where its day is not known, the day it reports on counts."""
        day = listed.filed or listed.period
        if day is None:
            return self.first is None and self.last is None
        return (self.first or date.min) <= day <= (self.last or date.max)

    def takes_form(self, form: str) -> bool:
        """Tell whether a form is among those wanted, capitals or not.

        >>> [Choice(("8-K",)).takes_form("8-K/A"), Choice(("8-K",), amendments=True).takes_form("8-K/A")]
        [False, True]
        """
        forms = {wanted.upper() for wanted in self.forms}
        named = form.upper()
        return not forms or named in forms or (self.amendments and named.removesuffix("/A") in forms)


def checked_accession(words: str) -> str:
    """Return an accession number with its hyphens. Raises `FetchError` where it is none.

    >>> checked_accession("000119312509252763")
    '0001193125-09-252763'
    """
    match = _ACCESSION.fullmatch(words.strip())
    if not match:
        raise FetchError(f"{words!r} is no accession number, such as 0001193125-09-252763")
    return "-".join(match.groups())


def find_company(client: Client, company: str) -> str:
    """Return the CIK, in ten digits, of a ticker or CIK. Raises `FetchError` for a ticker that no company has today."""
    name = company.strip()
    if match := _CIK.fullmatch(name):
        return match[1].zfill(10)
    address = client.archives("files/company_tickers.json")
    ticker = name.upper().replace(".", "-")
    rows = client.json(address)
    try:
        found = {str(row["ticker"]).upper(): int(row["cik_str"]) for row in rows.values()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FetchError(f"{address} is not the list of tickers that was expected ({error!r})") from error
    if ticker not in found:
        raise FetchError(
            f"no company is listed under the ticker {name!r} today; "
            "companies that were bought or delisted have their CIK still, which the SEC's company search finds: "
            "give --company CIK"
        )
    return str(found[ticker]).zfill(10)


def list_filings(client: Client, company: str, choice: Choice) -> list[Listed]:
    """Return the filings of a company that are wanted, the newest first.

    Raises `FetchError` for a company that is not there, and where nothing is wanted of what it has filed: the message
    says which forms it has filed in that time.
    """
    cik = find_company(client, company)
    address = client.data(f"submissions/CIK{cik}.json")
    try:
        said = client.json(address)
    except MissingError as error:
        raise FetchError(f"the SEC has no filer with the CIK {cik} ({company})") from error
    try:
        name, filings = str(said["name"]), said["filings"]
        pages = [page["name"] for page in filings.get("files") or [] if _overlaps(page, choice)]
        tables = [filings["recent"], *(client.json(client.data(f"submissions/{page}")) for page in pages)]
        listed = [row for table in tables for row in _rows(table, cik, name)]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FetchError(f"{address} is not the list of filings that was expected ({error!r})") from error
    in_time = [row for row in listed if choice.in_time(row)]
    wanted = newest_first(row for row in in_time if choice.takes(row))
    if not wanted:
        raise FetchError(_nothing(name, cik, choice, in_time))
    return wanted


def newest_first(listed: Iterable[Listed]) -> list[Listed]:
    """Return filings, each once, in order of their days, the newest first."""
    once = {row.accession: row for row in listed}
    return sorted(once.values(), key=lambda row: (row.filed or date.min, row.accession), reverse=True)


def _overlaps(page: Any, choice: Choice) -> bool:
    first, last = _day(page["filingFrom"]), _day(page["filingTo"])
    return not ((choice.last and first and first > choice.last) or (choice.first and last and last < choice.first))


def _rows(table: Any, cik: str, name: str) -> list[Listed]:
    columns: Sequence[Sequence[str]] = [table[column] for column in _COLUMNS]
    return [
        Listed(checked_accession(accession), cik, name, form, _day(filed), _day(period))
        for accession, form, filed, period in zip(*columns, strict=True)
    ]


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def _nothing(name: str, cik: str, choice: Choice, in_time: Sequence[Listed]) -> str:
    counted = Counter(row.form for row in in_time).most_common(8)
    forms = ", ".join(f"{form} ({number})" for form, number in counted) or "nothing"
    span = f" from {choice.first or 'its first day'} to {choice.last or 'today'}" if choice.first or choice.last else ""
    return f"{name} (CIK {cik}) has filed no {' or '.join(choice.forms)}{span}; in that time it has filed {forms}"
