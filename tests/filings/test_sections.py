from __future__ import annotations

import pytest

from kg.filings import read_filing
from kg.model import Part, SectionKind
from tests.filings.reading import read, real_filing, sections

RELEASE = """ACME BIO, INC.

1 Main Street, Cambridge, MA 02139

Contacts:

Investors

Jo Doe
(617) 555-0100

For Immediate Release

Acme Bio Starts Trial of ACM-1

CAMBRIDGE, MA, June 3, 2007 — Acme Bio, Inc. (Nasdaq: ACME) today announced that
its drug ACM-1 has entered a trial in which forty
patients will be treated.

Jane Roe, Ph.D., Chief Executive Officer, said, "We are very glad that this trial of ACM-1 has begun on time."

"It was a long road with many turns, and we walked all of it," added John Poe, M.D., head of research.

The abstract, "A study of ACM-1 in forty patients with a solid tumor," was read.

Highlights include:

- One drug.
- Two doses.

-more-

About ACM-1

ACM-1 is an antibody. It binds CD99.

About Acme Bio, Inc.

Acme Bio makes antibodies.

This press release includes forward-looking statements, and actual results may differ materially from them.
Factors that could cause this include, but are not limited to: risks of research.

Drugozil is a registered trademark of Other Corp.

###
"""

FORM = """FORM 8-K

CURRENT REPORT

Date of Report (Date of earliest event reported): June 4, 2007

Acme Bio, Inc.

(Exact name of registrant as specified in its charter)

Check the appropriate box below if the filing is intended to satisfy an obligation:

ITEM 8.01 OTHER EVENTS

On June 4, 2007, Acme Bio said that ACM-1 works. A
copy of the press release is furnished as Exhibit 99.1.

ITEM 9.01. FINANCIAL STATEMENTS AND EXHIBITS

Exhibit No.\tExhibit
99.1\tPress Release of Acme Bio, Inc.

SIGNATURES

Pursuant to the requirements of the Securities Exchange Act of 1934, Acme Bio, Inc. signs this
report through its officer.

Acme Bio, Inc.

/s/ Jo Doe

EXHIBIT INDEX

"""


def titles(part: Part, kind: SectionKind) -> list[str]:
    return [section.title for section in part.sections if section.kind is kind]


def test_a_release_is_split_from_its_form() -> None:
    form, release = read(FORM + RELEASE).parts
    assert (form.id, form.type, release.id, release.type) == ("main", "8-K", "ex-99-1", "EX-99.1")
    assert form.text.endswith("EXHIBIT INDEX")
    assert release.text.startswith("ACME BIO, INC.\n\n1 Main Street")


def test_a_form_without_a_release_stays_whole() -> None:
    (form,) = read(FORM).parts
    assert form.text.startswith("FORM 8-K")


def test_numbered_exhibits_are_split() -> None:
    body = "Acme announced a long thing that fills the page of an exhibit. " * 5
    parts = read(f"{FORM}\n\nExhibit 99.1\n\n{body}\n\nExhibit 99.2\n\nMore. {body}\n").parts
    assert [part.id for part in parts] == ["main", "ex-99-1", "ex-99-2"]
    assert parts[2].text.startswith("Exhibit 99.2\n\nMore.")


def test_sections_of_a_form() -> None:
    form = read(FORM + RELEASE).parts[0]
    assert titles(form, SectionKind.ITEM) == ["Item 8.01 OTHER EVENTS", "Item 9.01 FINANCIAL STATEMENTS AND EXHIBITS"]
    (cover,) = sections(form, SectionKind.COVER)
    assert cover.startswith("FORM 8-K")
    assert "ACM-1" not in cover
    claim = form.text.index("ACM-1 works")
    assert not form.is_boilerplate(claim)
    for words in ("A copy of the press", "99.1\tPress", "Pursuant to the req", "/s/", "EXHIBIT INDEX", "FORM 8-K"):
        assert form.is_boilerplate(form.text.index(words)), words


def test_sections_of_a_release() -> None:
    release = read(FORM + RELEASE).parts[1]
    assert sections(release, SectionKind.HEADLINE) == ["Acme Bio Starts Trial of ACM-1"]
    assert sections(release, SectionKind.DATELINE) == ["CAMBRIDGE, MA, June 3, 2007 —"]
    (letterhead,) = sections(release, SectionKind.CONTACTS)
    assert letterhead.startswith("ACME BIO, INC.")
    assert letterhead.endswith("For Immediate Release")
    assert titles(release, SectionKind.ABOUT) == ["About ACM-1", "About Acme Bio, Inc."]
    assert titles(release, SectionKind.LIST) == ["Highlights include"]
    assert sections(release, SectionKind.LIST) == ["One drug.\n\nTwo doses."]
    (harbour,) = sections(release, SectionKind.SAFE_HARBOUR)
    assert harbour.startswith("This press release includes")
    assert harbour.endswith("risks of research.")
    plain = [
        w
        for w in ("announced", "We are very", "ACM-1 is an", "Acme Bio makes", "Drugozil")
        if release.is_boilerplate(release.text.index(w))
    ]
    assert plain == []


def test_quotations_have_their_speakers_and_titles_of_papers_are_none() -> None:
    release = read(FORM + RELEASE).parts[1]
    assert titles(release, SectionKind.QUOTE) == [
        "Jane Roe, Ph.D., Chief Executive Officer",
        "John Poe, M.D., head of research",
    ]


def html(*paragraphs: str) -> str:
    return "<html><body>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</body></html>"


HARBOURS = [
    (
        [
            "Our drug works.",
            "<b>Forward-Looking Statements</b>",
            "We may fail. We expect risks.",
            "<b>About us</b>",
            "We are.",
        ],
        2,
    ),
    (
        [
            "<b>Cautionary Note Regarding Forward-Looking Statements</b>",
            "These statements involve risks:",
            "• the timing of our trials;",
            "• our cash.",
            "<b>Overview</b>",
            "We are.",
        ],
        4,
    ),
    (["Actual results could differ materially. We undertake no obligation to update this.", "Our drug works."], 1),
    (["Looking forward, we expect to start a trial in June, and it may differ from others.", "Our drug works."], 0),
    (
        [
            "<b>Safe Harbor Statement</b>",
            "Some statements are forward-looking. They carry risks.",
            "Oncozil® is a mark of Other.",
        ],
        2,
    ),
]


@pytest.mark.parametrize(("paragraphs", "count"), HARBOURS)
def test_safe_harbour_takes_its_own_and_no_neighbours(paragraphs: list[str], count: int) -> None:
    (part,) = read(html(*paragraphs)).parts
    found = sections(part, SectionKind.SAFE_HARBOUR)
    assert sum(len(text.split("\n\n")) for text in found) == count


DATELINES = [
    "CAMBRIDGE, MA, June 3, 2007 —",
    "HAMILTON, BERMUDA, December 3, 2024 –",
    "Silicon Valley, CA (April 16, 2025) –",
    "BOSTON, May 5, 2024 (GLOBE NEWSWIRE) --",
    "SAN DIEGO, Oct. 3, 2006 /PRNewswire-FirstCall/ --",
    "CAMBRIDGE, Mass.--(BUSINESS WIRE)--",
    "Cambridge, Mass. -- (BUSINESS WIRE) -- Oct. 3, 2006 --",
    "(BUSINESS WIRE) LONDON – September 3, 2019 –",
    "May 5, 2024 (GLOBE NEWSWIRE) --",
]


@pytest.mark.parametrize("line", DATELINES)
def test_datelines(line: str) -> None:
    words = "Acme Bio, Inc. (Nasdaq: ACME) today announced that its drug has entered a trial of forty patients."
    (part,) = read(html("<b>Acme Starts Trial</b>", f"{line} {words}")).parts
    assert sections(part, SectionKind.DATELINE) == [line]
    assert sections(part, SectionKind.HEADLINE) == ["Acme Starts Trial"]


@pytest.mark.parametrize(
    "words",
    ["On June 3, 2007 – a Sunday – Acme said so.", "In a trial that ended in May 2007, forty patients were seen."],
)
def test_no_dateline(words: str) -> None:
    (part,) = read(html("<b>Acme</b>", f"{words} {words} {words}")).parts
    assert sections(part, SectionKind.DATELINE) == []


FORM_WORDS = [
    ("An IND for ACM-1 is being filed in June.", False),
    ("This exhibit is being filed herewith.", True),
    ("The release is furnished as Exhibit 99.1 to this report.", True),
    ("The FDA incorporated our data into its review, which we furnished.", False),
    ("This is not an offer to sell any shares.", True),
    ("Patients are followed by phone for a year.", False),
    ("Phone: (617) 555-0100", True),
    ("ACM 12345 was given to 20 patients.", False),
]


@pytest.mark.parametrize(("words", "boilerplate"), FORM_WORDS)
def test_words_of_the_form_and_words_of_the_company(words: str, boilerplate: bool) -> None:
    (part,) = read(html("Our drug works.", words, "Our drug is safe.")).parts
    assert part.is_boilerplate(part.text.index(words)) is boilerplate
    assert not part.is_boilerplate(part.text.index("Our drug is safe"))


def test_items_of_an_annual_report() -> None:
    contents = (
        "<table><tr><td>Item 1.</td><td>Business</td><td>3</td></tr><tr><td>Item "
        "1A.</td><td>Risk Factors</td><td>9</td></tr></table>"
    )
    body = html(
        "FORM 10-K",
        "Acme, Inc.",
        "(Exact name of registrant as specified in its charter)",
        contents,
        "<b>PART I</b>",
        "<b>Item 1. Business.</b>",
        "We make antibodies.",
        "<b>Item 1A. Risk Factors</b>",
        "We may fail.",
        "<b>Sales</b>",
        "They may fall.",
        "<b>Item 1B. Unresolved Staff Comments</b>",
        "None.",
    )
    (part,) = read(body).parts
    assert titles(part, SectionKind.ITEM) == ["Item 1 Business", "Item 1B Unresolved Staff Comments"]
    (risks,) = sections(part, SectionKind.RISK_FACTORS)
    assert risks == "Item 1A. Risk Factors\n\nWe may fail.\n\nSales\n\nThey may fall."
    assert not part.is_boilerplate(part.text.index("We make"))


def test_risk_factors_under_a_heading_of_their_own() -> None:
    (part,) = read(
        html(
            "<b>RISK FACTORS</b>",
            "All may fail.",
            "<b>Risks of ours</b>",
            "It may.",
            "<b>USE OF PROCEEDS</b>",
            "Drugs.",
        )
    ).parts
    assert sections(part, SectionKind.RISK_FACTORS) == ["RISK FACTORS\n\nAll may fail.\n\nRisks of ours\n\nIt may."]


REAL = [
    (
        "immunogen-8k-2007-06-04.txt",
        [
            "four of ten patients",
            "Herceptin® is a registered",
            "4 of the 10 patients",
            "No cardiac toxicity",
            "fatigue (Grade 1)",
            "Genentech Also Announces",
            "223 mg/m²",
        ],
        ["claims the protection of the safe harbor", "128 Sidney", "A copy of the press", "other reports filed"],
    ),
    (
        "immunogen-8k-2007-10-17.txt",
        ["$21.5 to $30 million", "triggers a $1 million", "CD19-targeting", "third product candidate"],
        ["(617) 995-2500", "SIGNATURES", "/s/", "Check the appropriate"],
    ),
    (
        "dev/beyondair-ex99-2024-12-03.html",
        ["NCT05351502", "IMOH", "Nitric Oxide (NO) is"],
        ["forward-looking statements” concerning", "CONTACTS"],
    ),
    ("dev/abvc-8k-2025-04-15.txt", ["$702,000"], ["Email:", 'forward-looking statements." Such']),
]


@pytest.mark.parametrize(("file", "claims", "boilerplate"), REAL)
def test_real_boilerplate(file: str, claims: list[str], boilerplate: list[str]) -> None:
    found: dict[str, set[bool]] = {}
    for part in read_filing(real_filing(file)).parts:
        for words in claims + boilerplate:
            at = part.text.find(words)
            if at >= 0:
                found.setdefault(words, set()).add(part.is_boilerplate(at))
    assert found == {**{words: {False} for words in claims}, **{words: {True} for words in boilerplate}}


def test_a_note_about_shares_behind_the_cover_is_no_cover() -> None:
    label = "(Exact name of registrant as specified in its charter)"
    note = (
        "On May 2, 2020, Acme bought Zeta Bio, Inc. (Zeta), a company that develops drugs for rare diseases. It paid "
        "$12.00 a share for all the outstanding shares of Zeta's common stock, and took over two candidates, one of "
        "them in Phase 2, which it will go on developing by itself."
    )
    (part,) = read(html("FORM 10-Q", "Acme, Inc.", label, "Note 3", "Acquisitions", note, "Zeta had ten people.")).parts
    assert note not in " ".join(sections(part, SectionKind.COVER))
