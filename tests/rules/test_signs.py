"""One rule for the signs of every text: line ends, signs that nobody sees, signs that no text may have."""

import pytest
from hypothesis import given, settings, strategies as st

from rules.reading import Unreadable, line, lines, one_line, text
from rules.text import fold, length, name_key, nfc, says_something, sort_key

LINE_ENDS = ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"]
# Soft hyphen, widths of zero, direction signs, joiners, variants, tags and fillers.
INVISIBLE = [
    "\u00ad",
    *"\u200b\u200c\u200d\u2060\ufeff",
    *"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u034f\u180e\u2061\u2064\u3164\u115f\ufe0f\ufff9\U000e0041\U000e0100\u2800\U0001d159",
]
REFUSED = ["\0", "\x07", "\x08", "\x1b", "\x1c", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff", "\ufdd0"]
REFUSED += ["\U0001fffe", "\U0010ffff", "\ud800", "\udfff"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_end_of_a_line_is_a_new_line_in_a_text_and_a_blank_in_a_line(end: str) -> None:
    typed = f"pirmā{end}otrā"
    assert (text(typed), line(typed), one_line(typed)) == ("pirmā\notrā", "pirmā otrā", "pirmā otrā")


@pytest.mark.parametrize("end", LINE_ENDS)
def test_the_end_of_a_line_counts_as_one(end: str) -> None:
    assert length(f"a{end}b") == 3


@pytest.mark.parametrize("read", [line, one_line, text, lines])
def test_a_tab_is_a_blank(read) -> None:
    assert read("a\tb") == "a b"


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_nobody_sees_is_taken_out_of_a_line_and_stays_in_a_text(sign: str) -> None:
    typed = f"Ā{sign}da"
    assert (line(typed), one_line(typed), text(typed)) == ("Āda", "Āda", typed)


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_nobody_sees_counts_neither_in_length_nor_search_nor_order_nor_names(sign: str) -> None:
    typed = f"Ā{sign}da"
    for seen in (length, fold, sort_key, name_key, nfc):
        assert seen(typed) == seen("Āda")


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_text_of_nothing_that_is_seen_says_nothing(sign: str) -> None:
    assert not says_something(f" {sign} {sign}\n")


def test_joined_pictures_stay_as_typed_in_a_text() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f"
    assert text(family) == family


@pytest.mark.parametrize("sign", REFUSED)
@pytest.mark.parametrize("read", [line, one_line, text, lines])
def test_what_no_text_may_have_is_refused_by_its_number(read, sign: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(f"pirmā\r\notrā rin{sign}da")
    said = refused.value.values
    assert (said["sign"], said["line"], said["column"]) == (f"U+{ord(sign):04X}", 2, 9)
    assert (said["around"], "“otrā rin\ufffdda”" in str(refused.value)) == ("otrā rin\ufffdda", True)


def test_of_a_long_line_the_words_around_are_said() -> None:
    with pytest.raises(Unreadable) as refused:
        text("a" * 100 + "\x07" + "b" * 100)
    assert refused.value.values["around"] == "a" * 20 + "\ufffd" + "b" * 20


def test_letters_are_counted_as_seen_however_they_are_put_together() -> None:
    assert length("a\u0304" * 10 + "\u00ad") == 10


def test_as_many_signs_as_are_seen_may_be_typed() -> None:
    assert text("a\r\nb\u00ad\u200b", 3) == "a\nb\u00ad\u200b"


@pytest.mark.parametrize(("one", "other"), [("„Āda”", '"Āda"'), ("«Āda»", "'Āda’"), ("“Āda“", "\u00b4Āda`")])
def test_quotation_marks_find_each_other_and_are_the_same_in_names(one: str, other: str) -> None:
    assert (fold(one), name_key(one)) == (fold(other), name_key(other))


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
def test_dashes_find_each_other_and_are_the_same_in_names(dash: str) -> None:
    assert (fold(f"e{dash}veselība"), name_key(f"E {dash} veselība")) == ("e-veseliba", "e-veseliba")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_what_was_read_reads_the_same_again(typed: str) -> None:
    for read in (line, one_line, text, lines):
        try:
            once = read(typed)
        except Unreadable:
            continue
        assert read(once) == once
