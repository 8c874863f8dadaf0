"""Files to filings: which files, how they are decoded, and what format they have."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import FilingError
from kg.filings.cover import CoverFacts, cover_facts
from kg.filings.drafts import Draft, assemble
from kg.filings.exhibits import split_exhibits
from kg.filings.layout import arrange
from kg.filings.markdown import markdown_drafts
from kg.filings.markup import markup_drafts
from kg.filings.plain import plain_drafts
from kg.filings.sections import find_sections
from kg.filings.submission import Document, Header, bare_document, documents, header, is_document, is_submission
from kg.model import Filing, FilingFormat, Part

MAX_BYTES = 100_000_000
"""Larger files are refused: no filing's text is that long."""

ENDINGS = (".htm", ".html", ".md", ".nc", ".sgml", ".txt", ".xml")
"""The endings that are looked for in folders; a file named on its own may have any."""

NOT_FILINGS = frozenset({"README", "LICENSE", "LICENCE", "CHANGELOG", "MANIFEST", "CONTRIBUTING"})
"""Files about a folder, passed over in it."""

_HTML = re.compile(r"<(?:html|body|div|p|tr|td|font|center|!doctype html)[\s/>]", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^\{\d+\}-{5,}|^\|[ :]?-{3,}|!\[[^\]\n]*\]\(|\*\*\S|\\\$\d|\$\\[a-z]+[^$\n]*\$|^- [·•o] ", re.MULTILINE
)
_BINARY = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip-compressed",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


class _Piece(NamedTuple):
    document: Document
    blocks: list[Draft]
    markup: bool


def read_filing(path: Path, *, name: str | None = None) -> Filing:
    """Read a file as a filing, named `name` or else by the file's stem.

    Raises `FilingError`, in one line with the file's name and a remedy, for a file that is missing, empty, larger than
    `MAX_BYTES` (refused before it is read), binary or PDF, cut off, or without any text.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FilingError(
                f"{path}: {size / 1e6:.0f} MB is more than the {MAX_BYTES // 1_000_000} MB that a filing may have; "
                "give the main document or the exhibit alone"
            )
        data = path.read_bytes()
    except OSError as error:
        raise FilingError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from error
    return _parse(data, name=name or path.stem, place=str(path))


def parse_filing(data: bytes, *, name: str) -> Filing:
    """Read bytes as a filing. Raises `FilingError` as `read_filing` does, naming the filing.

    >>> parse_filing(b"<p>One&nbsp; two.</p>", name="note").parts[0].text
    'One two.'
    """
    return _parse(data, name=name, place=name)


def _parse(data: bytes, *, name: str, place: str) -> Filing:
    source = _decode(data, place)
    if "\n" not in source:
        source = source.replace("\r", "\n")  # line ends of old Macintoshes; offsets stay
    form, kept, head = _layout(source, place)
    drafts: list[_Piece] = []
    for document in kept:
        how = _format(source[document.start : document.end]) if form is FilingFormat.SUBMISSION else form
        blocks = arrange(_drafts(source, document, how))
        alone = how in (FilingFormat.TEXT, FilingFormat.MARKDOWN) or len(kept) == 1
        pieces = split_exhibits(document, blocks) if alone else [(document, blocks)]
        drafts += [_Piece(piece, found, how is FilingFormat.HTML) for piece, found in pieces if found]
    if not drafts:
        raise FilingError(f"{place}: no text of a filing in it; give a filing's .txt, .htm or .md file")
    facts = cover_facts(source, [(piece.document.type, piece.blocks) for piece in drafts], head)
    return Filing(
        name=name,
        source=source,
        content_hash=hashlib.sha256(data).hexdigest(),
        format=form,
        form=facts.form,
        registrant=facts.registrant,
        accession=facts.accession,
        report_date=facts.report_date,
        filed_date=facts.filed_date,
        parts=_parts(drafts, facts),
    )


def _decode(data: bytes, place: str) -> str:
    if len(data) > MAX_BYTES:
        raise FilingError(
            f"{place}: more than {MAX_BYTES // 1_000_000} MB; give the main document or the exhibit alone"
        )
    if not data.strip():
        raise FilingError(f"{place}: the file is empty; download it again")
    if data[:1024].lstrip().startswith(b"%PDF"):
        raise FilingError(f"{place}: a PDF; give the filing's HTML or text from EDGAR, or OCR markdown of the PDF")
    for mark, what in _BINARY.items():
        if data.startswith(mark):
            raise FilingError(f"{place}: {what}, not text; give the filing's HTML, text or markdown")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if b"\x00" in data:
            raise FilingError(f"{place}: binary data, not text; give the filing's HTML, text or markdown")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_western(data, place)


def _decode_western(data: bytes, place: str) -> str:
    """Decode what is not UTF-8 as Windows-1252, in which old filings are; its five unused bytes stay visible."""
    odd = sum(byte < 9 or 13 < byte < 32 for byte in data[:100_000])
    if odd * 50 > min(len(data), 100_000):
        raise FilingError(f"{place}: neither UTF-8 nor Windows-1252 text; save the filing as UTF-8")
    return data.decode("cp1252", errors="replace")


def _layout(source: str, place: str) -> tuple[FilingFormat, list[Document], Header]:
    if is_submission(source):
        return FilingFormat.SUBMISSION, documents(source, name=place), header(source)
    if is_document(source):
        document = bare_document(source)
        return _format(source[document.start : document.end]), [document], Header()
    return _format(source), [Document("", "", 0, len(source))], Header()


def _format(text: str) -> FilingFormat:
    if len(_HTML.findall(text[:20_000])) >= 2 or re.search(r"<(?:html|body|p)\b[^>]*>", text[:5000], re.IGNORECASE):
        return FilingFormat.HTML
    return FilingFormat.MARKDOWN if _MARKDOWN.search(text) else FilingFormat.TEXT


def _drafts(source: str, document: Document, form: FilingFormat) -> list[Draft]:
    start, end = document.start, document.end
    if form is FilingFormat.HTML:
        return markup_drafts(source, start, end)
    if form is FilingFormat.MARKDOWN:
        return markdown_drafts(source, start, end)
    return plain_drafts([(source[start:end], start, end)])


def _parts(pieces: list[_Piece], facts: CoverFacts) -> tuple[Part, ...]:
    parts: list[Part] = []
    used: Counter[str] = Counter()
    for index, (document, blocks, markup) in enumerate(pieces):
        kind = document.type or (facts.form if index == 0 else "") or ""
        stem = "main" if index == 0 and not kind.upper().startswith("EX-") else _part_id(kind)
        used[stem] += 1
        text, offsets, made = assemble(blocks)
        parts.append(
            Part(
                id=stem if used[stem] == 1 else f"{stem}-{used[stem]}",
                type=kind,
                title=document.title or kind,
                text=text,
                offsets=offsets,
                blocks=made,
                sections=find_sections(text, made, form=kind, registrant=facts.registrant),
                markup=markup,
            )
        )
    return tuple(parts)


def _part_id(kind: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-") or "part"


def find_filings(paths: Sequence[Path]) -> list[Path]:
    """Return the files given, and those below the folders given that have one of `ENDINGS`; each once, sorted.

    Hidden files and folders are passed over, and so is what a folder says of itself (`NOT_FILINGS`). Raises
    `FilingError` for a path that does not exist, and where nothing is found.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_file():
            found.add(path)
        elif path.is_dir():
            found.update(_below(path))
        else:
            raise FilingError(f"{path}: no such file or folder; check the path")
    if not found:
        given = ", ".join(map(str, paths)) or "nothing given"
        raise FilingError(f"no filings found ({given}); looked for files ending in {', '.join(ENDINGS)}")
    return sorted(found)


def _below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(place) / name for name in files if not name.startswith("."))
        found += [
            path
            for path in paths
            if path.suffix.lower() in ENDINGS and path.stem.upper() not in NOT_FILINGS and path.is_file()
        ]
    return found


def filing_names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return a name for each path, unique among them and the same in whatever order they come.

    The name is the file's stem; where several share it, its ending is added, then as many folders as it takes.

    >>> list(filing_names([Path("a/x.txt"), Path("a/x.htm"), Path("y.txt")]).values())
    ['x-txt', 'x-htm', 'y']
    """
    unique = dict.fromkeys(paths)
    names = {path: path.stem for path in unique}
    level = 0
    while clashes := {name for name, count in Counter(n.lower() for n in names.values()).items() if count > 1}:
        for path in unique:
            if names[path].lower() in clashes:
                names[path] = _longer_name(path, level)
        level += 1
        if level > max(len(path.parts) for path in unique) + 1:
            names = {path: f"{_longer_name(path, level)}-{_digest(path)}" for path in unique}
            break
    return names


def _longer_name(path: Path, level: int) -> str:
    ending = path.suffix.lstrip(".").lower()
    stem = f"{path.stem}-{ending}" if ending else path.stem
    folders = [part for part in path.parent.parts if part not in (path.anchor, ".", "..")]
    return "-".join([*folders[len(folders) - level :], stem]) if level else stem


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:8]
