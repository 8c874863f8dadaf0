"""Companies that share a short name: which of them a filing means by it.

A vocabulary's company may be called in short as another one is but for its legal form. Where a filing names only one
of them in full, the short name is that one's; where it names both, what it defines decides, else the vocabulary.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import EntityType
from kg.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import VocabularyEntry
    from kg.nlp.found import Found


def told_apart(found: Sequence[Found]) -> tuple[Mapping[Found, Found], frozenset[str]]:
    """Return the findings of shared short names as those of the company meant, and the shared names, folded.

    Both are empty where a document names no two companies with one short name.
    """
    companies = [f for f in found if f.type is EntityType.ORGANIZATION]
    entries = {f.entry.name: f.entry for f in companies if f.entry is not None}
    meant: dict[Found, Found] = {}
    shared: set[str] = set()
    for own, other, short in _sharing(entries):
        known = [f for f in companies if f.entry in (own, other) or fold_name(f.name) == fold_name(short)]
        bare = [f for f in known if f.end - f.start == len(short)]
        full = {f.entry.name for f in known if f not in bare and f.entry is not None}
        if other.name not in full:
            continue
        defined = {f.entry.name: f.entry for f in bare if f.entry is not None and f.rule.startswith("definition")}
        chosen = next(iter(defined.values())) if len(defined) == 1 else own if own.name in full else other
        meant.update((f, replace(f, name=short, aliases=(), entry=chosen)) for f in bare)
        shared.add(fold_name(short))
    return meant, frozenset(shared)


def _sharing(entries: Mapping[str, VocabularyEntry]) -> Iterator[tuple[VocabularyEntry, VocabularyEntry, str]]:
    """Yield a company, another whose name without its legal form is a short name of the first, and that name."""
    by_name = {fold_name(entry.name): entry for entry in entries.values()}
    for own in entries.values():
        for alias in own.aliases:
            short = alias.removeprefix("=")
            other = by_name.get(fold_name(short))
            if other is not None and other != own:
                yield own, other, short
