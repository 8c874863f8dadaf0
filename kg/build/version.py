"""The version of what reads filings, by which a store knows what it need not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.resources import ontology_dir, rules_dir, vocabulary_dir


class Version(NamedTuple):
    """What a filing was read by: the library's version, and digests of its code, its rules and its vocabulary.

    >>> Version.of("0.1.0+aaaa.bbbb.cccc").vocabulary
    'cccc'
    """

    library: str
    code: str = ""
    rules: str = ""
    vocabulary: str = ""

    @classmethod
    def of(cls, written: str) -> Version:
        """Return the version that is written so on a run; parts that it does not tell are empty."""
        library, _, digests = written.partition("+")
        parts = digests.split(".")
        return cls(library, *parts) if len(parts) == 3 else cls(library, digests)

    def __str__(self) -> str:
        """Return it as it is written on a run."""
        return f"{self.library}+{self.code}.{self.rules}.{self.vocabulary}"

    def difference(self, other: Version) -> tuple[str, ...]:
        """Return what another version has otherwise: ``library``, ``code``, ``rules``, ``vocabulary``."""
        return tuple(part for part, ours, theirs in zip(self._fields, self, other, strict=True) if ours != theirs)


@cache
def extractor_version() -> Version:
    """Return the version of what reads filings here and now."""
    from kg.graph.write import extractor_version as library  # noqa: PLC0415  # the graph's libraries take a moment

    package = Path(__file__).resolve().parent.parent
    code = [package / room for room in ("filings", "nlp", "vocabulary", "graph")]
    code += [package / f"{module}.py" for module in ("facttable", "model", "names", "rulebook")]
    return Version(
        library(),
        _digest(code, {".py"}),
        _digest([rules_dir()]),
        _digest([vocabulary_dir()], {".tsv"}),
    )


def extractor_fingerprint() -> str:
    """Return the version of what reads filings: the library's, and digests of its code, rules and vocabulary.

    It changes with every row added to a vocabulary, so that what the row can touch is read again then.
    """
    return str(extractor_version())


@cache
def derivation_fingerprint() -> str:
    """Return the version of what follows from filings: the rules by which facts are derived and things identified."""
    return f"{_digest([ontology_dir()], {'.rq', '.toml', '.ttl'})}.{extractor_version().vocabulary}"


def _digest(places: Iterable[Path], endings: set[str] | None = None) -> str:
    sums = hashlib.sha256()
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and "__pycache__" not in file.parts and (not endings or file.suffix in endings):
                sums.update(f"{place.name}/{file.relative_to(place).as_posix()}\n".encode())
                sums.update(hashlib.sha256(file.read_bytes()).digest())
    return sums.hexdigest()[:12]
