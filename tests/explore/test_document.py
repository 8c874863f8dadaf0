"""The view of a filing's text in a browser: from a fact to its words and back, by click and by key."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.build import build, sample_filings
from kg.explore import collect_texts, write_page
from kg.graph.read import stored_facts
from kg.graph.store import memory_store

pytestmark = pytest.mark.browser

Opener = Callable[..., Any]

SAMPLE = "immunogen-8k-2018-06-18"
"""A filing with headings, a list, a table and a safe-harbour statement, in markdown."""

HOSTILE = """FORM 8-K
Date of Report: June 4, 2007

ACME BIOLOGICS, INC.

</script><script>window.pwned=1</script> <img src=x onerror="window.pwned=1"> \u202e "&amp;" {{7*7}}
\U0001f9ea\U0001f9ea it is.

Acme Biologics, Inc. today said that it has initiated a Phase 1 clinical trial of ABC123 \U0001f9ea in patients with
multiple myeloma. ABC123 targets CD38.
"""
FILLER = "The committee met in the morning and again in the afternoon, and the minutes of it were read and approved."
LONG = (
    HOSTILE
    + "\n\n".join(f"{FILLER} This was meeting {number}." for number in range(3000))
    + "\n\nAcme Biologics, Inc. announced that XYZ456 is in a Phase 2 clinical trial in patients with ovarian cancer.\n"
)
ON = "() => [...document.querySelectorAll('.said.on')].map((e) => e.textContent).join('')"
IN_SIGHT = """async () => {
  for (let i = 0; i < 12; i += 1) await new Promise((done) => requestAnimationFrame(done));
  const box = document.querySelector('.said.on').getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("filings")
    (folder / "acme-8k.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "acme-long.txt").write_text(LONG, encoding="utf-8")
    sample = next(file for file in sample_filings() if file.stem == SAMPLE)
    with memory_store() as store:
        build([folder, sample], store=store)
        facts = stored_facts(store)
        kept = collect_texts(store, [s for s in facts if s.filing.name != "acme-8k"])
        whole = collect_texts(store, facts)
    write_page(folder / "quotes.html", facts, texts=kept)
    return write_page(folder / "page.html", facts, texts=whole).as_uri()


def document(opened: Opener, name: str = SAMPLE, more: str = "", **options: Any) -> Any:
    page = opened(f"#view=document&doc={name}{more}", **options)
    page.wait_for_selector("#doc-text .chunk")
    return page


def words_of(page: Any) -> tuple[str, str]:
    """Return the words that are marked, and the quote of the fact chosen, both without white space."""
    quote = page.evaluate(
        """() => {
          const { fact } = document.querySelector('.doc-facts [aria-current]').dataset;
          const words = KG.data.facts[KG.factNumbers.get(fact)].evidence.map((e) => KG.data.evidence[e]);
          return words.sort((a, b) => a.start - b.start).map((e) => e.quote).join(' ');
        }"""
    )
    return "".join(page.evaluate(ON).split()), "".join(quote.split())


def test_from_a_fact_to_its_words(opened: Opener) -> None:
    page = document(opened)
    rows = page.locator(".doc-facts .row")
    assert rows.count() == page.evaluate(
        f"KG.texts.factsOf(KG.data.filings.findIndex((f) => f.name === '{SAMPLE}')).length"
    )
    for number in (1, 20, rows.count() - 1):
        rows.nth(number).click()
        marked, quote = words_of(page)
        assert marked in quote.replace("**", "").replace("|", "")
        assert len(marked) > 10
        assert page.evaluate(IN_SIGHT)
    assert f"{rows.count()} of {rows.count()}" in page.locator("#doc-position").inner_text()


def test_from_words_to_the_facts_that_they_state(opened: Opener) -> None:
    page = document(opened)
    words = page.locator(".said:not([data-entity])", has_text="median PFS was").first
    facts = words.get_attribute("data-facts").split()
    found = set()
    for _ in facts:
        words.click()
        found.add(page.locator(".doc-facts [aria-current]").get_attribute("data-fact"))
    assert len(facts) > 1
    assert found == {page.evaluate(f"KG.data.facts[{fact}].id") for fact in facts}


def test_by_keyboard_to_the_card_and_back(opened: Opener) -> None:
    page = document(opened)
    page.locator("#doc-text").focus()
    for key in ("n", "n", "n", "p"):
        page.keyboard.press(key)
    assert page.locator("#doc-position").inner_text().startswith("2 of ")
    assert "Fact 2 of" in page.locator("#said").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#card .picked blockquote").first.is_visible()
    assert page.evaluate("document.activeElement.id") == "card-name"
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.locator("#doc-position").inner_text().startswith("2 of ")
    page.locator(".doc-facts [aria-current]").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.number") == "2"
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"


def test_permalink_and_back_button(opened: Opener) -> None:
    page = document(opened)
    page.locator(".doc-facts .row").nth(30).click()
    fragment = page.evaluate("location.hash")
    marked = words_of(page)
    again = opened(fragment)
    again.wait_for_selector(".said.on")
    assert words_of(again) == marked
    assert again.evaluate(IN_SIGHT)
    page.locator(".doc-facts .row").nth(2).click()
    page.go_back()
    assert words_of(page) == marked


def test_from_the_quote_in_a_card_to_the_document(opened: Opener) -> None:
    page = opened("#view=facts&filing=acme-long")
    page.locator("table.facts tr", has_text="XYZ456").locator("button.quote").first.click()
    page.locator("#card .picked .to-words").first.click()
    page.wait_for_selector(".said.on")
    assert "XYZ456 is in a Phase 2 clinical trial" in page.evaluate(ON)
    assert page.evaluate(IN_SIGHT)


def test_from_the_table_of_facts_and_from_the_contents(opened: Opener) -> None:
    page = opened("#view=facts&filing=acme-long")
    page.locator("table.facts tr", has_text="XYZ456").locator(".to-words").first.click()
    page.wait_for_selector(".said.on")
    assert "XYZ456 is in a Phase 2 clinical trial" in page.evaluate(ON)
    page.select_option("#doc-filing", SAMPLE)
    page.wait_for_selector("#doc-text h4")
    heading = page.locator("#doc-text h4", has_text="About ImmunoGen")
    page.evaluate("window.scrollTo(0, 0)")
    page.select_option("#doc-contents", label="\u2003\u2003About ImmunoGen")
    assert heading.evaluate(
        "(e) => e.getBoundingClientRect().top > 30 && e.getBoundingClientRect().bottom < innerHeight"
    )
    assert "safe harbour" not in page.locator("#doc-contents").inner_text().lower()


def test_a_long_filing_is_marked_where_it_is_looked_at(opened: Opener) -> None:
    page = document(opened, "acme-long")
    chunks = "KG.document.inside().chunks"
    marked, total = page.evaluate(f"[{chunks}.filter((c) => c.marked).length, {chunks}.length]")
    assert total > 90
    assert 0 < marked < 6
    assert "This was meeting 2999." in page.locator("#doc-text").text_content(), "all text is there to be searched"
    assert page.locator(".said", has_text="XYZ456").count() == 0
    page.keyboard.press("p")
    assert "XYZ456" in page.evaluate(ON)
    assert page.evaluate(IN_SIGHT)
    assert page.evaluate(f"{chunks}.filter((c) => c.marked).length") < 12


def test_hostile_text_is_text_and_places_are_exact(opened: Opener) -> None:
    page = document(opened, "acme-8k")
    text = page.locator("#doc-text").text_content()
    assert "</script><script>window.pwned=1</script> <img src=x onerror=" in text
    assert '"&amp;" {{7*7}} \U0001f9ea\U0001f9ea it is.' in text
    assert page.locator("#doc-text img, #doc-text script").count() == 0
    for row in page.locator(".doc-facts .row").all():
        row.click()
        marked, quote = words_of(page)
        assert marked == quote
    assert page.locator(".mention[data-entity]", has_text="CD38").get_attribute("title").startswith("CD38 (Target)")


def test_blocks_are_what_they_were(opened: Opener) -> None:
    page = document(opened)
    table = page.locator("#doc-text table", has_text="Partner drug")
    assert [cell.strip() for cell in table.locator("thead th").all_text_contents()][:2] == ["Partner drug", "Patients"]
    assert table.locator("tbody tr").count() == 3
    assert page.locator("#doc-text h4", has_text="About Mirvetuximab").count() == 1
    assert page.locator("#doc-text .item").count() >= 5
    assert page.locator(".idle-label").first.text_content() == "Cover page · not read for facts"
    assert page.locator("p.idle", has_text="forward-looking statements in the sense").count() == 1
    assert page.locator(".idle .said").count() == 0


def test_a_name_leads_to_its_card_and_shows_in_the_text(opened: Opener) -> None:
    page = document(opened)
    page.locator(".mention[data-entity]", has_text="FRα").first.click()
    assert "FRα" in page.locator("#card h2, #card .aliases").all_inner_texts()[0]
    assert page.locator(".mention.here").count() > 1
    named = page.locator(".mention.here").all_text_contents()
    assert {"FRα"} <= set(named) <= {"FRα", "folate receptor alpha"}
    page.keyboard.press("Escape")
    page.uncheck("#doc-mentions")
    assert page.locator(".mention").count() == 0
    assert page.locator(".said").count() > 10


def test_filters_filings_and_csv(opened: Opener, tmp_path: Path) -> None:
    page = document(opened, more="&predicate=hasTarget")
    rows = page.locator(".doc-facts .row")
    assert rows.count() > 0
    assert all("binds target" in row for row in rows.all_inner_texts())
    with page.expect_download() as download:
        page.click("#csv")
    download.value.save_as(tmp_path / "document.csv")
    table = list(csv.DictReader(io.StringIO((tmp_path / "document.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert {row["predicate"] for row in table} == {"hasTarget"}
    assert all(int(row["text start"]) < int(row["text end"]) for row in table)
    page.select_option("#doc-filing", "acme-8k")
    page.wait_for_selector("#doc-text >> text=ACME BIOLOGICS")
    assert "doc=acme-8k" in page.url
    assert [row.strip() for row in rows.locator(".claim-line").all_inner_texts()] == ["ABC123 binds target CD38"]


def test_without_its_text_the_quotes_are_shown_and_the_page_says_so(opened: Opener, address: str) -> None:
    page = opened("#view=document&doc=acme-8k", at=address.replace("page.html", "quotes.html"))
    page.wait_for_selector("#doc-text .chunk")
    assert "these are the words behind" in page.locator(".doc-note").inner_text()
    assert "(quotes only)" in page.locator("#doc-filing option:checked").inner_text()
    page.keyboard.press("n")
    marked, quote = words_of(page)
    assert marked == quote != ""


def test_on_a_phone(opened: Opener) -> None:
    page = document(opened, viewport={"width": 390, "height": 844})
    page.click("#doc-next")
    assert "mirvetuximab soravtansine" in page.locator("#doc-now").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#doc-now")
    assert page.locator("#card .picked blockquote").first.is_visible()
