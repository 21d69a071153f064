"""Fields of the generated screens read what people type."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired

from rules.registry_vocabulary import ResourceKind
from views.base.generated import (
    DayField,
    DecimalField,
    LineField,
    LinesField,
    TickField,
    WholeField,
    WordField,
)


class Card(Form):
    """A form with one of each."""

    budget = DecimalField()
    start = DayField()
    place = WholeField()
    urgent = TickField(validators=[InputRequired()])
    kind = WordField(ResourceKind, None)
    title = LineField()
    goal = LinesField()


@pytest.fixture(autouse=True)
def english_reader():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield


@pytest.mark.parametrize("typed", ["96 000,50", "96000.50", "96\u00a0000,50"])
def test_a_number_is_read_with_comma_or_point(typed):
    assert Card(MultiDict({"budget": typed})).budget.data == Decimal("96000.50")


@pytest.mark.parametrize("typed", ["daudz", "96000,505"])
def test_a_sum_that_is_none_is_refused_with_an_example(typed):
    card = Card(MultiDict({"budget": typed}))
    card.validate()
    assert card.budget.errors == ["Write the sum in euro as a number, for example 96 000,50"]


@pytest.mark.parametrize("typed", ["2026-10-12", "12.10.2026", "12.10.2026."])
def test_a_day_is_read_in_both_orders(typed):
    assert Card(MultiDict({"start": typed})).start.data == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("soon", "Write a date, for example 12.10.2026."),
        ("31.02.2026", "In 2026 February has 28 days. Correct the day or the month."),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_there_is(typed, said):
    card = Card(MultiDict({"start": typed}))
    card.validate()
    assert card.start.errors == [said]


@pytest.mark.parametrize("typed", ["²", "-1", "1e3", "9" * 30])
def test_a_whole_number_that_is_none_is_refused_with_the_bounds(typed):
    card = Card(MultiDict({"place": typed}))
    card.validate()
    assert card.place.errors == ["Write a whole number from 0 to 2147483647"]


def test_an_unticked_box_means_no_and_is_accepted():
    card = Card(MultiDict({"kind": "tool"}))
    assert card.validate()
    assert card.urgent.data is False


def test_a_word_comes_back_as_a_member_of_the_vocabulary():
    assert Card(MultiDict({"kind": "tool"})).kind.data is ResourceKind.tool


def test_a_word_nobody_knows_is_refused():
    assert not Card(MultiDict({"kind": "spaceship"})).validate()


def test_a_word_is_offered_by_its_label():
    assert "Information system" in str(Card().kind())


def test_nothing_is_chosen_for_the_person_in_advance():
    assert '<option selected value="">' in str(Card().kind())


@pytest.mark.parametrize("name", ["title", "goal"])
@pytest.mark.parametrize("odd", ["\0", "\x07", "\ud800"])
def test_character_that_no_database_keeps_is_taken_out_and_said(name, odd):
    card = Card(MultiDict({name: f"Vā{odd}rds"}))
    card.validate()
    said = f"Line 1, column 3, “Vā\ufffdrds”: no text can have the sign U+{ord(odd):04X}."
    assert card[name].errors == [f"{said} Write it without this sign."]
    assert card[name].data == "Vārds"
