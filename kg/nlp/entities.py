"""From findings to entities: which names mean the same thing in a filing, and which of them is its name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.model import Entity, EntityType, Registrant
from kg.names import fold_name
from kg.nlp.indications import singular
from kg.nlp.namesakes import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.nlp.found import Found

_EXPRESSES = re.compile(r"[- ](?:positive|expressing|over-?expressing)\b|\+(?=\s|$)", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^)]*\)")


def name_key(kind: EntityType, name: str) -> str:
    """Return what two names of one type share when they mean the same.

    >>> name_key(EntityType.INDICATION, "HER2-expressing breast cancers") == name_key(
    ...     EntityType.INDICATION, "HER2+ breast cancer")
    True
    """
    if kind is EntityType.INDICATION:
        name = _EXPRESSES.sub(" +", singular(name.replace("tumour", "tumor")))
        return re.sub(r"[^\w+]", "", fold_name(name).replace("haem", "hem").replace("leukaem", "leukem"))
    return fold_name(name)


def consolidate(found: Sequence[Found], *, registrant: Registrant | None = None) -> dict[Found, Entity]:
    """Return the entity of each finding; a name, a definition or the vocabulary makes several findings one."""
    groups = _Groups()
    meant, shared = told_apart(found)
    nodes = {item: _nodes(meant.get(item, item), shared) for item in found}
    for joined in nodes.values():
        groups.join(joined)
    members: dict[tuple[EntityType, str], list[Found]] = defaultdict(list)
    for item in found:
        members[groups.root(nodes[item][0])].append(item)
    out: dict[Found, Entity] = {}
    for items in members.values():
        entity = _entity([meant.get(item, item) for item in items], registrant)
        out.update(dict.fromkeys(items, entity))
    return out


def _nodes(item: Found, shared: frozenset[str]) -> list[tuple[EntityType, str]]:
    """Return what joins a finding to others; names that two companies share join nothing."""
    keys = [name_key(item.type, n) for n in (item.name, *item.aliases, _BRACKETED.sub("", item.name))]
    if item.type is EntityType.ORGANIZATION and item.entry is not None:
        keys = [key for key in keys if key not in shared]
    nodes = [(item.type, key) for key in dict.fromkeys(keys) if key]
    if item.entry is not None:
        nodes.append((item.type, f"entry:{item.entry.name}"))
    return nodes or [(item.type, name_key(item.type, item.name))]


def _entity(items: list[Found], registrant: Registrant | None) -> Entity:
    kind = items[0].type
    names = Counter(item.name for item in items)
    forms = names + Counter(alias for item in items for alias in item.aliases)
    is_registrant = (
        kind is EntityType.ORGANIZATION
        and registrant is not None
        and fold_name(registrant.name) in {fold_name(f) for f in forms}
    )
    name = (
        registrant.name
        if is_registrant and registrant
        else _fullest(kind, names if kind is EntityType.INDICATION else forms)
    )
    aliases = sorted({form for form in forms if form != name})
    return Entity(kind, name, tuple(aliases), _attributes(registrant) if is_registrant and registrant else {})


def _fullest(kind: EntityType, forms: Counter[str]) -> str:
    if kind in (EntityType.COMPOUND, EntityType.ANTIBODY, EntityType.PAYLOAD, EntityType.LINKER):
        return min(forms, key=lambda n: (-forms[n], -len(n), n))
    return min(forms, key=lambda n: (-len(n.split()), -len(n), n))


def _attributes(registrant: Registrant) -> dict[str, str]:
    pairs = {
        "ticker": registrant.ticker,
        "exchange": registrant.exchange,
        "jurisdiction": registrant.jurisdiction,
        "commissionFileNumber": registrant.file_number,
        "irsNumber": registrant.irs_number,
        "city": registrant.city,
        "cik": registrant.cik,
    }
    return {key: value for key, value in pairs.items() if value}


class _Groups:
    """Union-find over names."""

    def __init__(self) -> None:
        self._parent: dict[tuple[EntityType, str], tuple[EntityType, str]] = {}

    def root(self, node: tuple[EntityType, str]) -> tuple[EntityType, str]:
        parent = self._parent.setdefault(node, node)
        if parent != node:
            parent = self._parent[node] = self.root(parent)
        return parent

    def join(self, nodes: Iterable[tuple[EntityType, str]]) -> None:
        roots = sorted({self.root(node) for node in nodes})
        for other in roots[1:]:
            self._parent[other] = roots[0]
