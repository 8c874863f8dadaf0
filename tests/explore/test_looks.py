"""How the page looks in a browser: small screens, light and dark, paper, names of controls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.explore import write_page
from tests.explore.factory import ALPHA, iri

pytestmark = pytest.mark.browser

Opener = Callable[..., Any]
VIEWS = ("pipeline", "timeline", "matrix", "deals", "graph", "facts", "document")

BEYOND_THE_EDGE = """() => [...document.querySelectorAll('button, input, summary')]
  .filter((e) => e.offsetParent && e.getBoundingClientRect().right > 391).map((e) => e.outerHTML)"""

# Relative luminance and contrast as in WCAG 2.2, of every text that shows, against the first ground that is painted
# behind it. Text of 18.66 px in bold, or of 24 px, is large.
TOO_FAINT = """() => {
  const part = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const colour = (text) => {
    const numbers = text.match(/[\\d.]+(?:e-?\\d+)?/g).map(Number);
    const [r, g, b, a] = text.startsWith('color(') ? numbers : [...numbers.slice(0, 3).map((c) => c / 255), numbers[3]];
    return { light: 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b), clear: a === undefined ? 1 : a };
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.clear > 0.85) return found.light;
    }
    return colour(getComputedStyle(document.documentElement).backgroundColor).light;
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element.checkVisibility() || element.closest('script, svg, .unseen, :disabled')) continue;
    const style = getComputedStyle(element);
    const [ink, paper] = [colour(style.color).light, ground(element)];
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const name = `${contrast.toFixed(2)} ${element.className} ${text.slice(0, 30)}`;
    if (contrast < (large ? 3 : 4.5)) faint.push(name);
  }
  return [...new Set(faint)];
}"""

NAMELESS = """() => [...document.querySelectorAll('button, input, summary, [role=application]')]
  .filter((e) => e.offsetParent)
  .filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length)))
  .map((e) => e.outerHTML)"""


def test_a_phone_needs_no_scrolling_sideways(opened: Opener) -> None:
    page = opened(f"#entity={quote(iri(ALPHA), safe='')}", viewport={"width": 390, "height": 740})
    for view in VIEWS:
        page.evaluate(f"KG.state.set({{ view: '{view}' }})")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, view
        assert page.locator("#card h2").is_visible()
    page.click("#card .close")
    page.click("#show-filters")
    for view in VIEWS:
        page.click(f"#tab-{view}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, view
        assert page.evaluate(BEYOND_THE_EDGE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_legible(opened: Opener, scheme: str) -> None:
    page = opened(f"#entity={quote(iri(ALPHA), safe='')}", color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
    for view in VIEWS:
        page.click(f"#tab-{view}")
        assert page.evaluate(TOO_FAINT) == [], view
    assert page.evaluate(TOO_FAINT.replace("4.5", "30")), "it looks at something"
    page.click("[data-filter=modality] summary")
    page.fill("#as-of-date", "2020-01-01")
    page.keyboard.press("Enter")
    assert page.evaluate(TOO_FAINT) == []


def test_every_control_has_a_name(opened: Opener) -> None:
    page = opened(f"#entity={quote(iri(ALPHA), safe='')}")
    for view in VIEWS:
        page.click(f"#tab-{view}")
        assert page.evaluate(NAMELESS) == []


def test_by_keyboard_through_every_view(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#tab-pipeline").focus()
    for view in VIEWS[1:]:
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.id") == f"tab-{view}"
        assert page.locator(f"#view-{view}").is_visible()
    page.locator("#tab-deals").focus()
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.id"))
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
        if page.evaluate("document.activeElement.matches('.payment')"):
            break
    assert {"as-of-slider", "as-of-date", "entity", "payment paid"} <= reached
    page.keyboard.press("Enter")
    assert page.locator("#card .picked blockquote").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.className") == "payment paid", "back where the reader was"


def test_empty_page(opened: Opener, tmp_path: Path) -> None:
    page = opened(at=write_page(tmp_path / "empty.html", []).as_uri())
    assert page.locator("#empty").is_visible()


def test_print_shows_the_view_without_controls(opened: Opener) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert page.locator("table.pipeline").is_visible()
    assert page.locator("nav.bar").is_hidden()
    assert page.locator("#search").is_hidden()
