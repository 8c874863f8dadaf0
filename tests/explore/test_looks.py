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

BEYOND_THE_EDGE = """() => [...document.querySelectorAll('button, input, summary')]
  .filter((e) => e.offsetParent && e.getBoundingClientRect().right > 376).map((e) => e.outerHTML)"""

# Relative luminance and contrast as in WCAG 2.2.
CONTRAST = """(selector) => {
  const part = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map((c) => part(Number(c) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ink = getComputedStyle(document.querySelector(selector)).color;
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const [bright, dark] = [light(ink), light(ground)].sort((x, y) => y - x);
  return (bright + 0.05) / (dark + 0.05);
}"""

NAMELESS = """() => [...document.querySelectorAll('button, input, summary, [role=application]')]
  .filter((e) => e.offsetParent)
  .filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length)))
  .map((e) => e.outerHTML)"""


@pytest.mark.parametrize("view", ["pipeline", "graph", "facts"])
def test_a_phone_needs_no_scrolling_sideways(opened: Opener, view: str) -> None:
    page = opened(f"#view={view}&entity={quote(iri(ALPHA), safe='')}", viewport={"width": 375, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert page.locator("#card h2").is_visible()
    page.click("#card .close")
    assert page.evaluate(BEYOND_THE_EDGE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_legible(opened: Opener, scheme: str) -> None:
    page = opened("#view=facts", color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
    for selector in ("h1", ".summary", "td.predicate", ".modality-negated", ".modality-planned", ".modality-possible"):
        assert page.evaluate(CONTRAST, selector) >= 4.5, selector


def test_every_control_has_a_name(opened: Opener) -> None:
    for view in ("pipeline", "graph", "facts"):
        page = opened(f"#view={view}&entity={quote(iri(ALPHA), safe='')}")
        assert page.evaluate(NAMELESS) == []


def test_empty_page(opened: Opener, tmp_path: Path) -> None:
    page = opened(at=write_page(tmp_path / "empty.html", []).as_uri())
    assert page.locator("#empty").is_visible()


def test_print_shows_the_view_without_controls(opened: Opener) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert page.locator("table.pipeline").is_visible()
    assert page.locator("nav.bar").is_hidden()
    assert page.locator("#search").is_hidden()
