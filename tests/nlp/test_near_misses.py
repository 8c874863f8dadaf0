"""Wordings that a hasty reader takes for another fact than the one they state, each beside its counter-example."""

from __future__ import annotations

import pytest

from kg.model import EntityType, Predicate
from tests.nlp.reading import FILER, assert_says, names, read

OSTRAVA = "Ostrava Pharma AG"
SPONSOR = f"sponsor {FILER}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ostrava Pharma AG holds the rights to LKB-204 in Japan.", ""),
        ("Ostrava Pharma AG holds the exclusive rights to LKB-204 in Asia and Australia.", ""),
        ("Ostrava Pharma AG owns the rights to LKB-204 outside the United States.", ""),
        ("Ostrava Pharma AG holds the commercial rights to LKB-204 for Europe.", ""),
        ("Ostrava Pharma AG holds worldwide rights to LKB-204.", f"LKB-204 | ownedBy | {OSTRAVA}"),
        ("Ostrava Pharma AG owns LKB-204.", f"LKB-204 | ownedBy | {OSTRAVA}"),
        ("We retain all rights to LKB-204 in the United States.", f"LKB-204 | ownedBy | {FILER}"),
        ("Ostrava Pharma AG owns all rights to LKB-204 in combination with drugs.", f"LKB-204 | ownedBy | {OSTRAVA}"),
    ],
)
def test_rights_in_a_territory_are_no_ownership(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.OWNED_BY])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Phase 3 trial of LKB-204 was halted early for efficacy in March 2020.",
            "LKB-204 | hasStage | phase 3 | status completed | eventDate 2020-03",
        ),
        (
            "The Phase 3 BOREAL trial of LKB-204 was stopped early in April 2020 because of compelling efficacy.",
            "LKB-204 | hasStage | phase 3 | status completed | eventDate 2020-04 | study BOREAL",
        ),
        (
            "The Phase 2 trial of LKB-204 was terminated early because it had met its primary endpoint.",
            "LKB-204 | hasStage | phase 2 | status completed",
        ),
        (
            "The committee recommended that the Phase 3 trial of LKB-204 be halted early for overwhelming benefit.",
            "LKB-204 | hasStage | phase 3 | status -",
        ),
        (
            "The Phase 3 trial of LKB-204 was halted in March 2020 for lack of efficacy.",
            "LKB-204 | hasStage | phase 3 | status on hold | eventDate 2020-03",
        ),
        (
            "The Phase 3 trial of LKB-204 was stopped early because of insufficient efficacy.",
            "LKB-204 | hasStage | phase 3 | status discontinued",
        ),
        (
            "We terminated the Phase 2 trial of LKB-204 because it met the futility criteria.",
            f"LKB-204 | hasStage | phase 2 | status discontinued | {SPONSOR}",
        ),
        ("The Phase 1 trial of LKB-204 was halted.", "LKB-204 | hasStage | phase 1 | status on hold"),
    ],
)
def test_a_trial_stopped_for_its_success_is_not_on_hold(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients with bladder cancer who cannot receive cisplatin are enrolled in a Phase 2 trial.", ""),
        ("Patients who are ineligible for cisplatin are enrolled in a Phase 2 trial.", ""),
        ("A Phase 2 trial is open to patients who are unable to tolerate cisplatin.", ""),
        (
            "LKB-204 is in a Phase 2 trial in bladder cancer patients who cannot receive cisplatin.",
            "LKB-204 | hasStage | phase 2 | status ongoing",
        ),
        (
            "LKB-204 with Keytruda (pembrolizumab): the FDA is reviewing an application for patients who cannot"
            " receive cisplatin.",
            "LKB-204 | hasStage | submitted | status ongoing | region US",
        ),
        ("Patients receive cisplatin in a Phase 2 trial.", "cisplatin | hasStage | phase 2"),
    ],
)
def test_a_drug_that_patients_cannot_have_has_no_stage(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RAS wild-type colorectal cancer", {"RAS wild-type colorectal cancer"}),
        ("BRAF wild-type melanoma", {"BRAF wild-type melanoma"}),
        ("RAS wild-type, HER2-positive colorectal cancer", {"RAS wild-type, HER2-positive colorectal cancer"}),
        ("KRAS/NRAS wild-type colorectal cancer", {"KRAS/NRAS wild-type colorectal cancer"}),
        ("colorectal cancer", {"colorectal cancer"}),
    ],
)
def test_a_marker_before_wild_type_belongs_to_the_disease(text: str, expected: set[str]) -> None:
    assert names(f"LKB-204 is approved for {text}.", EntityType.INDICATION) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The BOREAL I trial of LKB-204 ended. The BOREAL II trial goes on.", {"BOREAL I", "BOREAL II"}),
        ("An earlier Phase 3 trial, BOREAL IV, had failed.", {"BOREAL IV"}),
        ("BOREAL II, a Phase 3 trial of LKB-204, is enrolling.", {"BOREAL II"}),
        ("The BOREAL Phase II trial of LKB-204 is enrolling.", {"BOREAL"}),
        ("The BOREAL trial of LKB-204 is enrolling.", {"BOREAL"}),
    ],
)
def test_a_roman_numeral_belongs_to_a_trials_name(text: str, expected: set[str]) -> None:
    assert names(text, EntityType.STUDY) == expected


def test_an_earlier_trial_is_not_filed_under_a_later_ones_name() -> None:
    text = (
        "LKB-204 is in the Phase 3 BOREAL trial in gastric cancer and in ovarian cancer."
        " An earlier Phase 3 trial, AUSTRAL I, did not meet its primary endpoint in 2019."
    )
    told = [f.qualifiers for f in read(text).facts if f.qualifiers.get("status") == "completed"]
    assert [getattr(q["study"], "name", None) for q in told] == ["AUSTRAL I"]
    assert "indication" not in told[0]


def test_what_led_to_a_trial_is_not_the_trial() -> None:
    text = "The Phase 1 cohort of LKB-204 that led to BOREAL I treated 46 patients. The Phase 3 trial BOREAL I goes on."
    assert [dict(f.qualifiers) for f in read(text).facts if f.object == "phase 1"] == [{}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ostrava Pharma AG will buy Larkfield for $21 billion. Ostrava intends to pay with roughly $15 billion of"
            " cash on hand and $6 billion of new debt.",
            f"{OSTRAVA} | pays | {FILER} | type acquisition | amount 21000000000",
        ),
        (
            "Ostrava Pharma AG will acquire Larkfield for $9 billion. It will finance the transaction with $5 billion"
            " of cash and $4 billion of senior notes.",
            f"{OSTRAVA} | pays | {FILER} | type acquisition | amount 9000000000",
        ),
        (
            "Ostrava Pharma AG will pay us $20 million in cash for LKB-204.",
            f"{OSTRAVA} | pays | {FILER} | amount 20000000 | status due",
        ),
    ],
)
def test_a_buyers_own_means_are_no_payment(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.PAYS])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ostrava Pharma AG paid Larkfield $65 million upfront. The approval of LKB-204 triggered a further $60"
            " million, and milestone payments of up to $710 million could follow.",
            f"{OSTRAVA} | pays | {FILER} | type upfront | amount 65000000 | status paid\n"
            f"{OSTRAVA} | pays | {FILER} | type milestone | amount 60000000 | status due\n"
            f"{OSTRAVA} | pays | {FILER} | type milestone | maxAmount 710000000 | status potential | possible",
        ),
        (
            "We licensed LKB-204 to Ostrava Pharma AG. Approval of LKB-204 would trigger a milestone payment of $60"
            " million from Ostrava Pharma AG to us.",
            f"{OSTRAVA} | pays | {FILER} | type milestone | amount 60000000 | status potential | possible",
        ),
    ],
)
def test_what_an_event_has_triggered_is_due(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.PAYS])


@pytest.mark.parametrize(
    "name", ["Vennholt Medicines II Limited", "Vennholt Therapeutics III, Inc.", "Vennholt Medicines Limited"]
)
def test_a_number_belongs_to_a_companys_name(name: str) -> None:
    assert names(f"Our partner {name} licensed LKB-204 from us.", EntityType.ORGANIZATION) == {name}


def test_a_heading_above_a_company_takes_nothing_from_its_name() -> None:
    text = "Rights in Asia\n\nVennholt Medicines Limited has an exclusive license to LKB-204 in Greater China."
    assert names(text, EntityType.ORGANIZATION) == {"Vennholt Medicines Limited"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Merck develops LKB-204.", "Merck"),
        ("Merck KGaA develops LKB-204. Merck pays for it.", "Merck KGaA"),
        ("EMD Serono develops LKB-204. Merck pays for it.", "EMD Serono"),
        ("Merck Sharp & Dohme Corp. develops LKB-204. Merck pays for it.", "Merck Sharp & Dohme Corp."),
        ("Merck & Co., Inc. develops LKB-204. Merck KGaA pays. In May Merck left.", "Merck & Co., Inc.|Merck KGaA"),
        ('Merck & Co., Inc. develops LKB-204. Merck KGaA ("Merck") pays.', "Merck & Co., Inc.|Merck KGaA"),
    ],
)
def test_which_company_a_shared_short_name_means(text: str, expected: str) -> None:
    assert names(text, EntityType.ORGANIZATION) == set(expected.split("|"))


@pytest.mark.parametrize(
    ("text", "short_of"),
    [
        ("Merck & Co., Inc. develops LKB-204. Merck KGaA pays. In May Merck left.", "Merck & Co., Inc."),
        ('Merck & Co., Inc. develops LKB-204. Merck KGaA ("Merck") pays.', "Merck KGaA"),
    ],
)
def test_where_both_are_named_a_definition_decides(text: str, short_of: str) -> None:
    (one,) = [e for e in read(text).entities if "Merck" in e.aliases]
    assert one.name == short_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kanrotuzumab zovodotin is a conjugate. In it, the antibody of kanrotuzumab carries an auristatin."
            " A Phase 1 trial is under way.",
            "Kanrotuzumab zovodotin | hasStage | phase 1 | status ongoing",
        ),
        (
            "Kanrotuzumab is in a Phase 3 trial. Kanrotuzumab zovodotin joins kanrotuzumab to an auristatin."
            " A Phase 1 trial is under way.",
            "Kanrotuzumab | hasStage | phase 3 | status ongoing\n"
            "Kanrotuzumab zovodotin | hasStage | phase 1 | status ongoing",
        ),
        (
            "Kanrotuzumab zovodotin is in a Phase 1 trial. Kanrotuzumab is approved in Japan.",
            "Kanrotuzumab zovodotin | hasStage | phase 1 | status ongoing\n"
            "Kanrotuzumab | hasStage | approved | region Japan",
        ),
        (
            "Kanrotuzumab zovodotin is in a Phase 1 trial. Kanrotuzumab is being evaluated in a Phase 3 trial.",
            "Kanrotuzumab zovodotin | hasStage | phase 1 | status ongoing\n"
            "Kanrotuzumab | hasStage | phase 3 | status ongoing",
        ),
    ],
)
def test_a_conjugates_stage_is_not_its_antibodys(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.HAS_STAGE])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LKB-204 joins an antibody to an auristatin.", {"auristatin"}),
        ("LKB-204 joins an antibody to the auristatin MMAE.", {"MMAE"}),
        ("Kanrotuzumab zovodotin joins an antibody to an auristatin.", {"zovodotin"}),
    ],
)
def test_a_class_of_payloads_is_no_member_of_it(text: str, expected: set[str]) -> None:
    assert names(text, EntityType.PAYLOAD) == expected


GRANT = "In May 2020, we granted Ostrava Pharma AG an exclusive license to LKB-204. "
LICENCE = f"LKB-204 | licensedTo | {OSTRAVA} | exclusive True | licensor {FILER}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GRANT + "The transaction never closed.", ""),
        (GRANT + "The agreement was terminated before closing.", ""),
        (GRANT + "The agreement did not take effect.", ""),
        (
            "We agreed to license LKB-204 exclusively to Ostrava Pharma AG. The agreement foresaw an upfront payment"
            " of $250 million to us. It never closed: both parties agreed to terminate it.",
            "",
        ),
        (
            "Ostrava Pharma AG paid us an upfront payment of $5 million for LKB-204. The agreement never closed.",
            f"{OSTRAVA} | pays | {FILER} | type upfront | amount 5000000 | status paid",
        ),
        (GRANT + "The transaction may never close.", LICENCE),
        (GRANT + "If the agreement is terminated before closing, nothing is owed.", LICENCE),
        (GRANT + "In 2021 the agreement was terminated.", LICENCE),
        (GRANT + "\n\nAn acquisition of Vennholt Therapeutics, Inc. never closed.", LICENCE),
    ],
)
def test_what_never_closed_grants_and_owes_nothing(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.LICENSED_TO, Predicate.PAYS])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We no longer develop LKB-204. Its conjugation technology has been licensed to several other companies,"
            " Vennholt Therapeutics, Inc. and Ostrava Pharma AG among them.",
            "",
        ),
        ("LKB-204 has been licensed to Ostrava Pharma AG.", f"LKB-204 | licensedTo | {OSTRAVA}"),
    ],
)
def test_a_licence_to_a_technology_is_none_to_a_drug(text: str, expected: str) -> None:
    assert_says(text, expected, [Predicate.LICENSED_TO])


def test_the_disease_that_patients_had_is_their_trials() -> None:
    text = (
        "LKB-204 is in a Phase 3 trial in breast cancer. In a Phase 2 trial, 102 patients whose Hodgkin lymphoma had"
        " relapsed were given LKB-204. The objective response rate was 73%."
    )
    told = [f.qualifiers for f in read(text).facts if f.object == "objective response"]
    assert [getattr(q["indication"], "name", None) for q in told] == ["Hodgkin lymphoma"]
