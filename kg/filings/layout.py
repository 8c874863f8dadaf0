"""From blocks as a page shows them to blocks as a reader takes them: no page furniture, whole paragraphs, headings."""

from __future__ import annotations

import re
from collections import Counter

from kg.filings.drafts import Draft, join, trim
from kg.model import BlockKind

_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s+)?(?:[A-Z]{1,2}-)?(?:\d{1,3}|[ivx]{1,5})(?:\s+of\s+\d+)?[-–—\s]*", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"(?:back to\s+)?table of contents|back to contents|\(?continued\)?|[-–—_=*+.\s]+", re.IGNORECASE
)
_BULLET = re.compile(r"[•●▪■◾◼◆❖▸∙◦‣➢►·][ \n]*|[-–—*][ \n]+(?=\S)|o (?=[A-Z])|§ ")
_ENUMERATED = re.compile(r"(?:\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}[.)])\s+\S")
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]*]*$|###$")
_HANGING = re.compile(r"(?:[,–—-]|\b(?:the|a|an|of|and|or|in|to|for|with|by|under|on|at|from|that|which|as|our|its))$")
_ITEM = re.compile(r"(?:item|part)\s+(?:\d+|[IVX]+)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_MINOR = frozenset({
    "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "nor", "of", "on", "or", "our", "the",
    "to", "via", "vs", "with",
})  # fmt: skip
_HEADING_LENGTH = 160
_HEAD_LENGTH = 80
_NAME_END = re.compile(r"\b(?:Inc|Corp|Ltd|Co|S\.A|N\.V)\.$")


def arrange(drafts: list[Draft]) -> list[Draft]:
    """Return the blocks that a reader reads; drafts are used up."""
    kept = _without_furniture(drafts)
    for draft in kept:
        _mark_item(draft)
    joined = _joined(kept)
    following: Draft | None = None
    for draft in reversed(joined):
        _mark_heading(draft, following)
        following = draft
    return joined


def _without_furniture(drafts: list[Draft]) -> list[Draft]:
    """Leave out page numbers and lines that stand at the edges of many pages."""
    edges = Counter(_shape(draft) for index, draft in enumerate(drafts) if _at_edge(drafts, index))
    many = max(3, sum(draft.after_page for draft in drafts) // 3)
    kept: list[Draft] = []
    page = False
    for index, draft in enumerate(drafts):
        text = draft.text
        shape = _shape(draft)
        running = bool(shape) and edges[shape] >= many and _at_edge(drafts, index)
        number = not draft.rows and _PAGE_NUMBER.fullmatch(text) is not None and text != "I"
        if running or number or (not draft.rows and _FURNITURE.fullmatch(text) and draft.kind is not BlockKind.HEADING):
            page = page or draft.after_page or number
            continue
        draft.after_page = draft.after_page or page
        page = False
        kept.append(draft)
    return kept


def _shape(draft: Draft) -> str:
    """Return what a page's head or foot has in common with those of other pages; nothing where it is no such line."""
    text = "" if draft.rows else draft.text
    return "" if len(text) > _HEAD_LENGTH or _HANGING.search(text) else re.sub(r"\d+", "0", text)


def _at_edge(drafts: list[Draft], index: int) -> bool:
    near = drafts[max(0, index - 1) : index + 3]
    return any(draft.after_page for draft in near)


def _mark_item(draft: Draft) -> None:
    if draft.rows or draft.kind is BlockKind.HEADING:
        return
    text = draft.text
    bullet = _BULLET.match(text)
    if bullet and bullet.end() < len(text) and not re.match(r"[-–—] .* [-–—]$", text):
        draft.spans = trim(draft.spans, bullet.end())
        draft.kind, draft.level = BlockKind.LIST_ITEM, max(draft.level, 1)
    elif draft.kind is BlockKind.PARAGRAPH and _ENUMERATED.match(text):
        draft.kind, draft.level = BlockKind.LIST_ITEM, 1


def _joined(drafts: list[Draft]) -> list[Draft]:
    """Put together sentences that a page's end (or a figure) has broken."""
    joined: list[Draft] = []
    for draft in drafts:
        if joined and _goes_on(joined[-1], draft):
            joined[-1].spans = join(joined[-1].spans, draft.spans)
        else:
            joined.append(draft)
    return joined


def _goes_on(before: Draft, after: Draft) -> bool:
    if before.rows or after.rows or after.kind is not BlockKind.PARAGRAPH or before.kind is BlockKind.HEADING:
        return False
    left, right = before.text, after.text
    if _ENDED.search(left) or (before.strong and not after.strong):
        return False
    wordy = len(left) > 50 or _HANGING.search(left) is not None
    if right[0].islower() and re.match(r"[a-z]+(?:\b|-)", right) and not re.match(r"[a-z]+[A-Z]", right):
        return wordy
    if right[0].islower():
        return wordy and (after.after_page or _HANGING.search(left) is not None)
    plain = not (before.strong or after.strong) and after.after_page
    return plain and (len(left) > 150 or (len(left) > 80 and _HANGING.search(left) is not None))


def _mark_heading(draft: Draft, following: Draft | None) -> None:
    if draft.rows or draft.kind is not BlockKind.PARAGRAPH:
        return
    text = draft.text
    if len(text) > _HEADING_LENGTH:
        return
    letters = [c for c in text if c.isalpha()]
    if not letters or text.count("\n") > 2 or "@" in text:
        return
    capitals = all(c.isupper() for c in letters)
    if (
        draft.strong
        and not re.search(r"[,;]$", text)
        and (not text.endswith(".") or _ITEM.match(text) or len(text) < 60)
    ):
        draft.kind, draft.level = BlockKind.HEADING, 1 if capitals or _ITEM.match(text) else 2
    elif _ITEM.match(text) and len(text) < 120:
        draft.kind, draft.level = BlockKind.HEADING, 1
    elif following is not None and _looks_like_title(text) and _carries(following):
        draft.kind, draft.level = BlockKind.HEADING, 1 if capitals else 3


def _looks_like_title(text: str) -> bool:
    if re.search(r"[.,;:!?]$", text) and not _NAME_END.search(text):
        return False
    if len(text) > 110 or _HANGING.search(text) or not (text[0].isupper() or text[0] in '—–“"' or text[0].isdigit()):
        return False
    words = [word for word in _WORD.findall(text) if word.lower() not in _MINOR]
    capital = sum(word[0].isupper() or any(c.isupper() for c in word) for word in words)
    return bool(words) and capital * 10 >= len(words) * 6


def _carries(following: Draft) -> bool:
    return (
        len(following.text) > 80 or following.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING) or bool(following.rows)
    )
