"""Counts that filers give themselves, written to the graph."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph import iris
from kg.graph.namespace import concept
from kg.graph.quads import integer
from kg.graph.statements import Writing, write_evidence
from kg.model import Tally


def write_tallies(writing: Writing, tallies: Iterable[Tally]) -> None:
    """Write counts as claims of the filing; one that is said twice is one claim with the evidence of both."""
    sheet, filing = writing.sheet, writing.filing
    main: dict[str, str] = {}
    for tally in tallies:
        claim = [tally.count, tally.things, tally.stage, tally.words, tally.lists]
        node = iris.statement_iri("count", filing.name, claim)
        sheet.type(node, "pipe:CountClaim", "prov:Entity")
        sheet.words(node, "pipe:countOf", tally.things)
        sheet.words(node, "pipe:countWords", tally.words)
        sheet.words(node, "pipe:countIsListed", "yes" if tally.lists else "no")
        sheet.add(node, "pipe:countMin", integer(tally.count))
        sheet.add(node, "pipe:countMax", integer(tally.count))
        sheet.add(node, "pipe:phase", concept("phase", tally.stage))
        sheet.link(node, "pipe:reportedIn", iris.filing_iri(filing.name))
        sheet.days(node, "pipe:reportedOn", filing.reported_on)
        sheet.link(node, "prov:wasGeneratedBy", iris.run_iri(filing.name))
        evidence = write_evidence(writing, tally.evidence)
        sheet.link(node, "pipe:hasEvidence", evidence)
        sheet.link(node, "pipe:mainEvidence", main.setdefault(node, evidence))
