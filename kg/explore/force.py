"""Places for the nodes of large graphs in seconds, by arithmetic on whole arrays; the same each time.

First each node stands where its distances from some far-apart nodes put it (PivotMDS: Brandes and Pich, "Eigensolver
methods for progressive multidimensional scaling of large data", 2007). Then forces refine it: joined nodes attract in
proportion to their distance, all nodes repel by its inverse and their weight (the energy of ForceAtlas2: Jacomy and
others, 2014). Repulsion is summed on a grid by fast Fourier transform, as plasma codes do, so that a step takes time in
proportion to nodes and edges. Last, nodes that overlap are pushed apart.

Import this inside the function that needs it: numpy takes long to import.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_PIVOTS = 40
_GRID = 128
_ROUNDS = 160
_GOLDEN = 2.399963229728653
"""The angle that spreads points evenly over a disc, in radians."""


def force_layout(count: int, edges: Any) -> Any:
    """Return x and y for `count` nodes of one connected graph, as a float array around its middle.

    `edges` is an integer array of shape (edges, 2) without loops. Takes some 2 s for 20,000 nodes and 60,000 edges.
    """
    first, second = edges[:, 0], edges[:, 1]
    degrees = np.bincount(edges.ravel(), minlength=count)
    points = _pivot_layout(count, edges, degrees)
    turn = np.arange(count) * _GOLDEN
    # nodes whose distances are the same, such as the leaves of one hub, start side by side
    points += 0.05 * np.stack([np.cos(turn), np.sin(turn)], axis=1) * points.std()
    points *= count**0.5 / points.std()
    mass = 1.0 + degrees
    kernel = _kernel()
    pull = 1.0 / np.maximum(1.0, np.minimum(degrees[first], degrees[second])) ** 0.5
    for number in range(_ROUNDS):
        force = _repulsion(points, mass, kernel)
        gap = (points[second] - points[first]) * pull[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(first, gap[:, axis], count) - np.bincount(second, gap[:, axis], count)
        force -= 0.02 * points * mass[:, None]
        length = np.hypot(force[:, 0], force[:, 1]) + 1e-9
        most = 0.1 * count**0.5 * (1 - number / _ROUNDS) ** 1.5 + 0.02
        points += force / length[:, None] * np.minimum(length / mass, most)[:, None]
    return points - points.mean(axis=0)


def separate(points: Any, boxes: Any, *, rounds: int) -> Any:
    """Return the points pushed apart until hardly two of the boxes around them overlap.

    Both are float arrays of shape (nodes, 2); a box is a width and a height.
    """
    points = points.copy()
    cell = boxes.max(axis=0)
    for _ in range(rounds):
        one, two = _near_pairs(points, cell)
        gap = points[one] - points[two]
        over = (boxes[one] + boxes[two]) / 2 - np.abs(gap)
        overlap = (over > 0).all(axis=1)
        if not overlap.any():
            break
        one, two, gap, over = one[overlap], two[overlap], gap[overlap], over[overlap]
        along = np.argmin(over / cell, axis=1)
        rows = np.arange(len(one))
        sign = np.where(gap[rows, along] == 0, np.where(one < two, 1.0, -1.0), np.sign(gap[rows, along]))
        shift = 0.4 * over[rows, along] * sign
        for axis in (0, 1):
            moved = np.where(along == axis, shift, 0.0)
            points[:, axis] += np.bincount(one, moved, len(points)) - np.bincount(two, moved, len(points))
    return points


def _near_pairs(points: Any, cell: Any) -> tuple[Any, Any]:
    """Return the pairs of nodes that lie in the same cell of a grid or in cells that touch, each pair once."""
    at = np.floor((points - points.min(axis=0)) / cell).astype(np.int64)
    width = int(at[:, 0].max()) + 3
    key = at[:, 1] * width + at[:, 0]
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    ones, twos = [], []
    for step in (0, 1, width - 1, width, width + 1):
        low = np.searchsorted(ranked, ranked + step, "left")
        high = np.searchsorted(ranked, ranked + step, "right")
        if step == 0:
            low = np.arange(len(ranked)) + 1
        counts = np.maximum(high - low, 0)
        one = np.repeat(np.arange(len(ranked)), counts)
        begin = np.repeat(np.cumsum(counts) - counts, counts)
        two = np.repeat(low, counts) + np.arange(len(one)) - begin
        ones.append(order[one])
        twos.append(order[two])
    return np.concatenate(ones), np.concatenate(twos)


def _pivot_layout(count: int, edges: Any, degrees: Any) -> Any:
    """Return two coordinates made from the distances to pivots, the best-joined node first, then ever the farthest."""
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    starts = np.searchsorted(both[:, 0], np.arange(count + 1))
    pivot = int(np.argmax(degrees))
    nearest = np.full(count, np.inf)
    columns = []
    for _ in range(min(_PIVOTS, count)):
        distance = _distances(count, starts, both[:, 1], pivot)
        columns.append(distance)
        nearest = np.minimum(nearest, distance)
        pivot = int(np.argmax(nearest))
    squares = np.stack(columns, axis=1) ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, [-1, -2]]
    # the sign of an eigenvector is a matter of the library; here the largest part is positive
    axes = axes * np.sign(axes[np.argmax(np.abs(axes), axis=0), [0, 1]])
    points = centred @ axes
    return points / max(float(points.std()), 1e-9)


def _distances(count: int, starts: Any, ends: Any, source: int) -> Any:
    """Return how many edges lead from one node to each, all of them reachable."""
    distance = np.full(count, -1.0)
    distance[source] = 0
    front = np.array([source])
    steps = 0
    while len(front):
        steps += 1
        counts = starts[front + 1] - starts[front]
        begin = np.repeat(starts[front] - np.cumsum(counts) + counts, counts)
        reached = ends[begin + np.arange(counts.sum())]
        front = np.unique(reached[distance[reached] < 0])
        distance[front] = steps
    return np.where(distance < 0, steps, distance)


def _kernel() -> Any:
    """Return the transform of the force that a unit of mass exerts over whole cells, x and y as one complex number."""
    steps = np.concatenate([np.arange(_GRID), np.arange(-_GRID, 0)]).astype(float)
    x, y = np.meshgrid(steps, steps, indexing="ij")
    square = x**2 + y**2
    square[0, 0] = 1.0
    return np.fft.fft2((x + 1j * y) / square)


def _repulsion(points: Any, mass: Any, kernel: Any) -> Any:
    """Return the force on each node, by all others: the product of their masses by the distance."""
    low = points.min(axis=0)
    cell = float((points.max(axis=0) - low).max()) / (_GRID - 2) + 1e-9
    place = (points - low) / cell
    corner = place.astype(np.int64)
    part = place - corner
    spread = np.zeros(4 * _GRID * _GRID)
    shares = []
    for dx in (0, 1):
        for dy in (0, 1):
            share = (part[:, 0] if dx else 1 - part[:, 0]) * (part[:, 1] if dy else 1 - part[:, 1])
            index = (corner[:, 0] + dx) * 2 * _GRID + corner[:, 1] + dy
            spread += np.bincount(index, share * mass, len(spread))
            shares.append((index, share))
    field = np.fft.ifft2(np.fft.fft2(spread.reshape(2 * _GRID, 2 * _GRID)) * kernel).ravel() / cell
    felt = sum(field[index] * share for index, share in shares) * mass
    return np.stack([felt.real, felt.imag], axis=1)
