"""Small checks of what people send with an action; every problem at once."""

from rules.refusals import Invalid, Problem
from rules.text import N_, says_something
from rules.vocabulary import ProblemCode

INVALID = N_("Some of what you sent cannot be used. Correct what is listed and try again.")


def required_texts(**texts: str | None) -> None:
    """Raise `Invalid` naming each text that is empty."""
    refuse(empty_texts(**texts))


def empty_texts(**texts: str | None) -> list[Problem]:
    """Return a problem for each text that is empty."""
    empty = (name for name, text in texts.items() if not says_something(text or ""))
    return [Problem(name, ProblemCode.required) for name in empty]


def refuse(problems: list[Problem]) -> None:
    """Raise `Invalid` if there is a problem."""
    if problems:
        raise Invalid(INVALID, tuple(problems))
