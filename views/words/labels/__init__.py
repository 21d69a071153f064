"""Every word of the vocabularies in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from views.words.labels import activity, others

LABELS: dict[type[StrEnum], Mapping[Any, LazyString]] = {**activity.LABELS, **others.LABELS}


def label(value: StrEnum) -> str:
    """Return the word for an enum member; KeyError shows a member that nobody has named yet."""
    return str(LABELS[type(value)][value])


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, word) pairs of an enum in its own order, for a select."""
    return [(member.value, label(member)) for member in enum]
