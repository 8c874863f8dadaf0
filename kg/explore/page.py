"""Facts to one HTML file that works from a folder, without a network.

The file carries its data as JSON and its own scripts, and vis-network out of the installed pyvis package. A content
security policy lets exactly those scripts run and nothing be fetched; whatever a filing says is shown as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.explore.knowledge import NOTHING_MORE, Knowledge
from kg.explore.network import draw
from kg.explore.packing import packed
from kg.explore.payload import ordered, page_data
from kg.explore.scope import EVERYTHING, Scope, describe, select
from kg.explore.texts import NO_TEXTS, PageTexts
from kg.model import BOILERPLATE_KINDS, StoredFact

_SCRIPTS = (
    "data.js",
    "dom.js",
    "csv.js",
    "state.js",
    "views.js",
    "asof.js",
    "derive.js",
    "stages.js",
    "tip.js",
    "filters.js",
    "pipeline.js",
    "money.js",
    "events.js",
    "timeline.js",
    "matrix.js",
    "deals.js",
    "arrange.js",
    "graph.js",
    "facts.js",
    "texts.js",
    "document.js",
    "glance.js",
    "card.js",
    "search.js",
    "main.js",
)
"""Our scripts, in the order in which they run; the views among them, in the order of their tabs (see ``views.js``)."""
_TABLES = ("entities", "facts", "evidence", "filings")
"""What of the page's data is written as packed tables."""
_STYLES = ("page.css", "views.css", "panels.css", "document.css")


def explore_page(
    facts: Sequence[StoredFact],
    *,
    title: str = "Pipeline knowledge graph",
    scope: Scope = EVERYTHING,
    texts: PageTexts = NO_TEXTS,
    knowledge: Knowledge = NOTHING_MORE,
    start: str = "",
) -> str:
    """Return the page for facts read back from the graph, with the filings' texts as `collect_texts` gives them.

    `knowledge` is what the graph knows of their entities beside (`collect_knowledge`), `start` what the page opens with
    where its address says nothing, as it stands in an address: ``#view=timeline``. The same facts, in any order, give
    the same text. Raises `QueryError` where `scope` names nothing in the facts.
    """
    data = page_data(ordered(select(facts, scope)), title=title, scope=describe(scope), knowledge=knowledge)
    data["start"] = start
    data["texts"], blocks = _embedded_texts(data, texts)
    network = draw(data)
    nodes, edges, *_ = network.get_network_data()
    scripts = [inline_script(_library("vis-network.min.js"))] + [inline_script(_asset(name)) for name in _SCRIPTS]
    styles = [plain_rules(_library("vis-network.css"))] + [_asset(name) for name in _STYLES]
    page = _template().render(
        title=title,
        counts=data["counts"],
        span=data["span"],
        scope=data["scope"],
        data=embedded(data | {table: packed(data[table]) for table in _TABLES}),
        graph=embedded({"nodes": packed(nodes), "edges": packed(edges)}),
        texts=blocks,
        scripts=scripts,
        styles=styles,
        policy=policy(scripts, styles),
    )
    return _clean(page)


def write_page(
    path: Path,
    facts: Sequence[StoredFact],
    *,
    title: str = "Pipeline knowledge graph",
    scope: Scope = EVERYTHING,
    texts: PageTexts = NO_TEXTS,
    knowledge: Knowledge = NOTHING_MORE,
) -> Path:
    """Write the page of `explore_page` to a file, in UTF-8 with plain line ends, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = explore_page(facts, title=title, scope=scope, texts=texts, knowledge=knowledge)
    path.write_bytes(text.encode("utf-8"))
    return path


def _embedded_texts(data: dict[str, Any], texts: PageTexts) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """Return what the page knows of its texts, and each as the number of its filing and base 64."""
    numbers = {row["id"]: number for number, row in enumerate(data["entities"])}
    kept = [(number, texts.kept[f["name"]]) for number, f in enumerate(data["filings"]) if f["name"] in texts.kept]
    told = {
        "why": texts.why,
        "idle": sorted(BOILERPLATE_KINDS),
        "kept": [{"filing": n, "entities": [numbers.get(iri or "") for iri in text.entities]} for n, text in kept],
    }
    return told, [(number, base64.b64encode(text.packed).decode()) for number, text in kept]


def embedded(value: Any) -> str:
    r"""Return JSON that can stand in a script element: it holds no character that could end the element.

    >>> embedded("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def inline_script(source: str) -> str:
    """Return a script such that an HTML parser finds its end where it ends.

    Sequences that would end the element, or open a comment in it, are broken by a backslash; inside strings and
    regular expressions, the only places where they occur in sound code, this changes nothing.
    """
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", source.replace("\r\n", "\n").replace("\r", "\n"), flags=re.I)


def plain_rules(css: str) -> str:
    """Return a style sheet's rules without those that need an image; our page has none of the buttons they draw."""
    kept = [rule for rule in re.findall(r"[^{}]+\{[^{}]*\}", css) if "url(" not in rule and "@" not in rule]
    return "".join(kept)


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return a content security policy that allows these scripts and styles, by their hashes, and nothing else.

    The format is that of https://www.w3.org/TR/CSP3/.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashes(texts: Sequence[str]) -> str:
    digests = [base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() for text in texts]
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _template() -> Any:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  # takes long to import

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_asset("page.html.j2"))


def _asset(name: str) -> str:
    return files("kg.explore").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _library(name: str) -> str:
    """Return a file of the newest vis-network that the installed pyvis brings."""
    root = files("pyvis").joinpath("lib")
    folders = [entry for entry in root.iterdir() if entry.name.startswith("vis-")]
    newest = max(folders, key=lambda entry: [int(n) for n in re.findall(r"\d+", entry.name)])
    return newest.joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _clean(text: str) -> str:
    """Replace what UTF-8 or HTML cannot hold: halves of surrogate pairs, and the null character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
