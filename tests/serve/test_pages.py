"""Pages for people and RDF for machines, at the address that mirrors each IRI; what filings say is shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad

from kg.graph.derive import derive
from kg.graph.iris import BASE, named_iri
from kg.graph.store import open_store, replace_filing, replace_graph
from kg.model import Entity, EntityType, Predicate
from tests.explore.factory import HOSTILE
from tests.graph.factory import ACME, evidence, extraction, fact, filing
from tests.serve.conftest import write_store
from tests.serve.running import Response, Server, serving
from tests.serve.test_protocol import parsed

EVIL = Entity(EntityType.COMPOUND, f"evil {HOSTILE}", (f"alias {HOSTILE}",))
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DRUG = "/compound/mirvetuximab-soravtansine"
FILING = "/filing/immunogen-8k-2013-11-05"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The samples, a hostile filing, and a thing that another one has replaced."""
    folder = write_store(tmp_path_factory.mktemp("pages") / "store")
    said = [
        fact(EVIL, Predicate.DEVELOPED_BY, ACME, 10),
        fact(EVIL, Predicate.HAS_STAGE, "phase 1", 400, more=[evidence(f"evil {HOSTILE}", 900, section=HOSTILE)]),
    ]
    with open_store(folder) as store:
        replace_filing(store, extraction(said, entities=[EVIL, ACME], of=filing("evil-8k")))
        old, new = (NamedNode(f"{BASE}{name}") for name in ("compound/imgn853-old", DRUG[1:]))
        replaced = NamedNode("http://purl.org/dc/terms/isReplacedBy")
        replace_graph(store, f"{BASE}graph/merges", [Quad(old, replaced, new, NamedNode(f"{BASE}graph/merges"))])
        derive(store)
    with serving(folder) as running:
        yield running


class _Elements(HTMLParser):
    """All elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(server: Server, path: str) -> Response:
    return server.get(path, BROWSER)


ROWS = (
    ("/", "Newest filings", "immunogen-8k-2022-11-14"),
    (DRUG, "mirvetuximab soravtansine", "IMGN853"),
    (f"{DRUG}?as-of=2013-12-31", "As of 2013-12-31", "immunogen-8k-2013-11-05"),
    (FILING, "Reported on", "2013-11-05"),
    ("/search?q=vedot", "Compound", "brentuximab vedotin"),
    ("/search?q=brentuksimab", "Names that are near", "brentuximab"),
    ("/query", "Payments", "SPARQL"),
    ("/query?query=SELECT+%3Fname+%7B+%3Ff+a+pipe%3AFiling+%3B+dcterms%3Aidentifier+%3Fname+%7D", "4 rows", "evil-8k"),
    ("/query?query=SELECT+nonsense", "not SPARQL", "expected"),
    ("/query?query=SELECT+*+%7BSERVICE+%3Chttp%3A%2F%2Fx%2F%3E%7B%7D%7D", "SERVICE is refused", "this store only"),
    ("/query/payments?payee=ImmunoGen", "possible", "Huadong"),
    ("/query/payments?payee=Nobody", "no Organization is called", "Nobody"),
    ("/query/evidence-for", "Give thing", "must be given"),
    ("/changes", "What has changed", "since"),
    ("/changes?since=2012-01-01", "New compound", "after"),
    ("/timeline?name=SGN-35", "History of SGN-35", "2011-08-19"),
    ("/timeline?name=nobody", "nobody", "must be given"),
    ("/vocab/phase-1", "v:phase-1", "phase 1"),
)


@pytest.mark.parametrize(("path", "one", "other"), ROWS, ids=[row[0] for row in ROWS])
def test_pages_say_what_they_are_for(shown: Server, path: str, one: str, other: str) -> None:
    answer = page(shown, path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    text = " ".join(_Elements(answer.text).text.split())
    assert one in text
    assert other in text or other in answer.text


def test_every_fact_of_a_page_shows_its_words(shown: Server) -> None:
    found = _Elements(page(shown, DRUG).text)
    claims = [a for tag, a in found.found if tag == "p" and a.get("class") == "claim"]
    quotes = [tag for tag, _ in found.found if tag == "blockquote"]
    assert len(claims) > 20
    assert len(quotes) >= len(claims)
    sources = [a["href"] or "" for tag, a in found.found if tag == "a" and (a.get("href") or "").startswith("/filing/")]
    assert len(sources) == len(claims)


def test_as_of_hides_what_came_later(shown: Server) -> None:
    then, now = (page(shown, f"{DRUG}{end}").text for end in ("?as-of=2013-12-31", ""))
    assert "immunogen-8k-2022-11-14" in now
    assert "immunogen-8k-2022-11-14" not in then
    for form in ("turtle", "jsonld"):
        then, now = (shown.get(DRUG, format=form, **more).text for more in ({"as-of": "2013-12-31"}, {}))
        assert "2022-11-14" in now
        assert "2022-11-14" not in then.replace("immunogen-8k-2022-11-14", "") or "reportedOn" not in then


@pytest.mark.parametrize("path", [DRUG, FILING, "/org/immunogen", "/vocab/phase-1"])
@pytest.mark.parametrize(
    ("accept", "syntax"),
    [("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/n-triples", "nt")],
)
def test_machines_get_rdf_about_the_same_node(shown: Server, path: str, accept: str, syntax: str) -> None:
    answer = shown.get(path, accept)
    assert (answer.status, answer.media_type) == (200, accept)
    assert "accept" in answer.headers["vary"].lower()
    graph = parsed(answer.body, syntax)
    node = rdflib.URIRef(f"{BASE}{path[1:]}")
    assert (node, None, None) in graph
    if path == DRUG:
        quotes = set(graph.objects(None, rdflib.URIRef(f"{BASE}ontology#quote")))
        assert len(quotes) > 10
        assert all(str(quote) in page(shown, path).text or "&" in str(quote) or "'" in str(quote) for quote in quotes)


def test_every_node_of_the_graph_has_a_page(shown: Server) -> None:
    rows = shown.ask(
        f"SELECT DISTINCT ?s {{ ?s a ?kind FILTER (STRSTARTS(STR(?s), '{BASE}')) }} ORDER BY ?s", "text/csv"
    ).text.splitlines()[1:]
    assert len(rows) > 500
    kinds: dict[str, list[str]] = {}
    for iri in rows:
        kinds.setdefault(iri.removeprefix(BASE).partition("/")[0], []).append(iri)
    some = [iri for among in kinds.values() for iri in (among[0], among[-1])]
    for iri in some:
        answer = page(shown, "/" + quote(iri.removeprefix(BASE).partition("#")[0], safe="/"))
        assert answer.status == 200, iri
    assert {"compound", "org", "filing", "statement", "evidence", "run", "program"} <= set(kinds)


def test_links_of_a_page_lead_somewhere(shown: Server) -> None:
    for start in ("/", DRUG, FILING, "/query/payments"):
        links = {a["href"] for tag, a in _Elements(page(shown, start).text).found if tag == "a" and a.get("href")}
        inside = sorted(link for link in links if link and link.startswith("/") and "/explore" not in link)
        assert len(inside) > 8
        for link in inside[::6]:
            assert page(shown, link).status in {200, 303}, link


def test_what_is_not_there_is_said_with_near_names(shown: Server) -> None:
    answer = page(shown, "/compound/mirvetuximab-soravtansin")
    assert answer.status == 404
    assert f'href="{DRUG}"' in answer.text
    plain = shown.get("/compound/mirvetuximab-soravtansin", "text/turtle")
    assert (plain.status, plain.media_type) == (404, "text/plain")
    assert "mirvetuximab soravtansine" in plain.text


def test_a_replaced_node_leads_to_its_successor(shown: Server) -> None:
    answer = page(shown, "/compound/imgn853-old")
    assert (answer.status, answer.headers["location"]) == (301, DRUG)


def test_a_name_that_is_searched_for_leads_to_its_thing(shown: Server) -> None:
    answer = page(shown, "/search?q=imgn853")
    assert (answer.status, answer.headers["location"]) == (303, DRUG)


def test_a_browser_that_asks_the_endpoint_gets_the_page_of_questions(shown: Server) -> None:
    answer = page(shown, "/sparql?query=ASK+%7B%7D")
    assert (answer.status, answer.headers["location"]) == (303, "/query?query=ASK+%7B%7D")
    assert page(shown, "/sparql?query=ASK+%7B%7D&format=csv").media_type == "text/csv"


@pytest.mark.parametrize("path", [f"{DRUG}?as-of=tomorrow", f"{DRUG}?colour=red", "/changes?since=x", "/explore?x=1"])
def test_parameters_that_are_wrong_are_refused(shown: Server, path: str) -> None:
    answer = page(shown, path)
    assert answer.status == 400 or "is no day" in answer.text
    assert "Traceback" not in answer.text


def test_hostile_words_are_shown_as_words(shown: Server) -> None:
    evil = named_iri(EntityType.COMPOUND, EVIL.name).removeprefix(BASE)
    paths = [
        "/",
        f"/{quote(evil)}",
        "/filing/evil-8k",
        f"/search?q={quote(HOSTILE)}",
        f"/search?q=evil{quote(HOSTILE)}x",
    ]
    paths += [f"/query?query={quote(HOSTILE)}", f"/query/payments?payee={quote(HOSTILE)}", f"/{quote(HOSTILE)}"]
    paths += ["/query?query=SELECT+%3Fn+%7B%3Fs+skos%3AprefLabel+%3Fn+FILTER(STRSTARTS(%3Fn,'evil'))%7D", "/explore"]
    paths += ["/changes?since=2000-01-01", f"/changes?since={quote(HOSTILE)}"]
    seen = 0
    for path in paths:
        answer = page(shown, path)
        assert answer.status in {200, 303, 400, 404}, path
        assert "<script>window" not in answer.text, path
        assert "\nset-cookie" not in str(answer.headers)
        elements = _Elements(answer.text)
        if path != "/explore":
            assert [tag for tag, _ in elements.found if tag in {"script", "img", "iframe", "style"}] == []
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
        assert [a for _, a in elements.found if any(key.startswith("on") or key == "style" for key in a)] == []
        hrefs = [a["href"] for _, a in elements.found if a.get("href")]
        assert [h for h in hrefs if re.match(r"\s*(javascript|vbscript|data:text):", h or "", re.IGNORECASE)] == []
        seen += "<script>window.pwned" in elements.text
    assert seen >= 6


def test_the_explorer_is_served_with_its_own_policy(shown: Server) -> None:
    answer = page(shown, "/explore?entity=IMGN853")
    assert answer.status == 200
    assert "mirvetuximab" in answer.text
    assert "sha256-" in answer.text
    assert 'id="kg-text-' in answer.text, "filings come with their texts"
    assert page(shown, "/explore?entity=nobody-at-all").status == 404


@pytest.mark.browser
def test_pages_in_a_browser_run_nothing_and_fetch_nothing_else(shown: Server, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    import shutil  # noqa: PLC0415

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("there is no chromium on the path")
    troubles: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(viewport={"width": 390, "height": 800})
        opened.on("console", lambda message: troubles.append(f"{message.type}: {message.text}"))
        opened.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        asked: list[str] = []
        opened.on("request", lambda sent: asked.append(sent.url))
        evil = named_iri(EntityType.COMPOUND, EVIL.name).removeprefix(BASE)
        for path in ("/", DRUG, FILING, "/query/payments", "/changes?since=2012-01-01", f"/{quote(evil)}"):
            opened.goto(shown.address + path)
            assert opened.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert opened.evaluate("window.pwned") is None
        opened.goto(shown.address)
        opened.fill("input[name=q]", "IMGN853")
        opened.press("input[name=q]", "Enter")
        opened.wait_for_url(f"**{DRUG}")
        assert opened.inner_text("h1") == "mirvetuximab soravtansine"
        browser.close()
    assert troubles == []
    assert asked
    assert [url for url in asked if not url.startswith(shown.address)] == []
