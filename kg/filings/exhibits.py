"""Text files in which a press release follows its form: where the one ends and the other begins."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.filings.drafts import Draft
from kg.filings.submission import Document
from kg.model import BlockKind

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WIRE = r"[(/](?i:business ?wire|globe ?newswire|pr ?newswire|accesswire|newsfile|market ?wired?)[^)/\n]{0,50}[)/]"
_DATED = (
    r"(?:[(/][^)/\n]{3,60}[)/]\s*)?(?!(?:On|In|As|By|Since|Until|From|For|At|After|Before"
    r"|During|Dated?|Through|Between)\b)[A-Z][\w.,'’/&() -]{2,80}?[\s,(–—-]*"
    rf"{MONTH}\s+\d{{1,2}},?\s+(?:19|20)\d\d\)?(?:\s*(?:[/(][^)/\n]{{3,60}}[)/]))*\s*(?:[-–—:]+|\.\.\.)"
)
DATELINE = re.compile(
    rf"(?P<line>{_DATED}|[A-Z][\w.,'’ ]{{2,50}}?\s*[-–—]*\s*{_WIRE}\s*[-–—]+"
    rf"|{MONTH}[ ]\d{{1,2}},[ ]\d{{4}}\s*{_WIRE}\s*[-–—]+)"
    r"(?=\s*\S)"
)
_SIGNED = re.compile(r"pursuant to the requirements? of the securities (?:and )?exchange act", re.IGNORECASE)
_RELEASE = re.compile(
    r"(?:for (?:immediate )?(?:press )?release\b|(?:press|news|media) release(?! of| dated)|news(?: from)?$)",
    re.IGNORECASE,
)
_EXHIBIT = re.compile(r"(?:exhibit|ex)[\s.-]*(\d{1,2}\.\d{1,2}[a-z]?)", re.IGNORECASE)
_FORM = re.compile(
    r"""/s/|\(registrant\)|signatures?\b|exhibit\s*(?:no|index|number|description)|^exhibits?$|^\d{1,2}\.\d{1,2}\b
    |^date[d:]|^(?:by|name|title|its)\s*:|duly (?:caused|authorized)|securities (?:and )?exchange act of 1934
    |^\(?(?:principal|chief|vice|senior|executive|president|secretary|treasurer|general counsel)\b[^.]{0,80}$""",
    re.IGNORECASE | re.VERBOSE,
)


def split_exhibits(document: Document, blocks: list[Draft]) -> list[tuple[Document, list[Draft]]]:
    """Return a form's blocks and, each as a document of its own, the exhibits that follow it in the same text.

    A press release is known by what is general to them (for immediate release, a dateline) after the form's signatures
    or items; it begins with its letterhead. An exhibit is also known by a line of its own with its number.
    """
    if document.type and not document.type.upper().startswith(("8-K", "6-K")):
        return [(document, blocks)]
    signed = next((i for i, b in enumerate(blocks) if _SIGNED.search(b.text) and i > 3 and not _on_cover(b)), None)
    starts = {i: match[1] for i, match in _numbered(blocks, signed)} if signed is not None else {}
    release = _release_start(blocks, signed)
    if release is not None and not any(abs(release - start) <= 12 or start < release for start in starts):
        starts[release] = "99.1"
    if not starts:
        return [(document, blocks)]
    places = sorted(starts)
    pieces = [(document, blocks[: places[0]])]
    for place, stop in zip(places, [*places[1:], len(blocks)], strict=True):
        if place < stop:
            kind = f"EX-{starts[place]}"
            pieces.append((replace(document, type=kind, title=kind), blocks[place:stop]))
    return [piece for piece in pieces if piece[1]]


def _on_cover(block: Draft) -> bool:
    return block.text.lower().startswith(("pursuant to section", "current report"))


def _numbered(blocks: list[Draft], signed: int) -> list[tuple[int, re.Match[str]]]:
    found = []
    for index in range(signed + 1, len(blocks) - 1):
        match = _EXHIBIT.fullmatch(blocks[index].text.strip()) if not blocks[index].rows else None
        if match and any(len(block.text) > 200 for block in blocks[index : index + 25]):
            found.append((index, match))
    return found


def _release_start(blocks: list[Draft], signed: int | None) -> int | None:
    """Return where the release begins: after the last block before its first sign that belongs to the form."""
    floor = signed if signed is not None else _last_item(blocks)
    if floor is None:
        return None
    sign = next((i for i in range(floor + 1, len(blocks)) if _is_sign(blocks[i])), None)
    if sign is None:
        return None
    belongs = [
        i for i in range(floor, sign) if _FORM.search(blocks[i].text) or (blocks[i].rows and "xhibit" in blocks[i].text)
    ]
    start = (max(belongs) if belongs else floor) + 1
    if signed is None:
        start = sign
        while start - 1 > floor and _is_letterhead(blocks[start - 1]):
            start -= 1
    return start


def _is_letterhead(block: Draft) -> bool:
    """Tell whether a block may stand above a release: short, no sentence, and nothing of the form or its signatures."""
    text = block.text.strip()
    if len(text) >= 120 or text[-1:] == "." or block.rows:
        return False
    return not (_FORM.search(text) or _EXHIBIT.fullmatch(text) or re.match(r"/s/|signatures?\b", text, re.IGNORECASE))


def _is_sign(block: Draft) -> bool:
    text = block.text
    if block.rows or block.kind is BlockKind.LIST_ITEM:
        return False
    return bool((len(text) < 80 and _RELEASE.match(text)) or (len(text) > 150 and DATELINE.match(text)))


def _last_item(blocks: list[Draft]) -> int | None:
    items = [i for i, b in enumerate(blocks) if re.match(r"item\s+\d\.\d\d", b.text, re.IGNORECASE)]
    return items[-1] if items else None
