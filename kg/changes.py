"""What a change of rules or vocabularies did: facts gained, lost and changed between two extractions."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import FactTableError
from kg.facttable import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that only one of two extractions has, or that both have with other qualifiers or another modality."""

    filing: str
    kind: str
    """``gained``, ``lost`` or ``changed``."""
    fact: str
    was: str = ""
    """Of a changed fact, how it was."""

    def __str__(self) -> str:
        mark = {"gained": "+", "lost": "-", "changed": "~"}[self.kind]
        was = f"    (was: {self.was})" if self.was else ""
        return f"{mark} {self.filing}: {self.fact}{was}"


def fact_line(row: dict[str, Any]) -> str:
    """Return a fact of a fact table as one line: what it claims, not where, how surely or by which rule.

    >>> fact_line({"subject": "A-1", "predicate": "hasStage", "object": "IND", "qualifiers": {"status": "planned"}})
    'A-1 | hasStage | IND | status planned'
    """
    qualifiers = [f"{key} {_plain(value)}" for key, value in sorted((row.get("qualifiers") or {}).items())]
    modality = row.get("modality", "asserted")
    said = [
        row["subject"],
        row["predicate"],
        row["object"],
        *qualifiers,
        *([modality] if modality != "asserted" else []),
    ]
    return " | ".join(map(str, said))


def compare_folders(before: Path, after: Path) -> list[Change]:
    """Return what changed between two folders of fact tables, by filing; a table of one folder only counts whole.

    Raises `FactTableError` for a folder that holds no fact tables.
    """
    tables: list[dict[str, list[dict[str, Any]]]] = []
    for folder in (before, after):
        found = {path.stem: list(read_table(path).facts) for path in sorted(folder.glob("*.jsonl"))}
        if not found:
            raise FactTableError(f"{folder} holds no fact tables (NAME.jsonl); kg extract writes them")
        tables.append(found)
    names = sorted({*tables[0], *tables[1]})
    return [
        change for name in names for change in compare_facts(name, tables[0].get(name, []), tables[1].get(name, []))
    ]


def compare_facts(filing: str, before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> list[Change]:
    """Return what changed between two lists of facts of one filing, in the order of their subjects."""
    ours, theirs = Counter(map(_key, before)), Counter(map(_key, after))
    lost, gained = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
    waiting: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for triple, line in lost:
        waiting[triple].append(line)
    out: list[tuple[tuple[str, ...], Change]] = []
    for triple, line in gained:
        was = waiting[triple].pop(0) if waiting[triple] else ""
        out.append((triple, Change(filing, "changed" if was else "gained", line, was)))
    out += [(triple, Change(filing, "lost", line)) for triple, lines in waiting.items() for line in lines]
    return [change for _, change in sorted(out, key=lambda pair: (pair[0], pair[1].fact))]


def _key(row: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    return (str(row["subject"]), str(row["predicate"]), str(row["object"])), fact_line(row)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
