"""How severe: toxicity grades by number, and the words that stand for them.

>>> [g.text for g in find_grades("Severe (Grade 3/4) events; others were more severe than Grade 1.")]
['3/4', '>1']
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.nlp.gates import sift
from kg.nlp.quantities_numbers import DASH, SPACE


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of severity. `start` and `end` are code points, half-open, and take in the words of a bound."""

    start: int
    end: int
    text: str
    """As the fact table has it: ``3``, ``3/4``, ``1 or 2``, ``2 and 3``, ``1-2``, ``>=3``, ``>1``, ``severe``."""
    words: str
    """The same in the text's own words, without "Grade": ``3 or higher``, ``≥3``, ``more severe than 1``."""


_S = f"{SPACE}{{1,3}}"
_S0 = f"{SPACE}{{0,2}}"
_ONE = r"(?:[0-5](?!\d|\.\d)|(?:IV|V|III|II|I)(?!\w))[ab]?(?!\w)"
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_HEAD = rf"(?i:grades?){_S0}(?:{DASH}{_S0})?"
_MORE = (
    rf"(?:more{_S}severe{_S}than|(?:greater|higher|worse){_S}than(?!{_S}or)|above|exceeding|beyond|in{_S}excess{_S}of"
    rf"|>(?!{_S0}=))"
)
_LEAST = rf"(?:at{_S}least|≥|⩾|>{_S0}=|greater{_S}than{_S}or{_S}equal{_S}to)"
_LESS = rf"(?:(?:less|lower){_S}(?:severe{_S})?than(?!{_S}or)|less{_S}severe{_S}than|below|<(?!{_S0}=))"
_MOST = rf"(?:≤|⩽|<{_S0}=|up{_S}to|no{_S}(?:greater|higher|more|worse){_S}than|less{_S}than{_S}or{_S}equal{_S}to)"
_BEFORE = rf"(?:(?P<am>{_MORE})|(?P<al>{_LEAST})|(?P<as_>{_LESS})|(?P<at>{_MOST}))"
_INSIDE = rf"(?:(?P<bm>{_MORE})|(?P<bl>{_LEAST})|(?P<bs>{_LESS})|(?P<bt>{_MOST}))"
_AGAIN = rf"(?:{_S0}(?:{_HEAD}))?"
_GRADE = sift(
    rf"(?<![\w-])(?:(?i:{_BEFORE}){_S0})?(?:a{_S})?{_HEAD}(?:(?i:{_INSIDE}){_S0})?(?P<first>{_ONE})"
    rf"(?P<rest>(?:(?:{_S0}/{_S0}|{_S0}{DASH}{_S0}|,{_S}(?:(?i:and|or){_S})?|{_S}(?i:and|or|to|through|&){_S}){_AGAIN}{_ONE}){{0,4}})"
    rf"(?P<after>(?:{_S}\(?(?i:or|and){_S}(?:(?P<up>(?i:higher|greater|above|worse|more{_S}severe|more|over))"
    rf"|(?P<down>(?i:lower|less|below|milder))\b)|(?P<plus>\+)))?"
)
_PIECE = re.compile(rf"{_S0}(/|{DASH}|,|(?i:and|or|to|through)\b|&){_S0}|(?i:grades?)|({_ONE})|{SPACE}", re.IGNORECASE)
_NAME = re.compile(rf"\bgrades?{_S0}{DASH}?", re.IGNORECASE)
_TUMOUR = re.compile(
    rf"{_S}(?:[\w-]{{1,20}}{_S}){{0,2}}(?:gliomas?|tumou?rs?|astrocytomas?|lymphomas?|carcinomas?|cancers?|neoplasms?)\b"
)
_WORD = re.compile(
    rf"(?<![\w-])(?i:mild{_S}(?:to|or|and){_S}moderate|mild{DASH}to{DASH}moderate|(?P<severe>severe)|life{DASH}threatening)"
    rf"(?![\w-])"
)
_NOT_GRADE_BEFORE = re.compile(
    rf"(?<!\w)(?:moderate(?:ly)?{_S}(?:to|or|and)|moderate/|(?:more|less|most|as|very)|mild{_S}(?:to|or|and)|with){_S}\Z"
    rf"|moderate{DASH}to{DASH}\Z",
    re.IGNORECASE,
)
# "Severe" in a disease's own name says nothing of an event.
_NOT_GRADE_AFTER = re.compile(
    rf"{_S}(?:acute{_S}respiratory|combined{_S}immuno|aplastic|than\b|form|disease\b|unmet|shortage|penalt|impact|advers\w+"
    rf"{_S}(?:effect|impact){_S}on{_S}our|asthma|hemophilia|sepsis)|{_S0}[\(,]{_S0}(?:{_LEAST}{_S0})?(?i:grades?)\b",
    re.IGNORECASE,
)


def find_grades(text: str) -> list[Grade]:
    """Return the grades of a text, in its order and without overlap.

    "Severe", "life-threatening" and "mild to moderate" are grades where no number says the same beside them. Grades
    of tumours and the "moderate to severe" of diseases are left out.
    """
    found = [
        Grade(*match.span(), _grade_text(match), _words(match[0]))
        for match in _GRADE.finditer(text)
        if not _TUMOUR.match(text, match.end())
    ]
    for match in _WORD.finditer(text):
        if match["severe"] and _NOT_GRADE_BEFORE.search(text, max(0, match.start() - 24), match.start()):
            continue
        if not _NOT_GRADE_AFTER.match(text, match.end()):
            word = re.sub(rf"{DASH}(?=to)|(?<=to){DASH}|\s+", " ", match[0].lower())
            found.append(Grade(*match.span(), word, match[0]))
    return sorted(found, key=lambda grade: grade.start)


def _grade_text(match: re.Match[str]) -> str:
    pieces = [_plain(match["first"])]
    for joint, number in _PIECE.findall(match["rest"]):
        if number:
            pieces.append(_plain(number))
        elif joint:
            word = joint.lower()
            pieces.append({"/": "/", "to": "-", "through": "-", ",": ", ", "&": " and "}.get(word, "-"))
            if word in {"and", "or"}:
                pieces[-1] = f" {word} "
    text = re.sub(r",\s+(?=and|or)|\s+", " ", "".join(pieces)).strip()
    for sign, names in ((">", ("am", "bm")), (">=", ("al", "bl", "up", "plus")), ("<", ("as_", "bs")),
                        ("<=", ("at", "bt", "down"))):  # fmt: skip
        if any(match[name] for name in names):
            return sign + text
    return text


def _words(text: str) -> str:
    return " ".join(_NAME.sub("", text).split())


def _plain(number: str) -> str:
    return _ROMAN.get(number.upper(), number)
