"""Curation files: what a person says of things and facts, with who, when and why (format: ``docs/curation.md``).

A row is an array-of-tables entry of TOML named after what it does. It names things as people do, by any of their names;
`kg.graph.curation_rows` finds what is meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kg.errors import CurationError
from kg.model import EntityType, Modality, Predicate

_WHO = {"who": (str, True), "when": (date, True), "why": (str, True)}
_SELECTS = {
    "fact": (str, False),
    "subject": (str, False),
    "predicate": (str, False),
    "object": (str, False),
    "filing": (str, False),
}
FIELDS: Mapping[str, Mapping[str, tuple[type, bool]]] = {
    "same": {"names": (list, True), "kind": (str, False)},
    "different": {"names": (list, True), "kind": (str, False)},
    "split": {
        "thing": (str, True),
        "names": (list, False),
        "filings": (list, False),
        "called": (str, False),
        "kind": (str, False),
    },
    "label": {"thing": (str, True), "label": (str, True), "kind": (str, False)},
    "name": {"thing": (str, True), "name": (str, True), "kind": (str, False)},
    "confirm": _SELECTS,
    "reject": _SELECTS,
    "add": {
        "subject": (str, True),
        "subject_kind": (str, False),
        "predicate": (str, True),
        "object": (str, True),
        "object_kind": (str, False),
        "qualifiers": (dict, False),
        "modality": (str, False),
        "words": (str, True),
        "source": (str, True),
        "reported": (date, False),
    },
}
"""The kinds of row, and of each its fields besides who, when and why: the type, and whether it must be there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a person says."""

    action: str
    """A key of `FIELDS`."""
    line: int
    """Where it begins in its file, counted from 1."""
    who: str
    when: date
    why: str
    fields: Mapping[str, Any] = field(hash=False)

    def text(self, name: str) -> str:
        """Return a field that is text; empty where it is not given."""
        return str(self.fields.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that is a list of texts."""
        return tuple(self.fields.get(name, ()))

    @property
    def kind(self) -> EntityType | None:
        """The kind of thing meant, where it is given."""
        return EntityType(self.fields["kind"]) if "kind" in self.fields else None

    @property
    def because(self) -> str:
        """Who says it, when, and why, in words."""
        return f"{self.who}, {self.when.isoformat()}: {self.why}"


@dataclass(frozen=True, slots=True)
class Curation:
    """The rows of a curation file, in their order, and the file's text."""

    rows: tuple[Row, ...] = ()
    text: str = ""


def read_curation(path: Path) -> Curation:
    """Return the rows of a curation file.

    Raises `CurationError` naming file, line and remedy where the file cannot be read or a row is not as it must be.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CurationError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise CurationError(f"{path}: not UTF-8 text; save the file as UTF-8") from error
    return parse_curation(text, place=str(path))


def parse_curation(text: str, *, place: str = "curation") -> Curation:
    """Return the rows of a curation file's text. Raises `CurationError` as `read_curation` does."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CurationError(f"{place}: no TOML ({error}); see docs/curation.md for the form of a row") from error
    lines = {name: _lines(text, name) for name in tables}
    rows: list[Row] = []
    for name, entries in tables.items():
        if name not in FIELDS:
            known = ", ".join(f"[[{action}]]" for action in FIELDS)
            raise CurationError(f"{place}: {name!r} is no kind of row; choose one of {known}")
        if not isinstance(entries, list):
            raise CurationError(f"{place}: write [[{name}]] with two brackets, one such table for each row")
        for number, entry in enumerate(entries):
            line = lines[name][number] if number < len(lines[name]) else 1
            rows.append(_row(name, entry, line, f"{place}, line {line}, [[{name}]]"))
    return Curation(tuple(sorted(rows, key=lambda row: row.line)), text)


def _lines(text: str, action: str) -> list[int]:
    header = re.compile(rf"\s*\[\[\s*[\"']?{re.escape(action)}[\"']?\s*\]\]")
    return [number for number, line in enumerate(text.splitlines(), 1) if header.match(line)]


def _row(action: str, entry: Mapping[str, Any], line: int, place: str) -> Row:
    allowed = {**FIELDS[action], **_WHO}
    for name, value in entry.items():
        if name not in allowed:
            raise CurationError(f"{place}: {name!r} is no field of such a row; it has {', '.join(allowed)}")
        kind = allowed[name][0]
        if not isinstance(value, kind) or isinstance(value, datetime) or value in ("", [], {}):
            raise CurationError(f"{place}: {name} is {value!r}, must be {_WORDS[kind]}")
        if isinstance(value, list) and not all(isinstance(each, str) and each.strip() for each in value):
            raise CurationError(f"{place}: {name} must be a list of names in quotes")
    missing = [name for name, (_, required) in allowed.items() if required and name not in entry]
    if missing:
        raise CurationError(f"{place}: lacks {', '.join(missing)}; every row says who, when and why")
    for problem in _problems(action, entry):
        raise CurationError(f"{place}: {problem}")
    fields = {name: value for name, value in entry.items() if name not in _WHO}
    return Row(action, line, entry["who"], entry["when"], entry["why"], fields)


_WORDS = {str: "text in quotes", list: "a list of names", dict: "a table", date: "a day, such as 2026-11-02"}


def _problems(action: str, entry: Mapping[str, Any]) -> Iterator[str]:
    for name in ("kind", "subject_kind", "object_kind"):
        if name in entry and entry[name] not in set(EntityType):
            yield f"{name} {entry[name]!r} is none of {', '.join(EntityType)}"
    if "predicate" in entry and entry["predicate"] not in set(Predicate):
        yield f"predicate {entry['predicate']!r} is none of {', '.join(Predicate)}"
    if "modality" in entry and entry["modality"] not in set(Modality):
        yield f"modality {entry['modality']!r} is none of {', '.join(Modality)}"
    if action in {"same", "different"} and len(entry["names"]) < 2:
        yield "names must be two or more"
    if action == "split" and ("names" in entry) == ("filings" in entry):
        yield "give either names (which of its names are another thing's) or filings (which of them mean another thing)"
    if action == "split" and "filings" in entry and "called" not in entry:
        yield "filings need called: a name for the thing that they mean"
    if action in {"confirm", "reject"} and "fact" not in entry and "subject" not in entry:
        yield "give fact (its id, as kg show lists it), or subject, and if need be predicate, object and filing"
