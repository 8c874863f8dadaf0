"""The ways in which filings write one name: Greek letters, British spelling, plurals, accents, legal forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kg.model import EntityType
from kg.names import GREEK, without_legal_form

_GREEK_WORD = {word: letter for letter, word in GREEK.items() if len(word) > 3 or word == "eta"}
_SPELLED = re.compile(rf"(?<![a-z])({'|'.join(sorted(_GREEK_WORD, key=len, reverse=True))})(?![a-z])", re.IGNORECASE)
_BRITISH = (
    ("tumor", "tumour"),
    ("leukemi", "leukaemi"),
    ("anemi", "anaemi"),
    ("hematolog", "haematolog"),
    ("hemophil", "haemophil"),
    ("hemorrhag", "haemorrhag"),
    ("esophag", "oesophag"),
    ("edema", "oedema"),
    ("diarrhea", "diarrhoea"),
    ("neutropeni", "neutropaeni"),
    ("pediatric", "paediatric"),
    ("ischemi", "ischaemi"),
)
_PLURAL = (EntityType.INDICATION, "adverse_events", EntityType.PAYLOAD, EntityType.TECHNOLOGY)


def variants(name: str, kind: str) -> Iterator[str]:
    """Yield a name and the other ways of writing it that mean the same; hyphens and spaces are the matcher's matter.

    `kind` is an entity type, or ``adverse_events``, ``measures``, ``meetings``.
    """
    forms = {without_legal_form(name) if kind == EntityType.ORGANIZATION else name}
    forms |= {_spell_greek(form) for form in forms} | {_write_greek(form) for form in forms}
    forms |= {form.replace("&", "and") for form in forms if " & " in form}
    forms |= {form.replace(" and ", " & ") for form in forms if kind == EntityType.ORGANIZATION}
    forms |= {_plain_letters(form) for form in forms}
    if kind in _PLURAL:
        forms |= {form.replace("'s ", " ").replace("’s ", " ").replace("s' ", "s ") for form in forms}
        forms |= {form.replace(us, uk) for form in forms for us, uk in _BRITISH if us in form}
        forms |= {plural for form in forms if (plural := _plural(form))}
    yield from sorted(forms)


def _spell_greek(name: str) -> str:
    return "".join(GREEK.get(letter, letter) for letter in name)


def _write_greek(name: str) -> str:
    return _SPELLED.sub(lambda found: _GREEK_WORD[found.group().lower()], name)


def _plain_letters(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _plural(name: str) -> str | None:
    """Return the plural of a name of several lower-case letters, or the singular of a plural one."""
    if not re.search(r"[a-z]{4}$", name):
        return None
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    if name.endswith(("tumors", "tumours", "cancers", "neoplasms", "disorders", "diseases", "carcinomas", "syndromes")):
        return name[:-1]
    if name.endswith("y"):
        return f"{name[:-1]}ies"
    return None if name.endswith(("s", "x", "a")) else f"{name}s"
