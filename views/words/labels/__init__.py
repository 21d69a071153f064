"""Every word of the vocabularies in the reader's language; each area says its own."""

from enum import StrEnum

from flask import Flask

from views.words.labels import account, activity, mail, registry

LABELS = activity.LABELS | registry.LABELS | account.LABELS | mail.LABELS


def label(value: StrEnum) -> str:
    """Return the word for an enum member; KeyError shows a member that nobody has named yet."""
    return str(LABELS[type(value)][value])


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, word) pairs of an enum in its own order, for a select."""
    return [(member.value, label(member)) for member in enum]


def register(app: Flask) -> None:
    """Give templates `label(value)`, also as a filter, and `choices(enum)`."""
    app.jinja_env.globals.update(label=label, choices=choices)
    app.jinja_env.filters["label"] = label
