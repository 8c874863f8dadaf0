"""Every fact of every filing at hand shows the words that state it, and two readings give the same bytes."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.facttable import table_lines
from kg.filings import read_filing
from kg.model import Entity
from kg.nlp.extract import extract
from tests.nlp.filings_at_hand import NO_SHARED, ROOT, SAMPLES, SHARED_FILINGS, extraction_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Evidence, Extraction

_BLOCK_TAG = re.compile(r"</?(?:p|div|td|th|tr|table|br|li|ul|ol|h\d|hr|center)\b[^>]*>", re.IGNORECASE)
FILES = [*SAMPLES, *SHARED_FILINGS]
SMALL = [path for path in FILES if path.stat().st_size < 60_000]


def seen(source: str) -> list[str]:
    """Return the words that a reader sees in a stretch of HTML."""
    text = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", _BLOCK_TAG.sub(" ", text))).split()


def fits(evidence: Evidence, extraction: Extraction) -> bool:
    """Tell whether a quote is what its source says; across pages of HTML, a page's number may stand between."""
    filing = extraction.filing
    source = filing.source[evidence.start : evidence.end]
    if not next(part.markup for part in filing.parts if part.id == evidence.part):
        return source == evidence.quote
    words, quoted = seen(source), evidence.quote.split()
    if words != quoted and re.search(r"<hr|page-break", source, re.IGNORECASE):
        words = [w for w in words if not w.isdigit()]
        quoted = [w for w in quoted if not w.isdigit()]
    return words == quoted


def read_text(extraction: Extraction) -> str:
    """Return all that a reader of the filing sees, white space folded."""
    registrant = extraction.filing.registrant
    parts = [part.text for part in extraction.filing.parts]
    return " ".join(" ".join([*parts, registrant.name if registrant else ""]).split())


def names_of(entities: Iterable[object]) -> set[str]:
    return {entity.name for entity in entities if isinstance(entity, Entity)}


def test_there_are_filings_to_look_at() -> None:
    assert len(SAMPLES) >= 10


def test_shared_filings_are_there() -> None:
    if not SHARED_FILINGS:
        pytest.skip(NO_SHARED)
    assert len(SHARED_FILINGS) > 2


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_quotes_are_what_the_source_says(path: Path) -> None:
    extraction = extraction_of(path)
    evidence = [(fact, one) for fact in extraction.facts for one in fact.evidence]
    assert [(f.rule, e) for f, e in evidence if not fits(e, extraction)] == []
    assert [f.rule for f, e in evidence if not e.quote.strip() or e.quote != e.quote.strip()] == []
    parts = {part.id for part in extraction.filing.parts}
    assert {e.part for _, e in evidence} <= parts


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_every_sample_says_something(path: Path) -> None:
    assert len(extraction_of(path).facts) >= 10


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_facts_speak_of_what_the_filing_names(path: Path) -> None:
    extraction = extraction_of(path)
    listed = names_of(extraction.entities)
    spoken = names_of(e for f in extraction.facts for e in (f.subject, f.object, *f.qualifiers.values()))
    assert spoken <= listed
    assert {m.entity.name for m in extraction.mentions} >= spoken - {e.name for e in extraction.entities[:1]}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_mentions_stand_where_they_are_said_to(path: Path) -> None:
    extraction = extraction_of(path)
    parts = {part.id: part for part in extraction.filing.parts}
    for mention in extraction.mentions:
        text = parts[mention.part].text
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_fact_is_given_twice(path: Path) -> None:
    keys = [fact.key for fact in extraction_of(path).facts]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_boilerplate_says_nothing(path: Path) -> None:
    extraction = extraction_of(path)
    parts = {part.id: part for part in extraction.filing.parts}
    for fact in extraction.facts:
        for one in fact.evidence:
            part = parts[one.part]
            inside = [s for s in part.sections if part.is_boilerplate(s.start)]
            spans = [part.offsets.source_span(s.start, s.end) for s in inside if s.end > s.start]
            assert not any(a <= one.start and one.end <= b for a, b in spans), (fact.rule, one.quote)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_reading_twice_gives_the_same(path: Path) -> None:
    again = extract(read_filing(path))
    assert list(table_lines(again)) == list(table_lines(extraction_of(path)))


_OTHER = """
import sys
from pathlib import Path
from kg.facttable import table_lines
from kg.filings import read_filing
from kg.nlp.extract import extract
for path in sys.argv[1:]:
    for line in table_lines(extract(read_filing(Path(path)))):
        sys.stdout.buffer.write(line.encode("utf-8") + b"\\n")
"""


@pytest.mark.parametrize("seed", ["271828"])
def test_another_process_with_another_seed_gives_the_same_bytes(seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _OTHER, *map(str, SMALL)],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=300,
    )
    ours = "".join(f"{line}\n" for path in SMALL for line in table_lines(extraction_of(path)))
    assert done.stdout == ours.encode("utf-8")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_names_are_words_of_the_filing(path: Path) -> None:
    """A name is spelled as the text spells it; only lists that share a head word are spelled out."""
    extraction = extraction_of(path)
    text = read_text(extraction).lower()
    unknown = [e.name for e in extraction.entities if e.name.lower() not in text]
    for name in unknown:
        words = name.lower().split()
        assert all(word.rstrip("s") in text for word in words), name
