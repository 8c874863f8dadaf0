"""How companies, exchanges and jurisdictions are spelled."""

from __future__ import annotations

import re
from collections import Counter

_FORMS = {
    "inc": "Inc", "corp": "Corp", "corporation": "Corporation", "co": "Co", "company": "Company", "ltd": "Ltd",
    "limited": "Limited", "llc": "LLC", "lp": "LP", "plc": "plc", "ag": "AG", "sa": "SA", "nv": "NV", "se": "SE",
    "gmbh": "GmbH", "ab": "AB", "as": "A/S",
}  # fmt: skip
_EXCHANGES = (
    ("nasdaq", "Nasdaq"), ("nyse american", "NYSE American"), ("nyse mkt", "NYSE American"), ("nyse arca", "NYSE Arca"),
    ("nyse", "NYSE"), ("new york stock exchange", "NYSE"), ("american stock exchange", "AMEX"), ("amex", "AMEX"),
    ("otc", "OTC"), ("toronto", "TSX"), ("tsx", "TSX"), ("london", "LSE"), ("lse", "LSE"), ("euronext", "Euronext"),
    ("six swiss", "SIX"), ("six", "SIX"),
)  # fmt: skip
JURISDICTIONS = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "A0": "Alberta",
    "A1": "British Columbia", "A6": "Ontario", "A8": "Quebec", "Z4": "Canada", "C3": "Australia", "D0": "Bermuda",
    "E9": "Cayman Islands", "G7": "Denmark", "H9": "Finland", "I0": "France", "2M": "Germany", "L2": "Ireland",
    "L3": "Israel", "M0": "Japan", "N4": "Luxembourg", "P7": "Netherlands", "U0": "Singapore", "U3": "Spain",
    "V7": "Sweden", "V8": "Switzerland", "X0": "England and Wales", "D8": "British Virgin Islands",
    "1T": "Marshall Islands",
    "Y9": "Jersey", "C1": "Argentina", "C9": "Belgium", "D5": "Brazil", "F4": "China", "K3": "Hong Kong", "K7": "India",
    "L6": "Italy", "M5": "Korea", "N8": "Malaysia", "Q8": "Norway", "Q2": "New Zealand", "F5": "Taiwan",
}  # fmt: skip
"""EDGAR's state and country codes (sec.gov, "EDGAR State and Country Codes"), those that many filers have."""


def exchange_name(words: str) -> str | None:
    """Return the short name of an exchange or of one of its markets.

    >>> exchange_name("The Nasdaq Global Select Market")
    'Nasdaq'
    """
    folded = words.casefold()
    found = next((name for key, name in _EXCHANGES if key in folded), None)
    return found or (" ".join(words.split()) or None)


def cover_spelling(name: str, text: str) -> str:
    """Return a registrant's name as a reader would write it.

    Covers and headers often have it in capitals; then the spelling that the text uses elsewhere is taken, of the whole
    name or of the name without its legal form, else capital initials.

    >>> cover_spelling("EXAMPLEGEN, INC.", "We at ExampleGen believe")
    'ExampleGen, Inc.'
    >>> cover_spelling("OLD TOWN MEDICAL CORP", "")
    'Old Town Medical Corp'
    """
    name = re.sub(r"\s+/[A-Z]{2,4}/?$", "", " ".join(name.split()).strip('"“” '))
    if any(c.islower() for c in re.sub(r"\b(?:of|the|and|plc)\b", "", name)):
        return name
    whole = _mixed(name, text)
    if whole:
        return whole
    stem, form = _split_form(name)
    spelled = _mixed(stem, text)
    return (spelled or " ".join(_titled(word) for word in stem.split())) + _spelled_form(form)


def _mixed(name: str, text: str) -> str | None:
    """Return the commonest spelling in a text, of those that are not all capitals."""
    words = [re.escape(word.rstrip(",.")) for word in name.split()]
    if len(name) < 3 or not any(words):
        return None
    pattern = re.compile(r"(?<!\w)" + r"[,.]*\s+".join(words) + r"(?!\w)", re.IGNORECASE)
    found = Counter(" ".join(m[0].split()) for m in pattern.finditer(text))
    mixed = {words: count for words, count in found.items() if not words.isupper() and not words[0].islower()}
    if not mixed:
        return None
    best = max(mixed, key=lambda words: mixed[words])
    return best + name[len(name.rstrip(".")) :]


def _split_form(name: str) -> tuple[str, str]:
    words = name.split()
    at = len(words)
    while at > 1 and re.sub(r"\W", "", words[at - 1]).casefold() in _FORMS:
        at -= 1
    stem = " ".join(words[:at])
    comma = "," if stem.endswith(",") else ""
    return stem.rstrip(","), f"{comma} {' '.join(words[at:])}" if at < len(words) else ""


def _spelled_form(form: str) -> str:
    def spelled(match: re.Match[str]) -> str:
        return _FORMS.get(match[0].casefold(), match[0].capitalize())

    return re.sub(r"[A-Za-z]+(?:\.[A-Za-z]+)*", lambda m: m[0] if "." in m[0] else spelled(m), form)


def _titled(word: str) -> str:
    if (
        len(word) <= 3
        and word.isalpha()
        and word not in {"OLD", "NEW", "BIO", "AIR", "SUN", "SEA", "RED", "AND", "THE", "OF"}
    ):
        return word
    if word in {"AND", "OF", "THE"}:
        return word.lower()
    return "-".join(piece.capitalize() for piece in word.split("-"))
