"""The drawing of the graph: a pyvis network whose nodes are entities and whose edges are claims between two of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from math import sqrt
from typing import Any

from kg.explore.labels import TYPES
from kg.model import EntityType

LABEL_LENGTH = 26
_DASHES: dict[str, list[int]] = {"planned": [9, 6], "expected": [9, 6], "possible": [2, 6]}
_BEND = 0.16


def draw(data: Mapping[str, Any]) -> Any:
    """Return the pyvis `Network` of a page's data.

    Each edge carries ``facts``, the numbers of the facts behind it: the same claim in several filings is one edge,
    different claims between two entities are different edges, bent apart. Facts about values draw no edge. Nodes that
    no edge reaches are left out.
    """
    from pyvis.network import Network  # noqa: PLC0415  # takes long to import

    from kg.explore.layout import positions  # noqa: PLC0415  # imports networkx

    edges = claims(data)
    nodes = sorted({end for edge in edges for end in (edge["from"], edge["to"])})
    labels = [short(data["entities"][node]["name"]) for node in nodes]
    place = {node: i for i, node in enumerate(nodes)}
    degrees: dict[int, int] = defaultdict(int)
    for edge in edges:
        degrees[edge["from"]] += 1
        degrees[edge["to"]] += 1
    letters = [_letter_size(degrees[node], data["entities"][node]["type"]) for node in nodes]
    boxes = [
        (44 + 0.56 * size * len(label), 2 * (10 + size / 3 + 1.25 * size))
        for label, size in zip(labels, letters, strict=True)
    ]
    points = positions(boxes, [(place[edge["from"]], place[edge["to"]]) for edge in edges])
    network = Network(directed=True)
    network.toggle_physics(False)
    for node, label, letter, (x, y) in zip(nodes, labels, letters, points, strict=True):
        kind = data["entities"][node]["type"]
        style = {"shape": TYPES[EntityType(kind)][1], "group": kind, "x": x, "y": y, "letter": letter}
        _add_node(network, node, label=label, size=round(10 + letter / 3), **style)
    for number, edge in enumerate(edges):
        _add_edge(network, edge["from"], edge["to"], id=number, **_style(edge))
    return network


def _add_node(network: Any, number: int, *, label: str, **style: Any) -> None:
    """Do as pyvis' ``add_node``, which looks through all nodes first: 20,000 would take half a minute."""
    node = {**style, "id": number, "label": label}
    network.nodes.append(node)
    network.node_ids.append(number)
    network.node_map[number] = node


def _add_edge(network: Any, source: int, target: int, **style: Any) -> None:
    """Do as pyvis' ``add_edge`` for a directed network; it lists all nodes first, each time."""
    network.edges.append({**style, "from": source, "to": target})


def claims(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one row for each distinct claim between two entities, in the order of their first facts.

    ``bend`` says how far an edge curves: 0 where it is the only one between its ends.
    """
    rows: dict[str, dict[str, Any]] = {}
    between: dict[tuple[int, int], int] = defaultdict(int)
    for number, fact in enumerate(data["facts"]):
        if fact["object"] is None:
            continue
        claim = [fact["subject"], fact["predicate"], fact["object"], fact["modality"], fact["qualifiers"]]
        key = json.dumps(claim, default=str)
        if key not in rows:
            ends = (min(fact["subject"], fact["object"]), max(fact["subject"], fact["object"]))
            rows[key] = {
                "from": fact["subject"],
                "to": fact["object"],
                "predicate": fact["predicate"],
                "modality": fact["modality"],
                "facts": [],
                "nth": between[ends],
            }
            between[ends] += 1
        rows[key]["facts"].append(number)
    for row in rows.values():
        total = between[min(row["from"], row["to"]), max(row["from"], row["to"])]
        row["bend"] = _bend(row.pop("nth"), total, forward=row["from"] <= row["to"])
    return list(rows.values())


def short(name: str) -> str:
    """Return a name as the drawing shows it: at most `LABEL_LENGTH` characters, in one line."""
    flat = " ".join(name.split())
    return flat if len(flat) <= LABEL_LENGTH else flat[: LABEL_LENGTH - 1].rstrip() + "…"


def _letter_size(degree: int, kind: str) -> int:
    """Return the size of a node's label: hubs, companies and compounds are to be read from afar."""
    least = {"Organization": 22, "Compound": 18}.get(kind, 14)
    return round(min(least + 3.4 * sqrt(max(degree - 2, 0)), 36))


def _bend(nth: int, total: int, *, forward: bool) -> float:
    """Fan out the edges between two nodes: 0 for one, else 0.16, -0.16, 0.32… seen from the lower number."""
    if total == 1:
        return 0.0
    step = (nth + 1) // 2 if total % 2 else nth // 2 + 1
    size = round(_BEND * step * (1 if nth % 2 else -1), 2)
    return size if forward else -size


def _style(edge: Mapping[str, Any]) -> dict[str, Any]:
    arrows: dict[str, Any] = {"to": {"enabled": True, "scaleFactor": 0.5}}
    if edge["modality"] == "negated":
        arrows["middle"] = {"enabled": True, "type": "bar", "scaleFactor": 1.4}
    bend = edge["bend"]
    style: dict[str, Any] = {
        "predicate": edge["predicate"],
        "modality": edge["modality"],
        "facts": edge["facts"],
        "arrows": arrows,
        "dashes": _DASHES.get(edge["modality"], False),
        "smooth": {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}
        if bend
        else False,
    }
    return style
