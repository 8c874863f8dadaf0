"""The views beside the graph and the table, the day that moves them all, and their files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.explore import write_page
from kg.model import DateRange, Entity, EntityType, Modality, Predicate, StoredFact
from tests.explore.factory import ALPHA, BETA, FIRST, HOSTILE, NORVEX, OBANE, QUILLON, SECOND, TARGET, iri, stored

pytestmark = pytest.mark.browser

Opener = Callable[..., Any]
VIEWS = ("pipeline", "timeline", "matrix", "deals", "graph", "facts")
BEFORE = "2020-01-01"
"""A day between the two filings."""


def texts(page: Any, selector: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


def saved(page: Any, tmp_path: Path) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.click("#csv")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def written(tmp_path: Path, facts: list[StoredFact]) -> str:
    return write_page(tmp_path / "page.html", facts).as_uri()


def type_day(page: Any, day: str) -> None:
    page.fill("#as-of-date", day)
    page.keyboard.press("Enter")


# The day


def test_the_slider_moves_every_view(opened: Opener) -> None:
    page = opened()
    seen = {}
    for view in VIEWS:
        page.click(f"#tab-{view}")
        seen[view] = page.locator(f"#view-{view}").inner_text() if view != "graph" else texts(page, "#graph-note")[0]
    page.locator("#as-of-slider").focus()
    page.keyboard.press("ArrowLeft")
    assert "as-of=2019-03-04" in page.url
    assert page.locator("#as-of-slider").get_attribute("aria-valuetext") == "2019-03-04, 1 of 2 filings"
    assert "1 filing" in page.locator("#summary").inner_text()
    for view in VIEWS:
        page.click(f"#tab-{view}")
        told = page.locator(f"#view-{view}").inner_text() if view != "graph" else texts(page, "#graph-note")[0]
        if view != "deals":
            assert told != seen[view], view
    page.click("#as-of-all")
    assert "as-of" not in page.url


def test_as_of_a_day_nothing_later_is_known(opened: Opener) -> None:
    page = opened(f"#view=pipeline&as-of={BEFORE}")
    marks = page.locator("tr[data-compound='NVX-101'] .cell[data-stage='phase 1'] .mark-ongoing")
    assert marks.count() == 1, "that it was completed is said only later"
    assert page.locator("tr[data-compound='NVX-101'] .cell[data-stage='phase 2']").count() == 0
    page.click("tr[data-compound='NVX-101'] .cell[data-stage='phase 1']")
    assert texts(page, "#card .picked blockquote") == ["NVX-101 is in a Phase 1 trial."]
    assert "2021-02-26" not in page.locator("#card").inner_text()


def test_the_day_can_be_typed_and_is_part_of_the_link(opened: Opener) -> None:
    page = opened("#view=facts")
    type_day(page, "2019-12-24")
    assert "as-of=2019-12-24" in page.url
    assert "10-K" not in page.locator("table.facts").inner_text()
    page.go_back()
    assert "10-K" in page.locator("table.facts").inner_text()


TYPED = [("2019", "2019-12-31"), ("2020-02", "2020-02-29"), ("2030", None), ("2019-05-05", "2019-05-05"), ("", None)]


def test_a_month_or_a_year_is_its_last_day(opened: Opener) -> None:
    page = opened()
    for typed, day in TYPED:
        type_day(page, typed)
        assert page.evaluate("KG.state.get().asOf") == day, typed
    type_day(page, "2020-13-01")
    assert page.evaluate("KG.state.get().asOf") is None
    assert page.locator("#as-of-date[aria-invalid=true]").count() == 1


def test_a_day_that_is_none_is_left_out(opened: Opener) -> None:
    assert "10-K" in opened("#view=facts&as-of=yesterday").locator("table.facts").inner_text()


def test_before_an_entity_was_named_its_card_says_so(opened: Opener) -> None:
    page = opened(f"#view=pipeline&entity={iri(ALPHA)}&as-of=2001-01-01")
    assert "No filing had named it by 2001-01-01" in page.locator("#card").inner_text()


# The matrix


def test_a_cell_of_the_matrix_opens_its_compounds(opened: Opener) -> None:
    page = opened("#view=matrix&by=target")
    page.click(f".place[data-row='{TARGET.name}'][data-stage='phase 1'] >> nth=0")
    assert page.locator("#card h2").inner_text() == f"{TARGET.name} × Phase 1"
    assert "NVX-101 is in a Phase 1 trial." in page.locator("#card").inner_text()
    again = opened("#" + page.url.split("#", 1)[1])
    assert again.locator("#card h2").inner_text() == f"{TARGET.name} × Phase 1"
    again.keyboard.press("Escape")
    assert again.locator("#card").is_hidden()


def test_white_space_and_rows(opened: Opener, tmp_path: Path) -> None:
    page = opened("#view=matrix&by=indication")
    rows = texts(page, ".matrix tbody th")
    assert rows == ["norvian carcinoma", "quill-cell lymphoma", "Indication not stated"], "what goes on first"
    lymphoma = page.locator(".matrix tr[data-row='quill-cell lymphoma']")
    assert lymphoma.locator("td.white").count() == page.locator(".matrix thead th").count() - 2
    found = {(row["indication"], row["stage"], row["compound"], row["state"]) for row in saved(page, tmp_path)}
    assert ("quill-cell lymphoma", "Phase 3", "QLN-20", "stopped or on hold") in found
    assert ("norvian carcinoma", "Phase 2", "NVX-101", "planned") in found


# Deals


def pay(amount: int | None, **terms: Any) -> StoredFact:
    given = {"type": "milestone", "currency": "USD", "status": "potential", **terms}
    filing, modality = given.pop("filing", FIRST), given.pop("modality", Modality.POSSIBLE)
    payer, payee = given.pop("payer", QUILLON), given.pop("payee", NORVEX)
    if amount is not None:
        given[given.pop("bound", "amount")] = amount
    return stored(
        payer, Predicate.PAYS, payee, filing=filing, modality=modality, quote=f"pays {amount} {terms}", **given
    )


PAID = {"status": "paid", "modality": Modality.ASSERTED}
DEALS: list[tuple[str, list[StoredFact], dict[str, tuple[str, str]]]] = [
    ("one", [pay(5_000_000)], {"USD": ("–", "$5m")}),
    ("restated", [pay(5_000_000), pay(5_000_000, filing=SECOND)], {"USD": ("–", "$5m")}),
    (
        "restated more loosely",
        [pay(5_000_000), pay(5_000_000, bound="maxAmount", filing=SECOND)],
        {"USD": ("–", "$5m")},
    ),
    ("paid since", [pay(5_000_000), pay(5_000_000, filing=SECOND, **PAID)], {"USD": ("$5m", "–")}),
    ("two amounts", [pay(5_000_000), pay(7_500_000)], {"USD": ("–", "$12.5m")}),
    ("of two drugs", [pay(5_000_000, compound=ALPHA), pay(5_000_000, compound=BETA)], {"USD": ("–", "$10m")}),
    ("a total and its parts", [pay(5_000_000), pay(7_000_000), pay(12_000_000)], {"USD": ("–", "$12m")}),
    ("a sum by chance", [pay(5_000_000), pay(7_000_000), pay(12_000_000), pay(40_000_000)], {"USD": ("–", "$64m")}),
    (
        "what is no total",
        [pay(12_000_000, type="upfront", **PAID), pay(5_000_000), pay(7_000_000)],
        {"USD": ("$12m", "$12m")},
    ),
    ("parts elsewhere", [pay(5_000_000), pay(7_000_000), pay(12_000_000, filing=SECOND)], {"USD": ("–", "$24m")}),
    ("currencies", [pay(5_000_000), pay(4_000_000, currency="EUR")], {"EUR": ("–", "€4m"), "USD": ("–", "$5m")}),
    ("what is denied", [pay(5_000_000), pay(9_000_000, modality=Modality.NEGATED)], {"USD": ("–", "$5m")}),
    ("paid, not asserted", [pay(5_000_000, status="paid", modality=Modality.EXPECTED)], {"USD": ("–", "$5m")}),
    ("at least", [pay(5_000_000, bound="minAmount")], {"USD": ("–", "at least $5m")}),
    ("a royalty", [pay(None, type="royalty", rate="10%"), pay(1_000)], {"USD": ("–", "$1,000")}),
]


def of_case(number: int, fact: StoredFact) -> StoredFact:
    payer = Entity(EntityType.ORGANIZATION, f"Payer {number}")
    terms: dict[str, Any] = dict(fact.fact.qualifiers)
    return stored(
        payer,
        Predicate.PAYS,
        NORVEX,
        filing=fact.filing,
        modality=fact.fact.modality,
        quote=f"{number} {fact.fact.evidence[0].quote}",
        **terms,
    )


def test_sums(opened: Opener, tmp_path: Path) -> None:
    facts = [of_case(number, fact) for number, (_, case, _) in enumerate(DEALS) for fact in case]
    page = opened("#view=deals", at=written(tmp_path, facts))
    for number, (name, _, sums) in enumerate(DEALS):
        row = page.locator(f".deal[data-deal='Payer {number} {NORVEX.name}']")
        earned, potential = (
            [t.strip() for t in row.locator(f"td.sum >> nth={n} >> div").all_inner_texts()] for n in (0, 1)
        )
        assert list(zip(earned, potential, strict=True)) == [sums[currency] for currency in sorted(sums)], name


def test_deals_say_who_and_for_what(opened: Opener, tmp_path: Path) -> None:
    rights: dict[str, Any] = {"licensor": NORVEX, "exclusive": True, "territory": "Europe"}
    facts = [
        stored(ALPHA, Predicate.LICENSED_TO, QUILLON, quote="Quillon licensed NVX-101.", **rights),
        pay(12_500_000, type="upfront", **PAID, compound=ALPHA),
        stored(OBANE, Predicate.ACQUIRED_BY, QUILLON, modality=Modality.PLANNED),
        pay(90_000_000, type="acquisition", payee=OBANE, **PAID),
    ]
    page = opened("#view=deals", at=written(tmp_path, facts))
    assert texts(page, ".part-title") == ["Licences and collaborations1", "Takeovers1"]
    deal = page.locator(".deal").first
    assert "Quillon AG pays Norvex Therapeutics, Inc. for NVX-101" in " ".join(deal.inner_text().split())
    assert "exclusive licence to NVX-101, Europe" in deal.inner_text()
    deal.locator(".right").click()
    assert texts(page, "#card .picked blockquote") == ["Quillon licensed NVX-101."]
    rows = saved(page, tmp_path)
    assert [(r["payer"], r["payee"], r["type"], r["at most"], r["state"]) for r in rows] == [
        ("Quillon AG", "Obane Labs", "acquisition", "90000000", "paid"),
        ("Quillon AG", "Obane Labs", "acquiredBy", "", ""),
        ("Quillon AG", "Norvex Therapeutics, Inc.", "upfront", "12500000", "paid"),
        ("Quillon AG", "Norvex Therapeutics, Inc.", "licensedTo", "", ""),
    ]


# The timeline


def test_the_timeline(opened: Opener, tmp_path: Path) -> None:
    page = opened("#view=timeline")
    lane = page.locator("tr[data-lane='NVX-101']")
    told = [str(event.get_attribute("aria-label")) for event in lane.locator(".event").all()]
    assert "NVX-101: Phase 1, under way, 2019, 1 statement" in told
    assert "NVX-101: Phase 2, planned or expected, reported 2021-02-26, 1 statement" in told
    assert lane.locator(".event.long").count() == 1, "a year is a stretch of time"
    lane.locator(".event.long").click()
    assert texts(page, "#card .picked blockquote") == ["NVX-101 is in a Phase 1 trial."]
    page.click("[data-events=stage]")
    assert page.locator(".event.kind-stage").count() == 0
    assert {row["kind"] for row in saved(page, tmp_path)} == {"designation", "result", "deal", "payment"}


def test_what_is_said_again_is_one_event(opened: Opener, tmp_path: Path) -> None:
    day = DateRange("May 5, 2018", date(2018, 5, 5), date(2018, 5, 5), "day", "2018-05-05")
    month = DateRange("May 2018", date(2018, 5, 1), date(2018, 5, 31), "month", "2018-05")
    facts = [
        stored(ALPHA, Predicate.HAS_STAGE, "approved", eventDate=month),
        stored(ALPHA, Predicate.HAS_STAGE, "approved", eventDate=day, filing=SECOND),
        stored(ALPHA, Predicate.HAS_STAGE, "approved", filing=SECOND, quote="It is approved."),
    ]
    page = opened("#view=timeline", at=written(tmp_path, facts))
    (event,) = page.locator(".event:not(.sample)").all()
    assert event.get_attribute("aria-label") == "NVX-101: Approved, 2018-05-05, 3 statements"


def plan(number: int, *, later: bool = False) -> StoredFact:
    time = DateRange(str(number), date(number, 1, 1), date(number, 12, 31), "year", str(number))
    filing = SECOND if later else FIRST
    return stored(ALPHA, Predicate.HAS_STAGE, "phase 3", filing=filing, modality=Modality.PLANNED, eventDate=time)


def test_what_slipped_is_marked_from_the_day_it_is_known(opened: Opener, tmp_path: Path) -> None:
    address = written(tmp_path, [plan(2020), plan(2022, later=True)])
    page = opened("#view=timeline", at=address)
    assert texts(page, ".fate-slipped .fate") == ["slipped to 2022"]
    type_day(page, "2020-06-30")
    assert page.locator(".event:not(.sample)").count() == 1
    assert page.locator(".fate").count() == 0


def test_what_nobody_spoke_of_again_is_overdue(opened: Opener, tmp_path: Path) -> None:
    other = stored(BETA, Predicate.HAS_STAGE, "phase 1", filing=SECOND)
    page = opened("#view=timeline", at=written(tmp_path, [plan(2020), other]))
    assert texts(page, ".fate-overdue .fate") == ["overdue"]
    type_day(page, "2020-06-30")
    assert page.locator(".fate").count() == 0


# All views


def test_each_view_is_a_file(opened: Opener, tmp_path: Path) -> None:
    page = opened()
    for view in VIEWS:
        page.click(f"#tab-{view}")
        assert page.locator("[role=tabpanel]:visible").count() == 1
        rows = saved(page, tmp_path)
        assert rows, view
        assert all(row["quote"] and row["fact id"] for row in rows)
        assert [value for row in rows for value in row.values() if value[:1] in ("=", "@", "+")] == []
        assert page.locator("img, iframe").count() == 0


def test_back_and_forward_go_through_the_views(opened: Opener) -> None:
    page = opened()
    for view in VIEWS[1:]:
        page.click(f"#tab-{view}")
    for view in reversed(VIEWS[:-1]):
        page.go_back()
        assert page.locator(f"#tab-{view}").get_attribute("aria-selected") == "true"
    page.go_forward()
    assert page.locator("#tab-timeline").get_attribute("aria-selected") == "true"


def test_filter_by_company(opened: Opener) -> None:
    page = opened("#view=pipeline")
    page.click("[data-filter=company] summary")
    page.check(f"[data-filter=company] input[value='{iri(QUILLON)}']")
    rows = page.locator("tr.compound").all()
    assert [row.get_attribute("data-compound") for row in rows] == ["QLN-20"]


def test_tips_show_the_words_and_escape_closes_them(opened: Opener) -> None:
    page = opened()
    page.locator("tr[data-compound='NVX-101'] th .entity").focus()
    page.keyboard.press("Tab")
    assert "The Phase 1 trial is complete." in page.locator("#tip").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_hostile_text_is_text_in_every_view(opened: Opener) -> None:
    shown = HOSTILE.split("\u2028")[0]
    page = opened("#q=hyper&by=target")
    for view in ("pipeline", "matrix", "facts"):
        page.click(f"#tab-{view}")
        assert shown[:30] in page.locator(f"#view-{view}").inner_text(), view
