"""The quads of each filing as they were extracted, kept beside the database.

Identity across filings rewrites the graphs of filings in the database; what is kept here lets it be undone exactly. A
folder's store has them in ``minted/SLUG.nq.gz``, each written aside and renamed before the transaction that makes it
count; a store in memory has them in a dict. What is kept of a filing that the database does not have is harmless, and
goes with the next build.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.graph.iris import FILING_GRAPHS

FOLDER = "minted"
_ENDING = ".nq.gz"
_LONGEST = 180
"""Characters of a file's name; longer ones end with a hash."""


@dataclass
class Minted:
    """Keeps the quads of filings' graphs as extracted, by the graph's IRI."""

    folder: Path | None = None
    """Where they are kept; `None` keeps them in memory."""
    behind: Minted | None = field(default=None, repr=False)
    """What is read, and never written, where the memory has nothing: what this is a copy of."""
    _kept: dict[str, bytes] = field(default_factory=dict, repr=False)

    def put(self, graph: str, quads: Iterable[Quad]) -> None:
        """Keep a graph's quads. The same quads give the same bytes. Raises `OSError` where they cannot be written."""
        self.put_packed(graph, pack_minted(pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b""))

    def put_packed(self, graph: str, packed: bytes) -> None:
        """Keep a graph's quads as `pack_minted` gives them. Raises `OSError` where they cannot be written."""
        if self.folder is None:
            self._kept[graph] = packed
            return
        self.folder.mkdir(exist_ok=True)
        path = self._path(self.folder, graph)
        aside = path.with_name(f"{path.name}.new")
        aside.write_bytes(packed)
        aside.replace(path)

    def text(self, graph: str) -> bytes | None:
        """Return a graph's quads as sorted lines of N-Quads; `None` where they are not kept, or are damaged."""
        if self.folder is None and graph not in self._kept and self.behind:
            return self.behind.text(graph)
        try:
            packed = self._kept.get(graph) if self.folder is None else self._path(self.folder, graph).read_bytes()
            return gzip.decompress(packed) if packed else None
        except (OSError, EOFError, zlib.error):
            return None

    def quads(self, graph: str) -> list[Quad] | None:
        """Return a graph's quads, sorted; `None` where they are not kept, or are damaged."""
        text = self.text(graph)
        return None if text is None else list(pyoxigraph.parse(text, format=RdfFormat.N_QUADS))

    def values(self, graph: str, properties: Iterable[NamedNode]) -> list[Quad] | None:
        """Return only the quads of some properties: many times faster than reading all."""
        text = self.text(graph)
        if text is None:
            return None
        marks = b"|".join(re.escape(str(prop).encode()) for prop in properties)
        # subjects are IRIs, which hold no space: what stands second is the predicate
        chosen = re.findall(rb"^[^ \n]+ (?:" + marks + rb") .*\n", text, re.MULTILINE)
        return list(pyoxigraph.parse(b"".join(chosen), format=RdfFormat.N_QUADS))

    def remove(self, graph: str) -> None:
        """Forget a graph; one that is not kept is none to forget."""
        if self.folder is None:
            self._kept[graph] = b""  # hides what is behind
        else:
            self._path(self.folder, graph).unlink(missing_ok=True)

    def clean(self, graphs: Collection[str]) -> None:
        """Forget all graphs but these, and what a crash left half written."""
        if self.folder is None:
            self._kept = {graph: packed for graph, packed in self._kept.items() if graph in graphs}
            return
        expected = {self._path(self.folder, graph).name for graph in graphs}
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            if path.name not in expected and path.name.endswith((_ENDING, f"{_ENDING}.new")):
                path.unlink(missing_ok=True)

    @staticmethod
    def _path(folder: Path, graph: str) -> Path:
        slug = graph.removeprefix(FILING_GRAPHS)
        if len(slug) > _LONGEST:
            slug = f"{slug[:_LONGEST]}-{hashlib.sha256(slug.encode()).hexdigest()[:12]}"
        return folder / f"{slug}{_ENDING}"


def pack_minted(text: bytes) -> bytes:
    """Return lines of N-Quads as they are kept: sorted, each once, compressed. The same quads give the same bytes."""
    return gzip.compress(b"".join(sorted(set(text.splitlines(keepends=True)))), compresslevel=5, mtime=0)
