"""What is done for one filing, in whichever process: read, understood, and written as what the run is to keep."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.build.bounds import bounded
from kg.build.reports import Failure, Task
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.build.touched import Changes
    from kg.graph.iris import EntityIris
    from kg.graph.loading import FilingGraph
    from kg.model import Extraction, Filing

Result_co = TypeVar("Result_co", covariant=True)


class Work(Protocol[Result_co]):
    """What a process does for a filing. It is sent to processes, so it holds plain values only."""

    def prepare(self) -> None:
        """Load what takes long, once a process."""

    def __call__(self, task: Task) -> Result_co | Failure:
        """Do it for one filing. Raises only what must stop the run."""


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """A filing as the store takes it in, and how many words it has."""

    graph: FilingGraph
    words: int


@dataclass(frozen=True, slots=True)
class Untouched:
    """A filing that the vocabulary's changes cannot touch."""

    words: int


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A filing's fact table, encoded, with how many entities, facts and words."""

    table: bytes
    entities: int
    facts: int
    words: int


@dataclass(frozen=True, slots=True)
class GraphWork:
    """Reads a filing and writes its named graph, unless it would be the one that the store has."""

    extractor: str
    read_at: datetime
    changes: Mapping[str, Changes] = field(default_factory=dict)
    """What has changed since a vocabulary with a digest."""

    def prepare(self) -> None:
        """Load vocabulary and language model, where all filings will need them."""
        if not self.changes:
            _warm_up()

    def __call__(self, task: Task) -> ReadGraph | Untouched | Failure:
        """Return a filing's graph."""
        return bounded(task, partial(self._read, task))

    def _read(self, task: Task) -> ReadGraph | Untouched:
        from kg.filings import read_filing  # noqa: PLC0415
        from kg.graph.loading import filing_graph  # noqa: PLC0415

        filing = read_filing(task.path, name=task.name)
        since = self.changes.get(task.read_by)
        if since and not since.touch(filing):
            return Untouched(_words(filing))
        found = understand(filing)
        graph = filing_graph(found, vocabulary=_minter(), extractor=self.extractor, read_at=self.read_at)
        return ReadGraph(graph, _words(filing))


@dataclass(frozen=True, slots=True)
class TableWork:
    """Reads a filing and writes its fact table."""

    def prepare(self) -> None:
        """Load vocabulary and language model."""
        _warm_up()

    def __call__(self, task: Task) -> ReadTable | Failure:
        """Return a filing's fact table."""
        return bounded(task, partial(self._read, task))

    def _read(self, task: Task) -> ReadTable:
        from kg.facttable import table_lines  # noqa: PLC0415
        from kg.filings import read_filing  # noqa: PLC0415

        found = understand(read_filing(task.path, name=task.name))
        table = "".join(f"{line}\n" for line in table_lines(found)).encode()
        return ReadTable(table, len(found.entities), len(found.facts), _words(found.filing))


def understand(filing: Filing) -> Extraction:
    """Return what a filing says."""
    from kg.nlp.extract import extract  # noqa: PLC0415

    return extract(filing)


@cache
def _minter() -> EntityIris:
    from kg.graph.iris import EntityIris  # noqa: PLC0415
    from kg.nlp.extract import default_vocabulary  # noqa: PLC0415

    return EntityIris(default_vocabulary().entries)


def _words(filing: Filing) -> int:
    return sum(len(part.text.split()) for part in filing.parts)


def _warm_up() -> None:
    """Load vocabulary and language model once a process. What is wrong with them, the first filing will tell."""
    from kg.nlp.extract import default_vocabulary  # noqa: PLC0415
    from kg.nlp.syntax import load_parser  # noqa: PLC0415

    with suppress(KgError):
        default_vocabulary()
        load_parser()
