"""Cover facts: which form, who files it, when; from the header, the tagged cover, the cover's words, or the release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from kg.filings.drafts import Draft, spans_text
from kg.filings.exhibits import DATELINE, MONTH
from kg.filings.names import JURISDICTIONS, cover_spelling, exchange_name
from kg.filings.submission import Header
from kg.model import Registrant

_FORM = re.compile(r"\b(?:FORM|Form)\s+(\d{1,2}-[A-Z]{1,2}(?:12[BG])?(?:/A)?|S-\d{1,2}(?:/A)?|F-\d(?:/A)?|DEF ?14A)\b")
_FORM_PARTS = (("ANNUAL REPORT PURSUANT TO SECTION", "10-K"), ("QUARTERLY REPORT PURSUANT TO SECTION", "10-Q"))
_PROSPECTUS = re.compile(r"filed pursuant to rule 424\(b\)\((\d)\)", re.IGNORECASE)
_DAY = re.compile(rf"({MONTH})\s+(\d{{1,2}}),?\s+((?:19|20)\d\d)", re.IGNORECASE)
_NAME_LABEL = re.compile(
    r"\(?\s*exact name of (?:the )?(?:registrant|issuer|company)[^)\n\t]{0,60}(?:charter|trust|document)\s*\)?",
    re.IGNORECASE,
)
_FOREIGN_LABEL = re.compile(
    r"\(?\s*(?:translation of registrant.?s name into english|name of registrant|registrant.?s? name)\s*\)?",
    re.IGNORECASE,
)
_STATE_LABEL = re.compile(
    r"\(?\s*(?:state|jurisdiction) (?:or|of|and)[^)\t\n]{0,20}(?:other "
    r")?jurisdiction[^)\t\n]*\)?|\(jurisdiction[^)]*\)",
    re.IGNORECASE,
)
_FILE_NUMBER = re.compile(r"(?<![\d-])(?:0{1,3}|00[0-9]|0?1|2|33|033|333)-\d{4,6}(?:-\d{1,3})?(?![\d-])")
_FILE_LABEL = re.compile(
    r"commission\s+file\s+n(?:o|um)[a-z]*\.?|registration\s+(?:statement\s+)?no[s.]*", re.IGNORECASE
)
_EMPLOYER_NUMBER = re.compile(r"(?<![\d-])\d{2}-\d{7}(?!\d)")
_ACCESSION = re.compile(r"(?<!\d)\d{10}-\d{2}-\d{6}(?!\d)")
_CIK = re.compile(r"(?:CENTRAL INDEX KEY|CIK)(?:\s+(?:No|Number|Code))?[.:#\s]*(\d{4,10})\b", re.IGNORECASE)
_LISTING = re.compile(
    r"\(\s*(?:[\"“][^)\"”]{2,40}[\"”],?;?\s*)?(?:the\s+)?((?:NASDAQ|Nasdaq|NYSE|New "
    r"York Stock|AMEX|OTC|TSX|LSE|Euronext|SIX)[^():]{0,40})\s*:\s*"
    r"[\"“]?([A-Z]{1,5}(?:\.[A-Z])?)\b[^()]{0,40}\)"
)
_SYMBOL = re.compile(
    r"(?:listed|traded|quoted)[^.]{0,40}?\b((?:the\s+)?(?:Nasdaq|NYSE|New York Stock|American "
    r"Stock|OTC)[^.,“\"]{0,50}?)\s+under the (?:trading )?symbol\s+"
    r"[“\"']?([A-Z]{1,5})\b",
    re.IGNORECASE,
)
_OFFICES = re.compile(r"\(?\s*address\b[^()]{0,60}\bprincipal executive offices?", re.IGNORECASE)
_PLACE = re.compile(
    r"([A-Z][A-Za-z.'’ -]{2,40}?),\s+([A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\.?(?:,?\s+\d{5}(?:-\d{4})?)?\s*$"
)
_COMPANY = re.compile(r"[A-Z][\w&.'’-]*(?:,? (?:[A-Z&][\w&.'’-]*|of|and|de)){0,6}")
_CITY = re.compile(
    r"(?:^|[\n,]|\s{2})\s*([A-Z][A-Za-z.'’ -]{2,30}?),?\s+(?:([A-Z]{2})"
    r"|([A-Z][a-z]+(?: [A-Z][a-z]+)?)),?\s+\d{5}(?:-\d{4})?\b"
)
_DEI = re.compile(
    r"<ix:non(?:Numeric|Fraction)\b[^>]*\bname=[\"']dei:(\w+)[\"'][^>]*>(.*?)</ix:non(?:Numeric|Fraction)>",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LABEL = re.compile(
    r"date of (?:the )?(?:report|earliest event)|fiscal year ended|quarterly "
    r"period ended|period ended|transition period from",
    re.IGNORECASE,
)
_NO_NAME = re.compile(rf"{_FILE_LABEL.pattern}|{_DATE_LABEL.pattern}|^\W*{MONTH}\s+\d", re.IGNORECASE)
"""Lines of a cover that are no company's name, though they stand where one may."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COVER_BLOCKS = 80


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What a cover says."""

    form: str | None = None
    registrant: Registrant | None = None
    accession: str | None = None
    report_date: date | None = None
    filed_date: date | None = None


def cover_facts(source: str, parts: Sequence[tuple[str, list[Draft]]], head: Header) -> CoverFacts:
    """Return what the header, the tagged cover and the words say; a header's or tag's word goes before a guess."""
    kind, blocks = parts[0]
    cover = _cover_lines(blocks[:_COVER_BLOCKS])
    tags = _tags(source)
    form = _form(cover, head, tags, kind)
    accession = head.accession or _accession(source)
    whole = [block for _, others in parts for block in others]
    return CoverFacts(
        form=form,
        registrant=_registrant(source, cover, whole, head, tags),
        accession=accession,
        report_date=_report_date(cover, whole, head, tags, form),
        filed_date=head.filed,
    )


def _cover_lines(blocks: Sequence[Draft]) -> list[str]:
    """Return the cover's texts in reading order; a table column by column, so that labels stand below their values."""
    lines: list[str] = []
    for block in blocks:
        if not block.rows:
            lines.append(block.text)
            continue
        width = max(len(row) for row in block.rows)
        for column in range(width):
            cells = [spans_text(row[column]) for row in block.rows if column < len(row) and row[column]]
            lines += _with_labels_whole(cells)
    return lines


def _with_labels_whole(cells: list[str]) -> list[str]:
    """Put a label in brackets together again where it runs over several cells."""
    lines: list[str] = []
    for cell in cells:
        if lines and lines[-1].startswith("(") and ")" not in lines[-1]:
            lines[-1] += " " + cell
        else:
            lines.append(cell)
    return lines


def _tags(source: str) -> dict[str, str]:
    if "dei:" not in source[:300_000]:
        return {}
    tags: dict[str, str] = {}
    for match in _DEI.finditer(source, 0, 1_000_000):
        text = " ".join(unescape(re.sub(r"<[^>]*>", "", match[2])).split())
        if text:
            tags.setdefault(match[1], text)
    return tags


def _form(cover: list[str], head: Header, tags: dict[str, str], kind: str) -> str | None:
    stated = head.form or tags.get("DocumentType") or (kind or None)
    if stated:
        return stated
    for line in cover:
        match = _FORM.search(line) if len(line) < 200 else None
        if match:
            return match[1]
        prospectus = _PROSPECTUS.search(line)
        if prospectus:
            return f"424B{prospectus[1]}"
    text = "\n".join(cover)
    return next((form for words, form in _FORM_PARTS if words in text.upper()), None)


def _accession(source: str) -> str | None:
    match = _ACCESSION.search(source, 0, 5000)
    return match[0] if match else None


def _registrant(
    source: str, cover: list[str], blocks: Sequence[Draft], head: Header, tags: dict[str, str]
) -> Registrant | None:
    text = "\n".join(block.text for block in blocks)
    stated = tags.get("EntityRegistrantName") or _labelled_name(cover) or head.name
    listed = _listing(text, stated)
    name = cover_spelling(stated, text) if stated else (listed[0] if listed else _release_name(blocks))
    if not name:
        return None
    ticker, exchange = _table_listing(blocks[:_COVER_BLOCKS])
    said = _SYMBOL.search(text) if not (ticker or listed) else None
    if said:
        ticker, exchange = said[2], exchange_name(said[1])
    if listed:
        ticker, exchange = ticker or listed[2], exchange or exchange_name(listed[1])
    cik = head.cik or tags.get("EntityCentralIndexKey") or _first(_CIK, source[:20_000])
    return Registrant(
        name=name,
        cik=cik.zfill(10) if cik else None,
        ticker=tags.get("TradingSymbol") or ticker,
        exchange=exchange_name(tags["SecurityExchangeName"]) if "SecurityExchangeName" in tags else exchange,
        jurisdiction=_jurisdiction(cover, tags, head),
        file_number=tags.get("EntityFileNumber") or _file_number(cover) or head.file_number,
        irs_number=tags.get("EntityTaxIdentificationNumber")
        or _near_number(_EMPLOYER_NUMBER, cover)
        or head.irs_number,
        city=_city(cover, tags, head),
    )


def _labelled_name(cover: list[str]) -> str | None:
    for index, line in enumerate(cover):
        match = _NAME_LABEL.search(line) or (_FOREIGN_LABEL.search(line) if len(line) < 200 else None)
        if not match:
            continue
        behind = re.match(r"\s*:\s*([^\n]{3,100})", line[match.end() :])
        if behind:
            return behind[1].strip(" _")
        before = line[: match.start()].strip(" \n\t_-*")
        for candidate in [
            before.rsplit("\n", 1)[-1],
            *(other.strip(" _-\n") for other in reversed(cover[max(0, index - 4) : index])),
        ]:
            last = candidate.rsplit("\n", 1)[-1] if len(candidate) > 100 else " ".join(candidate.split())
            if len(last) > 2 and re.search(r"[A-Za-z]{2}", last) and not _NO_NAME.search(last) and len(last) < 120:
                return last.strip(" _")
    return None


def _listing(text: str, stated: str | None) -> tuple[str, str, str] | None:
    """Return name, exchange and symbol of the first listing, or of the first beside the registrant's own name."""
    own = re.sub(r"\W+", "", stated or "").casefold()[:8]
    for match in _LISTING.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()].rstrip(" ,")
        names = [m[0] for m in _COMPANY.finditer(before) if m.end() >= len(before) - 1]
        beside = re.sub(r"\W+", "", names[-1]).casefold() if names else ""
        if own and own not in beside:
            continue
        if names or own:
            return (names[-1] if names else "").strip(" ,"), match[1].strip(), match[2]
    return None


def _release_name(blocks: Sequence[Draft]) -> str | None:
    """Return the company that a release's first sentence names."""
    for block in blocks[:40]:
        match = DATELINE.match(block.text)
        if match:
            rest = block.text[match.end() :].lstrip(" -–—")
            name = _COMPANY.match(rest)
            return name[0].strip(" ,") if name else None
    return None


def _table_listing(blocks: Sequence[Draft]) -> tuple[str | None, str | None]:
    for block in blocks:
        if not block.rows or "symbol" not in block.text.lower():
            continue
        rows = [[spans_text(cell) for cell in row] for row in block.rows]
        for number, row in enumerate(rows):
            at = next((i for i, cell in enumerate(row) if "symbol" in cell.lower()), None)
            if at is None:
                continue
            found = _anywhere_below(rows[number + 1 :])
            place = next((i for i, cell in enumerate(row) if "exchange" in cell.lower() and i != at), None)
            for values in rows[number + 1 :]:
                symbol = values[at].strip('"“” ') if at < len(values) else ""
                if re.fullmatch(r"[A-Z]{1,5}(?:[.-][A-Z]{1,2})?", symbol):
                    exchange = values[place] if place is not None and place < len(values) else ""
                    return symbol, exchange_name(exchange)
            if found:
                return found
    return None, None


def _anywhere_below(rows: list[list[str]]) -> tuple[str, str | None] | None:
    """Return symbol and exchange of a row that has both, whatever its columns."""
    for row in rows:
        listed = next((cell for cell in row if re.search(r"nasdaq|nyse|stock exchange", cell, re.IGNORECASE)), "")
        symbol = next((cell for cell in row if re.fullmatch(r"[A-Z]{2,5}", cell)), "")
        if listed and symbol:
            return symbol, exchange_name(listed)
    return None


def _jurisdiction(cover: list[str], tags: dict[str, str], head: Header) -> str | None:
    tagged = tags.get("EntityIncorporationStateCountryCode")
    if tagged:
        return JURISDICTIONS.get(tagged.upper(), tagged)
    for index, line in enumerate(cover):
        match = _STATE_LABEL.search(line)
        if match and len(line) < 400:
            nearby = [
                line[: match.start()],
                line[match.end() :],
                *reversed(cover[max(0, index - 5) : index]),
                *cover[index + 1 : index + 3],
            ]
            for text in nearby:
                found = _known_jurisdiction(text)
                if found:
                    return found
    return JURISDICTIONS.get(head.jurisdiction.upper(), head.jurisdiction) if head.jurisdiction else None


def _known_jurisdiction(text: str) -> str | None:
    for name in JURISDICTIONS.values():
        if re.match(rf"\W*{re.escape(name)}\b", text, re.IGNORECASE) and len(text) < 160:
            return name
    return None


def _file_number(cover: list[str]) -> str | None:
    for index, line in enumerate(cover):
        match = _FILE_LABEL.search(line)
        if match:
            nearby = [
                line[match.end() :],
                line[: match.start()],
                *reversed(cover[max(0, index - 3) : index]),
                *cover[index + 1 : index + 3],
            ]
            for text in nearby:
                number = _FILE_NUMBER.search(text)
                if number:
                    return number[0]
    return None


def _near_number(pattern: re.Pattern[str], cover: list[str]) -> str | None:
    for line in cover:
        match = pattern.search(line) if len(line) < 600 else None
        if match:
            return match[0]
    return None


def _city(cover: list[str], tags: dict[str, str], head: Header) -> str | None:
    if "EntityAddressCityOrTown" in tags:
        return _town(tags["EntityAddressCityOrTown"])
    for line in cover[:60]:
        match = _CITY.search(line.replace("\t", "  ")) if len(line) < 300 else None
        if match:
            return _town(match[1])
    for index, line in enumerate(cover):
        if not _OFFICES.search(line):
            continue
        for text in (line[: _OFFICES.search(line).start()], *reversed(cover[max(0, index - 2) : index])):  # type: ignore[union-attr]
            match = _PLACE.search(text.strip()) if len(text) < 200 else None
            if match:
                return _town(match[1])
    return _town(head.city) if head.city else None


def _town(words: str) -> str:
    town = re.sub(
        r".*\b(?:floor|suite|street|avenue|road|drive|boulevard|ave|st|blvd|rd|dr|way|fl)\b\.?,?\s*(?=\S)",
        "",
        words,
        flags=re.IGNORECASE,
    )
    town = " ".join(town.split())
    return town.title() if town.isupper() else town


def _report_date(
    cover: list[str], blocks: Sequence[Draft], head: Header, tags: dict[str, str], form: str | None
) -> date | None:
    """Return the day a report is of: the period's end, the day of the event, or a release's dateline."""
    tagged = stated_day(tags.get("DocumentPeriodEndDate", ""))
    if head.period or tagged:
        return head.period or tagged
    kind = (form or "").upper()
    if kind.startswith(("424B", "S-", "F-")):
        return None
    lone = next((stated_day(line) for line in cover[:30] if len(line) < 40 and _DAY.fullmatch(line.strip())), None)
    if lone and kind.startswith("6-K"):
        return lone
    for index, line in enumerate(cover):
        for match in _DATE_LABEL.finditer(line):
            beside = (line[match.end() : match.end() + 120], line[: match.start()][-60:])
            for text in (*beside, *cover[index + 1 : index + 2], *cover[max(0, index - 1) : index]):
                day = stated_day(text) if len(text) < 200 else None
                if day:
                    return day
    return lone or _release_day(blocks)


def _release_day(blocks: Sequence[Draft]) -> date | None:
    for block in blocks[:60]:
        match = DATELINE.match(block.text)
        if match:
            return stated_day(match[0])
    return None


def stated_day(text: str) -> date | None:
    """Return the first day that a text states in full.

    >>> stated_day("on Oct. 17, 2007")
    datetime.date(2007, 10, 17)
    """
    match = _DAY.search(text)
    if not match:
        return None
    try:
        return date(int(match[3]), _MONTHS.index(match[1][:3].lower()) + 1, int(match[2]))
    except ValueError:
        return None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None
