"""Where the nodes of the drawing stand, computed beforehand so that the page draws at once and the same each time.

Connected pieces are laid out one by one and packed onto shelves. A piece of up to `SPRING_LIMIT` nodes is a spring
layout, spread until no two labels overlap; a larger one is laid out by `kg.explore.force`.

Import this inside the function that needs it: networkx takes long to import.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np

from kg.explore.force import force_layout, separate

Point = tuple[float, float]
Box = tuple[float, float]
"""Width and height that a node takes with its label, in the drawing's pixels."""

SPRING_LIMIT = 250
_SEED = 7
_GAP = 70.0
_ROOM = 1.7
"""How much longer and wider than its labels, side by side, a large piece is."""
_ASPECT = 1.6
"""How much wider than high a drawing is to be: screens lie on their side."""


def positions(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return x and y for the middle of each node, in whole pixels.

    Node *i* takes ``boxes[i]``; edges join node numbers. The same input gives the same output.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(boxes)))
    graph.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in edges if a != b}))
    pieces = sorted((sorted(piece) for piece in nx.connected_components(graph)), key=lambda p: (-len(p), p))
    placed = _shelve([_place(graph.subgraph(piece), piece, boxes) for piece in pieces], boxes)
    return [(round(placed[node][0]), round(placed[node][1])) for node in range(len(boxes))]


def _place(piece: Any, nodes: Sequence[int], boxes: Sequence[Box]) -> dict[int, Point]:
    if len(nodes) <= SPRING_LIMIT:
        return _spring(piece, nodes, boxes)
    return _by_force(piece, nodes, boxes)


def _spring(piece: Any, nodes: Sequence[int], boxes: Sequence[Box]) -> dict[int, Point]:
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(edge)) for edge in piece.edges))
    found = nx.spring_layout(ordered, seed=_SEED, method="force", iterations=120, k=2.2 / len(nodes) ** 0.5)
    points = np.array([found[node] for node in nodes]) * (75.0 * len(nodes) ** 0.5) * [_ASPECT, 1.0]
    points = _spread(points, np.array([boxes[node] for node in nodes]))
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def _spread(points: Any, boxes: Any) -> Any:
    """Push overlapping labels apart, each pair along the axis on which it overlaps less."""
    reach = (boxes[:, None, :] + boxes[None, :, :]) / 2
    for _ in range(250):
        dx = points[:, None, 0] - points[None, :, 0]
        dy = points[:, None, 1] - points[None, :, 1]
        over_x, over_y = reach[:, :, 0] - np.abs(dx), reach[:, :, 1] - np.abs(dy)
        overlap = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(overlap, val=False)
        if not overlap.any():
            break
        # Nodes on one spot are parted by their order, so that no chance is involved.
        order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
        side_x, side_y = np.where(dx == 0, order, np.sign(dx)), np.where(dy == 0, order, np.sign(dy))
        along_x = overlap & (over_x < over_y * 1.5)
        along_y = overlap & ~along_x
        points[:, 0] += 0.4 * (side_x * over_x * along_x).sum(axis=1)
        points[:, 1] += 0.4 * (side_y * over_y * along_y).sum(axis=1)
    return points


def _by_force(piece: Any, nodes: Sequence[int], boxes: Sequence[Box]) -> dict[int, Point]:
    """Lay out a large piece by `force_layout`, with as much room as its labels take."""
    place = {node: number for number, node in enumerate(nodes)}
    edges = np.array(sorted(tuple(sorted((place[a], place[b]))) for a, b in piece.edges))
    points = force_layout(len(nodes), edges)
    sizes = np.array([boxes[node] for node in nodes])
    rounds = min(500, max(60, 600_000 // len(nodes)))
    room = _ROOM * float((sizes[:, 0] * sizes[:, 1]).sum()) ** 0.5
    points = separate(points / (4 * points.std()) * room * [_ASPECT**0.5, _ASPECT**-0.5], sizes, rounds=rounds)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def _shelve(pieces: Sequence[dict[int, Point]], boxes: Sequence[Box]) -> dict[int, Point]:
    """Set pieces side by side in rows, about as wide as the largest one, largest first."""
    outlines = [_outline(piece, boxes) for piece in pieces]
    area = sum((right - left + _GAP) * (bottom - top + _GAP) for left, top, right, bottom in outlines)
    limit = max([right - left for left, _, right, _ in outlines] + [(area * _ASPECT) ** 0.5])
    placed: dict[int, Point] = {}
    x = y = shelf = 0.0
    for piece, (left, top, right, bottom) in zip(pieces, outlines, strict=True):
        if x > 0 and x + right - left > limit:
            x, y, shelf = 0.0, y + shelf + _GAP, 0.0
        placed |= {node: (x + px - left, y + py - top) for node, (px, py) in piece.items()}
        x, shelf = x + right - left + _GAP, max(shelf, bottom - top)
    return placed


def _outline(piece: dict[int, Point], boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    return (
        min(x - boxes[node][0] / 2 for node, (x, _) in piece.items()),
        min(y - boxes[node][1] / 2 for node, (_, y) in piece.items()),
        max(x + boxes[node][0] / 2 for node, (x, _) in piece.items()),
        max(y + boxes[node][1] / 2 for node, (_, y) in piece.items()),
    )
