"""The page in a browser, opened from a file as a reader would."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.explore.factory import ALPHA, EVIL, HOSTILE, TARGET, facts, iri

pytestmark = pytest.mark.browser

Opener = Callable[..., Any]

NODE_PLACE = """(name) => {
  const { network, canvas } = KG.graph.inside();
  const box = canvas.getBoundingClientRect();
  const node = network.body.nodeIndices.find((n) => KG.data.entities[n].name === name);
  network.moveTo({ position: network.getPosition(node), scale: 1 });
  const at = network.canvasToDOM(network.getPosition(node));
  return [box.x + at.x, box.y + at.y];
}"""
"""Where on the screen a node stands, brought to the middle."""

EDGE_PLACE = """() => {
  const { network, canvas } = KG.graph.inside();
  const box = canvas.getBoundingClientRect();
  const [edge] = network.body.edgeIndices;
  const [a, b] = network.getConnectedNodes(edge).map((node) => network.getPosition(node));
  const at = network.canvasToDOM({ x: a.x * .75 + b.x * .25, y: a.y * .75 + b.y * .25 });
  return [box.x + at.x, box.y + at.y];
}"""
"""Where on the screen the first edge runs, aside of its label."""


def texts(page: Any, selector: str) -> list[str]:
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


def compounds(page: Any) -> list[str]:
    return [str(row.get_attribute("data-compound")) for row in page.locator("tr.compound").all()]


def test_the_pipeline_shows_first(opened: Opener) -> None:
    page = opened()
    assert page.locator("#tab-pipeline").get_attribute("aria-selected") == "true"
    assert sorted(compounds(page)) == sorted(["NVX-101", "QLN-20", "Müllerib", EVIL.name])
    assert texts(page, ".pipeline .group .entity") == ["Norvex Therapeutics, Inc.", "Quillon AG"]
    cells = page.locator("tr[data-compound='NVX-101'] .cell")
    assert cells.first.get_attribute("aria-label") == "NVX-101, Phase 1: completed. 2 statements, latest 2021-02-26"
    assert cells.nth(1).locator(".mark-planned").count() == 1
    assert page.locator("tr[data-compound='QLN-20'] .mark-discontinued").count() == 1
    assert page.locator("tr[data-compound='Müllerib'] .mark-on-hold").count() == 1
    assert page.locator("tr[data-compound='Müllerib'] .mark-negated").count() == 1


def test_a_click_in_the_pipeline_opens_the_words(opened: Opener) -> None:
    page = opened()
    page.click("tr[data-compound='NVX-101'] .cell[data-stage='phase 1']")
    picked = page.locator("#card .picked")
    assert sorted(texts(page, "#card .picked blockquote")) == [
        "NVX-101 is in a Phase 1 trial.",
        "The Phase 1 trial is complete.",
    ]
    assert "Recent progress" in picked.inner_text()
    assert "0000000001-21-000007" in picked.inner_text()
    assert "characters " in picked.inner_text()
    assert "Confidence 0.90" in picked.inner_text()


@pytest.mark.parametrize(("group", "heads"), [("target", ["XRP9"]), ("payload", ["torvatecan"]), ("none", [])])
def test_grouping(opened: Opener, group: str, heads: list[str]) -> None:
    page = opened()
    page.click(f"[data-group={group}]")
    assert texts(page, ".pipeline .group .entity") == heads
    assert f"group={group}" in page.url


GROUPS = """() => Object.fromEntries(Object.entries(KG.groups(KG.state.get().asOf)).map(([kind, found]) =>
  [kind, Object.fromEntries([...found].map(([n, members]) => [KG.name(n), members.map(KG.name)]))]))"""


def test_groups(opened: Opener) -> None:
    groups = opened().evaluate(GROUPS)
    assert groups["company"][ALPHA.name] == ["Norvex Therapeutics, Inc."], "what is denied groups nothing"
    assert groups["company"]["QLN-20"] == ["Quillon AG"], "a developer goes before an originator"
    assert groups["target"][ALPHA.name] == [TARGET.name], "by way of its antibody"
    assert groups["payload"][ALPHA.name] == ["torvatecan"]
    assert "QLN-20" not in groups["payload"]
    assert EVIL.name in groups["target"]
    assert EVIL.name not in opened("#as-of=2020-01-01").evaluate(GROUPS)["target"]


def test_one_row_for_each_indication(opened: Opener) -> None:
    page = opened("#view=pipeline&group=none")
    before = compounds(page).count("QLN-20")
    page.check("#per-indication")
    assert (before, compounds(page).count("QLN-20")) == (1, 2)
    told = texts(page, "tr[data-compound='QLN-20'] .about .part:last-child bdi")
    assert sorted(told) == ["indication not stated", "quill-cell lymphoma"]


def test_search_by_alias(opened: Opener) -> None:
    page = opened()
    page.fill("#search", "zt tvc")
    assert page.locator("#hits li").count() == 1
    assert "also Zt-TVC" in page.locator("#hits li").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == "NVX-101"
    assert "zeltuzumab torvatecan" in page.locator("#card .aliases").inner_text()


def test_search_without_a_hit_says_so(opened: Opener) -> None:
    page = opened()
    page.fill("#search", "qqqq")
    assert texts(page, "#hits li") == ["Nothing goes by that name here."]


def test_by_keyboard_alone(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("norv")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#hits [aria-selected=true]")
    assert page.locator("#search").get_attribute("aria-activedescendant") == chosen.get_attribute("id") == "hit-1"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#card h2").inner_text() == "Norvex Therapeutics, Inc."
    assert page.evaluate("document.activeElement.id") == "card-name"
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    page.locator("#tab-pipeline").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-timeline"
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.id") == "tab-pipeline"
    page.click("#tab-facts")
    page.locator("table.facts button.quote").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#card .picked blockquote").is_visible()


def test_graph_by_keyboard(opened: Opener) -> None:
    page = opened("#view=graph")
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    spoken = page.locator("#said").inner_text()
    assert "edge" in spoken
    page.keyboard.press("Enter")
    assert spoken.startswith(page.locator("#card h2").inner_text())


def test_graph_filters_and_focus(opened: Opener) -> None:
    page = opened("#view=graph")
    note = page.locator("#graph-note")
    assert note.inner_text().startswith("13 nodes")
    page.click("[data-filter=predicate] summary")
    page.check("[data-filter=predicate] input[value=pays]")
    assert note.inner_text() == "2 nodes, 2 edges"
    page.click("#clear-filters")
    page.click("[data-filter=type] summary")
    page.check("[data-filter=type] input[value=Compound]")
    page.check("[data-filter=type] input[value=Organization]")
    assert page.evaluate(
        "[...new Set(KG.graph.inside().network.body.nodeIndices.map((n) => KG.data.entities[n].type))].sort()"
    ) == ["Compound", "Organization"]
    page.click("#clear-filters")
    page.fill("#search", TARGET.name)
    page.keyboard.press("Enter")
    around = page.evaluate("[...KG.graph.inside().visible.nodes].map((n) => KG.data.entities[n].name)")
    assert sorted(around) == sorted([TARGET.name, "zeltuzumab", "norvian carcinoma", EVIL.name])


def test_a_click_on_a_node_and_on_an_edge(opened: Opener) -> None:
    page = opened("#view=graph")
    page.mouse.click(*page.evaluate(NODE_PLACE, "Glylink-4"))
    page.wait_for_selector("#card")
    assert page.locator("#card h2").inner_text() == "Glylink-4"
    page.mouse.click(*page.evaluate(EDGE_PLACE))
    page.wait_for_selector("#card .picked")
    assert texts(page, "#card .picked blockquote") == ["NVX-101 hasLinker Glylink-4"]


def test_facts_are_filtered_and_sorted(opened: Opener) -> None:
    page = opened("#view=facts")
    assert page.locator("table.facts tbody tr").count() == len(facts())
    page.fill("#filter-text", "upfront")
    page.locator(".range", has_text="of 1 fact").wait_for()
    assert "12,500,000" in page.locator("table.facts tbody tr").inner_text()
    page.click("#clear-filters")
    page.click("[data-filter=modality] summary")
    page.check("[data-filter=modality] input[value=negated]")
    assert page.locator("table.facts tbody tr").count() == 2
    page.click("#clear-filters")
    page.click("[data-sort=subject]")
    assert page.locator("thead th.subject").get_attribute("aria-sort") == "ascending"
    names = texts(page, "table.facts tbody .subject")
    page.click("[data-sort=subject]")
    assert texts(page, "table.facts tbody .subject")[0] == names[-1] != names[0]


def test_csv_of_the_selection(opened: Opener, tmp_path: Path) -> None:
    page = opened("#view=facts&filing=norvex-10k-2021")
    with page.expect_download() as download:
        page.click("#csv")
    assert download.value.suggested_filename == "facts.csv"
    download.value.save_as(tmp_path / "facts.csv")
    text = (tmp_path / "facts.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == sum(s.filing.name == "norvex-10k-2021" for s in facts())
    assert {row["filing"] for row in rows} == {"norvex-10k-2021"}
    evil = next(row for row in rows if row["predicate"] == "hasTarget")
    assert evil["subject"] == f"'{EVIL.name}", "a formula is defused, the text otherwise kept"
    assert evil["quote"] == f"quote {HOSTILE}"
    assert int(evil["end"]) - int(evil["start"]) == len(evil["quote"])


def test_permalink(opened: Opener) -> None:
    page = opened()
    page.click("tr[data-compound='NVX-101'] .cell[data-stage='phase 2']")
    link = page.locator("#permalink").input_value()
    assert f"entity={quote(iri(ALPHA), safe='')}" in link
    again = opened("#" + link.split("#", 1)[1])
    assert again.locator("#card h2").inner_text() == "NVX-101"
    assert texts(again, "#card .picked h3") == ["Phase 21"]
    again.click("#to-graph")
    assert "view=graph" in again.url


def test_back_and_forward(opened: Opener) -> None:
    page = opened()
    page.click("#tab-facts")
    page.click("table.facts tbody .subject .entity >> nth=0")
    page.go_back()
    assert page.locator("#card").is_hidden()
    page.go_back()
    assert page.locator("table.pipeline").is_visible()


def test_an_unknown_address_is_harmless(opened: Opener) -> None:
    page = opened("#view=nonsense&entity=urn:none&fact=x&type=Nope&sort=zzz&group=%3Cscript%3E")
    assert page.locator("#tab-pipeline").get_attribute("aria-selected") == "true"
    assert page.locator("#card").is_hidden()


def test_hostile_text_shows_as_text(opened: Opener) -> None:
    page = opened("#view=facts&filing=norvex-10k-2021")
    assert HOSTILE.replace("\u2028", "").split("\u202e")[0][:40] in page.locator("table.facts").inner_text()
    page.click(f"[data-entity='{iri(EVIL)}'] >> nth=0")
    assert page.locator("#card h2").text_content() == EVIL.name
    for view in ("pipeline", "graph"):
        page.click(f"#tab-{view}")
    assert page.locator("img, iframe, #card script").count() == 0
    assert page.locator("h1").text_content() == f"Test {HOSTILE}"
