"""Building the quads of one graph: values become terms here, and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.graph.namespace import term


def text(value: str) -> Literal:
    """Return a plain literal: no language tag, no written datatype."""
    return Literal(value)


def day(value: date) -> Literal:
    """Return an ``xsd:date``."""
    return Literal(value.isoformat(), datatype=term("xsd:date"))


def integer(value: int) -> Literal:
    """Return an ``xsd:integer``."""
    return Literal(str(value), datatype=term("xsd:integer"))


def decimal(value: int | float | Decimal) -> Literal:
    """Return an ``xsd:decimal`` in the short form that stores keep: no exponent, no trailing noughts.

    Raises `StoreError` for what is no finite number.
    """
    if not math.isfinite(value):
        raise StoreError(f"{value} is no number that can be stored; leave the qualifier out")
    digits = format(Decimal(str(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=term("xsd:decimal"))


class Sheet:
    """The quads of one named graph, each once, in the order in which they were first added."""

    def __init__(self, graph: str) -> None:
        self.graph = NamedNode(graph)
        self._quads: dict[Quad, None] = {}

    def add(self, subject: str, predicate: str, *objects: NamedNode | Literal) -> None:
        """Add a triple for each object; `predicate` is a prefixed name."""
        node, prop = NamedNode(subject), term(predicate)
        for value in objects:
            self._quads[Quad(node, prop, value, self.graph)] = None

    def take(self, quad: Quad) -> None:
        """Add a quad that was made for this graph elsewhere."""
        self._quads[quad] = None

    def type(self, subject: str, *classes: str) -> None:
        """Say what a thing is, by prefixed names; every super-class is to be named too."""
        self.add(subject, "rdf:type", *map(term, classes))

    def link(self, subject: str, predicate: str, *objects: str) -> None:
        """Add a triple for each object, given by its IRI."""
        self.add(subject, predicate, *map(NamedNode, objects))

    def words(self, subject: str, predicate: str, *objects: str | None) -> None:
        """Add a plain literal for each object that is not empty."""
        self.add(subject, predicate, *(text(value) for value in objects if value))

    def days(self, subject: str, predicate: str, value: date | None) -> None:
        """Add a date where there is one."""
        if value:
            self.add(subject, predicate, day(value))

    def quads(self) -> list[Quad]:
        """Return the quads."""
        return list(self._quads)


def nquads(quads: Iterable[Quad]) -> list[str]:
    """Return quads as lines of N-Quads, sorted, each once."""
    return sorted({f"{quad} ." for quad in quads})
