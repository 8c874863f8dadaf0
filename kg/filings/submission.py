"""Full submissions as EDGAR disseminates them: a header and tagged documents, on lines or (``.nc``) all in one.

The format is the one of EDGAR's public dissemination service: ``<DOCUMENT>`` holds ``<TYPE>``, ``<SEQUENCE>``,
``<FILENAME>``, ``<DESCRIPTION>`` (each ends at its line's end or the next tag) and ``<TEXT>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.errors import FilingError

_START = re.compile(r"\s*(?:-----BEGIN PRIVACY-ENHANCED MESSAGE-----|<SEC-DOCUMENT>|<IMS-DOCUMENT>|<SUBMISSION>)")
_BARE = re.compile(r"\s*(?:<DOCUMENT>\s*)?<TYPE>")
_DOCUMENT = re.compile(r"<(/?)DOCUMENT>", re.IGNORECASE)
_TEXT = re.compile(r"<TEXT>", re.IGNORECASE)
_TEXT_END = re.compile(r"</TEXT>", re.IGNORECASE)
_FIELD = r"<{}>[ \t]*([^<\r\n]*)"
_SKIPPED_TYPE = re.compile(
    r"GRAPHIC|ZIP|EXCEL|XML|JSON|PDF|COVER|EX-10[01]\b.*|EX-27|EX-2[Dd]?ATA|.*\.(?:INS|SCH|CAL|DEF|LAB|PRE)"
)
_SKIPPED_FILE = re.compile(r".*\.(?:jpe?g|gif|png|pdf|zip|xsd|xml|xlsx?|json|js|css|tiff?|bmp|mp[34])", re.IGNORECASE)
_NOT_TEXT = re.compile(r"\s*(?:<PDF>|begin \d{3} |<\?xml[^>]*>\s*<(?!html|!DOCTYPE html)|%PDF)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a submission: what it is, and where in the source its text stands."""

    type: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a submission's header says. Names are as EDGAR conforms them, often in capitals."""

    accession: str | None = None
    form: str | None = None
    period: date | None = None
    filed: date | None = None
    name: str | None = None
    cik: str | None = None
    irs_number: str | None = None
    jurisdiction: str | None = None
    file_number: str | None = None
    city: str | None = None


def is_submission(source: str) -> bool:
    """Tell whether a source is a full submission."""
    return _START.match(source) is not None


def is_document(source: str) -> bool:
    """Tell whether a source is one tagged document taken out of a submission."""
    return _BARE.match(source) is not None


def documents(source: str, *, name: str) -> list[Document]:
    """Return the documents of a submission that hold text for readers; data, pictures and archives are left out.

    Raises `FilingError` where the submission breaks off.
    """
    found: list[Document] = []
    opened: int | None = None
    count = 0
    for match in _DOCUMENT.finditer(source):
        if not match[1]:
            if opened is not None:
                raise FilingError(_truncated(name, count, "its document {} has no </DOCUMENT>"))
            opened, count = match.end(), count + 1
        elif opened is not None:
            document = _document(source, opened, match.start())
            found += [document] if document else []
            opened = None
    if opened is not None:
        raise FilingError(_truncated(name, count, "its document {} has no </DOCUMENT>"))
    if not count:
        raise FilingError(f"{name}: a submission without any <DOCUMENT>; download the whole file again")
    return found


def _truncated(name: str, count: int, what: str) -> str:
    return f"{name}: the submission breaks off ({what.format(count)}); download the whole file again"


def bare_document(source: str) -> Document:
    """Return the document of a source that is a single tagged document, whether or not its end is there."""
    start = _TEXT.search(source)
    end = _TEXT_END.search(source, start.end() if start else 0)
    document = _document(source, 0, end.start() if end else len(source))
    return document or Document("", "", start.end() if start else 0, len(source))


def _document(source: str, start: int, end: int) -> Document | None:
    text = _TEXT.search(source, start, end)
    head = source[start : text.start() if text else start]
    kind, file = _value(head, "TYPE"), _value(head, "FILENAME")
    if text is None or _SKIPPED_TYPE.fullmatch(kind.upper()) or _SKIPPED_FILE.fullmatch(file):
        return None
    last = None
    for last in _TEXT_END.finditer(source, text.end(), end):  # noqa: B007
        pass
    stop = last.start() if last else end
    if (
        _NOT_TEXT.match(source, text.end(), min(text.end() + 2000, stop))
        and "<html" not in source[text.end() : text.end() + 3000].lower()
    ):
        return None
    return Document(kind, _value(head, "DESCRIPTION"), text.end(), stop)


def _value(head: str, tag: str) -> str:
    match = re.search(_FIELD.format(tag), head, re.IGNORECASE)
    return match[1].strip() if match else ""


def header(source: str) -> Header:
    """Return what the header before the first document says, in either form."""
    first = _DOCUMENT.search(source)
    head = source[: first.start() if first else min(len(source), 20_000)]

    def said(label: str, tag: str) -> str | None:
        pattern = rf"^[ \t]*{label}:[ \t]*(\S[^\r\n]*?)[ \t]*$|<{tag}>[ \t]*([^<\r\n]+)"
        match = re.search(pattern, head, re.MULTILINE)
        return (match[1] or match[2]).strip() if match else None

    cik = said("CENTRAL INDEX KEY", "CIK")
    return Header(
        accession=said("ACCESSION NUMBER", "ACCESSION-NUMBER"),
        form=said("CONFORMED SUBMISSION TYPE", "TYPE"),
        period=_date(said("CONFORMED PERIOD OF REPORT", "PERIOD")),
        filed=_date(said("FILED AS OF DATE", "FILING-DATE")),
        name=said("COMPANY CONFORMED NAME", "CONFORMED-NAME"),
        cik=cik.zfill(10) if cik and cik.isdecimal() else None,
        irs_number=_employer_number(said("(?:IRS NUMBER|EIN)", "IRS-NUMBER")),
        jurisdiction=said("STATE OF INCORPORATION", "STATE-OF-INCORPORATION"),
        file_number=said("SEC FILE NUMBER", "FILE-NUMBER"),
        city=said("CITY", "CITY"),
    )


def _date(digits: str | None) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if digits else None
    except ValueError:
        return None


def _employer_number(digits: str | None) -> str | None:
    if digits and re.fullmatch(r"\d{9}", digits) and digits.strip("0"):
        return f"{digits[:2]}-{digits[2:]}"
    return None
