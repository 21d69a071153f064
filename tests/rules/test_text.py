"""Texts that search and sort the same on every database."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given, settings, strategies as st

from rules.text import fold, name_key, nfc, not_a_formula, says_something, sort_key, stands_in_address


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Nekustamā   īpašuma\tKADASTRS ", "nekustama ipasuma kadastrs"),
        ("ĢEOLATVIJA", "geolatvija"),
        (normalize("NFD", "Ūdeņi"), "udeni"),
        ("Łódź, Ærø, Straße", "lodz, aero, strasse"),
        ("120\N{NO-BREAK SPACE}000", "120 000"),
        ("", ""),
    ],
)
def test_search_text_has_no_case_diacritics_or_surplus_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_same_name_is_found_whatever_case_diacritics_and_spaces() -> None:
    assert name_key("E-veselība") == name_key("e - VESELIBA")
    assert name_key("E-veselība") != name_key("E-veselība 2")


@pytest.mark.parametrize(
    "ordered",
    [
        list("aābcčdeēfgģhiījkķlļmnņopqrsštuūvwxyzž"),
        list("AĀBCČDEĒFGĢHIĪJKĶLĻMNŅOPQRSŠTUŪVWXYZŽ"),
        ["10", "A", "b"],
        ["Cēsis", "Čigāne", "Daugavpils"],
        ["Valsts kase", "Valsts zemes dienests", "Valstsgriba"],
        ["sadaļa", "sadaļas", "sadaļā"],
        ["SIA", "SIA „Āda”", "SIA Beta"],
        ["e-adrese", "eKase"],
        ["", "a"],
        ["Žagars", "Москва"],
    ],
)
def test_byte_order_of_the_keys_is_latvian_order(ordered: list[str]) -> None:
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_case_quotation_marks_and_composition_do_not_count() -> None:
    assert sort_key("VAS „Ceļu satiksme”") == sort_key(normalize("NFD", 'vas "ceļu satiksme"'))


def test_a_letter_takes_two_digits_by_its_place_and_one_of_another_script_eight() -> None:
    assert [sort_key(text) for text in ("0", "a", "ž", "a b", "Ж", "ß")] == [
        "20",
        "2a",
        "4e",
        "2a102c",
        "ff000436",
        sort_key("ss"),
    ]


@pytest.mark.parametrize("sign", ["-", ",", "  ", " - ", "\t"])
def test_punctuation_counts_as_one_space(sign: str) -> None:
    assert sort_key(f"a{sign}b") == sort_key("a b")


def test_a_name_key_is_folded_without_any_space() -> None:
    assert name_key(" Ēku  Kadastrs ") == "ekukadastrs"


def test_a_foreign_letter_sorts_as_its_base() -> None:
    assert sort_key("é") == sort_key("e")
    assert sort_key("Łódź") == sort_key("Lodz")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_keys_are_plain_lower_case_hexadecimal_and_folding_twice_changes_nothing(text: str) -> None:
    assert re.fullmatch("[0-9a-f]*", sort_key(text))
    assert len(sort_key(f"a{text}")) > len(sort_key(text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("pair", ["\u0300\u0316", "\u0f73\u0f71", "\u0300\uff9e", "\u0344\u0316"])
def test_marks_piled_on_one_letter_are_put_in_order_a_few_at_a_time(pair: str) -> None:
    longest = max(len(run) for run in nfc("a" + pair * 1000).split("\u034f"))

    assert longest <= 62  # all 2000 in order take by the square longer, and nobody writes such a letter


def test_a_long_text_with_ordinary_marks_stays_as_it_is() -> None:
    text = "Šķēršļu pārvarēšana ja\u0304nis. " * 100

    assert nfc(text) == normalize("NFC", text)


@pytest.mark.parametrize("text", ["a", " ā ", "0", ".", "\u200b-"])
def test_a_text_with_one_letter_to_read_says_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\N{NO-BREAK SPACE}", "\u200b", "\x00"])
def test_spaces_and_invisible_characters_say_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize("code", ["VID", "LAD ĢIS", "business.gov.lv", ".X", "..x", "a-b"])
def test_a_code_that_can_be_read_stands_in_an_address(code: str) -> None:
    assert stands_in_address(code)


@pytest.mark.parametrize("code", ["", ".", "..", "a/b", "/", "a\tb", "a\x00", "\u200bVID", "\n/"])
def test_a_slash_dots_alone_or_what_is_invisible_stand_in_none(code: str) -> None:
    assert not stands_in_address(code)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\r", "\n=", "  =1", " -2 "])
def test_a_cell_that_a_spreadsheet_would_calculate_gets_an_apostrophe(cell: str) -> None:
    assert not_a_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1=1", "X=", "Xx", "VID", "a-b", "  plain", "\xa0=1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert not_a_formula(cell) == cell
