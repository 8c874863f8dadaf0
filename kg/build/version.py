"""The version of what reads filings, by which a store knows what it need not read again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from kg.resources import ontology_dir, rules_dir, vocabulary_dir


@cache
def extractor_fingerprint() -> str:
    """Return the version of what reads filings: the library's, and a digest of its code, vocabulary and rules.

    It changes with every row added to a vocabulary, so that filings are read again then.
    """
    from kg.graph.write import extractor_version  # noqa: PLC0415  # the graph's libraries are not needed at import

    package = Path(__file__).resolve().parent.parent
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
