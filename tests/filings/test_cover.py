from __future__ import annotations

from datetime import date

import pytest

from kg.filings import read_filing
from kg.filings.names import cover_spelling
from kg.model import Filing, Registrant
from tests.filings.reading import read, real_filing

LABEL = "(Exact name of registrant as specified in its charter)"

COVERS = [
    ("Acme Bio, Inc.\n\n" + LABEL, {"name": "Acme Bio, Inc."}),
    ("# **ACME BIO, INC.**\n\n**" + LABEL + "**\n\nAt Acme Bio we work.", {"name": "Acme Bio, Inc."}),
    ("# **ACME BIO, INC.**\n\n**" + LABEL + "** ______", {"name": "Acme Bio, Inc."}),
    ("Acme Bio plc " + LABEL, {"name": "Acme Bio plc"}),
    (
        "**Commission file number 001-38935**\n\n# **Acme Ltd.**\n\n" + LABEL,
        {"name": "Acme Ltd.", "file_number": "001-38935"},
    ),
    (
        "Acme, Inc.\n\n" + LABEL + "\n\nMassachusetts (State or other jurisdiction of incorporation)\n\n0-17999\n\n"
        "(Commission File Number)\n\n04-2726691\n\n(IRS Employer Identification "
        "No.)\n\n1 Main Street, Cambridge, MA 02139",
        {"jurisdiction": "Massachusetts", "file_number": "0-17999", "irs_number": "04-2726691", "city": "Cambridge"},
    ),
    (
        "Acme, Inc.\n\n" + LABEL + "\n\n(State or other jurisdiction of (I.R.S. Employer "
        "incorporation) Identification No.)\n\n"
        "**Delaware 27-3723255**\n\n835 Industrial Road, Suite 400, San Carlos, CA 94070",
        {"jurisdiction": "Delaware", "irs_number": "27-3723255", "city": "San Carlos"},
    ),
    (
        "<html><body><p>Acme, Inc.</p><p>"
        + LABEL
        + "</p><table><tr><td>Nevada</td><td>001-40700</td><td>26-0014658</td></tr>"
        "<tr><td>(State or other jurisdiction</td><td>(Commission</td><td>(IRS "
        "Employer</td></tr><tr><td>of incorporation)</td>"
        "<td>File Number)</td><td>Identification No.)</td></tr></table><table><tr><td>1 "
        "Old Blvd. Fremont, CA</td><td>94538</td></tr>"
        "<tr><td>(Address of principal executive offices)</td><td>(Zip Code)</td></tr></table></body></html>",
        {"jurisdiction": "Nevada", "file_number": "001-40700", "irs_number": "26-0014658", "city": "Fremont"},
    ),
    (
        "Acme, Inc.\n\n" + LABEL + "\n\n| Title | Trading<br>Symbol(s) | Name of each exchange |\n|---|---|---|\n"
        "| Common stock | ACME | The Nasdaq Global Select Market |\n",
        {"ticker": "ACME", "exchange": "Nasdaq"},
    ),
    (
        "Acme, Inc.\n\n" + LABEL + "\n\nWith Other Corp. (NYSE: OTH) we, Acme, Inc. (Nasdaq: ACME), work.",
        {"ticker": "ACME", "exchange": "Nasdaq"},
    ),
    ("Acme, Inc.\n\n" + LABEL + "\n\nOther Corp. (NYSE: OTH) works.", {"ticker": None, "exchange": None}),
    (
        "Acme, Inc.\n\n"
        + LABEL
        + "\n\nOur common stock is listed on the Nasdaq Capital Market under the symbol “ACME.”",
        {"ticker": "ACME", "exchange": "Nasdaq"},
    ),
    (
        "CAMBRIDGE, Mass., June 3, 2007 – Acme Bio, Inc. (Nasdaq: ACME), a company, today announced a thing.",
        {"name": "Acme Bio, Inc.", "ticker": "ACME", "exchange": "Nasdaq"},
    ),
    (
        "HAMILTON, Bermuda, June 3, 2007 (GLOBE NEWSWIRE) -- Acme Bio, "
        "Ltd., a company of note, today announced a thing.",
        {"name": "Acme Bio, Ltd.", "ticker": None},
    ),
    (
        "<html><body><p>x y</p><ix:nonNumeric name='dei:EntityRegistrantName'>Acme <b>Bio</b>, Inc.</ix:nonNumeric>"
        "<ix:nonNumeric name='dei:TradingSymbol'>ACM</ix:nonNumeric><ix:nonNumeric "
        "name='dei:EntityCentralIndexKey'>12345"
        "</ix:nonNumeric></body></html>",
        {"name": "Acme Bio, Inc.", "ticker": "ACM", "cik": "0000012345"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), COVERS)
def test_registrant(text: str, expected: dict[str, str | None]) -> None:
    registrant = read(text).registrant
    assert registrant is not None
    assert {key: getattr(registrant, key) for key in expected} == expected


def test_no_registrant_is_made_up() -> None:
    assert read("Just some words without a company.").registrant is None


DATES = [
    ("FORM 8-K\n\nDate of Report (Date of earliest event reported): October 17, 2007", "8-K", date(2007, 10, 17)),
    ("FORM 8-K\n\nMarch 23, 2016\n\nDate of Report (Date of earliest event reported)", "8-K", date(2016, 3, 23)),
    ("FORM 8-K\n\nDate of Report (Date of earliest event reported)\nDECEMBER 15, 1998", "8-K", date(1998, 12, 15)),
    ("FORM 10-K\n\nFor the fiscal year ended December 31, 2022", "10-K", date(2022, 12, 31)),
    ("Form 10-Q/A\n\nFor the quarterly period ended March 31, 2020", "10-Q/A", date(2020, 3, 31)),
    ("FORM 6-K\n\nReport of foreign private issuer\n\nFebruary 13, 2023", "6-K", date(2023, 2, 13)),
    (
        "Filed Pursuant to Rule 424(b)(5)\n\nOur report for the fiscal year ended December 31, 2024 is incorporated.",
        "424B5",
        None,
    ),
    (
        "BOSTON, Sept. 3, 2007 — Acme announced that its drug worked in every patient who took it.",
        None,
        date(2007, 9, 3),
    ),
    ("Words.", None, None),
]


@pytest.mark.parametrize(("text", "form", "day"), DATES)
def test_form_and_date(text: str, form: str | None, day: date | None) -> None:
    filing = read(text)
    assert (filing.form, filing.report_date) == (form, day)


SPELLINGS = [
    ("ACME, INC.", "Acme is here", "Acme, Inc."),
    ("ACMEGEN, INC.", "We at AcmeGen, Inc. say", "AcmeGen, Inc."),
    ("ACMEGEN INC", "We at AcmeGen, Inc. say", "AcmeGen, Inc"),
    ("ACME ENERGY, INC.", "an agreement with Acme Energy, Inc., and", "Acme Energy, Inc."),
    ("IBM CORP", "", "IBM Corp"),
    ("ACME PLC /ADR/", "", "Acme plc"),
    ("Acme B.V.", "ACME B.V.", "Acme B.V."),
]


@pytest.mark.parametrize(("name", "text", "expected"), SPELLINGS)
def test_spelling(name: str, text: str, expected: str) -> None:
    assert cover_spelling(name, text) == expected


def facts(filing: Filing) -> tuple[str | None, date | None, Registrant | None]:
    return filing.form, filing.report_date, filing.registrant


REAL = [
    (
        "immunogen-8k-2007-06-04.txt",
        "8-K",
        date(2007, 6, 4),
        ["ImmunoGen, Inc.", None, "IMGN", "Nasdaq", "Massachusetts", "0-17999", "04-2726691", "Cambridge"],
    ),
    (
        "immunogen-8k-2007-10-17.txt",
        "8-K",
        date(2007, 10, 17),
        ["ImmunoGen, Inc.", None, "IMGN", "Nasdaq", "Massachusetts", "0-17999", "04-2726691", "Cambridge"],
    ),
    (
        "dev/aames-8k-1998-12-15.txt",
        "8-K",
        date(1998, 12, 15),
        [
            "Aames Capital Corporation",
            "0000913951",
            None,
            None,
            "California",
            "333-46893-01",
            "95-4438859",
            "Los Angeles",
        ],
    ),
    (
        "dev/abvc-8k-2025-04-15.txt",
        "8-K",
        date(2025, 4, 15),
        ["ABVC BioPharma, Inc.", "0001173313", "ABVC", "Nasdaq", "Nevada", "001-40700", "26-0014658", "Fremont"],
    ),
    (
        "dev/acorn-8k-2025-01-06.nc",
        "8-K",
        date(2025, 1, 6),
        ["Acorn Energy, Inc.", "0000880984", None, None, "Delaware", "001-33886", "22-2786081", "Wilmington"],
    ),
    (
        "dev/alcon-6k-2023-02-13.html",
        "6-K",
        date(2023, 2, 13),
        ["Alcon Inc.", None, None, None, None, "001-31269", None, "Fribourg"],
    ),
    (
        "dev/aptevo-10k-2022-item1.md",
        "10-K",
        date(2022, 12, 31),
        ["Aptevo Therapeutics Inc.", None, "APVO", "Nasdaq", "Delaware", "001-37746", "81-1567056", "Seattle"],
    ),
    (
        "dev/atreca-10k-2022-item1.md",
        "10-K",
        date(2022, 12, 31),
        ["Atreca, Inc.", None, "BCEL", "Nasdaq", "Delaware", "001-38935", "27-3723255", "San Carlos"],
    ),
    (
        "dev/beyondair-ex99-2024-12-03.html",
        "EX-99.1",
        date(2024, 12, 3),
        ["Beyond Cancer, Ltd.", None, None, None, None, None, None, None],
    ),
    (
        "dev/imunon-424b5-2025-12-31.txt",
        "424B5",
        None,
        ["Imunon, Inc.", "0000749647", "IMNN", "Nasdaq", "Delaware", "333-279425", "52-1256615", "Lawrenceville"],
    ),
    (
        "dev/kiniksa-10k-2022-item1.md",
        "10-K",
        date(2022, 12, 31),
        ["Kiniksa Pharmaceuticals, Ltd.", None, "KNSA", "Nasdaq", "Bermuda", "001-38492", "98-1327726", None],
    ),
    (
        "dev/medicis-10k-1999.html",
        "10-K",
        date(1999, 6, 30),
        ["Medicis Pharmaceutical Corporation", None, None, None, "Delaware", "0-18443", "52-1574808", "Phoenix"],
    ),
    (
        "dev/senti-10k-2022-item1.md",
        "10-K",
        date(2022, 12, 31),
        [
            "Senti Biosciences, Inc.",
            None,
            "SNTI",
            "Nasdaq",
            "Delaware",
            "001-40440",
            "86-2437900",
            "South San Francisco",
        ],
    ),
    (
        "dev/sophiris-8k-2016-03-23.html",
        "8-K",
        date(2016, 3, 23),
        ["Sophiris Bio Inc.", None, None, None, "British Columbia", "001-36054", "98-1008712", "La Jolla"],
    ),
    (
        "dev/terns-10k-2022-item1.md",
        "10-K",
        date(2022, 12, 31),
        ["Terns Pharmaceuticals, Inc.", None, "TERN", "Nasdaq", "Delaware", "001-39926", "98-1448275", "Foster City"],
    ),
    (
        "dev/passages/aptevo-candidates.md",
        None,
        None,
        ["Aptevo Therapeutics Inc.", None, None, None, None, "001-37746", None, None],
    ),
    ("dev/passages/atreca-overview.md", None, None, ["Atreca, Inc.", None, None, None, None, "001-38935", None, None]),
    (
        "dev/passages/kiniksa-overview.md",
        None,
        None,
        ["Kiniksa Pharmaceuticals, Ltd.", None, None, None, None, "001-38492", None, None],
    ),
    (
        "dev/passages/senti-pipeline.md",
        None,
        None,
        ["Senti Biosciences, Inc.", None, None, None, None, "001-40440", None, None],
    ),
    (
        "dev/passages/terns-licences.md",
        None,
        None,
        ["Terns Pharmaceuticals, Inc.", None, None, None, None, "001-39926", None, None],
    ),
]


@pytest.mark.parametrize(("file", "form", "day", "values"), REAL, ids=lambda v: v if isinstance(v, str) else "")
def test_real_covers(file: str, form: str | None, day: date | None, values: list[str]) -> None:
    assert facts(read_filing(real_filing(file))) == (form, day, Registrant(*values))


ACCESSIONS = [
    ("dev/abvc-8k-2025-04-15.txt", "0001213900-25-032135", date(2025, 4, 15)),
    ("dev/acorn-8k-2025-01-06.nc", "0001493152-25-001317", date(2025, 1, 8)),
    ("dev/imunon-424b5-2025-12-31.txt", "0001493152-25-029712", date(2025, 12, 31)),
]


@pytest.mark.parametrize(("file", "accession", "day"), ACCESSIONS)
def test_real_accessions(file: str, accession: str, day: date) -> None:
    filing = read_filing(real_filing(file))
    assert (filing.accession, filing.filed_date) == (accession, day)
