"""Named questions: the files of ``ontology/queries``, with what their heads say.

A file begins with comment lines of a fixed form, whose fields stand between bars::

    # title: What is in the clinic
    # question: What is in the clinic on a day, by phase?
    # competency: 1
    # parameter: as-of | date | latest | Only what was reported by this day counts.
    # column: phase | text | The phase of development.

and goes on as one SPARQL SELECT query, in which parameters are variables with a dollar sign in a block of one row,
``VALUES ($given_as_of $given_company) { (… UNDEF) }``. The query runs as it stands, in any store, with the values
written there.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from kg.errors import QueryError
from kg.graph.namespace import schemes
from kg.model import EntityType
from kg.query.tokens import data_blocks
from kg.resources import ontology_dir

REQUIRED = "required"
"""As a default: the parameter must be given. No default at all means that everything is asked for."""
LATEST = "latest"
"""As the default of a date: the day of the newest filing in the store."""


class ParameterKind(StrEnum):
    """What a parameter takes."""

    ENTITY = "entity"
    """Any name of a thing; after it the kinds of thing that will do, as ``entity Compound, Antibody``."""
    FILING = "filing"
    """The name of a filing."""
    CONCEPT = "concept"
    """A label of a scheme, as ``concept phase``."""
    DATE = "date"
    """A day, as ``2013-12-31``."""
    NUMBER = "number"
    TEXT = "text"


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    LIST = "list"
    """Several values, sorted, with ``; `` between them."""
    QUOTE = "quote"
    """The words of a filing."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question."""

    name: str
    kind: ParameterKind
    among: tuple[str, ...]
    """The kinds of entity, or the scheme, that the value is taken from; empty for all, and for other kinds."""
    default: str
    meaning: str

    @property
    def variable(self) -> str:
        """Its variable in the query, without the dollar sign; no column can have that name."""
        return f"given_{self.name.replace('-', '_')}"

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default == REQUIRED


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a question's answer."""

    name: str
    kind: ColumnKind
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a name."""

    name: str
    title: str
    question: str
    competency: tuple[int, ...]
    """Numbers of the competency questions that it answers."""
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str
    """The whole file."""


_LINE = re.compile(r"# (title|question|competency|parameter|column): (.+)")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def list_questions() -> tuple[Question, ...]:
    """Return all questions, by name. Raises `QueryError` naming the file and line of a head that is not of the form."""
    return tuple(_read(file) for file in sorted(_folder().glob("*.rq")))


def load_question(name: str) -> Question:
    """Return a question by its name. Raises `QueryError` with the names that are near, or with all."""
    names = [file.stem for file in sorted(_folder().glob("*.rq"))]
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names)}"
        raise QueryError(f"no question is called {name!r}; {hint}")
    return _read(_folder() / f"{name}.rq")


def _folder() -> Path:
    return ontology_dir() / "queries"


@cache
def _read(file: Path) -> Question:
    return parse_question(file.stem, file.read_text(encoding="utf-8"), place=f"queries/{file.name}")


def parse_question(name: str, text: str, *, place: str = "question") -> Question:
    """Return a question from the text of its file. Raises `QueryError` naming `place` and line."""
    fields: dict[str, list[tuple[str, str]]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        match = _LINE.fullmatch(line)
        if not match:
            raise QueryError(f"{place}:{number}: {line!r} is no line of a head; write '# title: …' and so on")
        fields.setdefault(match[1], []).append((match[2].strip(), f"{place}:{number}"))
    question = Question(
        name=name,
        title=_one(fields, "title", place),
        question=_one(fields, "question", place),
        competency=tuple(int(n) for words, _ in fields.get("competency", []) for n in words.split(",")),
        parameters=tuple(_parameter(*field) for field in fields.get("parameter", [])),
        columns=tuple(_column(*field) for field in fields.get("column", [])),
        sparql=text,
    )
    declared, used = {p.variable for p in question.parameters}, set(data_blocks(text))
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise QueryError(
            f"{place}: {odd} must be a parameter in the head and have a term in VALUES (${odd} …) {{ (…) }}"
        )
    return question


def _one(fields: dict[str, list[tuple[str, str]]], key: str, place: str) -> str:
    found = fields.get(key, [])
    if len(found) != 1:
        raise QueryError(f"{place}: the head has {len(found)} lines '# {key}: …', must have one")
    return found[0][0]


def _split(words: str, place: str, form: str) -> list[str]:
    parts = [part.strip() for part in words.split("|")]
    if len(parts) != len(form.split("|")) or not _NAME.fullmatch(parts[0].replace("_", "-")) or not parts[-1]:
        raise QueryError(f"{place}: {words!r} must have the form '{form}'")
    return parts


def _parameter(words: str, place: str) -> Parameter:
    name, kind_words, default, meaning = _split(words, place, "name | kind | default | meaning")
    kind, _, among = kind_words.partition(" ")
    if kind not in list(ParameterKind):
        raise QueryError(f"{place}: {kind!r} is none of {', '.join(ParameterKind)}")
    listed = tuple(a.strip() for a in among.split(",") if a.strip())
    known: dict[str, set[str]] = {"entity": {str(t) for t in EntityType}, "concept": set(schemes().by_label)}
    for one in listed:
        if one not in known.get(kind, set()):
            raise QueryError(f"{place}: {one!r} is none of {', '.join(sorted(known.get(kind, set())))}")
    return Parameter(name, ParameterKind(kind), listed, default, meaning)


def _column(words: str, place: str) -> Column:
    name, kind, meaning = _split(words, place, "name | kind | meaning")
    if kind not in list(ColumnKind):
        raise QueryError(f"{place}: {kind!r} is none of {', '.join(ColumnKind)}")
    return Column(name, ColumnKind(kind), meaning)
