"""Reading rule files: word lists, and tables of patterns, each row checked."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import VocabularyError
from kg.nlp.gates import Sifted
from kg.resources import rules_dir

if TYPE_CHECKING:
    from pathlib import Path


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a word list in the rules folder, without comments and blank lines."""
    text = _path(name).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return a rule file's tables. Raises `VocabularyError` naming the file where it is not TOML."""
    path = _path(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{path}: {error}") from error


_CUES = ("cues.toml", "deals.toml", "names.toml", "outcome_cues.toml")


@cache
def cue(name: str) -> Sifted:
    """Return a pattern of ``cues.toml`` or of one of the files of cues beside it.

    Raises `VocabularyError` where there is none or it cannot be compiled.
    """
    table = next((t for t in map(read_toml, _CUES) if name in t), {})
    try:
        return Sifted(re.compile(table[name]))
    except KeyError as error:
        raise VocabularyError(f"{rules_dir() / 'cues.toml'}: no pattern {name!r}") from error
    except re.error as error:
        raise VocabularyError(f"{rules_dir() / 'cues.toml'}: pattern {name!r}: {error}") from error


def _path(name: str) -> Path:
    path = rules_dir() / name
    if not path.is_file():
        raise VocabularyError(f"{path}: rule file missing; reinstall the package or restore the file")
    return path
