"""Fields of the generated screens read what people type."""

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired

from rules.vocabulary import ResourceKind
from views.base.generated import DecimalField, TickField, WordField


class Card(Form):
    """A form with one of each."""

    budget = DecimalField()
    urgent = TickField(validators=[InputRequired()])
    kind = WordField(ResourceKind, None)


@pytest.fixture(autouse=True)
def english_reader():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield


@pytest.mark.parametrize("typed", ["96 000,50", "96000.50", "96\u00a0000,50"])
def test_a_number_is_read_with_comma_or_point(typed):
    assert Card(MultiDict({"budget": typed})).budget.data == Decimal("96000.50")


def test_a_number_that_is_none_is_refused_with_an_example():
    card = Card(MultiDict({"budget": "daudz"}))
    card.validate()
    assert card.budget.errors == ["Write a number, for example 96 000,50"]


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
