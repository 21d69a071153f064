"""Small checks of what people send with an action; every problem at once."""

from dataclasses import replace

from rules import reading
from rules.refusals import Invalid, Problem
from rules.signs import visible
from rules.text import N_, says_something
from rules.vocabulary import ProblemCode

GONE = N_("There is no such thing, or you cannot see it.")
INVALID = N_("Some of what you sent cannot be used. Correct what is listed and try again.")


def required_texts(**texts: str | None) -> None:
    """Raise `Invalid` naming each text that is empty."""
    refuse(empty_texts(**texts))


def empty_texts(**texts: str | None) -> list[Problem]:
    """Return a problem for each text that is empty."""
    empty = (name for name, text in texts.items() if not says_something(text or ""))
    return [Problem(name, ProblemCode.required) for name in empty]


def text_problems(field: str, text: str, longest: int, *, lines: bool = False) -> list[Problem]:
    """Return what is wrong with a text, of one line or of several: too long, or signs nobody can see."""
    try:
        reading.lines(text, longest)
    except reading.Unreadable as odd:
        return [replace(odd.problem(field), key="" if odd.code is ProblemCode.too_long else odd.key)]
    shown = visible("".join(text.split())) if lines else text
    return [] if shown.isprintable() else [Problem(field, ProblemCode.invalid)]


def line_problems(field: str, text: str, longest: int) -> list[Problem]:
    """Return what is wrong with one line that has to be there."""
    return text_problems(field, text, longest) if text else [Problem(field, ProblemCode.required)]


def refuse(problems: list[Problem]) -> None:
    """Raise `Invalid` if there is a problem."""
    if problems:
        raise Invalid(INVALID, tuple(problems))
