"""Amounts of money in text.

>>> [(m.minimum, m.maximum, m.currency) for m in find_money("It paid $21.5 to $30 million.")]
[(Decimal('21500000'), Decimal('30000000'), 'USD')]
>>> find_money("up to CNY 205 million in all")[0].qualifiers
{'maxAmount': 205000000, 'currency': 'CNY'}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.nlp.gates import sift
from kg.nlp.quantities_numbers import ABOUT, DASH, FIGURES, SPACE, WORDS, number_value, plain_number


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that a text names, in units of its currency.

    Equal `minimum` and `maximum` are an exact amount; a missing one is an amount bounded on one side only. Figures of
    a table "in thousands" are returned as they stand: the heading is the reader's to apply.
    """

    start: int
    end: int
    """Code points, half-open; the words of a bound ("up to") stand before `start`."""
    minimum: Decimal | None
    maximum: Decimal | None
    currency: str
    """ISO 4217; a bare dollar sign is ``USD``, a bare ¥ ``JPY``."""
    up_to: bool
    """Stated as an upper bound: up to, as much as, no more than."""
    approximate: bool
    per_share: bool
    """A price or par value of one share, unit or warrant, and so no payment."""
    text: str
    aggregate: bool = False
    """Stated as the sum of several amounts: an aggregate of, in the aggregate."""
    converted: bool = False
    """Says the amount before it once more: in another currency, or in figures after words."""

    @property
    def qualifiers(self) -> dict[str, int | float | str]:
        """The keys of the fact table: ``amount``, or ``minAmount`` and ``maxAmount``, and ``currency``.

        A bound is ``maxAmount`` alone, as is an aggregate; a lower bound is ``minAmount`` alone.
        """
        found: dict[str, int | float | str] = {}
        if self.maximum is not None and self.minimum == self.maximum:
            found["maxAmount" if self.aggregate else "amount"] = plain_number(self.maximum)
        else:
            if self.minimum is not None:
                found["minAmount"] = plain_number(self.minimum)
            if self.maximum is not None:
                found["maxAmount"] = plain_number(self.maximum)
        found["currency"] = self.currency
        return found


_S = f"{SPACE}{{1,3}}"
_S0 = f"{SPACE}{{0,2}}"
_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "U.S. $": "USD", "USD$": "USD", "USD": "USD", "$": "USD", "C$": "CAD", "CA$": "CAD",
    "CAD$": "CAD", "CAD": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "AUD": "AUD", "HK$": "HKD",
    "HKD": "HKD", "NT$": "TWD", "TWD": "TWD", "NZ$": "NZD", "NZD": "NZD", "S$": "SGD", "SGD": "SGD", "€": "EUR",
    "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "JPY", "JP¥": "JPY", "JPY": "JPY", "CN¥": "CNY", "RMB¥": "CNY",
    "CNY": "CNY", "RMB": "CNY", "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "KRW": "KRW", "₩": "KRW",
    "INR": "INR", "₹": "INR", "ILS": "ILS", "NIS": "ILS", "₪": "ILS",
}  # fmt: skip
_NOUNS = (
    (r"(?:U\.?S\.?|United States) dollars?", "USD"), (r"Canadian dollars?", "CAD"), (r"Australian dollars?", "AUD"),
    (r"Hong Kong dollars?", "HKD"), (r"dollars?", "USD"), (r"euros?", "EUR"), (r"pounds sterling", "GBP"),
    (r"(?:British )?pounds", "GBP"), (r"Japanese yen", "JPY"), (r"yen", "JPY"),
    (r"(?:Chinese )?(?:yuan|renminbi)", "CNY"),
    (r"Swiss francs?", "CHF"), (r"Danish kroner", "DKK"), (r"Swedish kron(?:or|a)", "SEK"),
    (r"Norwegian kroner", "NOK"), (r"(?:South )?Korean won", "KRW"),
)  # fmt: skip
_CODES = "|".join(sorted(set(_SIGNS.values()) | {"RMB"}))
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_NOUN = "|".join(pattern.replace(" ", SPACE) for pattern, _ in _NOUNS)
_SCALES = {"thousand": 1000, "k": 1000, "million": 10**6, "millions": 10**6, "mm": 10**6, "m": 10**6, "mn": 10**6,
           "mio": 10**6, "mil": 10**6, "billion": 10**9, "billions": 10**9, "b": 10**9, "bn": 10**9,
           "trillion": 10**12, "tn": 10**12}  # fmt: skip
_SCALE_WORDS = r"(?:(?i:thousand|millions?|billions?|trillion)|MM|mm|mn|bn|Mio|mio|[MmBKk])"
_SCALE = rf"(?:(?:{_S0}|{_S0}{DASH}{_S0}){_SCALE_WORDS}(?![A-Za-z\d]))"
_FIGURE = rf"(?:{FIGURES})(?![\d%])"
_TO = rf"(?:{_S0}{DASH}{_S0}|{_S}(?:to|and|through){_S})"
_PREFIXED = sift(
    rf"(?<![A-Za-z\d])(?P<sign>{_SIGN}){_S0}(?P<a>{_FIGURE})(?P<a_scale>{_SCALE})?"
    rf"(?:(?P<to>{_TO})(?:(?P<b_sign>{_SIGN}){_S0})?(?P<b>{_FIGURE})(?P<b_scale>{_SCALE})?(?![\w/]))?"
)
_SUFFIXED = sift(
    rf"(?<![\w.,$€£¥])(?:(?P<a>{_FIGURE})(?P<a_scale>{_SCALE})?(?:(?P<to>{_TO})(?P<b>{_FIGURE})(?P<b_scale>{_SCALE})?)?"
    rf"|(?P<words>{WORDS}(?:(?:{SPACE}|{DASH})(?i:million|billion|thousand)(?![a-z])(?:{_S}{WORDS})?)?"
    rf"|(?i:an?){_S}(?i:million|billion)))(?:{_S}|{DASH})"
    rf"(?:(?P<noun>(?i:{_NOUN}))|(?P<code>{_CODES}))(?![A-Za-z\d])"
)
_UPPER = re.compile(
    rf"(?:up{_S}to(?:{_S}and{_S}including)?|as{_S}(?:much|high){_S}as|no(?:t)?{_S}(?:more|greater){_S}than"
    rf"|(?:not{_S})?(?:to{_S})?exceed(?!ing)|not{_S}exceeding|a?{_S0}maximum(?:{_S}amount)?{_S}of|at{_S}most"
    rf"|capped{_S}at|less{_S}than|lower{_S}than|under|below|<|≤){_S0}\Z",
    re.IGNORECASE,
)
_LOWER = re.compile(
    rf"(?:in{_S}excess{_S}of|more{_S}than|greater{_S}than|at{_S}least|over|exceed(?:s|ed|ing)?|above|upwards{_S}of"
    rf"|a?{_S0}minimum{_S}of|no(?:t)?{_S}less{_S}than|>|≥){_S0}\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"(?<!\w){ABOUT}{_S0}\Z", re.IGNORECASE)
_AGGREGATE = re.compile(
    rf"(?<!\w)(?:aggregate(?:{_S}[\w-]{{1,20}}){{0,4}}{_S}of|totall?ing|(?:could|may|might|can){_S}total){_S}\Z",
    re.IGNORECASE,
)
_IN_AGGREGATE = re.compile(rf"(?:,?{_S}[a-z]{{1,20}}){{0,3}},?{_S}in{_S}(?:the{_S})?aggregate\b", re.IGNORECASE)
_FILLER = re.compile(
    rf"(?<!\w)(?:an?|the|of|total|aggregate|additional|further|another|combined|potential|sum|in|cumulative|amount)"
    rf"{_S}\Z",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"(?:increas|decreas|rose|grew|grow|declin|fell|rais|reduc|chang|amend|drop|narrow|widen|improv|up|down)"
    rf"[a-z]{{0,5}}(?:{_S}[\w.,’'%-]{{1,20}}){{0,8}}{_S}from{_S}(?:approximately{_S})?\Z",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?:{_S}(?:(?:U\.S\.|in{_S}cash|cash),?{_S}){{0,2}}(?:per|a|for{_S}each|each){_S}|{_S0}/{_S0})"
    rf"(?:(?:ordinary|common|preferred|underlying|full){_S}){{0,2}}(?:share|ADS|ADR|unit|warrant|CVR|American)(?!\w)"
    rf"|{_S}par{_S}value",
    re.IGNORECASE,
)
_PAR = re.compile(rf"par{_S}value(?:{_S}of)?:?{_S}\Z", re.IGNORECASE)
_AGAIN = re.compile(
    rf",?{_S0}(?:\(|(?:or|i\.e\.,?|being){_S}|\[)(?:(?:or|then|now|about|approximately|approx\.|around|roughly|~|≈|=|the"
    rf"|equivalent|equal|to|of|an|a|currently|today){_S0}){{0,6}}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?<!\w)between{_S}(?:approximately{_S})?\Z", re.IGNORECASE)
_WINDOW = 120


def find_money(text: str) -> list[Money]:
    """Return the amounts of money that a text names, in its order and without overlap.

    An amount needs a currency: a sign, an ISO code or its name. "$21.5 to $30 million" is one finding with two ends,
    but "increased from $5 million to $8 million" is two. Amounts that are only described ("seven-figure") are not
    found.
    """
    found = [money for match in _PREFIXED.finditer(text) for money in _prefixed(match, text)]
    ends = [(money.start, money.end) for money in found]
    position = 0
    for match in _SUFFIXED.finditer(text):
        while position < len(ends) and ends[position][1] <= match.start():
            position += 1
        if position == len(ends) or ends[position][0] >= match.end():
            found += _suffixed(match, text)
    found.sort(key=lambda money: money.start)
    return [_related(money, found[index - 1] if index else None, text) for index, money in enumerate(found)]


def _amount(figure: str, scale: str | None) -> Decimal:
    value = number_value(figure) or Decimal(0)
    if scale:
        value *= _SCALES[re.sub(r"[^a-z]", "", scale.lower())]
    return value.to_integral_value() if value == value.to_integral_value() else value


def _prefixed(match: re.Match[str], text: str) -> list[Money]:
    currency = _SIGNS[match["sign"]]
    if match["b"] is None:
        value = _amount(match["a"], match["a_scale"])
        return [_money(match.span(), (value, value), currency, text)]
    low, high = _amount(match["a"], match["a_scale"]), _amount(match["b"], match["b_scale"])
    unclear = False
    if match["a_scale"] is None and match["b_scale"]:
        shared = _amount(match["a"], match["b_scale"])
        unclear = shared > high and low < 1000
        low = shared if shared <= high else low
    same = match["b_sign"] is None or _SIGNS[match["b_sign"]] == currency
    window = max(0, match.start() - _WINDOW)
    two = match["to"].strip() in {"and", "through"} and not _BETWEEN.search(text, window, match.start())
    if not same or two or unclear or low > high or _CHANGE.search(text, window, match.start()):
        return _apart(match, text)
    if match["b_sign"] is None and match["b_scale"] is None and not re.fullmatch(DASH, match["to"].strip()):
        return _apart(match, text)  # "$5 million to 12 patients"
    return [_money(match.span(), (low, high), currency, text)]


def _apart(match: re.Match[str], text: str) -> list[Money]:
    """Return the ends of what looked like a range as amounts of their own; the second only with a sign of its own."""
    value, currency = _amount(match["a"], match["a_scale"]), _SIGNS[match["sign"]]
    found = [_money((match.start(), match.start("to")), (value, value), currency, text)]
    if match["b_sign"]:
        value, currency = _amount(match["b"], match["b_scale"]), _SIGNS[match["b_sign"]]
        found.append(_money((match.start("b_sign"), match.end()), (value, value), currency, text))
    return found


def _suffixed(match: re.Match[str], text: str) -> list[Money]:
    code = match["code"]
    currency = "CNY" if code == "RMB" else code or _noun_currency(match["noun"])
    if match["words"]:
        value = _words_amount(match["words"])
        return [] if value is None else [_money(match.span(), (value, value), currency, text)]
    high = low = _amount(match["a"], match["a_scale"])
    start = match.start()
    if match["b"]:
        low, high = _amount(match["a"], match["a_scale"] or match["b_scale"]), _amount(match["b"], match["b_scale"])
        between = _BETWEEN.search(text, max(0, start - _WINDOW), start)
        if low > high or (match["to"].strip() in {"and", "through"} and not between):
            low, start = high, match.start("b")
    return [_money((start, match.end()), (low, high), currency, text)]


def _noun_currency(noun: str) -> str:
    folded = " ".join(noun.split())
    return next(code for pattern, code in _NOUNS if re.fullmatch(pattern, folded, re.IGNORECASE))


def _words_amount(words: str) -> Decimal | None:
    if re.match(r"an?\b", words, re.IGNORECASE):
        words = "one" + words[1:].removeprefix("n").removeprefix("N")
    return number_value(words)


def _money(span: tuple[int, int], ends: tuple[Decimal, Decimal], currency: str, text: str) -> Money:
    """Return an amount with what the words in front and behind say of it."""
    (start, end), (low, high) = span, ends
    window = max(0, start - _WINDOW)
    place = start
    upper = lower = approximate = False
    aggregate = bool(_AGGREGATE.search(text, window, start) or _IN_AGGREGATE.match(text, end, end + _WINDOW))
    for _ in range(8):
        about = _ABOUT.search(text, window, place)
        cue = _UPPER.search(text, window, place) or _LOWER.search(text, window, place)
        if about:
            approximate, place = True, about.start()
        elif cue and not text[cue.start() - 1 : cue.start()].isalpha():
            upper = upper or (not lower and bool(_UPPER.search(text, window, place)))
            lower = not upper
            break
        elif filler := _FILLER.search(text, window, place):
            place = filler.start()
            aggregate = aggregate or filler[0].lower().startswith("aggregate")
        else:
            break
    single = low == high
    per_share = bool(_SHARE.match(text, end, end + _WINDOW) or _PAR.search(text, window, start))
    return Money(
        start,
        end,
        None if upper and single else low,
        None if lower and single else high,
        currency,
        upper,
        approximate,
        per_share,
        text[start:end],
        aggregate,
    )


def _related(money: Money, before: Money | None, text: str) -> Money:
    """Return the amount marked as said once more, where it follows another in brackets or after "or"."""
    if before is None or not 0 < money.start - before.end <= 60:
        return money
    if not _AGAIN.fullmatch(text, before.end, money.start):
        return money
    if money.currency == before.currency and money.maximum != before.maximum:
        return money
    return replace(money, converted=True)
