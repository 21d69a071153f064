"""Sums mean the same in every form; what could be another sum is asked."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from rules.reading import Unreadable
from rules.sums import read
from rules.vocabulary import ProblemCode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("\u00a0\u200b", None),
        ("0", "0"),
        ("120000", "120000"),
        ("120 000,00", "120000"),
        ("120.000,00", "120000"),
        ("120,000.00", "120000"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("0,5", "0.5"),
        ("0.50", "0.5"),
        ("96\u00a0000,5", "96000.5"),
        ("96\u202f000\u202f000", "96000000"),
        ("96'000.50", "96000.5"),
        ("96’000’000,5", "96000000.5"),
        ("96000.50", "96000.5"),
        ("€ 120 000,50", "120000.5"),
        ("€120,000.50", "120000.5"),
        ("120 000 EUR", "120000"),
        ("120000€", "120000"),
        ("eur 5", "5"),
        ("-5", "-5"),
        ("- 5,25", "-5.25"),
        ("\u22125", "-5"),
        ("-€5", "-5"),
        ("€ -5", "-5"),
        ("12\u200b0", "120"),
        ("999999999999,99", "999999999999.99"),
        ("999 999 999 999,99", "999999999999.99"),
    ],
)
def test_sums_are_read_in_every_usual_way(typed: str, meant: str | None) -> None:
    assert read(typed) == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize(
    "typed",
    [
        *("96000,505", "0,500", "0.500", "120 000,000", "120.000,000", "1,234.567", "12,3456", "012,345"),
        *("1e3", "NaN", "inf", "٣", "1,", ",5", "1.000.00", "1.00.000", "12 00", "1 2", "1.000,000.00"),
        *("1.000 000,00", "--5", "-€-5", "5-", "1000000000000", "1 000 000 000 000", "12 USD", "€", "1..2"),
    ],
)
def test_sums_that_are_none_are_refused_not_rounded(typed: str) -> None:
    with pytest.raises(Unreadable, match="96 000,50") as refused:
        read(typed)
    assert refused.value.code is ProblemCode.invalid


@pytest.mark.parametrize(
    ("typed", "many", "few"),
    [
        ("120.000", "120000.00", "120.00"),
        ("120,000", "120000.00", "120.00"),
        ("€ 1.500", "1500.00", "1.50"),
        ("-1,500 EUR", "-1500.00", "-1.50"),
        ("12.345", "12345.00", "12.35"),
    ],
)
def test_a_sum_that_can_be_read_in_two_ways_is_asked(typed: str, many: str, few: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(typed)
    asked = refused.value
    assert (asked.code, asked.values) == (ProblemCode.ambiguous, {"many": Decimal(many), "few": Decimal(few)})


@given(st.decimals(-(10**12) + 1, 10**12 - 1, places=2))
def test_every_sum_is_read_as_either_country_writes_it(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    latvian = english.replace(",", "\u00a0").replace(".", ",")
    german = english.replace(",", "'").replace(".", ",")
    assert {read(one) for one in (english, latvian, german, f"{amount}")} == {amount}
