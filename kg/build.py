"""The main job: filings read, understood, loaded into a store, and what follows from them derived.

The order of the filings and the number of worker processes make no difference to what the store holds.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import FactTableError, KgError, ModelMissingError, VocabularyError
from kg.facttable import write_table
from kg.filings import MAX_BYTES, filing_names, find_filings, read_filing
from kg.model import Extraction, Filing, OffsetMap
from kg.resources import ontology_dir, rules_dir, sample_filings_dir, vocabulary_dir

if TYPE_CHECKING:
    from kg.graph.store import GraphStore
    from kg.model import VocabularyEntry

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """A filing that could not be read, understood or loaded, and why, in one line with a remedy."""

    name: str
    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, told after each filing: `outcome` is ``read``, ``unchanged`` or ``failed``."""

    done: int
    total: int
    name: str
    outcome: str


Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `entities` and `facts` count what the store holds of all its filings afterwards."""

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    failures: tuple[Failure, ...]
    entities: int
    facts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """What an extraction wrote: a fact table for each filing that could be read."""

    tables: tuple[Path, ...]
    failures: tuple[Failure, ...]
    entities: int
    facts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What a filing says without its texts, and these packed for the store: little has to pass between processes."""

    extraction: Extraction
    packed: bytes


def build(
    paths: Sequence[Path],
    *,
    store: Path | GraphStore,
    workers: int = 1,
    progress: Listener | None = None,
) -> BuildReport:
    """Read the filings given, and those in folders given, into a store; a store's folder is made where there is none.

    A filing that the store has already from the same bytes, read by the same version with the same vocabulary and
    rules, is not read again. One that cannot be read becomes a failure of the report and changes nothing in the store;
    the others are loaded all the same. With one worker all happens in this process; more are processes of their own,
    for which a script must guard its main part with ``if __name__ == "__main__"``.

    Raises `FilingError` where there are no filings, `StoreError` where the store cannot be opened or written,
    `VocabularyError` where a vocabulary or rule file is not as it must be, and `ModelMissingError` where the language
    model is not installed.
    """
    began = time.monotonic()
    tasks = _tasks(paths)
    with ExitStack() as stack:
        opened = stack.enter_context(_open(store)) if isinstance(store, Path) else store
        return _build(tasks, opened, workers=workers, told=_Told(progress, len(tasks)), began=began)


def extract_tables(
    paths: Sequence[Path], output: Path, *, workers: int = 1, progress: Listener | None = None
) -> ExtractReport:
    """Write a fact table ``NAME.jsonl`` for each filing into a folder. Workers and failures are as in `build`.

    Raises `FilingError` where there are no filings, and `FactTableError` where `output` is no folder.
    """
    began = time.monotonic()
    tasks = _tasks(paths)
    if output.exists() and not output.is_dir():
        raise FactTableError(f"{output} is a file; name a folder for the fact tables")
    told = _Told(progress, len(tasks))
    tables: list[Path] = []
    failures: list[Failure] = []
    entities = facts = 0
    for task, found in zip(tasks, _extractions(tasks, workers=workers), strict=True):
        written = (
            found if isinstance(found, Failure) else _bounded(task, partial(write_table, found.extraction, output))
        )
        if isinstance(written, Failure):
            failures.append(written)
        elif isinstance(found, _Read):
            tables.append(written)
            entities, facts = entities + len(found.extraction.entities), facts + len(found.extraction.facts)
        told(task.name, "failed" if isinstance(written, Failure) else "read")
    return ExtractReport(tuple(tables), tuple(failures), entities, facts, time.monotonic() - began)


def sample_filings() -> list[Path]:
    """Return the files of the sample filings."""
    return find_filings([sample_filings_dir()])


def default_workers(filings: int) -> int:
    """Return how many processes a command uses for that many filings: as many as there are processors, at most."""
    return max(1, min(os.cpu_count() or 1, filings))


@cache
def extractor_fingerprint() -> str:
    """Return the version of what reads filings: the library's, and a digest of its code, vocabulary and rules.

    It changes with every row added to a vocabulary, so that filings are read again then.
    """
    from kg.graph.write import extractor_version  # noqa: PLC0415  # the graph's libraries are not needed at import

    package = Path(__file__).resolve().parent
    folders = [package / room for room in ("filings", "nlp", "vocabulary", "graph")]
    folders += [rules_dir(), vocabulary_dir(), ontology_dir() / "rules"]
    sums = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                sums.update(f"{folder.name}/{file.relative_to(folder).as_posix()}\n".encode())
                sums.update(hashlib.sha256(file.read_bytes()).digest())
    for name in ("model.py", "names.py"):
        sums.update(hashlib.sha256((package / name).read_bytes()).digest())
    return f"{extractor_version()}+{sums.hexdigest()[:12]}"


class _Told:
    """Tells a listener how far the run is."""

    def __init__(self, progress: Listener | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, name: str, outcome: str) -> None:
        self._done += 1
        if self._progress:
            self._progress(Progress(self._done, self._total, name, outcome))


def _tasks(paths: Sequence[Path]) -> list[_Task]:
    """Return the filings by name, so that the order in which they were given makes no difference."""
    names = filing_names(find_filings(paths)).items()
    # bytes of a file's name that are no UTF-8 are spelled out, or the name could not be written
    tasks = (_Task(path, name.encode("utf-8", "backslashreplace").decode("utf-8")) for path, name in names)
    return sorted(tasks, key=lambda task: (task.name, task.path))


def _open(folder: Path) -> GraphStore:
    from kg.graph.store import open_or_create_store  # noqa: PLC0415

    return open_or_create_store(folder)


def _build(tasks: list[_Task], store: GraphStore, *, workers: int, told: _Told, began: float) -> BuildReport:
    from kg.graph.iris import EntityIris  # noqa: PLC0415
    from kg.graph.store import replace_filing  # noqa: PLC0415
    from kg.graph.texts import drop_orphans  # noqa: PLC0415
    from kg.vocabulary.load import load_vocabulary  # noqa: PLC0415

    version = extractor_fingerprint()
    entries = load_vocabulary().entries
    unchanged = [task for task in tasks if _is_current(store, task, version)]
    for task in unchanged:
        told(task.name, "unchanged")
    fresh = [task for task in tasks if task not in set(unchanged)]
    changed = _load_vocabulary(store, entries)
    if fresh or changed:
        _forget_derived(store)
    minter = EntityIris(entries)
    moment = datetime.now(UTC).replace(microsecond=0)
    load = partial(replace_filing, store, vocabulary=minter, extractor=version, read_at=moment)
    read: list[str] = []
    failures: list[Failure] = []
    for task, found in zip(fresh, _extractions(fresh, workers=workers), strict=True):
        loaded = (
            found
            if isinstance(found, Failure)
            else _bounded(task, partial(load, found.extraction, packed=found.packed))
        )
        if isinstance(loaded, Failure):
            failures.append(loaded)
        else:
            read.append(task.name)
        told(task.name, "failed" if isinstance(loaded, Failure) else "read")
    drop_orphans(store)
    _derive(store)
    entities, facts = _counts(store)
    names = tuple(task.name for task in unchanged)
    return BuildReport(tuple(read), names, tuple(failures), entities, facts, time.monotonic() - began)


def _is_current(store: GraphStore, task: _Task, version: str) -> bool:
    from kg.graph.store import is_current  # noqa: PLC0415

    try:
        if task.path.stat().st_size > MAX_BYTES:
            return False
        digest = hashlib.sha256(task.path.read_bytes()).hexdigest()
    except OSError:  # the reader says what is wrong with it
        return False
    return is_current(store, task.name, content_hash=digest, extractor=version)


def _load_vocabulary(store: GraphStore, entries: Sequence[VocabularyEntry]) -> bool:
    """Put the vocabulary into the store where it is another than before; tell whether it was."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415
    from kg.graph.write import vocabulary_quads  # noqa: PLC0415

    quads = vocabulary_quads(entries)
    if set(quads) == set(store.inner.quads_for_pattern(None, None, None, NamedNode(iris.ENTITIES_GRAPH))):
        return False
    replace_graph(store, iris.ENTITIES_GRAPH, quads)
    return True


def _forget_derived(store: GraphStore) -> None:
    """Empty the graph of derived facts: a run that is cut off leaves none rather than old ones."""
    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.store import replace_graph  # noqa: PLC0415

    replace_graph(store, iris.DERIVED_GRAPH, [])


def _derive(store: GraphStore) -> None:
    """Derive facts, unless those of the last run are still there."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    from kg.graph import iris  # noqa: PLC0415
    from kg.graph.derive import derive  # noqa: PLC0415

    graph = NamedNode(iris.DERIVED_GRAPH)
    if next(store.inner.quads_for_pattern(None, None, None, graph), None) is None:
        derive(store)


def _counts(store: GraphStore) -> tuple[int, int]:
    """Return how many things filings name, and how many facts they state."""
    from kg.graph.namespace import term  # noqa: PLC0415

    things = {quad.subject for quad in store.inner.quads_for_pattern(None, term("pipe:filedAs"), None, None)}
    facts = store.inner.quads_for_pattern(None, term("rdf:type"), term("pipe:Statement"), None)
    return len(things), sum(1 for _ in facts)


def _extractions(tasks: Sequence[_Task], *, workers: int) -> Iterator[_Read | Failure]:
    """Yield what each filing says, in the order of the tasks."""
    workers = min(workers, len(tasks))
    if workers <= 1:
        yield from map(_extraction, tasks)
        return
    done = 0
    try:
        with _pool(workers) as pool:
            for found in pool.map(_extraction, tasks):
                yield found
                done += 1
    except BrokenProcessPool:
        yield from map(_alone, tasks[done:])


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_warm_up)


def _alone(task: _Task) -> _Read | Failure:
    """Read one filing in a process of its own: some filing made a process die, and this tells which."""
    try:
        with _pool(1) as pool:
            return pool.submit(_extraction, task).result()
    except BrokenProcessPool:
        reason = "the process that read it died, perhaps for want of memory; give its main document or exhibit alone"
        return Failure(task.name, task.path, reason)


def _warm_up() -> None:
    """Load vocabulary and language model once a process. What is wrong with them, the first filing will tell."""
    from kg.nlp.extract import default_vocabulary  # noqa: PLC0415
    from kg.nlp.syntax import load_parser  # noqa: PLC0415

    with suppress(KgError):
        default_vocabulary()
        load_parser()


def _extraction(task: _Task) -> _Read | Failure:
    return _bounded(task, partial(_extract, task))


def _extract(task: _Task) -> _Read:
    from kg.graph.texts import pack_text  # noqa: PLC0415
    from kg.nlp.extract import extract  # noqa: PLC0415

    found = extract(read_filing(task.path, name=task.name))
    return _Read(Extraction(_without_text(found.filing), found.entities, (), found.facts), pack_text(found))


def _without_text(filing: Filing) -> Filing:
    """Return a filing without its texts: facts carry their words, and less has to pass between processes."""
    bare = partial(replace, text="", offsets=OffsetMap(()), blocks=(), sections=())
    return replace(filing, source="", parts=tuple(bare(part) for part in filing.parts))


def _bounded(task: _Task, work: Callable[[], _Result]) -> _Result | Failure:
    """Do a piece of work for one filing; whatever goes wrong with it is that filing's failure.

    A vocabulary or a model that cannot be loaded is no filing's fault and stops the run.
    """
    try:
        return work()
    except (ModelMissingError, VocabularyError):
        raise
    except KgError as error:
        return Failure(task.name, task.path, _one_line(str(error)).removeprefix(f"{task.path}: "))
    except Exception as error:  # noqa: BLE001  # one filing must never stop the others, whatever is wrong
        return Failure(task.name, task.path, _fault(error))


def _fault(error: Exception) -> str:
    """Return what went wrong against all expectation, and where, for a report to us."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" ({Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno})" if place else ""
    what = _one_line(str(error))[:200] or "no message"
    return f"{type(error).__name__}: {what}{where}; leave this filing out, and report the fault"


def _one_line(words: str) -> str:
    return " ".join(words.split())
