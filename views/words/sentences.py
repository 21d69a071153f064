"""What rules and services refuse, said in the reader's language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flask_babel import gettext

from rules.problem_sentences import sentence as english
from rules.refusals import Problem, Refusal
from rules.ruleset import Text
from views.words.formats import day, number
from views.words.labels import label
from views.words.names import in_words


def say(key: str, values: Mapping[str, object]) -> str:
    """Return the sentence of a key with its values in words."""
    return gettext(key, **{name: spoken(value) for name, value in values.items()})


def refusal_sentence(refusal: Refusal) -> str:
    """Return what a refusal says; one without a sentence of its own says what its problems do."""
    if refusal.key:
        return say(refusal.key, refusal.values)
    return ". ".join(problem_sentence(one) for one in getattr(refusal, "problems", ()))


def problem_sentence(problem: Problem) -> str:
    """Return what a problem says: what to do next."""
    return say(english(problem), problem.values)


def spoken(value: object) -> object:
    """Return a value as a sentence shows it: words translated, days and sums written out, lists joined."""
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Text):
        return in_words(value)
    if isinstance(value, (tuple, list, set, frozenset)):
        return ", ".join(str(spoken(item)) for item in value)
    return value
