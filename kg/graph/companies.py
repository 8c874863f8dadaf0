"""Companies over time: under which names they have filed, and when that changed.

A renamed company is one thing with all its names; one that was bought stays a thing of its own beside its buyer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import iris
from kg.graph.namespace import term
from kg.graph.quads import Sheet, text
from kg.graph.source import Source
from kg.names import fold_name

_USES = """
SELECT ?company ?name ?day ?filing
WHERE { ?filing pipe:registrant ?company ; pipe:registrantName ?name ; pipe:reportedOn ?day ; a pipe:Filing }
"""


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name under which a company has filed, and the first and the last day of that, as ISO dates.

    Between the last day of one name and the first of the next the name was changed.
    """

    name: str
    first: str
    last: str
    first_filing: str
    """The IRI of the filing of the first day."""
    last_filing: str


def names_as_filer(source: Source) -> dict[str, tuple[NameUse, ...]]:
    """Return the names under which each company has filed, by its IRI, in order of time.

    Spellings and legal forms that are one name count as one; the latest spelling stands for it.
    """
    found: dict[str, dict[str, list[tuple[str, str, str]]]] = defaultdict(lambda: defaultdict(list))
    for company, name, day, filing in source.select(_USES).rows:
        if not isinstance(company, NamedNode) or not isinstance(filing, NamedNode):
            continue
        if isinstance(name, Literal) and isinstance(day, Literal):
            found[company.value][fold_name(name.value)].append((day.value, filing.value, name.value))
    return {company: tuple(_in_order(uses.values())) for company, uses in sorted(found.items())}


def _in_order(uses: Iterable[list[tuple[str, str, str]]]) -> Iterator[NameUse]:
    for use in sorted(sorted(each) for each in uses):
        yield NameUse(use[-1][2], use[0][0], use[-1][0], use[0][1], use[-1][1])


def company_quads(source: Source) -> list[Quad]:
    """Return what follows from the names of filers: former names, and changes of name with the days between."""
    sheet = Sheet(iris.DERIVED_GRAPH)
    for company, uses in names_as_filer(source).items():
        for before, after in pairwise(uses):
            if before.last >= after.first:
                continue  # both at one time: no change, as of a company and its subsidiary
            sheet.add(company, "pipe:formerName", text(before.name))
            event = iris.change_iri(company, before.name, after.name)
            sheet.type(event, "org:ChangeEvent")
            sheet.link(event, "org:resultingOrganization", company)
            sheet.words(event, "pipe:nameBefore", before.name)
            sheet.words(event, "pipe:nameAfter", after.name)
            sheet.add(event, "pipe:changedAfter", Literal(before.last, datatype=term("xsd:date")))
            sheet.add(event, "pipe:changedBefore", Literal(after.first, datatype=term("xsd:date")))
            sheet.link(event, "pipe:changeSeenIn", before.last_filing, after.first_filing)
    return sheet.quads()
