"""Fetching filings, against a mirror on this machine: who asks, how fast, what is tried again, and what stays."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPResponse
from itertools import pairwise
from pathlib import Path

import pytest

from kg.errors import FetchError
from kg.filings import find_filings, read_filing
from kg.filings.edgar import FetchReport, fetch
from kg.filings.edgar_client import Client, EndOfRunError, MissingError, checked_identity
from kg.filings.edgar_listing import Choice, Listed, find_company, list_filings
from kg.filings.edgar_manifest import read_list, read_manifest
from tests.filings.mirror import CIK, OLD, PAPERS, Mirror, Paper, Reply, serving, stocked

WHO = "Ada Example ada@example.org"
NEWEST = (PAPERS[0], PAPERS[3])
EVERY_8K = Choice(("8-K",))


@dataclass
class Clock:
    """Time that passes only by sleeping."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with serving(stocked()) as served:
        yield served


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(mirror: Mirror, clock: Clock) -> Client:
    return Client(WHO, mirror.url, clock=clock, sleep=clock.sleep)


def papers(*wanted: Paper) -> list[Listed]:
    return [Listed(paper.accession, CIK) for paper in wanted]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def accessions(report: FetchReport) -> tuple[list[str], list[str], list[str]]:
    return (
        [entry.accession_number for entry in report.fetched],
        [entry.accession_number for entry in report.present],
        [missed.listed.accession for missed in report.missed],
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "who they are"),
        (None, "who they are"),
        ("Ada Example", "no e-mail address"),
        ("ada@example.org", "no name"),
        ("Adä Example ada@example.org", "plain letters"),
    ],
)
def test_an_identity_has_a_name_and_an_address(words: str | None, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        checked_identity(words)


@pytest.mark.parametrize(("rate", "mirror"), [(9.0, None), (0.0, None), (1.0, "ftp://example.org"), (1.0, "example")])
def test_a_client_keeps_to_its_limits(rate: float, mirror: str | None) -> None:
    with pytest.raises(FetchError, match=r"must be above 0|no address of a mirror"):
        Client(WHO, mirror, rate)


def test_without_a_mirror_the_hosts_are_those_of_the_sec() -> None:
    client = Client(WHO)
    assert client.archives("x") == "https://www.sec.gov/x"
    assert client.data("y") == "https://data.sec.gov/y"


@pytest.mark.parametrize(("company", "cik"), [("42", CIK), ("CIK0000000042", CIK), ("acmc", CIK)])
def test_a_company_is_a_ticker_or_a_cik(client: Client, company: str, cik: str) -> None:
    assert find_company(client, company) == cik


def test_a_ticker_of_nobody_says_what_to_do(client: Client) -> None:
    with pytest.raises(FetchError, match=r"'GONE' today; .* give --company CIK"):
        find_company(client, "GONE")


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (EVERY_8K, [PAPERS[0], PAPERS[3], OLD]),
        (Choice(("8-k",), amendments=True), [PAPERS[1], PAPERS[0], PAPERS[3], OLD]),
        (Choice(("8-K/A",)), [PAPERS[1]]),
        (Choice(("8-K", "10-K")), [PAPERS[2], PAPERS[0], PAPERS[3], OLD]),
        (Choice(()), [PAPERS[2], PAPERS[1], PAPERS[0], PAPERS[3], OLD]),
    ],
)
def test_forms_are_what_was_asked_for(client: Client, choice: Choice, found: list[Paper]) -> None:
    assert [row.accession for row in list_filings(client, "ACMC", choice)] == [paper.accession for paper in found]


def test_days_are_included_and_older_lists_are_read_only_for_their_days(client: Client, mirror: Mirror) -> None:

    choice = Choice(("8-K",), first=date(2020, 6, 5), last=date(2021, 3, 2))
    assert [row.accession for row in list_filings(client, "42", choice)] == [paper.accession for paper in NEWEST]
    assert mirror.asked == [f"/submissions/CIK{CIK}.json"]
    choice = Choice(("8-K",), last=date(2005, 1, 1))
    assert [row.accession for row in list_filings(client, "42", choice)] == [OLD.accession]
    assert Choice(last=date(2020, 1, 1)).takes(Listed("1", "2", period=date(2020, 1, 1)))
    assert not Choice(last=date(2020, 1, 1)).takes(Listed("1", "2"))
    with pytest.raises(FetchError, match="other way round"):
        Choice(first=date(2021, 1, 1), last=date(2020, 1, 1))


def test_nothing_found_tells_what_there_is(client: Client) -> None:
    with pytest.raises(FetchError, match=r"has filed no S-1; in that time it has filed 8-K \(3\), 8-K/A \(1\)"):
        list_filings(client, "42", Choice(("S-1",)))
    with pytest.raises(FetchError, match="no filer with the CIK 0000000043"):
        list_filings(client, "43", EVERY_8K)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/files/company_tickers.json", b"<html>", "no JSON"),
        ("/files/company_tickers.json", b"[]", "not the list of tickers"),
        (f"/submissions/CIK{CIK}.json", b"{}", "not the list of filings"),
        (f"/submissions/CIK{CIK}.json", b'{"name":"A","filings":{"recent":{"form":[]}}}', "not the list of filings"),
    ],
)
def test_lists_of_another_shape_are_said_to_be_so(
    client: Client, mirror: Mirror, path: str, body: bytes, said: str
) -> None:
    mirror.pages[path] = body
    with pytest.raises(FetchError, match=said):
        list_filings(client, "ACMC", EVERY_8K)


@pytest.mark.parametrize("packed", [True, False])
def test_files_are_what_the_server_has_and_read_with_their_exhibits(
    client: Client, mirror: Mirror, tmp_path: Path, packed: bool
) -> None:
    mirror.packed = packed
    report = fetch(client, papers(*NEWEST), tmp_path)
    assert accessions(report) == ([paper.accession for paper in NEWEST], [], [])
    assert mirror.identities == {WHO}
    assert names(tmp_path) == {f"{paper.accession}.txt" for paper in NEWEST} | {"manifest.csv"}
    for paper in NEWEST:
        path = tmp_path / f"{paper.accession}.txt"
        assert path.read_text(encoding="utf-8") == paper.text
        filing = read_filing(path)
        assert filing.accession == paper.accession
        assert len(filing.parts) == 1 + len(paper.exhibits)


def test_the_manifest_lists_what_is_there(client: Client, tmp_path: Path) -> None:
    fetch(client, papers(*PAPERS), tmp_path)
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["accession_number"] for row in rows] == [PAPERS[i].accession for i in (3, 0, 1, 2)]
    data = PAPERS[3].text.encode()
    assert rows[0] == {
        "accession_number": "0000000042-20-000005",
        "cik": CIK,
        "company": "ACME CONJUGATES INC",
        "form": "8-K",
        "filing_date": "2020-06-05",
        "report_date": "2020-06-04",
        "file": "0000000042-20-000005.txt",
        "size": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
        "documents": "8-K; EX-99.1; EX-99.2",
        "source": "Archives/edgar/data/42/000000004220000005/0000000042-20-000005.txt",
    }
    assert [row.accession for row in read_list(tmp_path / "manifest.csv")] == [row["accession_number"] for row in rows]


def test_what_is_there_is_not_fetched_again(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    fetch(client, papers(*NEWEST), tmp_path)
    before = (tmp_path / "manifest.csv").read_bytes()
    mirror.asked.clear()
    report = fetch(client, papers(*PAPERS[:2], PAPERS[3]), tmp_path)
    assert accessions(report)[:2] == ([PAPERS[1].accession], [paper.accession for paper in NEWEST])
    assert mirror.fetched() == [f"{PAPERS[1].accession}.txt"]
    (tmp_path / f"{PAPERS[1].accession}.txt").unlink()
    assert fetch(client, papers(*NEWEST), tmp_path).fetched == ()
    assert (tmp_path / "manifest.csv").read_bytes() == before


def test_files_without_a_manifest_count_and_cut_ones_do_not(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    fetch(client, papers(*NEWEST), tmp_path)
    whole = (tmp_path / "manifest.csv").read_bytes()
    (tmp_path / "manifest.csv").unlink()
    cut = tmp_path / f"{NEWEST[0].accession}.txt"
    cut.write_bytes(cut.read_bytes()[:300])
    mirror.asked.clear()
    report = fetch(client, papers(*NEWEST), tmp_path)
    assert accessions(report) == ([NEWEST[0].accession], [NEWEST[1].accession], [])
    assert mirror.fetched() == [cut.name]
    assert (tmp_path / "manifest.csv").read_bytes() == whole


def test_requests_keep_their_pace(mirror: Mirror, tmp_path: Path) -> None:
    clock = Clock()
    times: list[float] = []
    client = Client(WHO, mirror.url, rate=8.0, clock=clock, sleep=clock.sleep)
    ask = client._ask

    def timed(address: str) -> HTTPResponse:
        times.append(clock.now)
        return ask(address)

    client._ask = timed  # type: ignore[method-assign]
    fetch(client, papers(*PAPERS), tmp_path)
    assert [round(b - a, 3) for a, b in pairwise(times)] == [0.125] * 3
    clock.now += 5
    client.json(client.data(f"submissions/CIK{CIK}.json"))
    client.json(client.data(f"submissions/CIK{CIK}.json"))
    assert round(times[-1] - times[-2], 3) == 0.125


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(503, headers={"Retry-After": "7"}),
        Reply(429),
        Reply(403, b"Request Rate Threshold Exceeded"),
        Reply(body=PAPERS[0].text.encode()[:200], promised=5000),
        Reply(body=PAPERS[0].text.encode()[:200]),
        Reply(body=b"\x1f\x8b\x08\x00", headers={"Content-Encoding": "gzip"}),
        Reply(body=b"nonsense", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["500", "503 with a wait", "429", "403", "connection cut", "file cut", "gzip cut", "gzip broken"],
)
def test_what_passes_is_tried_again(client: Client, mirror: Mirror, clock: Clock, tmp_path: Path, reply: Reply) -> None:
    mirror.instead[PAPERS[0].path] = [reply]
    told: list[str] = []
    client.tell = told.append
    report = fetch(client, papers(PAPERS[0]), tmp_path)
    assert accessions(report) == ([PAPERS[0].accession], [], [])
    assert (tmp_path / f"{PAPERS[0].accession}.txt").read_text(encoding="utf-8") == PAPERS[0].text
    assert len(mirror.asked) == 2
    waited = {403: 10.0, 429: 10.0, 503: 7.0, 500: 1.0}.get(reply.status)
    if waited:
        assert waited in clock.slept
        assert f"trying again in {waited:g} s" in told[0]


def test_being_held_back_ends_the_run_and_keeps_what_has_come(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    mirror.instead[PAPERS[1].path] = [Reply(429)] * 20
    report = fetch(client, papers(*PAPERS), tmp_path)
    assert accessions(report) == ([PAPERS[0].accession], [], [PAPERS[1].accession])
    assert report.untried == 2
    assert "ten minutes" in report.stopped
    assert len(mirror.asked) == 1 + 4
    assert names(tmp_path) == {f"{PAPERS[0].accession}.txt", "manifest.csv"}
    assert list(read_manifest(tmp_path)) == [PAPERS[0].accession]


def test_an_identity_that_is_not_accepted_is_said_at_once(client: Client, mirror: Mirror) -> None:
    path = f"/submissions/CIK{CIK}.json"
    mirror.instead[path] = [Reply(403, b"<h1>Your Request Originates from an Undeclared Automated Tool</h1>")]
    with pytest.raises(EndOfRunError, match="does not accept the identity"):
        client.json(client.data(path.lstrip("/")))
    assert mirror.asked == [path]


def test_what_is_missing_is_reported_and_the_rest_fetched(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    del mirror.pages[PAPERS[0].path]
    mirror.instead[PAPERS[1].path] = [Reply(500)] * 20
    mirror.pages[PAPERS[2].path] = b"<html>We are moving</html>"
    report = fetch(client, papers(*PAPERS), tmp_path)
    assert accessions(report) == ([PAPERS[3].accession], [], [paper.accession for paper in PAPERS[:3]])
    reasons = [missed.reason for missed in report.missed]
    assert "is not there (404)" in reasons[0]
    assert "trouble of its own (500" in reasons[1]
    assert "no full submission; it begins with '<html>We are" in reasons[2]
    assert report.stopped == ""
    assert names(tmp_path) == {f"{PAPERS[3].accession}.txt", "manifest.csv"}


def test_old_filings_are_found_where_the_indexes_have_them(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    path = f"/Archives/edgar/data/42/{OLD.accession}.txt"
    mirror.pages[path] = mirror.pages.pop(OLD.path)
    report = fetch(client, papers(OLD), tmp_path)
    assert [entry.source for entry in report.fetched] == [path[1:]]
    assert mirror.asked == [OLD.path, path]


def test_what_a_killed_run_left_is_in_nobodys_way(client: Client, tmp_path: Path) -> None:
    left = tmp_path / f"{OLD.accession}.txt.part"
    left.write_text(OLD.text[:200], encoding="utf-8")
    fetch(client, papers(PAPERS[0]), tmp_path)
    assert [path.name for path in find_filings([tmp_path])] == [f"{PAPERS[0].accession}.txt"]
    fetch(client, papers(OLD), tmp_path)
    assert not left.exists()
    assert [path.name for path in find_filings([tmp_path])] == [f"{paper.accession}.txt" for paper in (OLD, PAPERS[0])]


def test_three_failures_in_a_row_end_the_run(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    for paper in PAPERS[:3]:
        mirror.instead[paper.path] = [Reply(500)] * 20
    report = fetch(client, papers(*PAPERS), tmp_path)
    assert report.untried == 1
    assert "3 filings in a row" in report.stopped
    assert report.fetched == ()


def test_a_file_of_another_filing_is_not_taken_for_it(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    mirror.pages[PAPERS[0].path] = PAPERS[3].text.encode()
    report = fetch(client, papers(PAPERS[0]), tmp_path)
    assert "is another filing: its header says 0000000042-20-000005" in report.missed[0].reason
    assert names(tmp_path) == {"manifest.csv"}


def test_missing_exhibits_are_told(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    lacking = Paper(PAPERS[0].accession, "8-K", "2021-03-02", "2021-03-01", promised=3)
    mirror.pages[PAPERS[0].path] = lacking.text.encode()
    report = fetch(client, papers(PAPERS[0]), tmp_path)
    assert report.notes == (
        "0000000042-21-000003: its header promises 3 documents, the file has 2; it is kept as it is",
    )


def test_a_run_that_is_broken_off_leaves_nothing_half(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    ask, seen = client._ask, []

    def interrupted(address: str) -> object:
        seen.append(address)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return ask(address)

    client._ask = interrupted  # type: ignore[method-assign,assignment]
    with pytest.raises(KeyboardInterrupt):
        fetch(client, papers(*PAPERS), tmp_path)
    assert names(tmp_path) == {f"{PAPERS[0].accession}.txt", "manifest.csv"}
    assert list(read_manifest(tmp_path)) == [PAPERS[0].accession]


def test_nobody_is_sent_to_another_host(client: Client, mirror: Mirror) -> None:
    with serving(stocked()) as other:
        path = "/files/company_tickers.json"
        mirror.instead[path] = [Reply(302, headers={"Location": f"{other.url}{path}"})]
        with pytest.raises(FetchError, match="another host"):
            client.json(client.archives(path[1:]))
        assert other.asked == []
        mirror.instead[path] = [Reply(302, headers={"Location": f"{mirror.url}/submissions/CIK{CIK}.json"})]
        assert client.json(client.archives(path[1:]))["cik"] == CIK


def test_a_mirror_that_is_away_is_said_to_be_so(clock: Clock) -> None:
    client = Client(WHO, "http://127.0.0.1:9", clock=clock, sleep=clock.sleep)
    with pytest.raises(EndOfRunError, match=r"cannot be reached \(.*refused.*\); tried 5 times"):
        client.json(client.data("x"))
    assert [round(s) for s in clock.slept if s >= 1] == [1, 2, 4, 8]


def test_what_is_not_there_is_not_tried_again(client: Client, mirror: Mirror) -> None:
    with pytest.raises(MissingError):
        client.json(client.data("nowhere"))
    assert len(mirror.asked) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cik,company\n42,Acme\n", "has no column accession_number"),
        ("accession_number,cik\n0000000042-21-3,42\n", "line 2: '0000000042-21-3' is no accession number"),
        ("accession_number,cik\n0000000042-21-000003,Acme\n", "line 2: 'Acme' is no CIK"),
        ("accession_number,cik,filing_date\n0000000042-21-000003,42,2 March\n", "line 2: Invalid isoformat"),
        ("accession_number,cik\n", "lists no filing"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FetchError, match=said):
        read_list(path)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"none\.csv: cannot be read"):
        read_list(tmp_path / "none.csv")
