"""What persons say: applied as a graph of its own, undone when it goes, and never an edit of a filing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import CurationError
from kg.graph import iris
from kg.graph.asof import source_as_of
from kg.graph.curation import FIELDS, parse_curation, read_curation
from kg.graph.curation_write import vocabulary_as_loaded
from kg.graph.derive import derive
from kg.graph.labels import entity_names
from kg.graph.merges import stored_merges
from kg.graph.namespace import term
from kg.graph.quads import nquads
from kg.graph.read import stored_facts
from kg.graph.resolve import IdentityReport, apply_identity
from kg.graph.resolve_cluster import Status
from kg.graph.store import GraphStore, filing_graphs
from kg.graph.validate import validate
from kg.model import DateRange, Entity, EntityType, Modality, Predicate, VocabularyEntry
from tests.graph.factory import fact
from tests.graph.identity import COMPANY, DRUG, built, company, drug, dump, filing, nodes

P = Predicate
DM7 = Entity(EntityType.PAYLOAD, "DM7")
SIGNED = '\nwho = "J. Doe"\nwhen = 2026-11-02\nwhy = "The label says so."\n'


def curated(store: GraphStore, text: str) -> IdentityReport:
    report = apply_identity(store, parse_curation(text))
    derive(store)
    return report


def row(action: str, fields: str) -> str:
    return f"[[{action}]]\n{fields}{SIGNED}"


def told(report: IdentityReport) -> list[tuple[bool, str]]:
    return [(outcome.applied, outcome.words) for outcome in report.outcomes]


def of_filings(store: GraphStore) -> list[str]:
    graphs = filing_graphs(store)
    return nquads(q for g in graphs for q in store.inner.quads_for_pattern(None, None, None, g))


def history() -> GraphStore:
    return built(
        filing("a", drug("fooimab", "ABC-123"), facts=[fact(drug("fooimab", "ABC-123"), P.HAS_STAGE, "phase 1", 10)]),
        filing("b", drug("ABC-123"), DM7, facts=[fact(drug("ABC-123"), P.HAS_PAYLOAD, DM7, 10)], year=2009),
        filing("c", drug("XYZ-999"), facts=[fact(drug("XYZ-999"), P.HAS_STAGE, "phase 2", 10, confidence=0.6)]),
    )


def test_a_person_takes_two_for_one_and_the_word_can_be_taken_back() -> None:
    store = history()
    before = dump(store)
    report = curated(store, row("same", 'names = ["XYZ 999", "fooimab"]'))
    assert told(report) == [(True, "XYZ 999 and fooimab are one thing")]
    assert nodes(store, DRUG) == {"fooimab"}
    (merge,) = stored_merges(store, status=Status.MERGED)
    assert merge.reasons[0].words == "a person says so (J. Doe, 2026-11-02: The label says so.)"
    assert apply_identity(store).changed is False
    curated(store, "")
    assert dump(store) == before


def test_a_person_keeps_two_apart() -> None:
    store = history()
    report = curated(store, row("different", 'names = ["fooimab", "ABC-123"]\nkind = "Compound"'))
    assert nodes(store, DRUG) == {"fooimab", "abc123", "xyz999"}
    (merge,) = stored_merges(store, status=Status.REJECTED)
    assert merge.against == ("a person keeps them apart (J. Doe, 2026-11-02: The label says so.)",)
    assert report.rejected == 1


def test_a_name_is_split_off_and_the_rest_stays_one() -> None:
    filings = (
        filing("a", drug("fooimab", "ABC-123")), filing("b", drug("ABC-123", "XX-1001")), filing("c", drug("XX-1001")),
    )  # fmt: skip
    store = built(*filings)
    assert nodes(store, DRUG) == {"fooimab"}
    assert told(curated(store, row("split", 'thing = "fooimab"\nnames = ["XX-1001"]'))) == [
        (True, "XX-1001 are no longer fooimab")
    ]
    assert nodes(store, DRUG) == {"fooimab", "xx1001"}


def test_filings_that_mean_another_thing_by_a_name() -> None:
    store = built(
        filing("a", company("Umbrella Sciences"), registrant="Umbrella Sciences"),
        filing("b", company("Umbrella Sciences"), registrant="Umbrella Sciences", year=2019),
    )
    fields = 'thing = "Umbrella Sciences"\nfilings = ["b", "z"]\ncalled = "Umbrella Sciences of Texas"'
    report = curated(store, row("split", fields))
    assert nodes(store, COMPANY) == {"umbrella-sciences", "umbrella-sciences-of-texas"}
    assert told(report)[0][1].endswith("is Umbrella Sciences of Texas; Umbrella Sciences is not named in z")


def test_a_label_and_a_name_that_a_person_wants() -> None:
    entry = VocabularyEntry(DRUG, "fooimab emtansine", ("Zyxtor",))
    store = built(filing("a", drug("Zyxtor")), filing("b", drug("XYZ-999")), vocabulary=[entry])
    known = vocabulary_as_loaded(store)
    text = row("label", 'thing = "fooimab emtansine"\nlabel = "Zyxtor"') + row(
        "name", 'thing = "XYZ-999"\nname = "T-X"'
    )
    curated(store, text)
    names = entity_names(store)
    assert names[f"{iris.BASE}compound/fooimab-emtansine"].label == "Zyxtor"
    assert "T-X" in names[f"{iris.BASE}compound/xyz999"].aliases
    for iri in (f"{iris.BASE}compound/fooimab-emtansine", f"{iris.BASE}compound/xyz999"):
        labels = list(store.inner.quads_for_pattern(NamedNode(iri), term("skos:prefLabel"), None, None))
        assert len(labels) == 1
    assert vocabulary_as_loaded(store) == known
    curated(store, "")
    graph = NamedNode(iris.ENTITIES_GRAPH)
    assert set(store.inner.quads_for_pattern(None, None, None, graph)) == known


def test_a_rejected_fact_stays_in_its_filing_and_counts_nowhere() -> None:
    store = history()
    filings = of_filings(store)
    edge = (NamedNode(f"{iris.BASE}compound/fooimab"), term("pipe:hasPayload"), None, None)
    assert list(store.inner.quads_for_pattern(*edge))
    report = curated(store, row("reject", 'subject = "ABC-123"\npredicate = "hasPayload"\nobject = "DM7"'))
    assert told(report) == [(True, "1 fact rejected: ABC-123 hasPayload DM7")]
    assert not list(store.inner.quads_for_pattern(*edge))
    assert of_filings(store) == filings
    assert {f.fact.predicate for f in stored_facts(store)} == {P.HAS_STAGE}
    (rejected,) = [f for f in stored_facts(store, rejected=True) if f.curation]
    assert (rejected.curation and rejected.curation.action, rejected.fact.predicate) == ("rejected", P.HAS_PAYLOAD)
    curated(store, "")
    assert list(store.inner.quads_for_pattern(*edge))


def test_a_confirmed_fact_counts_however_unsure_it_was_read() -> None:
    store = history()
    xyz = NamedNode(f"{iris.BASE}compound/xyz999")
    assert not list(store.inner.quads_for_pattern(xyz, term("pipe:highestPhase"), None, None))
    iri = next(f.iri for f in stored_facts(store) if f.subject_iri == xyz.value)
    report = curated(store, row("confirm", f'fact = "{iri.rsplit("/", 1)[1][:10]}"'))
    assert report.outcomes[0].applied
    assert list(store.inner.quads_for_pattern(xyz, term("pipe:highestPhase"), None, None))
    (word,) = [f.curation for f in stored_facts(store) if f.curation]
    assert (word.action, word.who, word.when, word.why) == (
        "confirmed",
        "J. Doe",
        date(2026, 11, 2),
        "The label says so.",
    )


ADD = """
subject = "ABC-123"
predicate = "hasStage"
object = "phase 3"
qualifiers = { indication = "grey-cell lymphoma", status = "initiated", eventDate = "2011-05" }
words = "The first patient of the phase 3 trial was dosed in May 2011."
source = "https://www.example.org/news/1"
reported = 2011-05-20
"""


def test_an_added_fact_is_a_statement_with_the_persons_words_and_source() -> None:
    store = history()
    report = curated(store, row("add", ADD))
    assert told(report) == [(True, "added: ABC-123 hasStage phase 3")]
    (added,) = [f for f in stored_facts(store) if f.curation]
    assert added.subject_iri == f"{iris.BASE}compound/fooimab"
    assert (added.fact.object, added.fact.modality, added.fact.confidence) == ("phase 3", Modality.ASSERTED, 1.0)
    assert added.fact.evidence[0].quote.startswith("The first patient")
    assert (added.filing.name, added.filing.form) == ("https://www.example.org/news/1", "curation")
    assert (added.filing.registrant, added.filing.reported_on) == ("J. Doe", date(2011, 5, 20))
    dated = added.fact.qualifiers["eventDate"]
    assert isinstance(dated, DateRange)
    assert (dated.earliest, dated.latest) == (date(2011, 5, 1), date(2011, 5, 31))
    highest = store.inner.quads_for_pattern(NamedNode(added.subject_iri), term("pipe:highestPhase"), None, None)
    assert [str(q.object) for q in highest] == [str(NamedNode(iris.concept_iri("phase-3")))]
    assert [f.message for f in validate(store).findings] == []
    before, after = (source_as_of(store, date(2011, 5, day)) for day in (19, 20))
    assert [f.curation for f in stored_facts(before) if f.curation] == []
    assert [f.iri for f in stored_facts(after) if f.curation] == [added.iri]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (row("same", 'names = ["fooimab", "ABD-123"]'), "nothing is called 'ABD-123'; near it are ABC-123"),
        (row("reject", 'fact = "ffffffff"'), "no fact has the id 'ffffffff'; kg show NAME lists facts with theirs"),
        (
            row("reject", 'subject = "ABC-123"\npredicate = "hasLinker"'),
            "no fact says 'ABC-123 hasLinker'; of ABC-123 filings say: hasPayload DM7; hasStage phase 1",
        ),
        (row("add", ADD.replace('"phase 3"', '"phase 9"')), "phase 'phase 9' is none of"),
        (row("add", ADD.replace("2011-05\"", "soon\"")), "'soon' is no day, month, year or interval such as"),
        (row("split", 'thing = "fooimab"\nnames = ["XYZ-999"]'), "none of XYZ-999 is merged with fooimab"),
        (row("label", 'thing = "Nobody"\nlabel = "X"'), "nothing is called 'Nobody'"),
    ],
)  # fmt: skip
def test_a_row_that_matches_nothing_says_so_and_changes_nothing(text: str, words: str) -> None:
    store = history()
    before = {line for line in dump(store) if "/curation" not in line}
    report = curated(store, text)
    assert [outcome.applied for outcome in report.outcomes] == [False]
    assert words in report.outcomes[0].words
    assert {line for line in dump(store) if "/curation" not in line} == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[same]\n", r"f.toml: no TOML \(.*see docs/curation.md"),
        ("[[merge]]\n", r"'merge' is no kind of row; choose one of \[\[same\]\], "),
        ("[same]\n", r"write \[\[same\]\] with two brackets"),
        ('\n[[same]]\nnames = ["a", "b"]\nwhen = 2026-01-01\nwhy = "x"', r"line 2, \[\[same\]\]: lacks who"),
        (row("same", 'names = ["a"]'), "names must be two or more"),
        (row("same", 'names = "a"'), "names is 'a', must be a list of names"),
        (row("same", 'names = ["a", "b"]\nkind = "Drug"'), "kind 'Drug' is none of Compound"),
        (row("same", 'names = ["a", "b"]\nname = "c"'), "'name' is no field of such a row"),
        (row("reject", 'predicate = "hasPayload"'), "give fact .* or subject"),
        (row("add", ADD.replace("hasStage", "has stage")), "predicate 'has stage' is none of"),
        ('[[label]]\nthing = "a"\nlabel = "b"\nwho = "c"\nwhy = "d"\nwhen = "today"', "when is 'today', must be a day"),
    ],
)
def test_a_file_that_is_not_as_it_must_be_is_refused(text: str, message: str) -> None:
    with pytest.raises(CurationError, match=message):
        parse_curation(text, place="f.toml")


def test_the_example_has_every_kind_of_row() -> None:
    example = read_curation(Path(__file__).parents[2] / "data" / "curation" / "example.toml")
    assert {row.action for row in example.rows} == set(FIELDS)
