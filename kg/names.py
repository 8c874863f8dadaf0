"""One folded form for the many ways of writing a name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LEGAL_FORMS = frozenset(
    {
        *("inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "lp", "plc", "ag"),
        *("sa", "nv", "bv", "gmbh", "kk", "kgaa", "kg", "spa", "ab", "as", "a/s", "se", "asa", "oy", "oyj", "aps"),
        *("srl", "sarl", "sàrl", "llp", "pty", "pte"),
    }
)
"""Words at the end of a company's name that say only what kind of company it is, without their full stops."""

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ω": "omega",
    "σ": "sigma",
}
"""Greek letters and how filings spell them out."""

_SIGNS = {ord(sign): None for sign in "®™℠"}
_POSSESSIVE = re.compile(r"'s\b")
_BREAK = re.compile(r"[^\w'&+./%]+")


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """Return a name without what does not tell two names apart.

    Folded are case, white space, hyphens, possessives, ® and ™, and legal forms at the end.

    >>> fold_name("ImmunoGen, Inc."), fold_name("non-Hodgkin’s Lymphoma"), fold_name("HER-2")
    ('immunogen', 'nonhodgkinlymphoma', 'her2')
    >>> fold_name("Zelvo™"), fold_name("ZELVO®")
    ('zelvo', 'zelvo')
    """
    # NFKC would spell the signs out: "X™" as "XTM"
    text = unicodedata.normalize("NFKC", name.translate(_SIGNS)).lower().replace("’", "'")
    words = _BREAK.sub(" ", _POSSESSIVE.sub("", text)).replace("'", "").split()
    words = [word.strip(".") for word in words]
    while len(words) > 1 and words[-1].replace(".", "") in LEGAL_FORMS:
        words.pop()
    return "".join(words)


def without_legal_form(name: str) -> str:
    """Return a company's name without the legal forms and the comma at its end.

    >>> without_legal_form("F. Hoffmann-La Roche Ltd."), without_legal_form("Hangzhou Huadong Pharmaceutical Co., Ltd.")
    ('F. Hoffmann-La Roche', 'Hangzhou Huadong Pharmaceutical')
    """
    words = name.split()
    while len(words) > 1 and words[-1].strip(",").replace(".", "").lower() in LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(", ")


def slug(name: str) -> str:
    """Return a name as a part of an IRI: ASCII letters, digits and single hyphens, Greek letters spelled out.

    A name without any letter or digit of that kind becomes ``x-`` and twelve digits of its hash.

    >>> slug("trastuzumab-DM1 (T-DM1)"), slug("GM-CSFRα"), slug("Sjögren’s syndrome"), slug("HER2+")
    ('trastuzumab-dm1-t-dm1', 'gm-csfr-alpha', 'sjogrens-syndrome', 'her2-plus')
    """
    text = unicodedata.normalize("NFKC", name).lower().replace("®", "").replace("™", "")
    text = re.sub(r"['’]", "", text).replace("+", "-plus ").replace("&", " and ")
    text = "".join(f"-{GREEK[c]}-" if c in GREEK else c for c in text)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-") or f"x-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
