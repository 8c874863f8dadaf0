"""The page's text: nothing from outside, nothing that runs, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.explore import Scope, explore_page, write_page
from kg.explore.packing import unpacked
from kg.explore.page import embedded, inline_script, plain_rules
from kg.model import Predicate
from tests.explore.factory import ALPHA, EVIL, HOSTILE, NORVEX, QUILLON, SECOND, TARGET, facts, iri, stored

ASSETS = [entry for entry in files("kg.explore").joinpath("assets").iterdir() if entry.is_file()]


class Reader(HTMLParser):
    """Collects the page's elements with their attributes, and the text of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.blocks.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            tag, attributes, text = self.blocks[-1]
            self.blocks[-1] = (tag, attributes, text + data)
        else:
            self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def json_block(page: str, name: str) -> Any:
    """Return the data of a block, its packed tables as rows."""
    (text,) = [text for tag, attributes, text in read(page).blocks if attributes.get("id") == name]
    return {
        key: unpacked(value) if isinstance(value, dict) and "columns" in value else value
        for key, value in json.loads(text).items()
    }


@pytest.fixture(scope="module")
def page() -> str:
    return explore_page(facts(), title=f"Pipeline {HOSTILE}")


def test_the_order_of_facts_makes_no_difference() -> None:
    assert explore_page(facts()) == explore_page(list(reversed(facts())))


def test_the_seed_of_hashes_makes_no_difference() -> None:
    code = (
        "import hashlib; from kg.explore import explore_page; from tests.explore.factory import facts;"
        "print(hashlib.sha256(explore_page(facts()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    reader = read(page)
    for tag, attributes in reader.elements:
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:")), f"{tag} {name}={value}"
        assert tag not in {"img", "iframe", "object", "embed", "base", "form"}
    for tag, _, text in reader.blocks:
        if tag == "style":
            assert "url(" not in text
            assert "@import" not in text
    ours = "".join(entry.read_text(encoding="utf-8") for entry in ASSETS)
    assert re.findall(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import)\s*\(", ours) == []
    assert set(re.findall(r"https?://[^\s\"']+", ours)) == {"http://www.w3.org/2000/svg"}


def test_our_scripts_make_no_markup_out_of_text() -> None:
    ours = "".join(entry.read_text(encoding="utf-8") for entry in ASSETS if entry.name.endswith(".js"))
    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\([\"'`]", ours
        )
        == []
    )


def test_hostile_text_ends_no_element(page: str) -> None:
    reader = read(page)
    scripts = [block for block in reader.blocks if block[0] == "script"]
    assert not [text for _, _, text in scripts if text.startswith("window.pwned")]
    assert not [tag for tag, attributes in reader.elements if "onerror" in attributes]
    data = json_block(page, "kg-data")
    assert EVIL.name in [entity["name"] for entity in data["entities"]]
    assert f"quote {HOSTILE}" in [words["quote"] for words in data["evidence"]]
    assert data["title"] == f"Pipeline {HOSTILE}"
    assert f"Pipeline {HOSTILE}" in "".join(reader.words)


def test_the_policy_allows_exactly_the_scripts_and_styles_of_the_page(page: str) -> None:
    reader = read(page)
    (policy,) = [
        a["content"] for t, a in reader.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in (policy or "").split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in (policy or "")
    assert "connect-src" not in rules
    for tag, kind in (("script", "script-src"), ("style", "style-src")):
        texts = [text for t, a, text in reader.blocks if t == tag and a.get("type") != "application/json"]
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules[kind].split() == [f"'sha256-{digest}'" for digest in digests]


def test_nothing_inline_that_the_policy_would_stop(page: str) -> None:
    for tag, attributes in read(page).elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


@pytest.mark.parametrize("text", ["</script>", "<!--", "a & b", "\u2028\u2029", "]]>", "\\u003c", 'quote " and \\'])
def test_embedded_json_is_inert_and_faithful(text: str) -> None:
    written = embedded({"text": text})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"text": text}


def test_an_inlined_script_ends_where_it_ends() -> None:
    script = inline_script("x = '</script>';\r\ny = '<!--<SCRIPT>';")
    assert not re.search(r"</script|<!--|<script", script, re.IGNORECASE)
    assert "\r" not in script


def test_rules_with_images_are_left_out() -> None:
    assert plain_rules("a{b:c}d{e:url(x)}f{g:h}") == "a{b:c}f{g:h}"


def test_header(page: str) -> None:
    words = " ".join(" ".join(read(page).words).split())
    for part in (
        f"{len(facts())} facts",
        "15 entities",
        "2 filings",
        "reported 2019-03-04 to 2021-02-26",
        "scope: all facts",
    ):
        assert part in words


def test_an_empty_graph_gives_a_sentence() -> None:
    page = explore_page([])
    assert "There are no facts to show here yet" in " ".join(" ".join(read(page).words).split())
    assert json_block(page, "kg-graph") == {"nodes": [], "edges": []}


@pytest.mark.parametrize("filing", ["norvex-10k-2021", "0000000001-21-000007", "urn:filing:2"])
def test_scope_by_filing(filing: str) -> None:
    data = json_block(explore_page(facts(), scope=Scope(filing=filing)), "kg-data")
    assert [row["name"] for row in data["filings"]] == ["norvex-10k-2021"]
    assert data["counts"]["facts"] == sum(s.filing is SECOND for s in facts())
    assert data["scope"] == f"filing {filing}"


def test_scope_by_day() -> None:
    page = explore_page(facts(), scope=Scope(as_of=date(2020, 12, 31)))
    data = json_block(page, "kg-data")
    assert [row["name"] for row in data["filings"]] == ["norvex-8k-2019"]
    assert data["scope"] == "as of 2020-12-31"
    with pytest.raises(QueryError, match="by 1999-01-01"):
        explore_page(facts(), scope=Scope(as_of=date(1999, 1, 1)))


@pytest.mark.parametrize("name", [TARGET.name, "XENORECEPTOR protein 9", iri(TARGET)])
def test_scope_by_entity_keeps_what_is_said_of_its_neighbours(name: str) -> None:
    data = json_block(explore_page(facts(), scope=Scope(entity=name)), "kg-data")
    said = {(data["entities"][f["subject"]]["name"], f["predicate"]) for f in data["facts"]}
    assert ("zeltuzumab", "hasTarget") in said
    assert (EVIL.name, "hasStage") in said, "a stage of a compound that binds it"
    assert ("QLN-20", "hasStage") not in said


def test_scope_by_entity_leaves_out_other_dealings_of_a_partner() -> None:
    given = [stored(ALPHA, Predicate.DEVELOPED_BY, NORVEX), stored(NORVEX, Predicate.COLLABORATES_WITH, QUILLON)]
    data = json_block(explore_page(given, scope=Scope(entity="NVX-101")), "kg-data")
    assert [fact["predicate"] for fact in data["facts"]] == ["developedBy"]


def test_scope_by_a_name_in_a_qualifier() -> None:
    data = json_block(explore_page(facts(), scope=Scope(entity="LANTERN-1")), "kg-data")
    assert {f["predicate"] for f in data["facts"]} >= {"hasStage", "combinedWith"}


@pytest.mark.parametrize("scope", [Scope(entity="no such thing"), Scope(filing="no such thing")])
def test_an_unknown_scope_is_an_error_that_names_it(scope: Scope) -> None:
    with pytest.raises(QueryError, match="'no such thing'"):
        explore_page(facts(), scope=scope)


def test_text_that_utf8_cannot_hold_is_replaced(tmp_path: Path) -> None:
    given = [stored(ALPHA, Predicate.PRESENTED_AT, "a meeting", quote="half \ud800 pair \0")]
    path = write_page(tmp_path / "new" / "page.html", given, title="null \0")
    text = path.read_bytes().decode("utf-8")
    assert "\0" not in text
    assert "half ? pair" in text
    assert "\r" not in text


def test_assets_stay_small() -> None:
    assert {entry.name for entry in ASSETS if len(entry.read_text(encoding="utf-8").splitlines()) > 500} == set()
