"""Takes the pictures of the page that the README and ``docs/page.md`` show, from the sample filings.

    python benchmarks/screenshots.py [--only pipeline,phone]

Needs Playwright and a Chromium on the path, and Pillow, which makes the files small. The pictures are of the page that
``kg demo`` writes; the thing in focus is the one that the filings say most about.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import kg
from kg.explore import collect_knowledge, collect_texts, write_page

IMAGES = Path(__file__).parents[1] / "docs" / "images"
FULLEST = """(type) => KG.data.entities.map((e, n) => [e, KG.factsOf(n)]).filter(([e]) => e.type === type)
  .sort(([a, p], [b, q]) => q.subject.length + q.object.length - p.subject.length - p.object.length
    || (a.id < b.id ? -1 : 1))[0][0].id"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: what stands in the page's address, the screen, and what to do before it is taken."""

    name: str
    address: str
    width: int = 1280
    height: int = 720
    dark: bool = False
    focus: str | None = None
    """A type: the entity of it that has the most facts is opened."""
    click: str | None = None
    hover: str | None = None


SHOTS = (
    Shot("pipeline", "view=pipeline", hover="tr.compound .cell:has(.mark-discontinued)"),
    Shot("card", "view=pipeline", focus="Compound"),
    Shot("timeline", "view=timeline", dark=True),
    Shot("matrix", "view=matrix&by=class", height=520),
    Shot("deals", "view=deals"),
    Shot("graph", "view=graph", focus="Compound"),
    Shot("document", "view=document", click=".doc-facts li:nth-child(9) button"),
    Shot("as-of", "view=pipeline&group=target&as-of=2013-12-31", height=560),
    Shot("phone", "view=pipeline", width=390, height=720, dark=True),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(shot.name for shot in SHOTS))
    wanted = set(parser.parse_args().only.split(","))
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # an extra of the tests

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        address = _page(Path(folder)).as_uri()
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        for shot in SHOTS:
            if shot.name in wanted:
                path = IMAGES / f"{shot.name}.png"
                _write(path, _take(browser, address, shot))
                print(f"{path.name}\t{path.stat().st_size / 1000:.0f} kB")
        browser.close()


def _page(folder: Path) -> Path:
    kg.build(kg.sample_filings(), store=folder / "store")
    with kg.open_store(folder / "store", read_only=True) as store:
        facts = kg.stored_facts(store)
        texts, knowledge = collect_texts(store, facts), collect_knowledge(store)
    title = "Pipeline of the sample filings"
    return write_page(folder / "page.html", facts, title=title, texts=texts, knowledge=knowledge)


def _take(browser: Any, address: str, shot: Shot) -> bytes:
    screen = {"width": shot.width, "height": shot.height}
    context = browser.new_context(viewport=screen, color_scheme="dark" if shot.dark else "light", locale="sv-SE")
    page = context.new_page()
    page.goto(f"{address}#{shot.address}")
    if shot.focus:
        page.evaluate(f"(type) => KG.state.set({{ entity: ({FULLEST})(type) }})", shot.focus)
    if shot.click:
        page.click(shot.click)
    if shot.hover:
        page.hover(f"{shot.hover} >> nth=0")
    page.wait_for_timeout(700)
    # no path of whoever takes the pictures
    page.evaluate(
        "() => document.querySelectorAll('#permalink').forEach((e) => { e.value = 'page.html' + location.hash; })"
    )
    picture: bytes = page.screenshot()
    context.close()
    return picture


def _write(path: Path, picture: bytes) -> None:
    from PIL import Image  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    small = Image.open(BytesIO(picture)).convert("RGB")
    # covers all colours that occur, so that those of types stay apart
    small.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
