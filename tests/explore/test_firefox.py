"""The page in Firefox: every view draws, nothing is complained of, the address and the keys work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.explore import collect_texts, write_page
from tests.explore.conftest import missing
from tests.explore.factory import HOSTILE, facts
from tests.explore.firefox import Firefox, running

pytestmark = pytest.mark.browser
VIEWS = ("pipeline", "timeline", "matrix", "deals", "graph", "facts")
SOON = """new Promise((done) => {
  const look = (left) => (%s) || !left ? done(left > 0) : setTimeout(look, 50, left - 1);
  look(200);
})"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Yield a session with the system's Firefox. Skips, saying so, where there is none."""
    executable = shutil.which("firefox") or shutil.which("firefox-esr")
    if executable is None:
        missing("there is no firefox on the path")
    with running(str(executable), tmp_path_factory.mktemp("profile")) as session:
        yield session


def test_every_view_draws(firefox: Firefox, tmp_path: Path) -> None:
    firefox.open(write_page(tmp_path / "page.html", facts(), title=f"Test {HOSTILE}").as_uri())
    for view in reversed(VIEWS):
        firefox.evaluate(f"document.getElementById('tab-{view}').click()")
        assert firefox.evaluate(f"document.getElementById('view-{view}').innerText.length") > 20, view
        assert firefox.evaluate("location.hash").startswith(f"#view={view}")
    firefox.evaluate("history.back()")
    drawn = "document.querySelector('#tab-timeline[aria-selected=true]')"
    assert firefox.evaluate(SOON % drawn)
    assert firefox.evaluate("document.querySelectorAll('#canvas canvas').length") == 1
    firefox.evaluate("KG.state.set({ asOf: '2020-01-01', view: 'facts' })")
    assert "10-K" not in firefox.evaluate("document.querySelector('table.facts').innerText")
    assert firefox.evaluate("window.pwned ?? null") is None
    assert firefox.logged == []


def test_a_filing_opens_with_its_facts(firefox: Firefox, tmp_path: Path) -> None:
    store = kg.memory_store()
    kg.build(kg.sample_filings()[:1], store=store)
    known = kg.stored_facts(store)
    firefox.open(write_page(tmp_path / "page.html", known, texts=collect_texts(store, known)).as_uri())
    firefox.evaluate("document.getElementById('tab-document').click()")
    drawn = "document.querySelector('.doc-facts li')"
    assert firefox.evaluate(SOON % drawn)
    assert firefox.logged == []
