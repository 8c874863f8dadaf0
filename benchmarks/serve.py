"""How long answers take over HTTP, against the same engine in process and against rdflib's own.

    python benchmarks/serve.py [--facts 10000 100000] [--repeat 20] [--clients 32] [--seconds 60]

The graphs are those of the sample filings, copied under other names until there are as many facts. Each of ten
questions is asked `--repeat` times in turn; then `--clients` ask all of them without a pause for `--seconds`, and every
answer is compared with the first one. Times are milliseconds.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    import pyoxigraph

    from kg.graph.store import GraphStore

QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "history of a drug": ("programme-history", {"compound": "SGN-35"}),
    "payments to a company": ("payments", {"payee": "ImmunoGen"}),
    "payments for a drug": ("payments", {"compound": "SGN-35"}),
    "response rates of a drug": ("response-rates", {"compound": "SGN-35"}),
    "designations of a drug": ("designations", {"compound": "SGN-35"}),
    "rights of a company": ("rights", {"company": "ImmunoGen"}),
    "adverse events of a drug": ("adverse-events", {"compound": "SGN-35"}),
    "who made and who sponsors a drug": ("sponsors-and-originators", {"compound": "SGN-35"}),
}
SPARQL = {
    "a thing by any name": 'SELECT ?c ?p { ?c skos:prefLabel|skos:altLabel "SGN-35" ; ?p ?o }',
    "drugs against a target": "SELECT DISTINCT ?drug { ?t skos:prefLabel 'CD30' . ?c pipe:targets ?t ; "
    "skos:prefLabel ?drug } ORDER BY ?drug LIMIT 100",
}
_OWN = re.compile(
    r"<(https://w3id\.org/biotech-pipeline/(?:compound|antibody|org|study|program|statement|evidence|filing|run|"
    r"graph/filing-)[^>]*)>"
)
_NAME = re.compile(r'(#(?:name|filedAs|registrantName)>|/terms/identifier>) "((?:[^"\\]|\\.)*)"')
_RDFLIB_SECONDS = 2.0
"""Seconds after which a question is not asked of rdflib a second time."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rdflib", type=int, default=10_000, help="the most facts that rdflib is asked about")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for facts in given.facts:
            folder = Path(scratch) / f"store-{facts}"
            print(json.dumps(_measure(folder, facts, given), indent=1), flush=True)


def _measure(folder: Path, facts: int, given: argparse.Namespace) -> dict[str, Any]:
    from kg.graph.store import copy_to_memory, open_store  # noqa: PLC0415

    told = _write(folder, facts)
    _progress(f"{told}")
    with _serving(folder) as port, open_store(folder, read_only=True) as store:
        texts = _texts(store)
        over_http = {name: _times(lambda q=q: _get(port, q), given.repeat) for name, q in texts.items()}  # type: ignore[misc]
        _progress("over HTTP")
        crowd = _crowd(port, texts, given.clients, given.seconds)
    _progress(f"a crowd: {crowd}")
    with open_store(folder, read_only=True) as store:
        on_disk = _asked_of(store.inner, texts, given.repeat)
        in_memory = _asked_of(copy_to_memory(store).inner, texts, given.repeat)
        _progress("in process")
        of_rdflib = _rdflib(store, texts) if facts <= given.rdflib else {}
    return {
        **told,
        "http": _summed(over_http),
        "engine_in_memory": _summed(in_memory),
        "engine_on_disk": _summed(on_disk),
        "rdflib": _summed(of_rdflib),
        f"{given.clients}_clients": crowd,
        "questions": {
            name: {"http": _two(times), "in_memory": _two(in_memory[name]), "rdflib": _two(of_rdflib.get(name, []))}
            for name, times in over_http.items()
        },
    }


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _write(folder: Path, facts: int) -> dict[str, Any]:
    """Write a store of about so many facts: the samples, and copies of them under other names."""
    import kg  # noqa: PLC0415
    from kg.graph.derive import derive  # noqa: PLC0415
    from kg.graph.iris import FILING_GRAPHS  # noqa: PLC0415

    kg.build(kg.sample_filings(), store=folder)
    with kg.open_store(folder) as store:
        base = kg.stored_facts(store)
        graphs = [g for g in store.named_graphs() if g.value.startswith(FILING_GRAPHS)]
        lines = "".join(f"{quad} .\n" for graph in graphs for quad in store.quads(graph=graph))
        copies = max(0, round(facts / len(base)) - 1)
        for number in range(1, copies + 1):
            _load(store.inner, lines, f"c{number}")
        derive(store)
        return {"facts": len(base) * (copies + 1), "quads": len(store.inner)}


def _load(database: pyoxigraph.Store, lines: str, mark: str) -> None:
    import pyoxigraph  # noqa: PLC0415

    renamed = _OWN.sub(rf"<\1-{mark}>", lines)
    renamed = _NAME.sub(rf'\1 "\2-{mark}"', renamed)
    database.bulk_load(renamed.encode(), format=pyoxigraph.RdfFormat.N_QUADS)


def _texts(store: GraphStore) -> dict[str, str]:
    from kg.graph.namespace import PREFIXES  # noqa: PLC0415
    from kg.query import load_question, question_sparql  # noqa: PLC0415

    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    named = {n: question_sparql(store, load_question(q), params) for n, (q, params) in QUESTIONS.items()}
    return named | {name: head + text for name, text in SPARQL.items()}


def _asked_of(database: pyoxigraph.Store, texts: dict[str, str], repeat: int) -> dict[str, list[float]]:
    def ask(text: str) -> None:
        list(database.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]

    return {name: _times(lambda text=text: ask(text), repeat) for name, text in texts.items()}  # type: ignore[misc]


def _rdflib(store: GraphStore, texts: dict[str, str]) -> dict[str, list[float]]:
    import pyoxigraph  # noqa: PLC0415
    import rdflib  # noqa: PLC0415

    dataset = rdflib.Dataset(default_union=True)
    dumped = store.inner.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b""
    dataset.parse(data=dumped.decode(), format="nquads")
    return {
        name: _times(lambda text=text: list(dataset.query(text)), 1, most=_RDFLIB_SECONDS)  # type: ignore[misc]
        for name, text in texts.items()
    }


def _times(work: Callable[[], object], repeat: int, *, most: float = 1e9) -> list[float]:
    """Return how long some work takes, in milliseconds; the first time does not count, if there is another."""
    found: list[float] = []
    begin = time.perf_counter()
    for _ in range(repeat + 1):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
        if time.perf_counter() - begin > most:
            break
    return found[1:] or found


@contextmanager
def _serving(folder: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            line = process.stderr.readline()
            match = re.search(r" at http://\S+?:(\d+)/ ", line)
            assert match, line
            yield int(match[1])
        finally:
            process.terminate()
            process.wait(timeout=30)


def _get(port: int, text: str, connection: http.client.HTTPConnection | None = None) -> tuple[int, bytes]:
    used = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    used.request("GET", f"/sparql?{urlencode({'query': text})}", headers={"Accept": "application/sparql-results+json"})
    answer = used.getresponse()
    found = answer.status, answer.read()
    if connection is None:
        used.close()
    return found


def _crowd(port: int, texts: dict[str, str], clients: int, seconds: float) -> dict[str, Any]:
    """Let clients ask without a pause, and compare every answer with the first one."""
    right = {name: _digest(_get(port, text)[1]) for name, text in texts.items()}
    end = time.perf_counter() + seconds
    times: list[float] = []
    wrong: list[str] = []

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        names = list(texts)
        turn = number
        while time.perf_counter() < end:
            name = names[turn % len(names)]
            start = time.perf_counter()
            status, body = _get(port, texts[name], connection)
            times.append((time.perf_counter() - start) * 1000)
            if status != 200 or _digest(body) != right[name]:
                wrong.append(f"{name}: {status}")
            turn += 1
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"answers": len(times), "a_second": round(len(times) / seconds, 1), "wrong": len(wrong), **_two(times)}


def _digest(body: bytes) -> str:
    """Return what tells one answer from another, whatever the order of its rows."""
    rows = sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _summed(times: dict[str, list[float]]) -> dict[str, float]:
    """Return the figures over all questions."""
    return _two([one for some in times.values() for one in some])


def _two(times: list[float]) -> dict[str, float]:
    if not times:
        return {}
    ordered = sorted(times)
    at_95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {"p50": round(statistics.median(ordered), 2), "p95": round(at_95, 2)}


if __name__ == "__main__":
    main()
