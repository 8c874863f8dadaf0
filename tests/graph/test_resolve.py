"""What is one thing in several filings, and what must never be taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.graph import iris
from kg.graph.merges import replaced_by, stored_merges
from kg.graph.namespace import term
from kg.graph.read import stored_facts
from kg.graph.resolve import apply_identity
from kg.graph.resolve_cluster import Status
from kg.graph.store import create_store, memory_store, open_store, remove_filing, replace_filing
from kg.model import Entity, EntityType, Extraction, Predicate, VocabularyEntry
from tests.graph.factory import fact
from tests.graph.identity import COMPANY, DRUG, built, company, drug, dump, filing, nodes, settled

P = Predicate
DM7 = Entity(EntityType.PAYLOAD, "DM7")
MMX = Entity(EntityType.PAYLOAD, "MMX")
TDX = VocabularyEntry(DRUG, "fooimab emtansine", ("Zyxtor", "T-DX"), exact_matches=("UNII:0IVD6ASY0W",))
BAR = VocabularyEntry(DRUG, "barimab emtansine", ("Barsyl", "T-DX"))
GLOBEX = VocabularyEntry(COMPANY, "Globex", ("Globex Oncology",), exact_matches=("cik:0000000077",))
SANO = VocabularyEntry(COMPANY, "Initech", exact_matches=("cik:0000000099",))

ONE: dict[str, tuple[tuple[Extraction, ...], tuple[VocabularyEntry, ...], EntityType, str]] = {
    "a code that a filing gives beside the generic name": (
        (filing("a", drug("fooimab", "ABC-123")), filing("b", drug("ABC-123"))),
        *((), DRUG, "fooimab"),
    ),
    "a code written otherwise": (
        (filing("a", drug("SGN-CD33A")), filing("b", drug("SGNCD33A")), filing("c", drug("SGN CD33A"))),
        *((), DRUG, "sgn-cd33a"),
    ),
    "Greek letters and accents": (
        (filing("a", drug("interferon-α 2x")), filing("b", drug("interferonalpha 2x"))),
        *((), DRUG, "interferonalpha-2x"),
    ),
    "a brand that two filings give": (
        (filing("a", drug("fooimab", "Zyxtor")), filing("b", drug("ABC-123", "Zyxtor"))),
        *((), DRUG, "fooimab"),
    ),
    "a chain over three filings": (
        (filing("a", drug("XX-1001", "ABC-123")), filing("b", drug("ABC-123", "fooimab")),
         filing("c", drug("fooimab"))),
        *((), DRUG, "fooimab"),
    ),
    "a code that a filing gives to what the vocabulary knows": (
        (filing("a", drug("fooimab emtansine", "ABC-123")), filing("b", drug("ABC-123"))),
        *((TDX,), DRUG, "fooimab-emtansine"),
    ),
    "a former name that the filing gives": (
        (filing("a", company("Acme Biologics, Inc.", "Old Acme Therapeutics")),
         filing("b", company("Old Acme Therapeutics, Inc."), registrant="Old Acme Therapeutics, Inc.", year=2001)),
        *((), COMPANY, "old-acme-therapeutics"),
    ),
    "the number under which both file": (
        (filing("a", company("Acme Biologics, Inc.", cik="0000000001")),
         filing("b", company("Zenith Pharma Corp.", cik="0000000001"), registrant="Zenith Pharma Corp.", year=2012)),
        *((), COMPANY, "acme-biologics"),
    ),
    "the number that the vocabulary has": (
        (filing("a", company("GBX Holdings plc", cik="0000000077"), registrant="GBX Holdings plc"),
         filing("b", company("Globex Oncology"), registrant="GBX Holdings plc")),
        *((GLOBEX,), COMPANY, "globex"),
    ),
    "a slip in the legal form": (
        (filing("a", company("Initech Sciences Limited")), filing("b", company("Initech Sciences Limted"))),
        *((), COMPANY, "initech-sciences"),
    ),
    "a short name that one company defines and nobody else uses": (
        (filing("a", company("Umbrella Sciences, Inc.", "Umbrella")), filing("b", company("Umbrella"))),
        *((), COMPANY, "umbrella-sciences"),
    ),
    "an abbreviation in filings of one company": (
        (filing("a", Entity(EntityType.TECHNOLOGY, "Hushed Prodrug", ("HUP",))),
         filing("b", Entity(EntityType.TECHNOLOGY, "HUP"))),
        *((), EntityType.TECHNOLOGY, "hushed-prodrug"),
    ),
    "a platform called a technology": (
        (filing("a", Entity(EntityType.TECHNOLOGY, "Hushlink platform")),
         filing("b", Entity(EntityType.TECHNOLOGY, "Hushlink technology"))),
        *((), EntityType.TECHNOLOGY, "hushlink-technology"),
    ),
    "a disease in the plural": (
        (filing("a", Entity(EntityType.INDICATION, "grey-cell tumour")),
         filing("b", Entity(EntityType.INDICATION, "grey cell tumors"))),
        *((), EntityType.INDICATION, "grey-cell-tumors"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", ONE)
def test_what_is_one_thing_becomes_one_node(why: str) -> None:
    filings, vocabulary, kind, name = ONE[why]
    store = built(*filings, vocabulary=vocabulary)
    assert {n for n in nodes(store, kind) if n != "acme-biologics" or n == name} == {name}
    merge = next(m for m in stored_merges(store, status=Status.MERGED) if m.kind is kind)
    assert merge.canonical.endswith(f"/{name}")
    assert merge.reasons
    for iri, _ in merge.members:
        assert replaced_by(store, iri) == (merge.canonical if iri != merge.canonical else None)


TWO: dict[str, tuple[tuple[Extraction, ...], tuple[VocabularyEntry, ...], EntityType, set[str], int]] = {
    "names that are only alike": (
        (filing("a", drug("fooitinib")), filing("b", drug("fooetinib"))),
        *((), DRUG, {"fooitinib", "fooetinib"}, 1),
    ),
    "codes that are only alike": (
        (filing("a", drug("ABC-123")), filing("b", drug("ABC-124")), filing("c", drug("ABC-1-23"))),
        *((), DRUG, {"abc123", "abc124", "abc-1-23"}, 0),
    ),
    "words that stand for anything": (
        (filing("a", drug("fooimab", "the antibody", "lead candidate")),
         filing("b", drug("the antibody")), filing("c", drug("barimab", "lead candidate"))),
        *((), DRUG, {"fooimab", "the-antibody", "barimab"}, 0),
    ),
    "local names of studies": (
        (filing("a", Entity(EntityType.STUDY, "Study 001"), registrant="Acme"),
         filing("b", Entity(EntityType.STUDY, "Study 001"), registrant="Globex")),
        *((), EntityType.STUDY, {"acme-study-001", "globex-study-001"}, 0),
    ),
    "an abbreviation of two companies": (
        (filing("a", Entity(EntityType.TECHNOLOGY, "Hushed Prodrug", ("HUP",))),
         filing("b", Entity(EntityType.TECHNOLOGY, "HUP"), registrant="Globex plc")),
        *((), EntityType.TECHNOLOGY, {"hushed-prodrug", "hup"}, 1),
    ),
    "an alias that two vocabulary entries have": (
        (filing("a", drug("T-DX")), filing("b", drug("fooimab emtansine")), filing("c", drug("barimab emtansine"))),
        *((TDX, BAR), DRUG, {"t-dx", "fooimab-emtansine", "barimab-emtansine"}, 2),
    ),
    "an alias that bridges two vocabulary entries": (
        (filing("a", drug("fooimab emtansine", "ABC-123")), filing("b", drug("barimab emtansine", "ABC-123"))),
        *((TDX, BAR), DRUG, {"fooimab-emtansine", "barimab-emtansine"}, 0),
    ),
    "two generic names for one code": (
        (filing("a", drug("fooimab", "ABC-123")), filing("b", drug("barimab", "ABC-123")),
         filing("c", drug("ABC-123"))),
        *((), DRUG, {"fooimab", "barimab", "abc123"}, 2),
    ),
    "a conjugate and its antibody": (
        (filing("a", drug("fooimab vedotin", "ABC-123")), filing("b", drug("fooimab", "ABC-123"))),
        *((), DRUG, {"fooimab-vedotin", "fooimab"}, 1),
    ),
    "a salt": (
        (filing("a", drug("footinib mesylate", "ABC-123")), filing("b", drug("footinib", "ABC-123"))),
        *((), DRUG, {"footinib-mesylate", "footinib"}, 1),
    ),
    "a biosimilar": (
        (filing("a", drug("fooimab-dkst", "Zyxtor")), filing("b", drug("fooimab", "Zyxtor"))),
        *((), DRUG, {"fooimab-dkst", "fooimab"}, 1),
    ),
    "an isotope": (
        (filing("a", drug("177Lu-ABC-123", "Zyxtor")), filing("b", drug("ABC-123", "Zyxtor"))),
        *((), DRUG, {"177lu-abc-123", "abc123"}, 1),
    ),
    "things that one fact names side by side": (
        (filing("a", drug("fooimab", "ABC-123")),
         filing("b", drug("fooimab"), drug("ABC-123"),
                facts=[fact(drug("fooimab"), P.COMBINED_WITH, drug("ABC-123"))])),
        *((), DRUG, {"fooimab", "abc123"}, 1),
    ),
    "things of which a filing says what does not go together": (
        (filing("a", drug("fooimab", "ABC-123")),
         filing("b", drug("fooimab"), drug("ABC-123"), DM7, MMX, facts=[
             fact(drug("fooimab"), P.HAS_PAYLOAD, DM7, 10), fact(drug("ABC-123"), P.HAS_PAYLOAD, MMX, 90)])),
        *((), DRUG, {"fooimab", "abc123"}, 1),
    ),
    "a company and the one that bought it": (
        (filing("a", company("Globex plc", "Initech AG")),
         filing("b", company("Initech AG"), company("Globex plc"),
                facts=[fact(company("Initech AG"), P.ACQUIRED_BY, company("Globex plc"))])),
        *((), COMPANY, {"globex", "initech", "acme-biologics"}, 1),
    ),
    "companies of different numbers": (
        (filing("a", company("Acme Biologics, Inc.", "Zenith Pharma", cik="0000000001")),
         filing("b", company("Zenith Pharma Corp.", cik="0000000002"), registrant="Zenith Pharma Corp.")),
        *((), COMPANY, {"acme-biologics", "zenith-pharma"}, 1),
    ),
    "a short name that two companies have": (
        (filing("a", company("Umbrella Sciences, Inc.", "Umbrella")),
         filing("b", company("Umbrella Software", "Umbrella")),
         filing("c", company("Umbrella"))),
        *((), COMPANY, {"umbrella-sciences", "umbrella-software", "umbrella", "acme-biologics"}, 2),
    ),
    "a word of contracts": (
        (filing("a", company("Umbrella Sciences, Inc.", "Seller")), filing("b", company("Initech AG", "Seller"))),
        *((), COMPANY, {"umbrella-sciences", "initech", "acme-biologics"}, 0),
    ),
    "things of two kinds": (
        (filing("a", drug("huZ9-DM7", "ABC-123")), filing("b", Entity(EntityType.ANTIBODY, "ABC-123"))),
        *((), DRUG, {"huz9-dm7"}, 0),
    ),
    "a wide and a narrow disease": (
        (filing("a", Entity(EntityType.INDICATION, "grey-cell lymphoma", ("relapsed grey-cell lymphoma",))),
         filing("b", Entity(EntityType.INDICATION, "relapsed grey-cell lymphoma"))),
        *((), EntityType.INDICATION, {"grey-cell-lymphoma", "relapsed-grey-cell-lymphoma"}, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", TWO)
def test_what_is_not_known_to_be_one_stays_apart(why: str) -> None:
    filings, vocabulary, kind, expected, listed = TWO[why]
    store = built(*filings, vocabulary=vocabulary)
    assert nodes(store, kind) == expected
    unsure = [m for m in stored_merges(store, status=Status.UNSURE) if m.kind is kind]
    assert len(unsure) == listed, [(m.members, m.reasons, m.against) for m in unsure]
    assert not stored_merges(store, status=Status.MERGED)


def test_facts_and_programmes_of_one_thing_meet_on_one_node() -> None:
    store = built(
        filing("a", drug("fooimab", "ABC-123"), facts=[fact(drug("fooimab", "ABC-123"), P.HAS_STAGE, "phase 2", 50)]),
        filing("b", drug("ABC-123"), facts=[fact(drug("ABC-123"), P.HAS_STAGE, "phase 1", 10)]),
    )
    facts = stored_facts(store)
    assert {f.subject_iri.rsplit("/", 1)[1] for f in facts} == {"fooimab"}
    assert {f.fact.subject.name for f in facts} == {"fooimab"}
    programs = {q.object for q in store.inner.quads_for_pattern(None, term("pipe:program"), None, None)}
    assert programs == {NamedNode(iris.program_iri(f"{iris.BASE}compound/fooimab", None))}


def test_a_merge_says_who_equates_the_names_in_which_words() -> None:
    both = drug("fooimab", "ABC-123")
    said = fact(both, P.HAS_STAGE, "phase 2 of fooimab (ABC-123)", 50)
    store = memory_store()
    words = fact(both, P.PRESENTED_AT, "meeting on fooimab (ABC-123)", 50)
    assert said.evidence[0].quote != words.evidence[0].quote
    replace_filing(store, filing("a", both, facts=[words]))
    replace_filing(store, filing("b", drug("ABC-123")))
    settled(store)
    (merge,) = stored_merges(store)
    (reason,) = merge.reasons
    assert (reason.comparator, reason.weight, reason.filings) == ("code", 0.95, ("a",))
    assert reason.words == "the code ABC-123 is given as a name of both"
    assert reason.quotes == ("fooimab presentedAt meeting on fooimab (ABC-123) (50)",)


def test_undone_when_the_reason_goes() -> None:
    rest = (filing("a", drug("ABC-123"), facts=[fact(drug("ABC-123"), P.HAS_STAGE, "phase 1", 10)]),
            filing("c", drug("fooimab")))  # fmt: skip
    alone = dump(built(*rest))
    store = built(*rest, filing("b", drug("fooimab", "ABC-123")))
    assert nodes(store, DRUG) == {"fooimab"}
    remove_filing(store, "b")
    report = settled(store)
    assert len(report.rewritten) == 1
    assert dump(store) == alone


def test_only_graphs_that_change_are_written_again() -> None:
    store = built(filing("a", drug("fooimab", "ABC-123")), filing("b", drug("ABC-123")), filing("z", drug("XYZ-999")))
    again = apply_identity(store)
    assert (again.rewritten, again.changed) == ((), False)
    replace_filing(store, filing("y", drug("zyximab", "XYZ-999")))
    report = apply_identity(store)
    assert {graph.rsplit("-", 1)[1] for graph in report.rewritten} == {"z"}


def test_a_store_in_a_folder_keeps_what_was_extracted(tmp_path: Path) -> None:
    with create_store(tmp_path / "s") as store:
        replace_filing(store, filing("a", drug("fooimab", "ABC-123")))
        replace_filing(store, filing("b", drug("ABC-123")))
        settled(store)
        both = dump(store)
    assert sorted(p.name for p in (tmp_path / "s" / "minted").iterdir()) == ["a.nq.gz", "b.nq.gz"]
    with open_store(tmp_path / "s") as store:
        assert not settled(store).changed
        assert dump(store) == both == dump(built(*_two()))
        remove_filing(store, "a")
        settled(store)
        assert nodes(store, DRUG) == {"abc123"}
    assert [p.name for p in (tmp_path / "s" / "minted").iterdir()] == ["b.nq.gz"]


def _two() -> tuple[Extraction, Extraction]:
    return filing("a", drug("fooimab", "ABC-123")), filing("b", drug("ABC-123"))


def test_files_left_by_a_crash_do_no_harm_and_go(tmp_path: Path) -> None:
    with create_store(tmp_path / "s") as store:
        for each in _two():
            replace_filing(store, each)
        minted = tmp_path / "s" / "minted"
        (minted / "gone.nq.gz").write_bytes(b"half of a fi")
        (minted / "b.nq.gz.new").write_bytes(b"")
        settled(store)
        assert sorted(p.name for p in minted.iterdir()) == ["a.nq.gz", "b.nq.gz"]
        assert dump(store) == dump(built(*_two()))


def test_a_store_of_before_is_brought_up_to_date_and_one_that_lost_its_files_says_so(tmp_path: Path) -> None:
    with create_store(tmp_path / "s") as store:
        for each in _two():
            replace_filing(store, each)
        for file in (tmp_path / "s" / "minted").iterdir():
            file.unlink()
        settled(store)
        assert dump(store) == dump(built(*_two()))
        (tmp_path / "s" / "minted" / "b.nq.gz").unlink()
        with pytest.raises(StoreError, match="has lost what was extracted from b; build the store again"):
            apply_identity(store)


NAMES = ["fooimab", "ABC-123", "ABC123", "Zyxtor", "barimab", "XX-1001", "fooimab vedotin", "ADC", "the antibody"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), min_size=2, max_size=5).flatmap(
        lambda groups: st.tuples(st.just(groups), st.permutations(range(len(groups))))
    )
)
def test_the_order_of_filings_makes_no_difference(drawn: tuple[list[list[str]], list[int]]) -> None:
    groups, order = drawn
    filings = [filing(f"f{n}", drug(*names), year=2000 + n) for n, names in enumerate(groups)]
    straight = built(*filings)
    assert dump(built(*(filings[n] for n in order))) == dump(straight)
    one_by_one = memory_store()
    for number in order:
        replace_filing(one_by_one, filings[number])
        apply_identity(one_by_one)
    settled(one_by_one)
    assert dump(one_by_one) == dump(straight)
    remove_filing(straight, "f0")
    settled(straight)
    assert dump(straight) == dump(built(*filings[1:]))
