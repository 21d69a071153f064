"""Dates, money and counts read as in Latvian and in English."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from markupsafe import Markup

from rules.vocabulary import Status
from views.words import formats


@pytest.fixture(autouse=True)
def latvian_reader():
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: "lv")
    with app.app_context():
        yield


def test_a_day_ends_with_a_dot():
    assert formats.day(date(2025, 5, 21)) == "21.05.2025."


def test_an_english_reader_sees_an_english_day():
    with force_locale("en"):
        assert formats.day(date(2025, 5, 21)) == "21 May 2025"


def test_a_moment_is_told_in_the_time_of_riga():
    assert formats.moment(datetime(2026, 9, 11, 12, 20, tzinfo=UTC)) == "11.09.2026. 15.20"


def test_a_moment_late_in_the_evening_belongs_to_the_next_day_in_riga():
    assert formats.day(datetime(2026, 9, 11, 22, 30, tzinfo=UTC)) == "12.09.2026."


def test_a_weekday_begins_with_a_capital_letter():
    assert formats.weekday(date(2026, 10, 12)) == "Pirmdiena, 12.10.2026."


def test_a_long_day_is_a_sentence_of_its_own():
    assert formats.long_day(date(2026, 9, 16)) == "Trešdiena, 2026. gada 16. septembris"


def test_a_period_within_a_year_names_the_year_once():
    assert formats.period(date(2026, 10, 5), date(2026, 10, 16)) == "05.10.–16.10.2026."


def test_a_period_over_new_year_names_both_years():
    assert formats.period(date(2026, 12, 28), date(2027, 1, 5)) == "28.12.2026.–05.01.2027."


def test_money_keeps_its_number_and_currency_on_one_line():
    assert formats.money(Decimal("120000")) == "120\u00a0000,00\u00a0€"


def test_a_decimal_keeps_its_decimals():
    assert formats.number(Decimal("96000.50")) == "96\u00a0000,50"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), ("", "–"), ([], "–"), (["BIS", "FPR"], "BIS, FPR"), ("BIS", "BIS"), (7, 7)],
)
def test_a_cell_shows_what_is_there_and_a_dash_for_nothing(value, shown):
    assert formats.cell(value) == shown


def test_a_cell_says_a_word_of_the_vocabulary():
    with force_locale("en"):
        assert formats.cell(Status.in_approval) == "In co-approval"


def test_number_of_a_card_stays_on_one_line_and_the_rest_stays_text():
    said = formats.whole("<b> AA-2026-000123 saglabāts")
    assert said == '&lt;b&gt; <span class="nowrap">AA-2026-000123</span> saglabāts'


def test_number_in_a_sentence_that_is_escaped_already_is_not_escaped_twice():
    assert formats.whole(Markup("A &amp; B")) == "A &amp; B"


def test_moment_in_a_table_stays_on_one_line():
    shown = formats.cell(datetime(2026, 9, 11, 12, 20, tzinfo=UTC))
    assert shown == '<span class="nowrap">11.09.2026. 15.20</span>'
