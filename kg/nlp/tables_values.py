"""The numbers in cells of result tables: counts, shares, medians, and what their row or column says of the unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.nlp.quantities import parse_number
from kg.nlp.tables_setting import is_empty

_N = r"\d{1,6}(?:,\d{3})*"
_NUMBER = r"\d{1,6}(?:,\d{3})*(?:\.\d+)?"
_UNITS = {
    "mo": "months",
    "wk": "weeks",
    "hr": "hours",
    "yr": "years",
}
_TIME = re.compile(r"(?<![\w])(months?|mos?|weeks?|wks?|days?|hours?|hrs?|years?|yrs?)\b\.?", re.IGNORECASE)
_COUNT_AND_SHARE = re.compile(r"(?:(?:no\.?|number|n) ?[,(/]? ?\( ?%? ?\)|n ?\(%\)|no\. ?\(%\)|n,? ?%)", re.IGNORECASE)
_OF = re.compile(rf"(?P<n>{_N}) ?(?:/|of|out of) ?(?P<of>{_N})(?: ?[(,;] ?(?P<p>{_NUMBER}) ?%?.*)?\Z", re.IGNORECASE)
_SHARE_OF = re.compile(
    rf"(?P<p>{_NUMBER}) ?% ?[(\[,;] ?(?:n ?= ?)?(?P<n>{_N}) ?(?:/|of|out of) ?(?P<of>{_N}) ?[)\],;].*\Z", re.IGNORECASE
)
_BRACKET = re.compile(rf"(?P<n>{_N}) ?[(\[] ?(?P<sign>[<>≥≤]?) ?(?P<p>{_NUMBER}) ?(?P<percent>%?) ?[)\]]\*?\Z")
_PLAIN = re.compile(rf"(?P<sign>>=|<=|[<>≥≤~≈]?) ?(?P<v>{_NUMBER})(?P<plus>\+?) ?(?P<percent>%?)(?P<rest>.*)\Z")
_NOT_REACHED = re.compile(
    r"(?:n\.?r\.?|not (?:yet )?(?:been )?reached|n\.?e\.?|not (?:yet )?(?:estimable|evaluable))(?:\W.*)?\Z",
    re.IGNORECASE,
)
_NOTES = re.compile(r"(?<=[\d%)])\s*(?:[†‡§¶#*]+|\([a-z]\)|\[\d\])\s*\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a row's or column's name says of its numbers: ``n``, ``%``, ``n%`` (both), a unit of time, or nothing."""

    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)


def unit_in(label: str) -> Unit:
    """Return the unit that a row's or column's name states.

    >>> unit_in("CR, n").kind, unit_in("ORR, %").kind, unit_in("n (%)").kind, unit_in("Median PFS (months)").kind
    ('n', '%', 'n%', 'months')
    """
    if _COUNT_AND_SHARE.search(label):
        return Unit("n%")
    time = _TIME.search(label)
    if time:
        word = time.group(1).lower().rstrip("s")
        return Unit(_UNITS.get(word, f"{word}s"))
    if re.search(r"(?<!\d)(?<!\d )%|\bper ?cent(?:age)?s?\b", label):
        return Unit("%")
    return Unit("n") if re.search(r"(?:^|[,( ])(?:n|no\.|number)(?:$|[),: ])", label, re.IGNORECASE) else Unit()


def strip_unit(label: str) -> str:
    """Return a row's or column's name without the unit, intervals and footnote marks.

    >>> strip_unit("Median DOR, months (95% CI)"), strip_unit("CR/Cri %"), strip_unit("Nausea, n (%)")
    ('Median DOR', 'CR/Cri', 'Nausea')
    """
    text = re.sub(
        r"\(? ?(?:95|90|80) ?% ?(?:CI|confidence intervals?)(?: ?\[[^\]]*\])? ?\)?|\((?:range|min[^)]*|IQR)\)",
        " ",
        label,
        flags=re.IGNORECASE,
    )
    text = _COUNT_AND_SHARE.sub(" ", text)
    text = re.sub(
        r"[,(] ?(?:in )?(?:months?|mos?\.?|weeks?|wks?|days?|hours?|hrs?|years?) ?\)?(?=\W|$)",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"[,(]? ?(?<![\d≥>])% ?\)?|[,(] ?(?:n|no\.?|range|number) ?\)?(?=\s|$)|\bper ?cent\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"^(?:number|no\.|n) of (?:patients|subjects) with ", "", text, flags=re.IGNORECASE)
    text = re.sub(r"[†‡§¶*#]+|\([a-z1-9]\)\s*$", " ", text)
    return " ".join(text.split()).strip(" ,;:-–—/")


Value = int | float | str


def read_value(text: str, unit: Unit, *, share: bool, total: int | None) -> dict[str, Value]:
    """Return what a cell states as qualifiers (``count``, ``outOf``, ``value``, ``unit``), empty where it is no number.

    `share` tells that the measure is one of patients (responses, events), `total` how many there are: a bare whole
    number is then a count unless it is more than all of them.

    >>> read_value("5/11 (45%)", Unit(), share=True, total=None)
    {'count': 5, 'outOf': 11, 'value': 45, 'unit': '%'}
    >>> read_value("5 (45)", Unit("n%"), share=True, total=None)
    {'count': 5, 'value': 45, 'unit': '%'}
    >>> read_value("NR", Unit("months"), share=False, total=None)
    {'value': 'not reached'}
    """
    text = _NOTES.sub("", text.strip())
    if is_empty(text) or len(text) > 80:
        return {}
    if _NOT_REACHED.fullmatch(text):
        return {} if share else {"value": "not reached"}
    whole = _of(text) if share or unit.kind in ("n", "n%", "") else {}
    if whole:
        return whole
    if share and unit.kind not in ("%",) and (match := _BRACKET.match(text)) and (unit.kind != "n" or match["percent"]):
        return _bracket(match)
    match = _PLAIN.match(text)
    if match is None or not _is_tail(match["rest"]):
        return {}
    return _plain(match, unit, share=share, total=total)


def _of(text: str) -> dict[str, Value]:
    match = _OF.match(text) or _SHARE_OF.match(text)
    if match is None:
        return {}
    count, out_of = int(match["n"].replace(",", "")), int(match["of"].replace(",", ""))
    if count > out_of:
        return {}
    out: dict[str, Value] = {"count": count, "outOf": out_of}
    if match["p"] and (number := parse_number(match["p"])) is not None:
        out |= {"value": number, "unit": "%"}
    return out


def _bracket(match: re.Match[str]) -> dict[str, Value]:
    number = parse_number(match["p"])
    out: dict[str, Value] = {"count": int(match["n"].replace(",", ""))}
    if number is None or number > 100:
        return out
    return out | {"value": f"{match['sign']}{match['p']}" if match["sign"] else number, "unit": "%"}


def _is_tail(rest: str) -> bool:
    """Tell whether what follows a number is a unit, a range or an interval, and no other words."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", rest)
    plain = re.sub(
        r"months?|mos?\b|weeks?|wks?\b|days?|hours?|hrs?\b|years?|patients?|subjects?|95 ?% ?CI|range|percent",
        " ",
        plain,
        flags=re.IGNORECASE,
    )
    return not re.search(r"[A-Za-z$€£]{2,}|/", plain)


def _plain(match: re.Match[str], unit: Unit, *, share: bool, total: int | None) -> dict[str, Value]:
    number = parse_number(match["v"])
    if number is None:
        return {}
    sign = {"≥": ">=", "≤": "<=", "~": "", "≈": ""}.get(match["sign"], match["sign"]) or (">=" if match["plus"] else "")
    value: Value = f"{sign}{match['v']}" if sign else number
    time = unit_in(match["rest"])
    kind = "%" if match["percent"] else time.kind if time.kind not in ("", "n", "n%", "%") else unit.kind
    whole = isinstance(number, int) and not sign
    if share and whole and kind in ("n", "n%", "") and (total is None or number <= total):
        if kind == "" and total is None:
            return {}  # five of how many, or five percent: it is not said
        return {"count": number}
    if share:
        return {"value": value, "unit": "%"} if number <= 100 and kind in ("%", "n%", "") else {}
    return {"value": value, "unit": kind} if kind not in ("", "n", "n%") else {"value": value}
