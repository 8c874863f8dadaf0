"""What each stretch of a part is for: cover, items, headline, quotations, tables, and the boilerplate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from kg.filings.boilerplate import contacts, form_text, safe_harbour, signatures
from kg.filings.exhibits import DATELINE
from kg.filings.passages import Passage
from kg.model import Block, BlockKind, Registrant, Section, SectionKind

_ITEM = re.compile(r"item\s+(\d{1,2}[a-c]?(?:\.\d{2})?)\s*[.:–—-]*\s*", re.IGNORECASE)
_PART = re.compile(r"part\s+(?:i{1,3}|iv)\b", re.IGNORECASE)
_ABOUT = re.compile(r"(?i:about)\s+(?:the\s+)?[A-Z0-9\"“].{0,100}", re.DOTALL)
_RISKS = re.compile(
    r"(?:item\s+1a\.?\s*)?(?:certain |summary (?:of )?|principal )?(?:risk "
    r"factors|risks)(?: summary)?(?: and uncertainties)?\.?"
    r"|(?:additional |certain |important )?factors (?:that|which) (?:may|could"
    r"|might) affect (?:our )?(?:future )?(?:operating )?"
    r"(?:results|performance).{0,40}",
    re.IGNORECASE,
)
_COVER = re.compile(
    r"""exact\ name\ of|specified\ in\ (?:its|the)\ charter|commission\ file\ n|securities\ and\ exchange\ commission
    |^\W*form\s+\d
    |washington,?\ d\.?c|date\ of\ report|earliest\ event|employer\ identification|jurisdiction\ of\ (?:incorp|org)
    |principal\ executive\ offices|telephone\ number|check\ the\ appropriate\ box|written\ communications\ pursuant
    |soliciting\ material|pre-?commencement|section\ 12\([bg]\)|indicate\ by\ check\ mark|emerging\ growth\ company
    |accelerated\ filer|former\ name|(?:annual|quarterly|current|transition)\ report|non-?affiliates|shares\ outstanding
    |incorporated\ by\ reference|mark\ one|pursuant\ to\ section\ 1[35]|securities\ exchange\ act\ of\ 1934
    |title\ of\ each\ class
    |fiscal\ year\ ended|report\ of\ foreign\ private\ issuer|rule\ 13a-16|translation\ of\ registrant|^united\ states$
    |common\ (?:stock|shares).{0,40}outstanding|(?<!all\ )(?<!the\ )outstanding.{0,60}common\ (?:stock|shares)
    |zip\ code|par\ value""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_COVER = re.compile(r"signatures?\W*$|exhibit\s+index|index\s+to\s+exhibits|forward-looking", re.IGNORECASE)
_QUOTE = re.compile(r"“([^“”]{20,}?)”|(?<!\w)\"([^\"]{20,}?)\"(?!\w)", re.DOTALL)
_SPEECH = (
    r"(?:said|says|stated|states|commented|comments|added|adds|noted|notes|remarked|explained|continued|concluded)"
)
_NAMED = r"(?:\b(?:Dr|Mr|Ms|Mrs|Ph\.\s?D|M\.\s?D|Sc\.D|Jr|Sr|Inc|Ltd|Corp|Co|St|[A-Z])\.|[^.\n“\"])"
_AFTER_QUOTE = re.compile(rf"[\s,]*(?:(?:also\s+)?{_SPEECH}|[—–-]+)\s+({_NAMED}{{3,200}})")
_BEFORE_QUOTE = re.compile(rf"([A-Z]{_NAMED}{{3,200}}?),?\s+(?:also\s+)?{_SPEECH}[,:]?\s*$")
_NAMED_WORK = re.compile(r"entitled|titled|\b(?:poster|abstract|paper|presentation|article)s?\b", re.IGNORECASE)
_LONG_QUOTE = 9


@dataclass(frozen=True, slots=True)
class _Item:
    number: str
    first: int
    title: str


def find_sections(
    text: str, blocks: tuple[Block, ...], *, form: str, registrant: Registrant | None
) -> tuple[Section, ...]:
    """Return a part's sections, in order of their beginnings, the outer before the inner."""
    passages = [Passage(index, block, text[block.start : block.end]) for index, block in enumerate(blocks)]
    if not passages:
        return ()
    items = _items(passages)
    cover_end = 0 if form.upper().startswith("EX-") else _cover_end(passages, items)
    sections: list[Section] = []
    if cover_end:
        sections.append(_over(SectionKind.COVER, "Cover", passages[:cover_end]))
    sections += _item_sections(passages, items, cover_end)
    signed = signatures(passages, cover_end)
    sections += signed
    sections += form_text(passages, cover_end, items={item.first: item.number for item in items})
    sections += safe_harbour(passages, cover_end)
    dateline = _dateline(passages, cover_end)
    headline_from = 0
    if not signed or dateline is not None:
        letterhead, headline_from = contacts(passages, dateline, registrant)
        sections += letterhead
    sections += _headline(passages, dateline, headline_from)
    sections += _about(passages)
    sections += _risks(passages, cover_end)
    sections += _quotes(passages)
    sections += _lists_and_tables(passages, text)
    return tuple(sorted(set(sections), key=lambda s: (s.start, -s.end, s.kind)))


def _over(kind: SectionKind, title: str, passages: list[Passage]) -> Section:
    return Section(kind, title, passages[0].start, passages[-1].end)


def _cover_end(passages: list[Passage], items: list[_Item]) -> int:
    """Return how many passages the cover has: up to its last words before the first item or the body."""
    stops = (p.index for p in passages if p.is_short and _AFTER_COVER.match(p.text))
    limit = min([*([items[0].first] if items else []), next(stops, len(passages))])
    last = gap = 0
    for passage in passages[:limit]:
        if _PART.match(passage.text) and passage.is_heading and last:
            return passage.index
        if _COVER.search(passage.text[:600]) and not (len(passage.text) > 250 and gap > 1):
            last, gap = passage.index + 1, 0
        else:
            gap += 1 if len(passage.text) < 200 else 4
        if gap > 8:
            break
    if (
        items
        and 0 < items[0].first - last <= 6
        and all(len(p.text) < 300 for p in passages[last : items[0].first])
        and last
    ):
        return items[0].first
    return last if last > 1 else 0


def _items(passages: list[Passage]) -> list[_Item]:
    """Return where items begin; of several beginnings of one item the one with the most text counts."""
    found: list[_Item] = []
    for passage in passages:
        match = _ITEM.match(passage.text)
        if not match or passage.block.kind is BlockKind.TABLE:
            continue
        title = re.split(r"(?<=[a-z]{3})\.\s|\n", passage.text[match.end() :], maxsplit=1)[0].strip(" .")
        if len(title) > 150 and not passage.is_heading:
            title = ""
        if not title and passage.index + 1 < len(passages) and passages[passage.index + 1].is_heading:
            title = passages[passage.index + 1].text
        found.append(_Item(match[1].upper(), passage.index, " ".join(title.split())))
    best: dict[str, tuple[int, _Item]] = {}
    for item, following in zip_longest(found, found[1:]):
        stop = following.first if following else len(passages)
        size = passages[stop - 1].end - passages[item.first].start
        if item.number not in best or size > best[item.number][0]:
            best[item.number] = (size, item)
    return sorted((item for _, item in best.values()), key=lambda item: item.first)


def _item_sections(passages: list[Passage], items: list[_Item], cover_end: int) -> list[Section]:
    sections: list[Section] = []
    for item, following in zip_longest(items, items[1:]):
        stop = following.first if following else len(passages)
        for passage in passages[item.first + 1 : stop]:
            if re.match(r"signatures?\b", passage.text, re.IGNORECASE) and passage.is_short:
                stop = passage.index
                break
        kind = SectionKind.RISK_FACTORS if item.number == "1A" else SectionKind.ITEM
        title = f"Item {item.number} {item.title}".strip()
        if item.first >= cover_end:
            sections.append(_over(kind, title, passages[item.first : stop]))
    return sections


def _dateline(passages: list[Passage], cover_end: int) -> int | None:
    for passage in passages[cover_end : cover_end + 80]:
        if len(passage.text) > 80 and passage.block.kind is not BlockKind.TABLE and DATELINE.match(passage.text):
            return passage.index
    return None


def _headline(passages: list[Passage], dateline: int | None, first: int) -> list[Section]:
    if dateline is None:
        return []
    sections: list[Section] = []
    passage = passages[dateline]
    match = DATELINE.match(passage.text)
    if match:
        sections.append(
            Section(SectionKind.DATELINE, "Dateline", passage.start, passage.start + len(match["line"].rstrip()))
        )
    above = passages[first:dateline]
    if above and all(len(other.text) < 500 for other in above):
        sections.append(_over(SectionKind.HEADLINE, "Headline", above))
    return sections


def _about(passages: list[Passage]) -> list[Section]:
    sections: list[Section] = []
    for passage in passages:
        if not (_ABOUT.fullmatch(passage.text) and passage.is_short and passage.block.kind is not BlockKind.TABLE):
            continue
        stop = passage.index + 1
        while stop < len(passages) and not passages[stop].is_heading and passages[stop].text[:3] not in ("###", "-en"):
            stop += 1
        if stop > passage.index + 1:
            sections.append(
                _over(SectionKind.ABOUT, " ".join(passage.text.rstrip(":").split()), passages[passage.index : stop])
            )
    return sections


def _risks(passages: list[Passage], cover_end: int) -> list[Section]:
    """Return risk factors under a heading of their own: up to the next heading that ranks as high."""
    sections: list[Section] = []
    past = cover_end
    for passage in passages[cover_end:]:
        if passage.index < past or not (
            passage.is_heading and not _ITEM.match(passage.text) and _RISKS.fullmatch(passage.text)
        ):
            continue
        stop = passage.index + 1
        while stop < len(passages):
            other = passages[stop]
            if (
                other.is_heading
                and other.block.level <= passage.block.level
                and not re.search(r"\brisks?\b|continued", other.text, re.IGNORECASE)
            ):
                break
            stop += 1
        past = stop
        sections.append(_over(SectionKind.RISK_FACTORS, "Risk factors", passages[passage.index : stop]))
    return sections


def _quotes(passages: list[Passage]) -> list[Section]:
    sections: list[Section] = []
    for passage in passages:
        if passage.block.kind is BlockKind.TABLE:
            continue
        for match in _QUOTE.finditer(passage.text):
            words = match[1] or match[2]
            if len(words.split()) < _LONG_QUOTE or not re.search(r"[.,!?]\s*$", words):
                continue
            after, before = (
                _AFTER_QUOTE.match(passage.text, match.end()),
                _BEFORE_QUOTE.search(passage.text[: match.start()]),
            )
            speaker = after[1] if after else before[1] if before else ""
            if not speaker and _NAMED_WORK.search(passage.text[max(0, match.start() - 40) : match.start()]):
                continue
            if not speaker and sections and _goes_on(passages, passage, match.start(), sections[-1]):
                speaker = sections[-1].title
            title = " ".join(speaker.split()).strip(" ,")
            sections.append(
                Section(SectionKind.QUOTE, title, passage.start + match.start(), passage.start + match.end())
            )
    return sections


def _goes_on(passages: list[Passage], passage: Passage, at: int, before: Section) -> bool:
    """Tell whether a quotation without a speaker continues the one before: in its block, or at once after it."""
    if before.end > passage.start:
        return True
    return bool(passage.index) and at == 0 and before.end > passages[passage.index - 1].start


def _lists_and_tables(passages: list[Passage], text: str) -> list[Section]:
    sections: list[Section] = []
    first: int | None = None
    for passage in passages:
        if passage.block.kind is BlockKind.TABLE:
            sections.append(Section(SectionKind.TABLE, _caption(passages, passage.index), passage.start, passage.end))
        if passage.block.kind is BlockKind.LIST_ITEM:
            first = passage.index if first is None else first
            if passage.index + 1 < len(passages) and passages[passage.index + 1].block.kind is BlockKind.LIST_ITEM:
                continue
            title = _caption(passages, first)
            sections.append(Section(SectionKind.LIST, title, passages[first].start, passage.end))
        first = None
    del text
    return sections


def _caption(passages: list[Passage], index: int) -> str:
    if not index:
        return ""
    before = passages[index - 1]
    if before.is_heading or (before.text.rstrip().endswith(":") and len(before.text) < 200):
        return " ".join(before.text.rstrip(" :").split())
    return ""
