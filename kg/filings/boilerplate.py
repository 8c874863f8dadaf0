"""Stretches in which nothing is claimed: safe-harbour statements, the form's own words, addresses, signatures."""

from __future__ import annotations

import re

from kg.filings.passages import Passage
from kg.model import BlockKind, Registrant, Section, SectionKind

_HARBOUR_HEADING = re.compile(
    r"(?:(?:special |cautionary )?(?:notes?|statements?|language|information"
    r"|disclosures?)?\s*(?:regarding|concerning|about|on|and|of)?\s*)"
    r"(?:the\s+)?(?:use of\s+)?forward[-\s–]?looking\s+(?:statements?|information"
    r"|disclosures?)|safe[-\s]harbou?r\b.*|disclosure notice|"
    r"cautionary (?:statement|note)s?.*|disclaimer",
    re.IGNORECASE,
)
_NAMES_THEM = re.compile(r"forward[-\s–]?looking", re.IGNORECASE)
_STRONG = re.compile(
    r"private securities litigation reform act|section 27a|section 21e|safe[-\s]harbou?r|undue reliance"
    r"|(?:actual )?results[^.]{0,60}differ[^.]{0,30}(?:material|from)|words "
    r"such as|are intended to identify|identified by"
    r"|undertakes? no|(?:no|any) (?:obligation|duty|intention)[^.]{0,40}(?:to"
    r"|of) (?:publicly )?(?:updat|revis)|could cause"
    r"|not historical facts|known and unknown risks|risks and uncertainties|(?:includ|contain)\w*[^.]{0,40}forward",
    re.IGNORECASE,
)
_HARBOUR_CUES = ("forward", "obligation", "intention", "duty", "differ material", "undue reliance", "litigation reform")
_ALONE = re.compile(
    r"(?:undertakes?|assumes?|disclaims?|under) (?:no|any) (?:obligation|duty|intention)[^.]{0,80}(?:updat|revis)"
    r"|actual results[^.]{0,60}differ material|cautioned not to place undue "
    r"reliance|private securities litigation reform act",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:may|might|could|would|risks?|uncertaint\w+|differ|expect\w*|anticipat\w*|believ\w*|forward|obligation|10-[KQ]"
    r"|factors|assumptions|ability|reliance|estimates?|forecasts?|statements?|outcome|expectations?|plans?)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"pursuant to the requirements? of (?:section|the securities)", re.IGNORECASE)
_FORM_SENTENCE = re.compile(
    r"(?:(?<=[.!?]\s)|(?<=\n)|^)(?:[^.\n]|\.(?=\w))*?(?:"
    r"(?:attached|furnished|filed)\s+(?:hereto\s+|herewith\s+)?as\s+(?:part "
    r"of\s+)?exhibits?\b|incorporated\s+(?:herein\s+)?by\s+reference"
    r"|an\s+offer\s+to\s+(?:sell|buy)|solicitation\s+of\s+an\s+offer|shall\s+not\s+be\s+(?:deemed|incorporated)|furnished\s+pursuant\s+to|is\s+being\s+furnished\b"
    r"|is\s+being\s+filed\s+(?:herewith|with\s+this|as\s+(?:an\s+)?exhibit)"
    r"|check\s+the\s+appropriate\s+box|indicate\s+by\s+check\s*mark)(?:[^.\n]|\.(?=\w)|(?<=No)\.)*(?:\.|$)",
    re.IGNORECASE,
)
_FORM_CUES = ("exhibit", "incorporat", "be deemed", "furnished", "is being", "offer", "check")
_FORM_BLOCK = re.compile(
    r"""^(?:exhibit\s+index|index\s+to\s+exhibits|table\s+of\s+contents|-?\s*(?:more|end)\s*-?|\#\s*\#\s*\#|\(d\)\s+exhibits?\.?|exhibits?:?
    |exhibit\s+(?:no|number)?\.?\s*[\d.]*|documents\s+incorporated\s+by\s+reference|\d{1,3}\.\d{1,2}|source\s*:.{0,80}|\*\s*\*\s*\*.{0,20}
    |cover\s+page\s+interactive\s+data\s+file.*|form\s+\d+-[kq]|page)$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CONTACT_HEADING = re.compile(
    r"(?:(?:media|investors?|press|company|corporate|analyst|for further information"
    r"|for more information|for (?:media|investors?|press)|"
    r"ir|pr|public)\b[\s&/,and]*)*(?:(?:relations|inquiries|enquiries|media|investors?|information|contacts?)[\s&/,and]*)*(?:contacts?|inquiries|enquiries|media|investors?|relations|information)?"
    r"\s*(?:\(s\))?\s*:?.{0,3}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@[\w.-]+\.\w+|(?:\+?1[\s.-])?\(?\b\d{3}\)?[\s.-]+\d{3}[\s.-]\d{4}\b|\+\d{1,3}[\s(]+\d"
    r"|\b(?:tel|fax|phone|telephone|email|e-mail)\b\.?\s*[:(+\d]"
    r"|^(?:investors?|media|contacts?|company contact|press contact)\b[^.]{0,60}:|,\s*[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|^https?://\S+$|^www\.\S+$",
    re.IGNORECASE,
)
_RELEASE_LINE = re.compile(
    r"(?:for (?:immediate )?(?:press )?release\b.*|(?:press|news|media) release.*|news|exhibit\s+99.*|ex-99.*)",
    re.IGNORECASE | re.DOTALL,
)
_CONTACT_REACH = 14


def _over(kind: SectionKind, title: str, passages: list[Passage]) -> Section:
    return Section(kind, title, passages[0].start, passages[-1].end)


def safe_harbour(passages: list[Passage], first: int) -> list[Section]:
    """Return the forward-looking statements: under a heading that says so, and paragraphs that say so themselves."""
    marked: list[int] = []
    under = listing = False
    for passage in passages[first:]:
        text = passage.text
        if passage.is_heading or (passage.is_short and _HARBOUR_HEADING.fullmatch(text.strip(" .:"))):
            under = bool(_HARBOUR_HEADING.fullmatch(text.strip(" .:")))
            listing = False
            if under:
                marked.append(passage.index)
            continue
        strong = _states(text) or bool(_HARBOUR_HEADING.match(text) and _NAMES_THEM.search(text))
        item = passage.block.kind is BlockKind.LIST_ITEM
        after = bool(marked) and marked[-1] == passage.index - 1
        going_on = after and not item and (_NAMES_THEM.search(text) or _ALONE.search(text))
        if strong or going_on or (listing and item) or (under and _stays(passage)):
            marked.append(passage.index)
            listing = listing if item else text.rstrip().endswith((":", "to", "following"))
        else:
            under = listing = False
    return [_over(SectionKind.SAFE_HARBOUR, "Forward-looking statements", run) for run in _runs(passages, marked)]


def _states(text: str) -> bool:
    """Tell whether a paragraph as a whole is a forward-looking statement's."""
    lower = text.lower()
    if not any(cue in lower for cue in _HARBOUR_CUES):
        return False
    named = len(_NAMES_THEM.findall(text))
    strong = len({m[0].lower()[:12] for m in _STRONG.finditer(text)})
    if named:
        return strong >= 1 and (len(text) < 2500 or named + strong >= 4)
    return bool(_ALONE.search(text)) and strong >= 2


def _stays(passage: Passage) -> bool:
    if passage.block.kind is BlockKind.TABLE:
        return False
    return passage.block.kind is BlockKind.LIST_ITEM or len(_WEAK.findall(passage.text)) >= (
        2 if len(passage.text) > 200 else 1
    )


def _runs(passages: list[Passage], marked: list[int]) -> list[list[Passage]]:
    runs: list[list[Passage]] = []
    for index in sorted(set(marked)):
        if runs and runs[-1][-1].index == index - 1:
            runs[-1].append(passages[index])
        else:
            runs.append([passages[index]])
    return [run for run in runs if len(run) > 1 or not run[0].is_heading]


def signatures(passages: list[Passage], first: int) -> list[Section]:
    """Return the signature pages: from their heading or sentence to an exhibit index or the end."""
    sections: list[Section] = []
    start: int | None = None
    for passage in passages[first:]:
        begins = (
            re.fullmatch(r"signatures?", passage.text.strip(" .:"), re.IGNORECASE) and not passage.block.table
        ) or (_SIGNED.match(passage.text) is not None and start is None)
        ends = start is not None and re.match(
            r"(?:exhibit\s+index|index\s+to\s+exhibits|exhibit\s+no)", passage.text, re.IGNORECASE
        )
        if start is not None and (ends or len(passage.text) > 1200):
            sections.append(_over(SectionKind.SIGNATURES, "Signatures", passages[start : passage.index]))
            start = None
        elif start is None and begins and _soon_signed(passages, passage.index):
            start = passage.index
    if start is not None:
        sections.append(_over(SectionKind.SIGNATURES, "Signatures", passages[start:]))
    return sections


def _soon_signed(passages: list[Passage], index: int) -> bool:
    return any(_SIGNED.search(p.text) or "/s/" in p.text for p in passages[index : index + 12])


def form_text(passages: list[Passage], first: int, *, items: dict[int, str]) -> list[Section]:
    """Return the form's own words: exhibit lists, page marks, and sentences that only refer to an exhibit."""
    sections: list[Section] = []
    listing = False
    for passage in passages:
        text = passage.text
        if passage.index in items:
            listing = items[passage.index] in ("9.01", "7", "15") and "xhibits" in text.replace("EXHIBITS", "Exhibits")
        elif re.match(r"signatures?\b", text, re.IGNORECASE):
            listing = False
        elif re.fullmatch(r"(?:exhibit index|index to exhibits)", text.strip(" .:"), re.IGNORECASE):
            listing = True
        elif listing and len(text) > 1500:
            listing = False
        if passage.index < first:
            continue
        index_table = passage.block.table is not None and re.search(r"\bexhibit\b", text[:200], re.IGNORECASE)
        if listing or _FORM_BLOCK.match(text.strip()) or (index_table and re.search(r"\b\d{1,3}\.\d", text)):
            sections.append(Section(SectionKind.FORM_TEXT, "", passage.start, passage.end))
        elif passage.block.table is None and any(cue in text.lower() for cue in _FORM_CUES):
            for match in _FORM_SENTENCE.finditer(text):
                lead = len(match[0]) - len(match[0].lstrip())
                sections.append(
                    Section(
                        SectionKind.FORM_TEXT, "", passage.start + match.start() + lead, passage.start + match.end()
                    )
                )
    return sections


def contacts(passages: list[Passage], dateline: int | None, registrant: Registrant | None) -> tuple[list[Section], int]:
    """Return letterhead and contacts, and the index of the block after the letterhead."""
    body = 0
    sections: list[Section] = []
    if dateline is not None:
        body = _after_letterhead(passages[:dateline], registrant)
        if body:
            sections.append(_over(SectionKind.CONTACTS, "Contacts", passages[:body]))
    marked: list[int] = []
    reach = 0
    for passage in passages[max(body, dateline or 0) :]:
        text = passage.text.strip()
        heading = passage.is_short and bool(text) and bool(_CONTACT_HEADING.fullmatch(text)) and len(text) > 4
        short = len(text) < 400 and (passage.block.table is not None or len(text) < 60 or text[-1:] != ".")
        if heading:
            reach = _CONTACT_REACH
        elif reach and short:
            reach -= 1
        elif not (short and _CONTACT.search(text) and len(text) < 250):
            reach = 0
            continue
        marked.append(passage.index)
    sections += [_over(SectionKind.CONTACTS, "Contacts", run) for run in _runs(passages, marked) if _has_contact(run)]
    return sections, body


def _has_contact(run: list[Passage]) -> bool:
    return any(_CONTACT.search(passage.text) for passage in run)


def _after_letterhead(passages: list[Passage], registrant: Registrant | None) -> int:
    """Return how many blocks above the headline are letterhead: up to the last address, number or release line."""
    own = re.sub(r"\W", "", registrant.name).casefold() if registrant else ""
    last = 0
    for passage in passages:
        text = passage.text.strip()
        plain = re.sub(r"\W", "", text).casefold()
        named = len(plain) > 2 and plain == own
        headed = len(text) > 4 and _CONTACT_HEADING.fullmatch(text)
        if len(text) < 300 and (named or headed or _RELEASE_LINE.fullmatch(text) or _CONTACT.search(text)):
            last = passage.index + 1
    return last
