"""What people type means the same in every form."""

from datetime import date
from decimal import Decimal

import pytest

from views.base.reading import Unreadable, day, line, money, number, text, whole

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0", 0), (" 7 ", 7), ("2147483647", 2**31 - 1), ("007", 7)],
)
def test_whole_numbers_are_plain_digits(typed, meant):
    assert whole(typed) == meant


@pytest.mark.parametrize("typed", ["", "-1", "1.0", "1e3", "²", "٣", "12a", "2147483648", "9" * 5000, None])
def test_anything_else_is_no_whole_number(typed):
    assert whole(typed) is None


@pytest.mark.parametrize(("typed", "meant"), [("", None), ("  ", None), ("90", 90), ("1 000", 1000)])
def test_number_in_a_form_may_be_left_empty(typed, meant):
    assert number(typed, 1, 1000) == meant


@pytest.mark.parametrize("typed", ["0", "1001", "-5", "ninety"])
def test_number_out_of_bounds_is_refused_with_the_bounds(typed):
    with pytest.raises(Unreadable, match="from 1 to 1000"):
        number(typed, 1, 1000)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("0", Decimal("0")),
        ("96 000,50", Decimal("96000.50")),
        (f"96{NO_BREAK}000,5", Decimal("96000.5")),
        ("96000.50", Decimal("96000.50")),
        ("-5", Decimal("-5")),
        ("999999999999,99", Decimal("999999999999.99")),
    ],
)
def test_sums_are_read_with_comma_or_point(typed, meant):
    assert money(typed) == meant


@pytest.mark.parametrize(
    "typed", ["96000,505", "1.000.000", "1e3", "NaN", "inf", "12 EUR", "1000000000000", "٣", "1,"]
)
def test_sums_that_are_none_are_refused_not_rounded(typed):
    with pytest.raises(Unreadable, match="96 000,50"):
        money(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("2026-10-12", date(2026, 10, 12)),
        ("12.10.2026", date(2026, 10, 12)),
        ("12.10.2026.", date(2026, 10, 12)),
        ("1. 2. 2026.", date(2026, 2, 1)),
    ],
)
def test_dates_are_read_in_both_orders(typed, meant):
    assert day(typed) == meant


@pytest.mark.parametrize(
    "typed", ["31.02.2026", "2026-13-01", "10/12/2026", "tomorrow", "12.10.26", "0.0.0000"]
)
def test_dates_that_are_none_are_refused(typed):
    with pytest.raises(Unreadable, match=r"12\.10\.2026\."):
        day(typed)


def test_line_has_single_spaces():
    assert line(f"  Valsts \t ieņēmumu{NO_BREAK}dienests\r\n") == "Valsts ieņēmumu dienests"


def test_text_keeps_its_lines():
    assert text("\r\n pirmā\r\notrā \r\n") == "pirmā\notrā"


@pytest.mark.parametrize("read", [line, text])
@pytest.mark.parametrize("typed", ["a\0b", "a\ud800b"])
def test_what_no_database_keeps_is_refused(read, typed):
    with pytest.raises(Unreadable, match="cannot be kept"):
        read(typed)


@pytest.mark.parametrize("read", [line, text])
def test_longest_text_is_said_with_both_numbers(read):
    with pytest.raises(Unreadable, match=r"Shorten the text to 3 characters \(now 4\)"):
        read("āēīō", 3)
