"""The shipped tables hold what they should; a broken row is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.model import EntityType
from kg.vocabulary.load import load_vocabulary

LEAST = {
    EntityType.COMPOUND: 1000,
    EntityType.ANTIBODY: 100,
    EntityType.PAYLOAD: 60,
    EntityType.LINKER: 25,
    EntityType.TARGET: 400,
    EntityType.INDICATION: 400,
    EntityType.ORGANIZATION: 300,
    EntityType.TECHNOLOGY: 40,
}


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_tables_are_full(kind: EntityType, least: int) -> None:
    entries = load_vocabulary().of_type(kind)
    assert len(entries) >= least
    assert all(entry.source for entry in entries)


def test_conjugates_say_what_they_are_made_of() -> None:
    by_name = {entry.name: entry for entry in load_vocabulary().of_type(EntityType.COMPOUND)}
    entry = by_name["trastuzumab emtansine"]
    assert entry.related == {
        "hasAntibody": "trastuzumab",
        "hasPayload": "DM1",
        "hasLinker": "SMCC",
        "hasTarget": "HER2",
    }
    assert entry.category == "antibody-drug conjugate"
    assert "UNII:SE2KH7T06F" in entry.exact_matches
    made = [e for e in by_name.values() if e.category == "antibody-drug conjugate" and "hasPayload" in e.related]
    assert len(made) >= 120


def test_identifiers_of_targets_and_diseases() -> None:
    names = {(entry.type, entry.name): entry for entry in load_vocabulary().entries}
    assert "HGNC:3541" in names[EntityType.TARGET, "Tissue factor"].exact_matches
    assert names[EntityType.TARGET, "CanAg"].exact_matches == ()
    assert names[EntityType.TARGET, "CA6"].exact_matches == ()
    assert "MONDO:0018874" in names[EntityType.INDICATION, "acute myeloid leukemia"].exact_matches
    assert names[EntityType.INDICATION, "follicular lymphoma"].broader == "indolent lymphoma"


def test_short_names_count_in_their_case_only() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.is_exact(EntityType.INDICATION, "AML")
    assert vocabulary.is_exact(EntityType.COMPOUND, "Ven")
    assert vocabulary.is_exact(EntityType.TARGET, "CD3")
    assert not vocabulary.is_exact(EntityType.TARGET, "HER-2/neu")


def test_it_is_read_once() -> None:
    assert load_vocabulary() is load_vocabulary()


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("targets.tsv", "name\tcolour\n", "unknown column 'colour'; allowed are: aliases, broader"),
        ("targets.tsv", "# c\nname\tsource\n\tme\n", "targets.tsv:3: name is missing"),
        ("targets.tsv", "name\tsource\nX1\t\n", "source is missing"),
        ("targets.tsv", "name\tsource\nHER2\tme\nHER-2\tme\n", "targets.tsv:3: name 'HER-2' is also in line 2"),
        ("targets.tsv", "name\taliases\tsource\nHER2\ther-2\tme\n", "stands twice"),
        ("targets.tsv", "name\tbroader\tsource\nX1\tY1\tme\n", "broader 'Y1' is the name of no row"),
        ("targets.tsv", "name\tbroader\tsource\nX1\tY1\tme\nY1\tX1\tme\n", "leads back to this row"),
        ("targets.tsv", "name\tids\tsource\nX1\tHGNC 5\tme\n", "id 'HGNC 5' is no CURIE"),
        ("targets.tsv", "name\tmatch\tsource\nX1\tfuzzy\tme\n", "match 'fuzzy' is none of: exact, folded"),
        ("targets.tsv", "name\tsource\nX1\tme\textra\n", "3 cells, but the header has 2"),
        ("targets.tsv", "name\tname\n", "stands twice"),
        ("payloads.tsv", "name\tcategory\tsource\nX1\tpoison\tme\n", "category 'poison' is none of: toxin"),
        ("compounds.tsv", "name\tpayload\tsource\nX1\tDM9\tme\n", "payload 'DM9' is the name of no Payload row"),
        ("inn_stems.tsv", "stem\ttype\tmin_length\tsource\nmab\tCompound\tsix\tme\n", "min_length 'six'"),
        ("inn_stems.tsv", "stem\ttype\tsource\nmab\tAntibodies\tme\n", "type 'Antibodies' is none of: Compound"),
        ("code_exclusions.tsv", "text\tkind\n(\tshape\n", "is no regular expression"),
        ("categories.tsv", "table\tcategory\npoisons.tsv\tx\n", "table 'poisons.tsv' is none of"),
    ],
)
def test_broken_rows_are_named(tmp_path: Path, table: str, text: str, message: str) -> None:
    if table != "categories.tsv":
        (tmp_path / "categories.tsv").write_text("table\tcategory\npayloads.tsv\ttoxin\n", encoding="utf-8")
    (tmp_path / table).write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(tmp_path)
    assert message in str(caught.value)
    assert table in str(caught.value)


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no such folder"):
        load_vocabulary(tmp_path / "nowhere")


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "targets.tsv").write_bytes(b"name\tsource\n\xff\tme\n")
    with pytest.raises(VocabularyError, match="not UTF-8"):
        load_vocabulary(tmp_path)
