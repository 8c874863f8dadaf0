"""A Virtuoso on this machine, started for a test in a folder of its own and stopped afterwards."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql")
_PATIENCE = 60.0
_INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
MaxOptimizeLayouts = 10
StopCompilerWhenXOverRunTime = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 10
EnabledDavVSP = 0
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def running_virtuoso(folder: Path, nquads: bytes) -> Iterator[str]:
    """Run a Virtuoso that holds some quads, and yield the address of its endpoint."""
    assert SERVER
    assert CLIENT
    sql, http = _free_ports()
    (folder / "v.ini").write_text(_INI.format(sql=sql, http=http), encoding="utf-8")
    (folder / "graph.nq").write_bytes(nquads)
    address = f"http://127.0.0.1:{http}/sparql"
    with (folder / "out.txt").open("wb") as out:
        server = subprocess.Popen([SERVER, "-f", "+configfile", "v.ini"], cwd=folder, stdout=out, stderr=out)
        try:
            _wait(address, server)
            # 512 is the flag for N-Quads; without transactions it is several times as fast
            load = "log_enable(2); DB.DBA.TTLP(file_to_string_output('graph.nq'), '', 'http://nowhere.example/', 512);"
            told = subprocess.run(
                [
                    CLIENT,
                    f"127.0.0.1:{sql}",
                    "dba",
                    "dba",
                    "ERRORS=STDOUT",
                    "VERBOSE=OFF",
                    "BANNER=OFF",
                    f"exec={load}",
                ],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=True,
            )
            assert "Error" not in told.stdout, told.stdout
            yield address
        finally:
            server.kill()
            server.wait()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "Virtuoso did not start"
        try:
            urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("Virtuoso did not answer in time")
