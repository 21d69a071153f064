"""Every word of the vocabularies has a name that people read."""

from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import Babel

from rules import audience, registry_vocabulary, vocabulary
from rules.account import notices
from rules.vocabulary import Action, Choice, Outcome, Status
from views.words.labels import choices, label

# Sentences name the codes (views/words/sentences.py), and only programs say which messages they look at.
WITHOUT_LABEL = {"ProblemCode", "NoticeState"}


ENUMS = [
    thing
    for words in (vocabulary, registry_vocabulary, audience, notices)
    for name, thing in vars(words).items()
    if isinstance(thing, type) and issubclass(thing, StrEnum) and name not in {"StrEnum", *WITHOUT_LABEL}
]


@pytest.fixture(autouse=True)
def english_reader():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield


@pytest.mark.parametrize("enum", ENUMS)
def test_every_member_has_a_label(enum):
    assert (len(enum) > 0, [member for member in enum if not label(member)]) == (True, [])


def test_equal_texts_of_different_words_have_labels_of_their_own():
    assert (label(Choice.approve), label(Outcome.approve)) == ("Approved", "Approve")


def test_choices_keep_the_order_of_the_vocabulary():
    assert [value for value, _ in choices(Status)] == [status.value for status in Status]


def test_a_member_named_aside_of_its_value_is_labelled():
    assert label(Action.return_) == "Return for clarification"
