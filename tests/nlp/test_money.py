"""Amounts of money: their ends, currency and company, and what is no amount."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from kg.nlp.money import Money, find_money


def flags(money: Money) -> set[str]:
    return {n for n in ("up_to", "approximate", "per_share", "aggregate", "converted") if getattr(money, n)}


@pytest.mark.parametrize(
    ("text", "words", "amount", "currency"),
    [
        ("paid $1 million", "$1 million", "1000000", "USD"),
        ("paid \\$1 million", "$1 million", "1000000", "USD"),
        ("paid $1.99 million", "$1.99 million", "1990000", "USD"),
        ("paid $1.5-million", "$1.5-million", "1500000", "USD"),
        ("paid US$ 5,000,000.", "US$ 5,000,000", "5000000", "USD"),
        ("paid U.S.$5 million", "U.S.$5 million", "5000000", "USD"),
        ("paid $ 1,234", "$ 1,234", "1234", "USD"),
        ("paid $250,000,", "$250,000", "250000", "USD"),
        ("paid $65.0MM", "$65.0MM", "65000000", "USD"),
        ("paid $1.2bn", "$1.2bn", "1200000000", "USD"),
        ("paid $5k", "$5k", "5000", "USD"),
        ("worth $11 billion.", "$11 billion", "11000000000", "USD"),
        ("worth $3 trillion", "$3 trillion", "3000000000000", "USD"),
        ("paid $12.50", "$12.50", "12.5", "USD"),
        ("paid USD 5 million", "USD 5 million", "5000000", "USD"),
        ("paid €50M", "€50M", "50000000", "EUR"),
        ("paid EUR 20.0 million", "EUR 20.0 million", "20000000", "EUR"),
        ("paid 6,730,771 EUR", "6,730,771 EUR", "6730771", "EUR"),
        ("paid 500 million euros", "500 million euros", "500000000", "EUR"),
        ("paid £3.5m", "£3.5m", "3500000", "GBP"),
        ("paid ¥2 billion", "¥2 billion", "2000000000", "JPY"),
        ("paid 2 billion yen", "2 billion yen", "2000000000", "JPY"),
        ("paid RMB 20 million", "RMB 20 million", "20000000", "CNY"),
        ("paid RMB20 million", "RMB20 million", "20000000", "CNY"),
        ("paid CNY 205 million", "CNY 205 million", "205000000", "CNY"),
        ("paid CHF 10 million", "CHF 10 million", "10000000", "CHF"),
        ("paid 50 million Swiss francs", "50 million Swiss francs", "50000000", "CHF"),
        ("paid C$5.5 million", "C$5.5 million", "5500000", "CAD"),
        ("paid A$2m", "A$2m", "2000000", "AUD"),
        ("paid HK$7 million", "HK$7 million", "7000000", "HKD"),
        ("paid DKK 100m", "DKK 100m", "100000000", "DKK"),
        ("paid one million dollars", "one million dollars", "1000000", "USD"),
        ("paid A million dollars", "A million dollars", "1000000", "USD"),
        ("paid Three Million Dollars", "Three Million Dollars", "3000000", "USD"),
        ("paid twenty-five million U.S. dollars", "twenty-five million U.S. dollars", "25000000", "USD"),
        ("two hundred fifty thousand dollars", "two hundred fifty thousand dollars", "250000", "USD"),
        ("paid 20 million Canadian dollars", "20 million Canadian dollars", "20000000", "CAD"),
    ],
)
def test_exact_amount(text: str, words: str, amount: str, currency: str) -> None:
    (money,) = find_money(text)
    assert (money.text, text[money.start : money.end]) == (words, words)
    assert (money.minimum, money.maximum, money.currency) == (Decimal(amount), Decimal(amount), currency)
    assert flags(money) == set()


@pytest.mark.parametrize(
    ("text", "low", "high", "expected"),
    [
        ("$21.5 to $30 million", "21500000", "30000000", set()),
        ("$21.5-30 million", "21500000", "30000000", set()),
        ("$50-$60 million", "50000000", "60000000", set()),
        ("$30 million to $45 million", "30000000", "45000000", set()),
        ("from $30 million to $45 million", "30000000", "45000000", set()),
        ("between $10 million and $15 million", "10000000", "15000000", set()),
        ("10 to 15 million euros", "10000000", "15000000", set()),
        ("up to $450 million", None, "450000000", {"up_to"}),
        ("up to approximately $87.0 million", None, "87000000", {"up_to", "approximate"}),
        ("up to an additional $5 million", None, "5000000", {"up_to"}),
        ("up to a total of $5 million", None, "5000000", {"up_to"}),
        ("up to an aggregate of $67.0 million", None, "67000000", {"up_to", "aggregate"}),
        ("as much as $5 million", None, "5000000", {"up_to"}),
        ("not to exceed $2,500,000", None, "2500000", {"up_to"}),
        ("no more than $5 million", None, "5000000", {"up_to"}),
        ("less than $5 million", None, "5000000", {"up_to"}),
        ("in excess of $1 billion", "1000000000", None, set()),
        ("more than $200 million", "200000000", None, set()),
        ("at least $5 million", "5000000", None, set()),
        ("nearly $4.2 billion", "4200000000", "4200000000", {"approximate"}),
        ("about $5 million", "5000000", "5000000", {"approximate"}),
        ("an aggregate of $56 million", "56000000", "56000000", {"aggregate"}),
        ("$67 million in the aggregate", "67000000", "67000000", {"aggregate"}),
        ("aggregate milestone payments of $300 million", "300000000", "300000000", {"aggregate"}),
        ("$0.85 per share", "0.85", "0.85", {"per_share"}),
        ("$5 per ADS", "5", "5", {"per_share"}),
        ("$12.00 in cash per share", "12", "12", {"per_share"}),
        ("common stock, $.01 par value", "0.01", "0.01", {"per_share"}),
        ("par value $0.001", "0.001", "0.001", {"per_share"}),
    ],
)
def test_bounds_and_company(text: str, low: str | None, high: str | None, expected: set[str]) -> None:
    (money,) = find_money(f"It was {text}, it said.")
    ends = tuple(None if end is None else Decimal(end) for end in (low, high))
    assert ((money.minimum, money.maximum), flags(money)) == (ends, expected)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CNY 205 million (approximately $32 million)", [("CNY", 205000000, False), ("USD", 32000000, True)]),
        ("CNY 205 million, or about $32 million,", [("CNY", 205000000, False), ("USD", 32000000, True)]),
        ("€2.7 billion (then US$2.9 billion)", [("EUR", 2700000000, False), ("USD", 2900000000, True)]),
        ("Three Million Dollars (US$3,000,000)", [("USD", 3000000, False), ("USD", 3000000, True)]),
        ("$5 million and $10 million", [("USD", 5000000, False), ("USD", 10000000, False)]),
        ("increased from $5 million to $8 million", [("USD", 5000000, False), ("USD", 8000000, False)]),
        ("fell to $3 million from $5 million", [("USD", 3000000, False), ("USD", 5000000, False)]),
        ("$10 million ($4 million of it at once)", [("USD", 10000000, False), ("USD", 4000000, False)]),
        ("$500 to $1 million", [("USD", 500, False), ("USD", 1000000, False)]),
        ("$5 million to 12 patients", [("USD", 5000000, False)]),
        ("$3 million, $2 million and $1 million",
         [("USD", 3000000, False), ("USD", 2000000, False), ("USD", 1000000, False)]),
    ],
)  # fmt: skip
def test_several_amounts(text: str, found: list[tuple[str, int, bool]]) -> None:
    assert [(m.currency, int(m.maximum or 0), m.converted) for m in find_money(text)] == found


@pytest.mark.parametrize(
    "text",
    ["a seven-figure sum", "5 million patients", "$", "US$", "dollars", "$ million", "100 mg", "the euro", "EURO5",
     "low double-digit millions", "NISSAN 5", "a dollar-denominated note", "33%", "Phase 1", "abcUSD5", "in 2021"],
)  # fmt: skip
def test_no_amount(text: str) -> None:
    assert find_money(text) == []


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("$1 million", {"amount": 1000000, "currency": "USD"}),
        ("$21.5 to $30 million", {"minAmount": 21500000, "maxAmount": 30000000, "currency": "USD"}),
        ("up to $450 million", {"maxAmount": 450000000, "currency": "USD"}),
        ("$67 million in the aggregate", {"maxAmount": 67000000, "currency": "USD"}),
        ("more than $2 million", {"minAmount": 2000000, "currency": "USD"}),
        ("$0.85 per share", {"amount": 0.85, "currency": "USD"}),
    ],
)
def test_keys_of_the_fact_table(text: str, qualifiers: dict[str, object]) -> None:
    assert find_money(text)[0].qualifiers == qualifiers


@pytest.mark.parametrize("run", ["$", "1", "$1,", "1,", " ", "one ", "up to ", "$1 ", "$1 to ", "an aggregate of "])
def test_long_runs_are_read_in_linear_time(run: str) -> None:
    text = run * (20_000 // len(run))
    before = time.perf_counter()
    find_money(text)
    assert time.perf_counter() - before < 5
