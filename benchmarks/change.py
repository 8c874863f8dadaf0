"""How long states of thousands of facts take to be compared, told in order of time, and checked.

Usage: python benchmarks/change.py [--facts 10000]. Prints seconds of one run each, on histories of invented companies.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

import kg
from kg.graph import iris
from kg.model import DateRange, Entity, EntityType, Evidence, Fact, FilingSummary, Modality, Predicate, Qualifier

PHASES = ("preclinical", "phase 1", "phase 2", "phase 3", "submitted", "approved")


def filing(company: int, quarter: int) -> FilingSummary:
    name = f"company-{company}-{quarter:02}"
    day = date(2010, 1, 31) + timedelta(days=91 * quarter)
    return FilingSummary(iris.filing_iri(name), name, "8-K", f"Company {company}, Inc.", day, None, iris.digest(name))


def stored(of: FilingSummary, subject: Entity, predicate: Predicate, object_: Entity | str, at: int) -> kg.StoredFact:
    """Return a fact about a compound; its details follow from the filing's day and its place in it."""
    assert of.reported_on
    words = f"Sentence {at} of {of.name} says of {subject.name} that it {predicate} {object_}."
    given: dict[str, Qualifier] = {}
    modality = Modality.ASSERTED
    if predicate is Predicate.HAS_STAGE:
        given["indication"] = Entity(EntityType.INDICATION, ("Hodgkin lymphoma", "breast cancer", "myeloma")[at % 3])
        given["status"] = ("ongoing", "completed", "planned")[at % 3]
        if at % 3 == 2:
            modality = Modality.PLANNED
            first = of.reported_on + timedelta(days=30)
            given["eventDate"] = DateRange("soon", first, first + timedelta(days=60), "quarter", "x")
    if predicate is Predicate.HAS_OUTCOME:
        given |= {"value": at % 90 + 5, "unit": "%", "study": Entity(EntityType.STUDY, f"Study {at % 7}")}
    evidence = (Evidence("main", "Item 8.01", words, at * 200, at * 200 + len(words)),)
    fact = Fact(subject, predicate, object_, evidence, given, modality, 0.9)
    to = iris.named_iri(object_.type, object_.name) if isinstance(object_, Entity) else None
    iri = iris.statement_iri(predicate, of.name, [subject.name, at])
    return kg.StoredFact(iri, fact, of, iris.named_iri(subject.type, subject.name), to)


def history(count: int) -> list[kg.StoredFact]:
    """Return so many facts of fifty companies, each with ten compounds, a filing a quarter."""

    def all_facts() -> Iterator[kg.StoredFact]:
        for quarter in range(10_000):
            for company in range(50):
                of, maker = filing(company, quarter), Entity(EntityType.ORGANIZATION, f"Company {company}")
                for number in range(10):
                    drug = Entity(EntityType.COMPOUND, f"CMP-{company}{number:02}", (f"drug {company}.{number}",))
                    at = quarter * 10 + number
                    yield stored(of, drug, Predicate.DEVELOPED_BY, maker, at)
                    yield stored(of, drug, Predicate.HAS_STAGE, PHASES[min(quarter // 4, 5)], at)
                    yield stored(of, drug, Predicate.HAS_OUTCOME, "response rate", at)

    return list(islice(all_facts(), count))


def timed(what: str, work: Callable[[], tuple[object, ...]]) -> None:
    began = time.perf_counter()
    found = work()
    print(f"{what}: {time.perf_counter() - began:.3f} s, {len(found)} found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=10_000)
    count = parser.parse_args().facts
    facts = history(2 * count)
    old, new = facts[:count], facts[count:]
    kg.difference(old[:600], new[:600])  # reads the vocabulary
    timed(f"difference of {count} and {count} other facts", lambda: kg.difference(old, new))
    timed(f"difference of {count} and all {2 * count} facts", lambda: kg.difference(old, facts))
    timed(f"as of the last day but a year, of {2 * count}", lambda: kg.as_of(facts, date(2011, 1, 1)))
    timed(f"checks of {2 * count} facts", lambda: kg.checks(facts))
    timed("timeline of a compound", lambda: kg.timeline(facts, "CMP-703"))
    timed("timeline of a company", lambda: kg.timeline(facts, "Company 7"))


if __name__ == "__main__":
    main()
