"""What kind of name a name is, what it shares with another spelling of it, and what it can say about identity.

The lists and weights are those of ``ontology/identity.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from kg.errors import VocabularyError
from kg.model import EntityType
from kg.names import GREEK, fold_name, without_legal_form
from kg.resources import ontology_dir


class NameKind(StrEnum):
    """What a name's form tells; the values are the weights' names for a name that is shared."""

    VAGUE = "vague"
    ABBREVIATION = "abbreviation"
    CODE = "code"
    GENERIC = "generic"
    FULL = "full-name"
    PROPER = "proper"


@dataclass(frozen=True, slots=True)
class Settings:
    """The tables of ``ontology/identity.toml``."""

    merged: float
    unsure: float
    weights: dict[str, float]
    penalties: dict[str, float]
    words: dict[str, str]
    generic: frozenset[str]
    salts: frozenset[str]
    technology: frozenset[str]
    legal: frozenset[str]


@cache
def settings() -> Settings:
    """Return the tables of ``ontology/identity.toml``. Raises `VocabularyError` where one is missing or unreadable."""
    path = ontology_dir() / "identity.toml"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        names = read["names"]
        return Settings(
            merged=read["thresholds"]["merged"],
            unsure=read["thresholds"]["unsure"],
            weights=read["weights"],
            penalties=read["penalties"],
            words=read["words"],
            generic=frozenset(names["generic"]),
            salts=frozenset(names["salts"]),
            technology=frozenset(names["technology"]),
            legal=frozenset(names["legal"]),
        )
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: cannot be used ({error}); take the file of this version") from error


_DIGITS_APART = re.compile(r"(?<=\d)[-\s./](?=\d)")
_POSITIVE = re.compile(r"[- ]positive\b|\+(?=\s|$)", re.IGNORECASE)
"""Not "expressing": a tumor can express what it is not called positive for."""
_BRITISH = (("haem", "hem"), ("leukaem", "leukem"), ("tumour", "tumor"), ("oedema", "edema"), ("oesoph", "esoph"))


@lru_cache(maxsize=200_000)
def identity_key(kind: EntityType, name: str) -> str:
    """Return what all spellings of one name share: no hyphens, spaces, case, accents, legal forms; Greek spelled out.

    >>> identity_key(EntityType.COMPOUND, "ABC 123β"), identity_key(EntityType.COMPOUND, "ABC-1-23")
    ('abc123beta', 'abc1_23')
    >>> identity_key(EntityType.INDICATION, "HER2-positive breast tumours")
    'her2+breasttumor'
    """
    text = "".join(GREEK.get(letter, letter) for letter in unicodedata.normalize("NFKC", name).lower())
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if kind is EntityType.ORGANIZATION:
        text = without_legal_form(text.removeprefix("the ").replace("&", " and "))
    elif kind is EntityType.INDICATION:
        text = _disease(text)
    elif kind is EntityType.TECHNOLOGY:
        words = text.split()
        while len(words) > 1 and words[-1] in settings().technology:
            words.pop()
        text = " ".join(words)
    return fold_name(_DIGITS_APART.sub("_", text))


def _disease(text: str) -> str:
    text = _POSITIVE.sub("+", text)
    for british, american in _BRITISH:
        text = text.replace(british, american)
    plural = len(text) > 5 and text.endswith("s") and not text.endswith(("ss", "us", "is", "as"))
    return text[:-1] if plural else text


_LOCAL_STUDY = re.compile(r"(?i)(?:study|trial|protocol|part|cohort)?[\s#-]*(?:no\.?\s*)?[a-z]?\d{0,4}[a-z]?")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=200_000)
def name_kind(kind: EntityType, name: str) -> NameKind:
    """Return what a name's form tells of an entity of a kind.

    >>> [str(name_kind(EntityType.COMPOUND, n)) for n in ("ABC-123", "fooimab vedotin", "Zyxtor", "the antibody")]
    ['code', 'generic', 'proper', 'vague']
    """
    words = [word.lower() for word in _WORD.findall(name)]
    key = identity_key(kind, name)
    digits = sum(c.isdigit() for c in name)
    if len(key) < 2 or all(w in settings().generic or len(w) == 1 for w in words):
        numbered = kind in DRUGS and digits >= 3 and [len(w) for w in words] == [1]
        return NameKind.CODE if numbered else NameKind.VAGUE
    if kind is EntityType.STUDY and _LOCAL_STUDY.fullmatch(name):
        return NameKind.VAGUE
    written = without_legal_form(name) if kind is EntityType.ORGANIZATION else name
    letters = [c for c in written if c.isalpha()]
    if kind in _NAMED_BY_WORDS or not digits:
        return _by_words(kind, name, written, letters)
    return _by_digits(key, digits)


_NAMED_BY_WORDS = frozenset({EntityType.ORGANIZATION, EntityType.INDICATION, EntityType.TECHNOLOGY})
DRUGS = frozenset({EntityType.COMPOUND, EntityType.ANTIBODY, EntityType.PAYLOAD, EntityType.LINKER})


_ORDER = [NameKind.GENERIC, NameKind.FULL, NameKind.PROPER, NameKind.CODE, NameKind.ABBREVIATION, NameKind.VAGUE]


def preference(kind: EntityType, name: str) -> int:
    """Return how late a name comes among those that could stand for a thing: generic names first, vague ones last."""
    return _ORDER.index(name_kind(kind, name))


def _by_digits(key: str, digits: int) -> NameKind:
    """Return what a name with digits is: a code, where it is long enough not to be met by chance."""
    return NameKind.CODE if len(key) >= 5 or (digits >= 2 and len(key) >= 4) else NameKind.ABBREVIATION


def _by_words(kind: EntityType, name: str, written: str, letters: list[str]) -> NameKind:
    capitals = sum(c.isupper() for c in letters)
    words = written.split()
    if len(words) > 1 and len(letters) > 6:
        lower = capitals == 0 and kind in DRUGS
        return NameKind.GENERIC if lower else NameKind.FULL
    if len(letters) <= 3 or (capitals > 1 and capitals * 2 >= len(letters) and len(letters) <= 6):
        return NameKind.FULL if written != name and len(letters) > 3 else NameKind.ABBREVIATION
    if written != name:
        return NameKind.FULL
    return NameKind.GENERIC if capitals == 0 and kind in DRUGS and len(letters) >= 6 else NameKind.PROPER


def difference_of_form(kind: EntityType, one: str, other: str) -> str | None:
    """Return why two names of drugs are those of two things, one being a part or a form of the other; else `None`.

    >>> difference_of_form(EntityType.COMPOUND, "fooimab", "fooimab vedotin")
    'fooimab vedotin is fooimab with vedotin'
    >>> difference_of_form(EntityType.COMPOUND, "fooimab", "fooimab-dkst") is not None
    True
    """
    if kind not in DRUGS:
        return None
    if any(_parts(part) in {_parts(one), _parts(other)} for name in (one, other) for part in _side_by_side(name)):
        return None
    short, long = sorted((one, other), key=lambda n: (len(_parts(n)), n))
    less, more = _parts(short), _parts(long)
    if not less or len(less) == len(more):
        return None
    for rest in (
        more[len(less) :] if more[: len(less)] == less else (),
        more[: -len(less)] if _ends(more, less) else (),
    ):
        if rest:
            what = "a salt" if set(rest) <= settings().salts else " ".join(rest)
            return f"{long} is {short} with {what}"
    return None


def _side_by_side(name: str) -> list[str]:
    """Return the codes of a name that gives two of one thing: "ABC-123/XYZ-9"."""
    parts = name.split("/")
    coded = len(parts) > 1 and all(re.search(r"[A-Z]", part) and re.search(r"\d", part) for part in parts)
    return parts if coded else []


def _ends(more: tuple[str, ...], less: tuple[str, ...]) -> bool:
    return more[-len(less) :] == less


@lru_cache(maxsize=200_000)
def _parts(name: str) -> tuple[str, ...]:
    """Return a name's words; a code's letters and digits stay together, whatever stands between them."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].isalpha() and len(joined[-1]) <= 5 and word[0].isdigit():
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def without_misspelt_form(name: str) -> str | None:
    """Return a company's name without a last word that is a legal form but for one letter; `None` where it is none.

    >>> without_misspelt_form("Acme Biologics Incorporatd"), without_misspelt_form("Acme Biologics")
    ('Acme Biologics', None)
    """
    words = name.split()
    if len(words) < 2:
        return None
    last = words[-1].strip(",.").lower()
    if len(last) < 4 or last in settings().legal:
        return None
    near = any(len(form) >= 5 and one_letter_apart(last, form) for form in settings().legal)
    return " ".join(words[:-1]).rstrip(", ") if near else None


def one_letter_apart(one: str, other: str) -> bool:
    """Tell whether one letter added, lost, changed, or two neighbours swapped, makes of one word another.

    >>> one_letter_apart("limited", "limted"), one_letter_apart("limited", "limietd"), one_letter_apart("ab", "ba")
    (True, True, True)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if len(one) == len(other):
        swapped = len(rest) > 1 and rest[0] == other_rest[1] and rest[1] == other_rest[0] and rest[2:] == other_rest[2:]
        return rest[1:] == other_rest[1:] or swapped
    return rest[1:] == other_rest or rest == other_rest[1:]
