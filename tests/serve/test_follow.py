"""What happens around a running server: the store is built anew, backed up, restored; the graph is elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.backup import back_up, restore
from kg.graph.derive import derive
from kg.graph.store import open_store, remove_filing, replace_filing
from kg.graph.texts import packed_text
from tests.graph.factory import extraction, filing
from tests.serve.conftest import write_store
from tests.serve.running import Response, Server, serving

COUNT = "SELECT (COUNT(DISTINCT ?f) AS ?n) { ?f a pipe:Filing }"
ADDED = "acme-8k-2007-06-04"


def filings(server: Server) -> int:
    answer = server.ask(COUNT)
    assert answer.status == 200, answer.text
    return counted(answer)


def counted(answer: Response) -> int:
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def add(folder: Path) -> None:
    with open_store(folder) as store:
        replace_filing(store, extraction(of=filing(ADDED)))
        derive(store)


def until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it has not come about"
        time.sleep(0.2)


class Asking:
    """Asks without a pause, and keeps what was not right."""

    def __init__(self, server: Server, right: set[int]) -> None:
        self.server, self.right = server, right
        self.asked, self.wrong = 0, list[str]()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(4)]

    def _ask(self) -> None:
        while not self._stop.is_set():
            answer = self.server.ask(COUNT)
            self.asked += 1
            if answer.status != 200 or counted(answer) not in self.right:
                self.wrong.append(answer.text)

    def __enter__(self) -> Asking:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=30)
        assert self.wrong == []
        assert self.asked > 10


def test_a_store_can_be_built_backed_up_and_restored_while_it_is_served(tmp_path: Path) -> None:
    folder, kept = write_store(tmp_path / "store"), tmp_path / "kept"
    with serving(folder) as server, Asking(server, {3, 4}):
        assert filings(server) == 3
        back_up(folder, kept)
        add(folder)
        until(lambda: filings(server) == 4)
        assert server.get(f"/filing/{ADDED}", "text/html").status == 200
        restore(kept, folder, replace=True)
        until(lambda: filings(server) == 3)
        assert server.get(f"/filing/{ADDED}", "text/html").status == 404


def test_a_store_that_is_being_written_is_served_as_it_was(tmp_path: Path) -> None:
    folder = write_store(tmp_path / "store")
    with serving(folder) as server:
        with open_store(folder) as store:
            replace_filing(store, extraction(of=filing(ADDED)))
            time.sleep(5)
            assert filings(server) == 3
            derive(store)
        until(lambda: filings(server) == 4)


def test_a_backup_is_a_store_of_its_own(tmp_path: Path) -> None:
    folder = write_store(tmp_path / "store")
    add(folder)
    kept = back_up(folder, tmp_path / "kept")
    with open_store(folder) as store:
        remove_filing(store, ADDED)
    with open_store(kept, read_only=True) as store:
        assert packed_text(store, ADDED)
        assert len({q.subject for q in store.quads()}) > 100
    (folder / "data" / "CURRENT").write_text("damaged", encoding="utf-8")
    with serving(kept) as server:
        assert filings(server) == 4
    fresh = restore(kept, tmp_path / "fresh")
    with open_store(fresh) as store:
        assert remove_filing(store, ADDED)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fresh", "kept", "store"]


def test_backups_do_not_overwrite(tmp_path: Path, store_folder: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="exists already"):
        back_up(store_folder, tmp_path / "other")
    with pytest.raises(StoreError, match="is not a store"):
        back_up(tmp_path / "other", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with pytest.raises(StoreError, match="no backup"):
        restore(tmp_path / "other", tmp_path / "new")
    with pytest.raises(StoreError, match="holds something"):
        restore(store_folder, tmp_path / "other", replace=True)
    kept = back_up(store_folder, tmp_path / "kept")
    restore(kept, tmp_path / "again")
    with pytest.raises(StoreError, match="--replace"):
        restore(kept, tmp_path / "again")
    with open_store(tmp_path / "again"), pytest.raises(StoreError, match="wait until that has ended"):
        restore(kept, tmp_path / "again", replace=True)


def test_the_commands_do_so(tmp_path: Path, store_folder: Path) -> None:
    for arguments in (
        ["backup", "kept", "--store", str(store_folder)],
        ["restore", "kept", "--store", "again"],
        ["restore", "kept", "--store", "again", "--replace"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "kg", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "3 filings" in done.stdout


def test_a_store_on_disk_is_served_too(tmp_path: Path) -> None:
    folder = write_store(tmp_path / "store")
    with serving(folder, "--on-disk", "--timeout", "3") as server:
        with Asking(server, {3}):
            back_up(folder, tmp_path / "kept")
            runaway = server.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        assert runaway.status == 504
        assert server.get("/compound/mirvetuximab-soravtansine", "text/html").status == 200
        with pytest.raises(StoreError, match="wait until that has ended"):
            open_store(folder)


def test_a_remote_endpoint_is_served_as_a_store_is(server: Server, tmp_path: Path) -> None:
    with serving(tmp_path, "--endpoint", f"{server.address}/sparql", "--max-rows", "50") as front:
        assert filings(front) == 3
        for path in ("/", "/compound/mirvetuximab-soravtansine", "/filing/immunogen-8k-2013-11-05", "/search?q=vedot"):
            there, here = server.get(path, "text/html"), front.get(path, "text/html")
            assert (here.status, here.text) == (200, there.text), path
        for path in ("/api/questions/payments", "/api/entity?name=SGN-35", "/api/filings"):
            assert front.get(path).body == server.get(path).body
        turtle = front.get("/compound/mirvetuximab-soravtansine", "application/n-triples")
        assert turtle.body == server.get("/compound/mirvetuximab-soravtansine", "application/n-triples").body
        csv = "SELECT ?s { ?s a pipe:Filing } ORDER BY ?s"
        assert front.ask(csv, "text/csv").body == server.ask(csv, "text/csv").body
        assert front.ask("SELECT * { ?s ?p ?o }").status == 422
        assert front.ask("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").status == 400
        assert front.ask("SELECT nonsense").status == 400
        assert json.loads(front.ask("ASK {}").body)["boolean"] is True


def test_an_endpoint_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", "--endpoint", "http://127.0.0.1:1/sparql", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
