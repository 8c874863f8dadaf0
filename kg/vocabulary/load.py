"""The vocabulary tables, read and checked.

Every table is a tab-separated file under ``data/vocabulary``: comment lines that start with ``#``, a header row, then
one row a thing. Lists are separated by ``|``. A name that begins with ``=`` must be met in exactly that case; so must
every name of a row whose ``match`` is ``exact``, every name that is nothing but at most six capitals (AML, NSCLC) and
every name of at most three characters (CD3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.errors import VocabularyError
from kg.model import EntityType, Predicate, VocabularyEntry
from kg.names import fold_name
from kg.resources import vocabulary_dir
from kg.vocabulary.tables import Row, read_rows


@dataclass(frozen=True, slots=True)
class Term:
    """A named thing that is no entity of the graph: an adverse event, a measure, a meeting."""

    name: str
    aliases: tuple[str, ...] = ()
    category: str | None = None
    """A measure's name in the fact table; otherwise `None`."""
    ids: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Stem:
    """How names of one kind end. `stem` is without its hyphen; `word` tells that it is a word of its own (vedotin)."""

    stem: str
    type: EntityType
    category: str
    word: bool = False
    min_length: int = 0
    """Letters that a name must have, the stem's included."""
    exclusions: frozenset[str] = frozenset()
    """Ordinary words that end so, in lower case."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class CodeRule:
    """Something that looks like a development code and is none (or, as a ``maker``, is one even after a space)."""

    text: str
    kind: str
    """``word`` (the whole of it), ``prefix`` (the letters before the digits), ``shape`` (a regular expression)
    or ``maker`` (letters that a maker puts before its codes)."""
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All tables. `exact` holds the (type or table, name) pairs that must be met in exactly their case."""

    entries: tuple[VocabularyEntry, ...]
    adverse_events: tuple[Term, ...] = ()
    measures: tuple[Term, ...] = ()
    meetings: tuple[Term, ...] = ()
    stems: tuple[Stem, ...] = ()
    code_rules: tuple[CodeRule, ...] = ()
    not_names: frozenset[str] = frozenset()
    """Words that are never a name by themselves, in lower case."""
    exact: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)

    def of_type(self, kind: EntityType) -> tuple[VocabularyEntry, ...]:
        """Return the entries of one type, in the order of their table."""
        return tuple(entry for entry in self.entries if entry.type is kind)

    def is_exact(self, kind: str, name: str) -> bool:
        """Tell whether a name of a type (or table: ``meetings``) counts only in exactly its case."""
        return (kind, name) in self.exact or bool(_ACRONYM.fullmatch(name))


class CacheKey:
    """A vocabulary as the key of a cache: what it is, not its thousands of rows, is hashed and compared."""

    __slots__ = ("vocabulary",)

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CacheKey) and self.vocabulary is other.vocabulary


_ACRONYM = re.compile(r"[A-Z]{1,6}|\S{1,3}")
_CURIE = re.compile(r"[A-Za-z][A-Za-z0-9.]*:[A-Za-z0-9]\S*")

_ENTITY_TABLES: Mapping[str, EntityType] = {
    "compounds.tsv": EntityType.COMPOUND,
    "antibodies.tsv": EntityType.ANTIBODY,
    "payloads.tsv": EntityType.PAYLOAD,
    "linkers.tsv": EntityType.LINKER,
    "targets.tsv": EntityType.TARGET,
    "indications.tsv": EntityType.INDICATION,
    "organizations.tsv": EntityType.ORGANIZATION,
    "technologies.tsv": EntityType.TECHNOLOGY,
}
_RELATED: Mapping[str, Predicate] = {
    "antibody": Predicate.HAS_ANTIBODY,
    "payload": Predicate.HAS_PAYLOAD,
    "linker": Predicate.HAS_LINKER,
    "targets": Predicate.HAS_TARGET,
    "owner": Predicate.OWNED_BY,
}
_RELATED_TYPE: Mapping[str, EntityType] = {
    "antibody": EntityType.ANTIBODY,
    "payload": EntityType.PAYLOAD,
    "linker": EntityType.LINKER,
    "targets": EntityType.TARGET,
    "owner": EntityType.ORGANIZATION,
}
_COMMON = frozenset({"name", "aliases", "match", "ids", "source"})
_COLUMNS: Mapping[str, frozenset[str]] = {
    "compounds.tsv": _COMMON | {"category", "antibody", "payload", "linker", "targets"},
    "antibodies.tsv": _COMMON | {"targets"},
    "payloads.tsv": _COMMON | {"category", "broader"},
    "linkers.tsv": _COMMON | {"category"},
    "targets.tsv": _COMMON | {"category", "broader"},
    "indications.tsv": _COMMON | {"broader"},
    "organizations.tsv": _COMMON | {"category"},
    "technologies.tsv": _COMMON | {"owner"},
    "adverse_events.tsv": _COMMON,
    "meetings.tsv": _COMMON,
    "measures.tsv": _COMMON | {"measure"},
    "inn_stems.tsv": frozenset({"stem", "position", "type", "category", "min_length", "exclusions", "source"}),
    "code_exclusions.tsv": frozenset({"text", "kind", "reason"}),
    "not_names.tsv": frozenset({"name", "reason"}),
    "categories.tsv": frozenset({"table", "category", "meaning"}),
}
_CODE_KINDS = ("word", "prefix", "shape", "maker")


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Return the vocabulary of a folder (default: the one shipped), read once and kept.

    A table that the folder does not have is empty. Raises `VocabularyError`, naming file, line and allowed values, for
    an unknown column, a missing name, a name that two rows of one type share, a broader or related name that no row
    has, an unknown category and a malformed identifier.
    """
    return _load((folder or vocabulary_dir()).resolve())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Vocabulary:
    if not folder.is_dir():
        raise VocabularyError(f"{folder}: no such folder; give one that holds vocabulary tables such as compounds.tsv")
    tables = {name: read_rows(folder / name, columns) for name, columns in _COLUMNS.items()}
    categories = _categories(tables["categories.tsv"])
    exact: set[tuple[str, str]] = set()
    entries: list[VocabularyEntry] = []
    for file, kind in _ENTITY_TABLES.items():
        rows = tables[file]
        _check_names(rows)
        _check_broader(rows)
        entries.extend(_entry(row, kind, categories.get(file), exact) for row in rows)
    _check_related(tables, entries)
    terms: dict[str, tuple[Term, ...]] = {}
    for table in ("adverse_events", "measures", "meetings"):
        rows = tables[f"{table}.tsv"]
        _check_names(rows)
        terms[table] = tuple(_term(row, table, categories.get(f"{table}.tsv"), exact) for row in rows)
    return Vocabulary(
        entries=tuple(entries),
        adverse_events=terms["adverse_events"],
        measures=terms["measures"],
        meetings=terms["meetings"],
        stems=tuple(_stem(row, categories) for row in tables["inn_stems.tsv"]),
        code_rules=tuple(_code_rule(row) for row in tables["code_exclusions.tsv"]),
        not_names=frozenset(row.need("name").lower() for row in tables["not_names.tsv"]),
        exact=frozenset(exact),
    )


def _categories(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        table = row.need("table")
        if table not in _COLUMNS:
            raise row.error(f"table {table!r} is none of {', '.join(sorted(_COLUMNS))}")
        found[table] = (*found.get(table, ()), row.need("category"))
    return found


def _names(row: Row) -> list[str]:
    return [row.need("name"), *row.list("aliases")]


def _bare(name: str) -> str:
    return name.removeprefix("=").strip()


def _key(name: str) -> str:
    """Names are the same when they fold alike, unless one of them counts only in its exact case."""
    bare = _bare(name)
    return f"={bare}" if name.startswith("=") or _ACRONYM.fullmatch(bare) else fold_name(bare)


def _check_names(rows: Iterable[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        own: set[str] = set()
        for name in _names(row):
            key = _key(name)
            if not _bare(name) or not key:
                raise row.error(f"name {name!r} has no letter or digit; give the name or drop it")
            if key in own:
                raise row.error(f"name {_bare(name)!r} stands twice in this row; drop one")
            if key in seen:
                raise row.error(
                    f"name {_bare(name)!r} is also in line {seen[key]}; a name belongs to one row of a table"
                )
            own.add(key)
        seen.update(dict.fromkeys(own, row.line))


def _check_broader(rows: Iterable[Row]) -> None:
    rows = list(rows)
    parents = {_bare(row.need("name")): row.get("broader") for row in rows}
    for row in rows:
        name, seen = _bare(row.need("name")), set[str]()
        while (parent := parents[name]) is not None:
            if parent not in parents:
                raise row.error(f"broader {parent!r} is the name of no row; add that row or correct the name")
            seen.add(name)
            if parent in seen:
                raise row.error(f"broader {parent!r} leads back to this row; break the circle")
            name = parent


def _check_related(tables: Mapping[str, tuple[Row, ...]], entries: Iterable[VocabularyEntry]) -> None:
    known = {(entry.type, entry.name) for entry in entries}
    for file in _ENTITY_TABLES:
        for row in tables[file]:
            for column, kind in _RELATED_TYPE.items():
                for name in row.list(column):
                    if (kind, name) not in known:
                        raise row.error(f"{column} {name!r} is the name of no {kind} row; add it or correct the name")


def _exact_names(row: Row, kind: str, exact: set[tuple[str, str]]) -> list[str]:
    match = row.one_of("match", ("exact", "folded")) or "folded"
    names = _names(row)
    exact.update((kind, _bare(name)) for name in names if match == "exact" or name.startswith("="))
    return [_bare(name) for name in names]


def _ids(row: Row) -> tuple[str, ...]:
    ids = row.list("ids")
    for curie in ids:
        if not _CURIE.fullmatch(curie):
            raise row.error(f"id {curie!r} is no CURIE; write it as PREFIX:ID, such as HGNC:1633")
    return ids


def _entry(
    row: Row, kind: EntityType, categories: tuple[str, ...] | None, exact: set[tuple[str, str]]
) -> VocabularyEntry:
    names = _exact_names(row, kind, exact)
    related = {str(p): "|".join(row.list(column)) for column, p in _RELATED.items() if row.list(column)}
    return VocabularyEntry(
        type=kind,
        name=names[0],
        aliases=tuple(names[1:]),
        category=row.one_of("category", categories),
        broader=row.get("broader"),
        exact_matches=_ids(row),
        related=related,
        source=row.need("source"),
    )


def _term(row: Row, table: str, categories: tuple[str, ...] | None, exact: set[tuple[str, str]]) -> Term:
    names = _exact_names(row, table, exact)
    return Term(names[0], tuple(names[1:]), row.one_of("measure", categories), _ids(row), row.need("source"))


def _stem(row: Row, categories: Mapping[str, tuple[str, ...]]) -> Stem:
    kind = EntityType(row.one_of("type", tuple(str(t) for t in _ENTITY_TABLES.values())) or EntityType.COMPOUND)
    table = next(file for file, t in _ENTITY_TABLES.items() if t is kind)
    length = row.get("min_length") or "0"
    if not length.isdigit():
        raise row.error(f"min_length {length!r} is no whole number")
    return Stem(
        stem=row.need("stem").strip("-").lower(),
        type=kind,
        category=row.one_of("category", categories.get(table)) or "",
        word=row.one_of("position", ("suffix", "word")) == "word",
        min_length=int(length),
        exclusions=frozenset(word.lower() for word in row.list("exclusions")),
        source=row.need("source"),
    )


def _code_rule(row: Row) -> CodeRule:
    rule = CodeRule(row.need("text"), row.one_of("kind", _CODE_KINDS) or "word", row.get("reason") or "")
    if rule.kind == "shape":
        try:
            re.compile(rule.text)
        except re.error as error:
            raise row.error(f"shape {rule.text!r} is no regular expression ({error})") from error
    return rule
