"""A mirror of EDGAR on this machine, with invented filers and filings, that can be told to misbehave."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CIK = "0000000042"


@dataclass(frozen=True)
class Paper:
    """An invented filing."""

    accession: str
    form: str
    filed: str
    period: str
    exhibits: tuple[str, ...] = ("EX-99.1",)
    promised: int | None = None

    @property
    def path(self) -> str:
        return f"/Archives/edgar/data/42/{self.accession.replace('-', '')}/{self.accession}.txt"

    @property
    def text(self) -> str:
        kinds = (self.form, *self.exhibits)
        day, period = self.filed.replace("-", ""), self.period.replace("-", "")
        documents = "".join(
            f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>{number}\n<FILENAME>d{number}.txt\n<TEXT>\n"
            f"On {self.period}, Acme Conjugates, Inc. announced that ACM-{number}23 is in a Phase 2 trial "
            f"for gastric cancer.\n</TEXT>\n</DOCUMENT>\n"
            for number, kind in enumerate(kinds, start=1)
        )
        return (
            f"<SEC-DOCUMENT>{self.accession}.txt : {day}\n<SEC-HEADER>{self.accession}.hdr.sgml : {day}\n"
            f"ACCESSION NUMBER:\t\t{self.accession}\nCONFORMED SUBMISSION TYPE:\t{self.form}\n"
            f"PUBLIC DOCUMENT COUNT:\t\t{self.promised or len(kinds)}\n"
            f"CONFORMED PERIOD OF REPORT:\t{period}\nFILED AS OF DATE:\t\t{day}\n\n"
            f"FILER:\n\n\tCOMPANY DATA:\t\n\t\tCOMPANY CONFORMED NAME:\t\t\tACME CONJUGATES INC\n"
            f"\t\tCENTRAL INDEX KEY:\t\t\t{CIK}\n</SEC-HEADER>\n{documents}</SEC-DOCUMENT>\n"
        )


PAPERS = (
    Paper("0000000042-21-000003", "8-K", "2021-03-02", "2021-03-01"),
    Paper("0000000042-21-000009", "8-K/A", "2021-03-09", "2021-03-01", exhibits=()),
    Paper("0000000042-21-000017", "10-K", "2021-03-20", "2020-12-31", exhibits=("EX-21", "EX-31.1")),
    Paper("0000000042-20-000005", "8-K", "2020-06-05", "2020-06-04", exhibits=("EX-99.1", "EX-99.2")),
)
OLD = Paper("0000000042-03-000001", "8-K", "2003-02-04", "2003-02-03")


def table(*papers: Paper) -> dict[str, list[str]]:
    """Return papers as the columns that the SEC's lists have."""
    return {
        "accessionNumber": [paper.accession for paper in papers],
        "form": [paper.form for paper in papers],
        "filingDate": [paper.filed for paper in papers],
        "reportDate": [paper.period for paper in papers],
        "primaryDocument": ["d1.txt" for _ in papers],
    }


@dataclass
class Reply:
    """What is answered instead of what is there."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    """The length that the head gives, where it is not that of the body."""


@dataclass
class Mirror:
    """What the mirror has, what it answers instead, and what it has been asked."""

    url: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    instead: dict[str, list[Reply]] = field(default_factory=dict)
    """Answers to a path, each given once, in order, before what is there."""
    asked: list[str] = field(default_factory=list)
    identities: set[str] = field(default_factory=set)
    packed: bool = True

    def fetched(self) -> list[str]:
        """Return the submissions that were asked for, by the last part of their paths."""
        return [path.rpartition("/")[2] for path in self.asked if "/Archives/" in path]


def stocked() -> Mirror:
    """Return a mirror of one filer: four filings in the recent list, one in a further file."""
    page = {"name": f"CIK{CIK}-submissions-001.json", "filingFrom": "2001-01-02", "filingTo": "2010-12-30"}
    listing: dict[str, Any] = {
        "cik": CIK,
        "name": "Acme Conjugates, Inc.",
        "filings": {"recent": table(*PAPERS), "files": [page]},
    }
    pages = {
        "/files/company_tickers.json": {"0": {"cik_str": 42, "ticker": "ACMC", "title": "Acme Conjugates, Inc."}},
        f"/submissions/CIK{CIK}.json": listing,
        f"/submissions/{page['name']}": table(OLD),
    }
    texts = {paper.path: paper.text.encode() for paper in (*PAPERS, OLD)}
    return Mirror(pages={path: json.dumps(said).encode() for path, said in pages.items()} | texts)


@contextmanager
def serving(mirror: Mirror) -> Iterator[Mirror]:
    """Serve a mirror at a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            mirror.asked.append(self.path)
            mirror.identities.add(self.headers["User-Agent"])
            queued = mirror.instead.get(self.path) or []
            if queued:
                reply = queued.pop(0)
            elif self.path in mirror.pages:
                body = mirror.pages[self.path]
                packed = mirror.packed and "gzip" in self.headers.get("Accept-Encoding", "")
                headers = {"Content-Encoding": "gzip"} if packed else {}
                reply = Reply(body=gzip.compress(body, mtime=0) if packed else body, headers=headers)
            else:
                reply = Reply(404, b"no such key")
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            length = len(reply.body) if reply.promised is None else reply.promised
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mirror.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield mirror
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
