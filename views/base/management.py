"""What a screen says of itself in Pārvaldība, where the system administrator finds everything."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto

from flask_babel import lazy_gettext as _l

from rules.facts import Actor
from views.words.language import Text


class Group(StrEnum):
    """Screens that belong together, in the order of the page."""

    registry = auto()
    rules = auto()
    people = auto()


GROUPS = {
    Group.registry: _l("Registry"),
    Group.rules: _l("Rules and reference data"),
    Group.people: _l("People and records"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """The line of a screen, as its `management`: what it is for, and how many wait for this person there.

    The title is that of the list unless it is said here. Screens stand in the order of their registration.
    """

    group: Group
    about: Text
    title: Text = ""
    waiting: Callable[[Actor], int] | None = None
