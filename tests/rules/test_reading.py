"""What people type means the same in every form."""

import pytest

from rules.reading import Unreadable, line, number, text, whole

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


def test_line_has_single_spaces():
    assert line(f"  Valsts \t ieņēmumu{NO_BREAK}dienests\r\n") == "Valsts ieņēmumu dienests"


def test_text_keeps_its_lines():
    assert text("\r\n pirmā\r\notrā \r\n") == "pirmā\notrā"


@pytest.mark.parametrize("read", [line, text])
def test_longest_text_is_said_with_both_numbers(read):
    with pytest.raises(Unreadable, match=r"Shorten the text to 3 characters \(now 4\)"):
        read("āēīō", 3)
