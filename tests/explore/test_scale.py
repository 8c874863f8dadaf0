"""Large graphs: laid out in time, written small, opened with what can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.explore import invented
from kg.explore import write_page
from kg.explore.force import force_layout, separate
from kg.explore.layout import positions
from kg.explore.packing import packed, unpacked

Opener = Callable[..., Any]

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(["", "x", "é\u2028", "</script>"]),
    st.sampled_from(["urn:a", "urn:b"]),
    st.lists(st.integers()),
)
ROWS = st.lists(st.dictionaries(st.sampled_from("abcd"), VALUES))


@given(ROWS)
def test_a_packed_table_comes_back(rows: list[dict[str, Any]]) -> None:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    assert unpacked(packed(rows)) == [{key: row[key] for key in keys if key in row} for row in rows]


def test_what_repeats_is_written_once() -> None:
    rows = [{"id": f"https://example.org/{n}", "kind": "Compound", "tags": [1, 2]} for n in range(6)]
    assert packed(rows)["columns"] == [
        ["id", "prefixed", "https://example.org/", ["0", "1", "2", "3", "4", "5"]],
        ["kind", "indexed", ["Compound"], [0] * 6],
        ["tags", "indexed", [[1, 2]], [0] * 6],
    ]


def test_true_is_not_one() -> None:
    rows = [{"v": value} for value in (1, True, 1.0, "1", 1, True, 1.0, "1")]
    assert [repr(row["v"]) for row in unpacked(packed(rows))] == [repr(row["v"]) for row in rows]


def two_clusters(size: int) -> Any:
    """Two wheels of `size` nodes each, joined by one edge."""
    edges = [(0, size)]
    for hub in (0, size):
        edges += [(hub, hub + i) for i in range(1, size)] + [(hub + i, hub + i + 1) for i in range(1, size - 1)]
    return np.array(edges)


def test_clusters_stand_apart_and_the_same_each_time() -> None:
    edges = two_clusters(200)
    points = force_layout(400, edges)
    assert np.array_equal(points, force_layout(400, edges))
    first, second = points[:200], points[200:]
    apart = np.hypot(*(first.mean(axis=0) - second.mean(axis=0)))
    assert apart > 1.5 * max(np.hypot(*(half - half.mean(axis=0)).T).mean() for half in (first, second))


def test_labels_of_a_large_graph_hardly_overlap() -> None:
    edges = [(int(a), int(b)) for a, b in two_clusters(300)]
    boxes = [(120.0, 50.0)] * 600
    points = np.array(positions(boxes, edges))
    dx, dy = (np.abs(points[:, None, axis] - points[None, :, axis]) for axis in (0, 1))
    overlaps = np.triu((dx < 110) & (dy < 45), 1).sum()
    assert overlaps < 25


def test_boxes_on_one_spot_are_parted() -> None:
    apart = separate(np.zeros((30, 2)), np.full((30, 2), 10.0), rounds=400)
    dx, dy = (np.abs(apart[:, None, axis] - apart[None, :, axis]) for axis in (0, 1))
    assert np.triu((dx < 9) & (dy < 9), 1).sum() == 0


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_page(tmp_path_factory.mktemp("large") / "page.html", invented(1600, 4000)).as_uri()


@pytest.mark.browser
def test_a_large_graph_opens_with_its_best_joined_nodes(opened: Opener) -> None:
    page = opened("#view=graph")
    note = page.locator("#graph-note")
    assert note.inner_text().startswith("The best-joined: ")
    drawn = page.evaluate("KG.graph.inside().network.body.nodeIndices.length")
    assert 60 < drawn <= 110
    spread = page.evaluate(
        "() => { const p = Object.values(KG.graph.inside().network.getPositions()); "
        "return Math.max(...p.map((at) => at.x)) - Math.min(...p.map((at) => at.x)); }"
    )
    assert spread < 5000, "they stand closer together than among all nodes"
    page.click("#draw-all")
    assert "draw=all" in page.url
    assert page.evaluate("KG.graph.inside().network.body.nodeIndices.length") > 1500
    assert note.inner_text().endswith("edges")
    page.fill("#search", "ZEL-100")
    page.keyboard.press("Enter")
    assert "Escape ends the focus" in note.inner_text()
    assert page.evaluate("KG.graph.inside().visible.nodes.size") <= 300
    page.keyboard.press("Escape")
    page.go_back()
    assert page.locator("#card").is_visible()


@pytest.mark.browser
def test_a_filter_on_a_large_graph_draws_what_it_leaves(opened: Opener) -> None:
    page = opened("#view=graph&filing=filing-3")
    visible = page.evaluate("KG.graph.inside().visible.nodes.size")
    assert 10 < visible < 200
    assert page.locator("#draw-all").is_hidden()
    assert page.locator("#graph-note").inner_text().startswith(f"{visible} nodes")


@pytest.mark.browser
def test_a_long_pipeline_grows_as_one_scrolls(opened: Opener) -> None:
    page = opened("#view=pipeline&group=none")
    rows = page.locator("tr.compound")
    total = page.evaluate("new Set(KG.data.facts.filter((f) => f.predicate === 'hasStage').map((f) => f.subject)).size")
    before = rows.count()
    assert before < 400 < total
    page.locator("#view-pipeline .rest").scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    assert rows.count() > before
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == total
    assert page.locator("#view-pipeline .rest").count() == 0


@pytest.mark.browser
def test_a_menu_of_many_companies_can_be_searched(opened: Opener) -> None:
    page = opened("#view=facts")
    page.click("[data-filter=company] summary")
    shown = page.locator("[data-filter=company] label:visible")
    many = shown.count()
    assert many > 100
    page.fill("[data-filter=company] .finder", "zelmilo0")
    assert 0 < shown.count() < 20
    shown.first.click()
    assert "company=" in page.url
