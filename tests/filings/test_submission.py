from __future__ import annotations

from datetime import date

import pytest

from kg.filings import parse_filing
from kg.filings.submission import header
from kg.model import Registrant
from tests.filings.reading import blocks, read

HEAD = """<SEC-DOCUMENT>0001111111-20-000123.txt : 20200305
<SEC-HEADER>0001111111-20-000123.hdr.sgml : 20200305
ACCESSION NUMBER:\t\t0001111111-20-000123
CONFORMED SUBMISSION TYPE:\t8-K
PUBLIC DOCUMENT COUNT:\t\t5
CONFORMED PERIOD OF REPORT:\t20200304
FILED AS OF DATE:\t\t20200305

FILER:

\tCOMPANY DATA:
\t\tCOMPANY CONFORMED NAME:\t\t\tEXAMPLEGEN INC
\t\tCENTRAL INDEX KEY:\t\t\t0000012345
\t\tEIN:\t\t\t\t041234567
\t\tSTATE OF INCORPORATION:\t\t\tDE
\tFILING VALUES:
\t\tFORM TYPE:\t\t8-K
\t\tSEC FILE NUMBER:\t001-12345
\tBUSINESS ADDRESS:
\t\tCITY:\t\t\tCAMBRIDGE
</SEC-HEADER>
"""


def document(kind: str, text: str, *, file: str = "a.htm", title: str = "") -> str:
    described = f"<DESCRIPTION>{title}\n" if title else ""
    return f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>1\n<FILENAME>{file}\n{described}<TEXT>\n{text}\n</TEXT>\n</DOCUMENT>\n"


WHOLE = (
    HEAD
    + document("8-K", "<html><body><p>The form.</p></body></html>", title="CURRENT REPORT")
    + document("EX-99.1", "<html><body><p>First release.</p></body></html>")
    + document("EX-99.1", "Second release.\n")
    + document("GRAPHIC", "begin 644 logo.jpg\nM_]C_\nend", file="logo.jpg")
    + document("EX-101.SCH", "<XBRL>\n<?xml version='1.0'?>\n<schema/>\n</XBRL>", file="a.xsd")
    + document("ZIP", "begin 644 a.zip\nM1\nend", file="a.zip")
    + "</SEC-DOCUMENT>\n"
)


def test_documents_become_parts_and_data_is_left_out() -> None:
    filing = read(WHOLE)
    assert [(p.id, p.type, p.title, p.text, p.markup) for p in filing.parts] == [
        ("main", "8-K", "CURRENT REPORT", "The form.", True),
        ("ex-99-1", "EX-99.1", "EX-99.1", "First release.", True),
        ("ex-99-1-2", "EX-99.1", "EX-99.1", "Second release.", False),
    ]


def test_header_on_lines() -> None:
    filing = read(WHOLE)
    assert filing.form == "8-K"
    assert filing.accession == "0001111111-20-000123"
    assert (filing.report_date, filing.filed_date) == (date(2020, 3, 4), date(2020, 3, 5))
    assert filing.registrant == Registrant(
        "Examplegen Inc", cik="0000012345", jurisdiction="Delaware", file_number="001-12345", irs_number="04-1234567",
        city="Cambridge",
    )  # fmt: skip


def test_tagged_form_in_one_line() -> None:
    text = (
        "<SUBMISSION><ACCESSION-NUMBER>0001111111-20-000123<TYPE>10-K<PERIOD>20191231<FILING-DATE>20200305<FILER>"
        "<COMPANY-DATA><CONFORMED-NAME>EXAMPLEGEN INC<CIK>12345<IRS-NUMBER>041234567<STATE-OF-INCORPORATION>MA"
        "</COMPANY-DATA></FILER><DOCUMENT><TYPE>10-K<SEQUENCE>1<FILENAME>a.htm<TEXT><XBRL><html><body><p>We at "
        "ExampleGen.</p></body></html></XBRL></TEXT></DOCUMENT></SUBMISSION>"
    )
    filing = read(text)
    assert (filing.form, filing.report_date, filing.filed_date) == ("10-K", date(2019, 12, 31), date(2020, 3, 5))
    assert filing.registrant is not None
    assert (filing.registrant.name, filing.registrant.cik) == ("ExampleGen Inc", "0000012345")
    assert blocks(filing.parts[0]) == [("p", "We at ExampleGen.")]


def test_privacy_enhanced_mail() -> None:
    mail = "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001,MIC-CLEAR\n\n"
    filing = read(
        mail + HEAD + document("8-K", "Words of 1998.") + "</SEC-DOCUMENT>\n-----END PRIVACY-ENHANCED MESSAGE-----"
    )
    assert filing.parts[0].text == "Words of 1998."
    assert filing.accession == "0001111111-20-000123"


@pytest.mark.parametrize("digits", ["20201340", "2020", "xxxxxxxx"])
def test_a_date_that_is_none_is_left_out(digits: str) -> None:
    assert header(f"<SEC-DOCUMENT>\nFILED AS OF DATE:\t{digits}\n<DOCUMENT>").filed is None


def test_one_document_of_a_submission() -> None:
    filing = parse_filing(b"<TYPE>EX-99.1\n<SEQUENCE>2\n<TEXT>\n<html><body><p>A release.</p></body></html>", name="x")
    assert [(part.id, part.type) for part in filing.parts] == [("ex-99-1", "EX-99.1")]
    assert blocks(filing.parts[0]) == [("p", "A release.")]
