"""The texts of filings, kept beside the graph: what a reader sees, where things are named, where facts are stated.

One file for each filing, ``texts/SLUG-HASH.json.gz`` in the store's folder, named after the filing and the hash of its
bytes; a store in memory keeps the same bytes in a dict. A file is written aside and renamed before the transaction that
makes its filing count, so that a filing of the graph always has its text; one whose filing never came to count is an
orphan, which `drop_orphans` removes.

The packed form is JSON, compressed: ``{"format", "name", "hash", "entities": [[type, name]…], "rules": [rule…],
"parts": [{"id", "type", "title", "text", "blocks": [[kind, start, end, level]…], "tables": [[block, header_rows,
[[start, end, start, end…]…]]…], "sections": [[kind, title, start, end]…], "mentions": [[entity, start, end, rule]…],
"places": [[source_start, source_end, start, end]…]}…]}``. Offsets are code points of the part's text, but for those of
the source. The page reads the same bytes, so a change here is one of `kg/explore/assets/document.js` too.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.namespace import term
from kg.model import (
    Block,
    BlockKind,
    Cell,
    Entity,
    EntityType,
    Extraction,
    Mention,
    OffsetMap,
    Part,
    Section,
    SectionKind,
    Table,
)

if TYPE_CHECKING:
    from kg.graph.store import GraphStore

TEXTS = "texts"
"""The folder of a store that holds them."""
_FORMAT = 1
_ENDING = ".json.gz"
_LEVEL = 6
_DAMAGE = (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError)
"""What reading a damaged text raises."""
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FilingText:
    """The text of a filing, as the store keeps it."""

    name: str
    content_hash: str
    parts: tuple[Part, ...]
    """As they were read, but without the way back to the source's offsets."""
    mentions: tuple[Mention, ...]
    """In order. Their entities carry type and name, nothing else; `entity_iris` says which nodes they are."""
    places: Mapping[tuple[str, int, int], tuple[int, int]]
    """Where in the part's text the words of an `Evidence` stand, by its part and its two source offsets."""


def pack_text(extraction: Extraction) -> bytes:
    """Return the text of a filing that has just been read as the store keeps it; the same extraction, the same bytes.

    Evidence of a part that the filing lacks has no place.
    """
    filing = extraction.filing
    named = sorted({(m.entity.type, m.entity.name) for m in extraction.mentions})
    rules = sorted({m.rule for m in extraction.mentions})
    cited = {(e.part, e.start, e.end) for fact in extraction.facts for e in fact.evidence}
    entity_numbers = {entity: number for number, entity in enumerate(named)}
    rule_numbers = {rule: number for number, rule in enumerate(rules)}
    parts = []
    for part in filing.parts:
        mentions = sorted(
            (m.start, m.end, entity_numbers[m.entity.type, m.entity.name], rule_numbers[m.rule])
            for m in extraction.mentions
            if m.part == part.id
        )
        sources = sorted((start, end) for name, start, end in cited if name == part.id)
        places = [(source, part.offsets.text_span(*source)) for source in sources]
        parts.append(
            _packed_part(part)
            | {
                "mentions": [[entity, start, end, rule] for start, end, entity, rule in mentions],
                "places": [[*source, *place] for source, place in places if place],
            }
        )
    whole = {
        "format": _FORMAT,
        "name": filing.name,
        "hash": filing.content_hash,
        "entities": [[str(kind), name] for kind, name in named],
        "rules": rules,
        "parts": parts,
    }
    written = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    # halves of surrogate pairs, which UTF-8 has not, are spelled out
    safe = _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", written)
    return gzip.compress(safe.encode(), _LEVEL, mtime=0)


def _packed_part(part: Part) -> dict[str, Any]:
    tables = [
        [number, block.table.header_rows, [[o for c in row for o in (c.start, c.end)] for row in block.table.rows]]
        for number, block in enumerate(part.blocks)
        if block.table
    ]
    return {
        "id": part.id,
        "type": part.type,
        "title": part.title,
        "markup": part.markup,
        "text": part.text,
        "blocks": [[str(block.kind), block.start, block.end, block.level] for block in part.blocks],
        "tables": tables,
        "sections": [[str(s.kind), s.title, s.start, s.end] for s in part.sections],
    }


def unpack_text(packed: bytes) -> FilingText:
    """Return what `pack_text` packed. Raises `StoreError` where it is damaged or of another version."""
    try:
        whole = json.loads(gzip.decompress(packed))
        if whole["format"] != _FORMAT:
            raise StoreError(f"a filing's text is of version {whole['format']}, this program reads {_FORMAT}")
        named = [Entity(EntityType(kind), name) for kind, name in whole["entities"]]
        parts = tuple(_part(part) for part in whole["parts"])
        mentions = tuple(
            Mention(named[entity], part["id"], start, end, whole["rules"][rule])
            for part in whole["parts"]
            for entity, start, end, rule in part["mentions"]
        )
        places = {
            (part["id"], source_start, source_end): (start, end)
            for part in whole["parts"]
            for source_start, source_end, start, end in part["places"]
        }
        return FilingText(whole["name"], whole["hash"], parts, mentions, places)
    except _DAMAGE as error:
        raise StoreError(f"a filing's text is damaged ({type(error).__name__}); build its filing again") from error


def packed_entities(packed: bytes) -> tuple[tuple[EntityType, str], ...]:
    """Return the things that a packed text names, in the order of its list. Raises as `unpack_text` does."""
    try:
        return tuple((EntityType(kind), name) for kind, name in json.loads(gzip.decompress(packed))["entities"])
    except _DAMAGE as error:
        raise StoreError(f"a filing's text is damaged ({type(error).__name__}); build its filing again") from error


def _part(part: Mapping[str, Any]) -> Part:
    tables = {
        number: Table(tuple(tuple(Cell(*c) for c in zip(row[::2], row[1::2], strict=True)) for row in rows), header)
        for number, header, rows in part["tables"]
    }
    blocks = tuple(
        Block(BlockKind(kind), start, end, level, tables.get(number))
        for number, (kind, start, end, level) in enumerate(part["blocks"])
    )
    sections = tuple(Section(SectionKind(kind), title, start, end) for kind, title, start, end in part["sections"])
    no_way_back = OffsetMap(())
    names = part["id"], part["type"], part["title"]
    return Part(*names, part["text"], no_way_back, blocks, sections, part["markup"])


def filing_text(store: GraphStore, name: str) -> FilingText:
    """Return the text of a filing of a store, by the filing's name.

    Raises `StoreError` where the store has no such filing, or not its text.
    """
    packed = packed_text(store, name)
    if packed is None:
        if content_hash(store, name) is None:
            raise StoreError(f"the store holds no filing {name!r}; give a filing's name as kg build prints it")
        raise StoreError(f"the store has lost the text of {name}; build that filing again")
    return unpack_text(packed)


def packed_text(store: GraphStore, name: str) -> bytes | None:
    """Return the packed text of a filing, or `None` where the store has not got it."""
    digest = content_hash(store, name)
    if digest is None:
        return None
    key, folder = _key(name, digest), store.path or store.texts_of
    if key in store.texts or folder is None:
        return store.texts.get(key)
    try:
        return (folder / TEXTS / key).read_bytes()
    except FileNotFoundError:
        return None


def has_text(store: GraphStore, name: str, digest: str) -> bool:
    """Tell whether a store keeps the text of a filing with that content."""
    key = _key(name, digest)
    return key in store.texts if store.path is None else (store.path / TEXTS / key).is_file()


def keep_text(store: GraphStore, name: str, digest: str, packed: bytes) -> None:
    """Keep a packed text; do so before its filing is put into the graph. Raises `OSError` where that fails."""
    key = _key(name, digest)
    if store.path is None:
        store.texts[key] = packed
        return
    folder = store.path / TEXTS
    folder.mkdir(exist_ok=True)
    aside = folder / f"{key}.new"
    aside.write_bytes(packed)
    aside.replace(folder / key)


def drop_orphans(store: GraphStore) -> int:
    """Remove what belongs to no filing of the store any more; return how many texts went."""
    from kg.graph.store import filing_graphs  # noqa: PLC0415  # that module keeps texts through this one

    held = set()
    for graph in filing_graphs(store):
        filing = NamedNode(graph.value.replace(iris.FILING_GRAPHS, iris.FILINGS))
        name, digest = (_literal(store, filing, prop, graph) for prop in ("dcterms:identifier", "pipe:contentHash"))
        held.add(_key(name or "", digest or ""))
    if store.path is None:
        gone = sorted(set(store.texts) - held)
        for key in gone:
            del store.texts[key]
        return len(gone)
    files = [file for file in _files(store.path / TEXTS) if file.name not in held]
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def content_hash(store: GraphStore, name: str) -> str | None:
    """Return the hash of a filing's bytes as the graph has it, or `None` where it holds no such filing."""
    return _literal(store, NamedNode(iris.filing_iri(name)), "pipe:contentHash", NamedNode(iris.graph_iri(name)))


def entity_iris(store: GraphStore, name: str) -> dict[tuple[EntityType, str], str]:
    """Return which node of the graph a filing means by each name it gives as the fullest one of a thing.

    The filing's own graph is asked, so that things which were found to be one are one here too.
    """
    found: dict[tuple[EntityType, str], str] = {}
    graph = NamedNode(iris.graph_iri(name))
    for quad in store.inner.quads_for_pattern(None, term("pipe:filedAs"), None, graph):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            kind = iris.entity_type(quad.subject.value)
            if kind:
                found[kind, quad.object.value] = quad.subject.value
    return found


def _literal(store: GraphStore, subject: NamedNode, prop: str, graph: NamedNode) -> str | None:
    quad = next(iter(store.inner.quads_for_pattern(subject, term(prop), None, graph)), None)
    return quad.object.value if quad and isinstance(quad.object, Literal) else None


def _key(name: str, digest: str) -> str:
    return f"{iris.filing_slug(name)}-{digest[:16]}{_ENDING}"
