"""How soon the page shows something, how large it is, and how plain pyvis does with the same graph.

    python benchmarks/explore.py [--sizes 100,1000,5000,20000] [--limit 120]

The graphs are invented: companies, compounds and what they are made of, hubs and loners in about the shares that
filings have. Everything is measured in one run, in the system's Chromium, each page in a browser of its own. Plain
pyvis writes its own page (physics on, as it is by default, and off), whose scripts are served from this machine.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kg.explore import write_page
from kg.model import Entity, EntityType, Evidence, Fact, FilingSummary, Modality, Predicate, StoredFact

EDGES = {100: 300, 1000: 4000, 5000: 20000, 20000: 60000}
"""Facts between two entities for so many entities; four an entity for other sizes."""

SHARES = {
    EntityType.COMPOUND: 0.46,
    EntityType.ORGANIZATION: 0.20,
    EntityType.INDICATION: 0.12,
    EntityType.TARGET: 0.10,
    EntityType.ANTIBODY: 0.06,
    EntityType.TECHNOLOGY: 0.03,
    EntityType.PAYLOAD: 0.02,
    EntityType.LINKER: 0.01,
}
CLAIMS = (
    (30, EntityType.COMPOUND, Predicate.HAS_INDICATION, EntityType.INDICATION),
    (20, EntityType.COMPOUND, Predicate.DEVELOPED_BY, EntityType.ORGANIZATION),
    (14, EntityType.COMPOUND, Predicate.HAS_TARGET, EntityType.TARGET),
    (6, EntityType.COMPOUND, Predicate.HAS_PAYLOAD, EntityType.PAYLOAD),
    (5, EntityType.COMPOUND, Predicate.HAS_ANTIBODY, EntityType.ANTIBODY),
    (4, EntityType.COMPOUND, Predicate.HAS_LINKER, EntityType.LINKER),
    (4, EntityType.COMPOUND, Predicate.USES_TECHNOLOGY, EntityType.TECHNOLOGY),
    (5, EntityType.COMPOUND, Predicate.COMBINED_WITH, EntityType.COMPOUND),
    (5, EntityType.COMPOUND, Predicate.LICENSED_TO, EntityType.ORGANIZATION),
    (4, EntityType.ORGANIZATION, Predicate.COLLABORATES_WITH, EntityType.ORGANIZATION),
    (3, EntityType.ORGANIZATION, Predicate.PAYS, EntityType.ORGANIZATION),
)
STAGES = ("preclinical", "IND", "phase 1", "phase 1/2", "phase 2", "phase 3", "submitted", "approved")
MODALITIES = [Modality.ASSERTED] * 8 + [Modality.PLANNED, Modality.POSSIBLE]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,5000,20000")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds after which a page is given up")
    parser.add_argument("--only", choices=("ours", "pyvis"), help="measure one of the two")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, given.sizes.split(",")):
            facts = invented(size, EDGES.get(size, 4 * size))
            if given.only != "pyvis":
                print(json.dumps(_ours(facts, Path(folder), size, given.limit)), flush=True)
            if given.only != "ours":
                for physics in (False, True):
                    print(json.dumps(_plain(facts, Path(folder), size, given.limit, physics=physics)), flush=True)


def invented(entities: int, edges: int, *, seed: int = 7) -> list[StoredFact]:
    """Return facts that join so many invented entities, and a stage for each compound; the same each time.

    How often an entity is named falls off as it does in filings: a few are everywhere, most are rare.
    """
    chance = random.Random(seed)
    made = {
        kind: [Entity(kind, _name(kind, i)) for i in range(max(1, round(entities * share)))]
        for kind, share in SHARES.items()
    }
    filings = [_filing(i, made[EntityType.ORGANIZATION], chance) for i in range(max(2, edges // 60))]
    weights = [weight for weight, *_ in CLAIMS]
    facts = []
    unused = {kind: list(things) for kind, things in made.items()}
    for number in range(edges):
        _, subject_kind, predicate, object_kind = chance.choices(CLAIMS, weights)[0]
        subject = unused[subject_kind].pop() if unused[subject_kind] else _some(made[subject_kind], chance)
        thing = unused[object_kind].pop() if unused[object_kind] else _some(made[object_kind], chance)
        if thing is not subject:
            facts.append(_stored(subject, predicate, thing, chance.choice(filings), number, chance))
    for number, compound in enumerate(made[EntityType.COMPOUND]):
        stage = chance.choice(STAGES)
        facts.append(_stored(compound, Predicate.HAS_STAGE, stage, chance.choice(filings), number, chance))
    return facts


def _name(kind: EntityType, number: int) -> str:
    syllables = ("zel", "tor", "va", "mi", "ru", "pex", "lo", "dan", "qui", "bo", "sar", "nef", "ti", "gor", "wa", "xu")
    word = "".join(syllables[(number * 7 + 3 * i + number // 16**i) % 16] for i in range(3))
    if kind is EntityType.COMPOUND:
        return f"{word[:3].upper()}-{100 + number}"
    if kind is EntityType.ORGANIZATION:
        return f"{word.capitalize()}{number} Therapeutics, Inc."
    ending = {EntityType.TARGET: "", EntityType.ANTIBODY: "mab", EntityType.PAYLOAD: "tecan"}
    return f"{word}{number}{ending.get(kind, f' {kind.lower()}')}"


def _filing(number: int, companies: list[Entity], chance: random.Random) -> FilingSummary:
    company = companies[number % len(companies)].name
    day = date(2012, 1, 1) + timedelta(days=chance.randrange(4700))
    form = chance.choice(("8-K", "8-K", "8-K", "10-K"))
    return FilingSummary(
        f"urn:filing:{number}", f"filing-{number}", form, company, day, f"{number:018}", f"{number:064}"
    )


def _some(things: list[Entity], chance: random.Random) -> Entity:
    return things[min(len(things) - 1, int(len(things) * chance.random() ** 3))]


def _stored(
    subject: Entity,
    predicate: Predicate,
    thing: Entity | str,
    filing: FilingSummary,
    number: int,
    chance: random.Random,
) -> StoredFact:
    said = thing.name if isinstance(thing, Entity) else thing
    quote = (
        f"{filing.registrant} said today that {subject.name}, of which it told at the meeting last year, {predicate} "
        f"{said}, and that more is to be told of it in the second half of the year."
    )
    start = 40 * number % 400_000
    words = Evidence("ex-99-1", "Recent progress and outlook", quote, start, start + len(quote))
    modality = chance.choice(MODALITIES)
    fact = Fact(subject, predicate, thing, (words,), {}, modality, 0.9, "invented", "said in so many words")
    target = _iri(thing) if isinstance(thing, Entity) else None
    return StoredFact(f"urn:fact:{filing.name}:{predicate}:{number}", fact, filing, _iri(subject), target)


def _iri(entity: Entity) -> str:
    return f"https://w3id.org/biotech-pipeline/{entity.type.lower()}/{entity.name.lower().replace(' ', '-')}"


def _ours(facts: list[StoredFact], folder: Path, size: int, limit: float) -> dict[str, Any]:
    page = folder / "ours.html"
    began, used = time.perf_counter(), time.process_time()
    write_page(page, facts)
    figures: dict[str, Any] = {"page": "ours", "nodes": size, "facts": len(facts)}
    figures |= _written(page, began, used)
    figures["pipeline"] = _drawn(page, "#view=pipeline", "table.pipeline", limit)
    figures["graph"] = _drawn(page, "#view=graph", "#view-graph canvas", limit, pan=True)
    figures["graph, all nodes"] = _drawn(page, "#view=graph&draw=all", "#view-graph canvas", limit, pan=True)
    return figures


def _written(page: Path, began: float, used: float) -> dict[str, float]:
    return {
        "write_seconds": round(time.perf_counter() - began, 2),
        "write_cpu": round(time.process_time() - used, 2),
        "megabytes": round(page.stat().st_size / 1e6, 2),
    }


def _plain(facts: list[StoredFact], folder: Path, size: int, limit: float, *, physics: bool) -> dict[str, Any]:
    from pyvis.network import Network  # noqa: PLC0415

    began, used = time.perf_counter(), time.process_time()
    network = Network(directed=True, cdn_resources="in_line")
    network.toggle_physics(physics)
    for entity in {s.fact.subject for s in facts} | {s.fact.object for s in facts if isinstance(s.fact.object, Entity)}:
        network.add_node(entity.name, group=str(entity.type))
    for stored in facts:
        if isinstance(stored.fact.object, Entity):
            title = f"{stored.fact.predicate}: {stored.fact.evidence[0].quote}"
            network.add_edge(stored.fact.subject.name, stored.fact.object.name, title=title)
    page = folder / "plain.html"
    page.write_text(network.generate_html(), encoding="utf-8")
    figures: dict[str, Any] = {"page": "pyvis, physics" if physics else "pyvis, no physics", "nodes": size}
    figures |= _written(page, began, used)
    # with physics the page shows nothing but a bar of progress until the layout has settled
    ready = SETTLED if physics else "window.network && network.canvas"
    return figures | {"graph": _drawn(page, "", ready, limit, pan=True, script=True)}


SETTLED = """() => {
  if (window.network && !window.watched) {
    window.watched = true;
    network.once("stabilizationIterationsDone", () => { window.settled = true; });
  }
  return window.settled;
}"""
PAN = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const canvas = document.querySelector("canvas");
  const box = canvas.getBoundingClientRect();
  const send = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, { bubbles: true, pointerId: 1,
    pointerType: "mouse", isPrimary: true, button: 0, buttons: 1, clientX: box.x + x, clientY: box.y + 20 }));
  send("pointerdown", 20);
  const times = [];
  for (let i = 1; i <= 12; i += 1) {
    const began = performance.now();
    send("pointermove", 20 + 12 * i);
    await frame(); await frame();
    times.push(performance.now() - began);
  }
  send("pointerup", 170);
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}"""
"""Drag the drawing's ground and return the median time to the frame after the next, in milliseconds."""


def _drawn(
    page: Path, fragment: str, ready: str, limit: float, *, pan: bool = False, script: bool = False
) -> dict[str, float | str]:
    """Return the seconds from opening a page until what it shows has been painted, and how fast it can be dragged.

    ``cpu`` are the seconds that all processes of the browser were at work meanwhile, which other work on the machine
    changes less.
    """
    from playwright.sync_api import TimeoutError as TooLong  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
        tab.set_default_timeout(limit * 1000)
        before, began = _work(browser), time.perf_counter()
        try:
            tab.goto(page.as_uri() + fragment, wait_until="commit")
            if script:
                tab.wait_for_function(ready, polling=50)
            else:  # our page lets no text run as a script
                tab.wait_for_selector(ready)
            tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            found: dict[str, float | str] = {"seconds": round(time.perf_counter() - began, 2)}
            found["cpu"] = round(_work(browser) - before, 2)
            return found | ({"pan_ms": round(tab.evaluate(PAN))} if pan else {})
        except TooLong:
            return {"seconds": f"more than {limit:.0f}", "cpu": round(_work(browser) - before, 2)}
        finally:
            browser.close()


def _work(browser: Any) -> float:
    """Return the seconds of processor time that a browser's processes have used."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(process["cpuTime"] for process in processes))


if __name__ == "__main__":
    main()
