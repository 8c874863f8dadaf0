"""How sure a fact is: how often its rule was right where gold tables tell, moved by how directly the words say it.

With ``r`` right and ``w`` wrong facts of a rule on the gold sets, its rate is ``(r + K p) / (r + w + K)``: the share
that was right, drawn towards a prior ``p`` with the weight of ``K`` facts (the mean of a beta distribution). The prior
is the rate of the rule's family where that has made enough facts, else what the rule's author thought. On the scale of
log odds the rate is then moved: by what the gold sets promise too much, for a compound that is only meant and not
named, for a fact that several places state. Rates and moves are measured by ``benchmarks/calibrate.py``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.nlp.rules import read_toml
from kg.rulebook import TrackRecord, track_records

if TYPE_CHECKING:
    from collections.abc import Mapping

WEIGHT = 4.0
"""How many facts the prior counts for."""
ENOUGH = 8
"""How many facts a family must have made for its rate to be a prior."""
BY_CONTEXT = "meant by the context"
"""The reason of a claim whose compound its sentence does not name."""
LOWEST, HIGHEST = 0.05, 0.99


@dataclass(frozen=True, slots=True)
class Moves:
    """What is added to the log odds."""

    optimism: float
    """For every fact: rules were written on some of the texts that they are measured on."""
    by_context: float
    several_places: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The records of rules, and of their families."""

    rules: Mapping[str, TrackRecord]
    families: Mapping[str, TrackRecord]

    def of(self, rule: str, *, stated: float) -> float:
        """Return a rule's rate as the module's head defines it.

        >>> Rates({"a.b": TrackRecord(3, 1)}, {"a": TrackRecord(3, 1)}).of("a.b", stated=0.75)
        0.75
        """
        shared = self.families.get(family(rule), TrackRecord(0, 0))
        made = shared.right + shared.wrong
        prior = (shared.right + stated) / (made + 1) if made >= ENOUGH else stated
        own = self.rules.get(rule, TrackRecord(0, 0))
        return (own.right + WEIGHT * prior) / (own.right + own.wrong + WEIGHT)


def family(rule: str) -> str:
    """Return what a rule's id begins with."""
    return rule.partition(".")[0]


def rates_of(records: Mapping[str, TrackRecord]) -> Rates:
    """Return the rates that records give."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for rule, record in records.items():
        sums[family(rule)][0] += record.right
        sums[family(rule)][1] += record.wrong
    return Rates(records, {name: TrackRecord(right, wrong) for name, (right, wrong) in sums.items()})


def combine(rate: float, by: Moves, *, reason: str, places: int) -> float:
    """Return a rule's rate, moved by how a fact is said; of two decimals.

    >>> combine(0.9, Moves(0.0, -1.0, 0.5), reason="named in the sentence", places=1)
    0.9
    >>> combine(0.9, Moves(0.0, -1.0, 0.5), reason="meant by the context", places=1)
    0.77
    """
    odds = math.log(rate / (1 - rate)) + by.optimism
    odds += by.by_context if reason.startswith(BY_CONTEXT) else 0.0
    odds += by.several_places if places > 1 else 0.0
    return round(min(max(1 / (1 + math.exp(-odds)), LOWEST), HIGHEST), 2)


def confidence_of(rule: str, *, stated: float, reason: str, places: int) -> float:
    """Return how sure a fact is, between 0 and 1; `stated` is what the rule's author thought."""
    return combine(_rates().of(rule, stated=stated), _moves(), reason=reason, places=places)


@cache
def _rates() -> Rates:
    return rates_of(track_records())


@cache
def _moves() -> Moves:
    return Moves(**read_toml("confidence.toml")["moves"])
