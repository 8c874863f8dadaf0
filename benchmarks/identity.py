"""How long identity across filings takes: invented filings of some thousand drugs and companies, each under many names.

    python benchmarks/identity.py 1000 10000

Every drug has a code, a generic name and a brand; a tenth of the filings equate two of them. Prints seconds, and names
a second, for a first run, for one with nothing new, and for one after a single filing has come.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from itertools import product

from kg.graph.resolve import apply_identity
from kg.graph.store import GraphStore, memory_store, replace_filings
from kg.model import Entity, EntityType, Extraction, Filing, FilingFormat, Registrant

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")


def _words(count: int) -> list[str]:
    """Return so many invented stems that differ in more than a letter or two."""
    every = ["".join(parts) for parts in product(_SYLLABLES, repeat=4)]
    random.Random(7).shuffle(every)
    return every[:count]


def filings(count: int) -> list[Extraction]:
    """Return so many invented filings, with a drug for each three of them."""
    chance = random.Random(11)
    stems = _words(max(10, count // 3))
    drugs = [(f"{s}mab", f"{s[:3].upper()}-{1000 + n}", f"{s.capitalize()}ra") for n, s in enumerate(stems)]
    companies = [(f"{s.capitalize()} Therapeutics, Inc.", f"{s.capitalize()} Bio") for s in stems]
    return [_filing(number, chance, drugs, companies) for number in range(count)]


def _filing(
    number: int, chance: random.Random, drugs: list[tuple[str, str, str]], companies: list[tuple[str, str]]
) -> Extraction:
    named = []
    for drug in chance.sample(drugs, 6):
        first, second = chance.sample(drug, 2)
        named.append(Entity(EntityType.COMPOUND, first, (second,) if chance.random() < 0.1 else ()))
    for company in chance.sample(companies, 4):
        name = chance.choice(company)
        other = company[1 - company.index(name)]
        named.append(Entity(EntityType.ORGANIZATION, name, (other,) if chance.random() < 0.1 else ()))
    day = date(2000 + number % 25, 1 + number % 12, 1 + number % 28)
    registrant = Registrant(chance.choice(companies)[0])
    made = Filing(f"f{number}", "", f"{number:064x}", FilingFormat.TEXT, "8-K", registrant, None, day, day, ())
    return Extraction(made, tuple(named), (), ())


def _timed(store: GraphStore, what: str, names: int) -> None:
    began = time.perf_counter()
    report = apply_identity(store)
    seconds = time.perf_counter() - began
    print(
        f"  {what}: {seconds:.1f} s, {names / seconds:,.0f} names a second; {report.merged} merged, "
        f"{report.unsure} unsure, {len(report.rewritten)} filings rewritten"
    )


def main() -> None:
    """Measure for each number of filings given."""
    for count in map(int, sys.argv[1:] or ["1000", "10000"]):
        made = filings(count + 1)
        names = sum(1 + len(entity.aliases) for each in made for entity in each.entities)
        print(f"{count:,} filings, {names:,} names")
        store = memory_store()
        replace_filings(store, made[:-1])
        _timed(store, "first", names)
        _timed(store, "again", names)
        replace_filings(store, made[-1:])
        _timed(store, "one more", names)


if __name__ == "__main__":
    main()
