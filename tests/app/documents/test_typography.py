"""Latvian as it is set: a table of what becomes of texts."""

from datetime import date

import pytest
from hypothesis import given, strategies as some

from app.documents.typography import in_full, typeset

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Nr. 5", "Nr.~5"),
        ("Nr. AA-2026-000128", "Nr.~AA-2026-000128"),
        ("12. oktobris", "12.~oktobris"),
        ("2026. gada 12. oktobrī", "2026.~gada~12.~oktobrī"),
        ("3. kārta", "3.~kārta"),
        ("Tā bija 2026. Tagad ir 2027.", "Tā bija 2026. Tagad ir 2027."),
        ("100 EUR", "100~EUR"),
        ("184 500 € gadā", "184~500~€ gadā"),
        ("5 % un 30 km", "5~% un 30~km"),
        ("5 minimumi", "5 minimumi"),
        ("plkst. 14.32", "plkst.~14.32"),
        ("plāns e lietai", "plāns e~lietai"),
        ("J. Bērziņš", "J.~Bērziņš"),
        ("VID – pieteicējs", "VID~– pieteicējs"),
        ('Sistēma "EDS" un ("TIS").', "Sistēma „EDS” un („TIS”)."),
        ("Sistēma “EDS”", "Sistēma „EDS”"),
        ('Ekrāns 15" un 17" plats', 'Ekrāns 15" un 17" plats'),
        ('a="b"', 'a="b"'),
        ('Viena " vien', 'Viena " vien'),
        ("", ""),
    ],
)
def test_words_that_belong_together_stay_so_and_quotation_marks_are_latvian(typed, printed):
    assert typeset(typed) == printed.replace("~", NO_BREAK)


@given(some.text())
def test_nothing_but_blanks_and_quotation_marks_is_changed(text):
    alike = str.maketrans({NO_BREAK: " ", "„": '"', "“": '"', "”": '"'})
    assert typeset(text).translate(alike) == text.translate(alike)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 12), "2026. gada 12. oktobris"),
        (date(2027, 1, 1), "2027. gada 1. janvāris"),
        (date(2027, 12, 31), "2027. gada 31. decembris"),
    ],
)
def test_a_date_in_words_is_not_torn(day, words):
    assert in_full(day) == words.replace(" ", NO_BREAK)
