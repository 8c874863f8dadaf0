"""What the vocabulary knows of entities, on the page; and the page in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.explore import Knowledge, Scope, collect_knowledge, explore_page, write_page
from kg.graph.merges import Merge, MergeReason
from kg.graph.resolve_cluster import Status
from kg.model import CuratorsWord, EntityType, Predicate
from tests.explore.factory import ALPHA, HOSTILE, TORVATECAN, facts, iri, stored
from tests.explore.test_page import json_block

Opener = Callable[..., Any]
KNOWN = Knowledge({iri(TORVATECAN): f"class {HOSTILE}"}, {iri(TORVATECAN): ("UNII:ABC123",)})


def test_classes_and_identifiers_come_from_the_graph() -> None:
    found = collect_knowledge(kg.memory_store())
    assert (found.classes, found.identifiers) == ({}, {})
    store = kg.memory_store()
    kg.build(kg.sample_filings()[:1], store=store)
    known = collect_knowledge(store)
    assert known.classes["https://w3id.org/biotech-pipeline/payload/dm4"] == "maytansinoid"
    assert "HGNC:3430" in known.identifiers["https://w3id.org/biotech-pipeline/target/her2"]


def test_they_are_on_the_page_and_on_no_other_entity() -> None:
    entities = json_block(explore_page(facts(), knowledge=KNOWN), "kg-data")["entities"]
    assert [(e["name"], e["ids"]) for e in entities if "ids" in e] == [("torvatecan", ["UNII:ABC123"])]


MERGE = Merge(
    "urn:merge",
    Status.MERGED,
    EntityType.COMPOUND,
    iri(ALPHA),
    ((iri(ALPHA), ALPHA.name), ("urn:other", f"twin {HOSTILE}")),
    0.93,
    (MergeReason("alias", 0.9, "a filing equates them", ("norvex-8k-2019",), (f"also called {HOSTILE}",)),),
    (),
)


@pytest.mark.browser
def test_a_card_says_why_names_are_one_thing(opened: Opener, tmp_path: Path) -> None:
    address = write_page(tmp_path / "page.html", facts(), knowledge=Knowledge(merges=(MERGE,))).as_uri()
    page = opened(f"#entity={iri(ALPHA)}", at=address)
    page.click("#card .merge summary")
    told = str(page.locator("#card .merge").text_content())
    assert f"NVX-101 = twin {HOSTILE}" in told
    assert "a filing equates them (norvex-8k-2019)" in told
    assert f"also called {HOSTILE}" in told


@pytest.mark.browser
def test_payload_classes_are_rows_of_the_matrix(opened: Opener, tmp_path: Path) -> None:
    address = write_page(tmp_path / "page.html", facts(), knowledge=KNOWN).as_uri()
    page = opened("#view=matrix&by=class", at=address)
    assert page.locator(".matrix tbody th").first.text_content() == f"class {HOSTILE}"
    page.click(".place >> nth=0")
    assert "The Phase 1 trial is complete." in page.locator("#card").inner_text()


@pytest.mark.browser
def test_what_a_person_says_of_a_fact_is_told(opened: Opener, tmp_path: Path) -> None:
    word = CuratorsWord("confirmed", f"A. Reader {HOSTILE}", date(2024, 5, 6), "read it twice")
    given = [replace(stored(ALPHA, Predicate.HAS_PAYLOAD, TORVATECAN), curation=word)]
    page = opened(f"#entity={iri(ALPHA)}", at=write_page(tmp_path / "page.html", given).as_uri())
    assert page.locator("#card .curated").inner_text() == "confirmed by a person"
    page.click("#card .claim summary")
    told = str(page.locator("#card .statement").text_content())
    assert f"Confirmed by A. Reader {HOSTILE}, 2024-05-06: read it twice" in told


def test_what_a_person_rejects_is_not_on_the_page() -> None:
    word = CuratorsWord("rejected", "A. Reader", date(2024, 5, 6), "misread")
    given = [replace(stored(ALPHA, Predicate.HAS_PAYLOAD, TORVATECAN), curation=word)]
    assert json_block(explore_page(given), "kg-data")["counts"]["facts"] == 0


def test_a_cell_of_a_notebook_holds_the_page_and_keeps_it_in() -> None:
    page = kg.page(facts(), entity=ALPHA.name, view="timeline", height=400)
    shown = page._repr_html_()
    assert page.html == explore_page(facts(), scope=Scope(entity=ALPHA.name), start="#view=timeline")
    assert shown.startswith('<iframe sandbox="allow-scripts allow-downloads" srcdoc="')
    assert 'height="400"' in shown
    source = shown.split('srcdoc="', 1)[1].split('"', 1)[0]
    assert "<" not in source
    assert unescape(source) == page.html


@pytest.mark.browser
def test_the_page_works_inside_a_notebook(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><body>{kg.page(facts(), view='matrix')._repr_html_()}", encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("console", lambda message: troubles.append(message.text))
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.goto(path.as_uri())
    frame = tab.frame_locator("iframe")
    frame.locator("table.matrix").wait_for()
    frame.locator("#tab-pipeline").click()
    frame.locator("tr[data-compound='NVX-101'] .cell[data-stage='phase 1']").click()
    assert "The Phase 1 trial is complete." in frame.locator("#card").inner_text()
    frame.locator("#tab-graph").click()
    frame.locator("#graph-note").wait_for()
    context.close()
    assert troubles == []
