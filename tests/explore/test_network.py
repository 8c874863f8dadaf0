"""The drawing's nodes, edges and places."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from kg.explore.layout import SPRING_LIMIT, positions
from kg.explore.network import LABEL_LENGTH, claims, draw, short
from kg.explore.payload import ordered, page_data
from kg.model import Modality, Predicate, StoredFact
from tests.explore.factory import ALPHA, BETA, NORVEX, QUILLON, SECOND, TORVATECAN, facts, stored


def data_of(given: list[StoredFact]) -> dict[str, Any]:
    return page_data(ordered(given), title="t", scope="s")


def test_one_claim_in_two_filings_is_one_edge() -> None:
    given = [
        stored(ALPHA, Predicate.HAS_PAYLOAD, TORVATECAN),
        stored(ALPHA, Predicate.HAS_PAYLOAD, TORVATECAN, filing=SECOND),
    ]
    (edge,) = claims(data_of(given))
    assert edge["facts"] == [0, 1]
    assert edge["bend"] == 0


def test_different_claims_between_two_entities_are_edges_bent_apart() -> None:
    given = [
        stored(NORVEX, Predicate.COLLABORATES_WITH, QUILLON),
        stored(QUILLON, Predicate.PAYS, NORVEX, type="upfront"),
        stored(QUILLON, Predicate.PAYS, NORVEX, type="milestone"),
        stored(QUILLON, Predicate.PAYS, NORVEX, type="milestone", modality=Modality.POSSIBLE),
        stored(NORVEX, Predicate.PAYS, QUILLON, type="royalty"),
    ]
    rows = claims(data_of(given))
    assert len(rows) == len(given)
    low = min(rows[0]["from"], rows[0]["to"])
    seen_from_one_side = [row["bend"] if row["from"] == low else -row["bend"] for row in rows]
    assert len(set(seen_from_one_side)) == len(rows)
    assert sum(seen_from_one_side) == pytest.approx(0)


def test_values_draw_no_edge_and_lonely_entities_no_node() -> None:
    network = draw(
        data_of([stored(ALPHA, Predicate.HAS_STAGE, "phase 1"), stored(BETA, Predicate.DEVELOPED_BY, QUILLON)])
    )
    assert [node["label"] for node in network.nodes] == ["QLN-20", "Quillon AG"]
    assert len(network.edges) == 1


def test_modality_decides_the_stroke() -> None:
    by_modality = {edge["modality"]: edge for edge in draw(data_of(facts())).edges}
    assert by_modality["asserted"]["dashes"] is False
    assert by_modality["expected"]["dashes"] == [9, 6]
    assert by_modality["possible"]["dashes"] == [2, 6]
    assert by_modality["negated"]["arrows"]["middle"]["type"] == "bar"
    assert "middle" not in by_modality["asserted"]["arrows"]


def test_types_differ_in_shape() -> None:
    shapes = {node["group"]: node["shape"] for node in draw(data_of(facts())).nodes}
    assert len(shapes) == 8
    assert len(set(shapes.values())) == len(shapes)


def test_long_names_are_cut() -> None:
    assert short("a" * 100) == "a" * (LABEL_LENGTH - 1) + "…"
    assert short("two\n lines") == "two lines"


def wheel(nodes: int) -> list[tuple[int, int]]:
    return [(i, i // 3) for i in range(1, nodes)]


def test_labels_of_a_small_drawing_do_not_overlap() -> None:
    boxes = [(180.0, 64.0)] * 60
    places = positions(boxes, wheel(60))
    overlaps = [(a, b) for a, b in combinations(places, 2) if abs(a[0] - b[0]) < 170 and abs(a[1] - b[1]) < 56]
    assert overlaps == []


@pytest.mark.parametrize("nodes", [1, 2, 40, SPRING_LIMIT + 150])
def test_a_layout_is_the_same_each_time_and_gives_each_node_a_place(nodes: int) -> None:
    boxes = [(120.0, 64.0)] * nodes
    places = positions(boxes, wheel(nodes))
    assert places == positions(boxes, list(reversed([(b, a) for a, b in wheel(nodes)])))
    assert len(set(places)) == nodes


def test_pieces_that_nothing_joins_stand_apart() -> None:
    boxes = [(100.0, 60.0)] * 6
    places = positions(boxes, [(0, 1), (2, 3), (4, 5)])
    assert all(abs(a[0] - b[0]) >= 90 or abs(a[1] - b[1]) >= 55 for a, b in combinations(places, 2))


def test_no_nodes_no_places() -> None:
    assert positions([], []) == []
