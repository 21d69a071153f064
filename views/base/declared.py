"""What a screen or a part of the API says of itself, its line in Pārvaldība, whom an address belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from types import FunctionType
from typing import Any, ClassVar

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

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


class Declared:
    """Every screen and every part of the API is one; each says only what is unlike the others."""

    kept: ClassVar[bool] = True  # False = no browser keeps what is answered, not for "back" either
    management: ClassVar[Managed | None] = None  # its line in Pārvaldība
    takes_files: ClassVar[frozenset[str]] = frozenset()  # the methods whose form has a file
    stores_files: ClassVar[frozenset[str]] = frozenset()  # the methods whose file is kept, and may be large
    attempts: ClassVar[Mapping[str, LazyString]] = {}  # what somebody tried who called a method, in words

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        methods = {name: vars(one) for name, one in vars(cls).items() if isinstance(one, FunctionType)}
        tried = {name: marks["tried"] for name, marks in methods.items() if "tried" in marks}
        cls.attempts = {**cls.attempts, **tried}

    def update_redirect(self) -> None:
        """Keep no history of addresses in the cookie: every tab would share it."""


def declared(endpoint: str | None) -> Any:
    """Return the screen or the part of the API that answers there, None where neither does."""
    name = (endpoint or "").partition(".")[0]
    views = current_app.extensions["appbuilder"].baseviews
    return next((view for view in views if view.endpoint == name), None)


def is_kept(endpoint: str | None) -> bool:
    """Whether a browser may keep what is answered there."""
    return getattr(declared(endpoint), "kept", True)


def takes_files(endpoint: str | None) -> bool:
    """Whether a form with a file is sent there."""
    method = (endpoint or "").partition(".")[2]
    return method in getattr(declared(endpoint), "takes_files", ())


def stores_files(endpoint: str | None) -> bool:
    """Whether a file that comes there is kept: it is large, and goes to disk piece by piece."""
    method = (endpoint or "").partition(".")[2]
    return method in getattr(declared(endpoint), "stores_files", ())


def attempt(endpoint: str) -> LazyString | None:
    """Return what somebody tried there, in words; None for what is not there any more."""
    words: Mapping[str, LazyString] = getattr(declared(endpoint), "attempts", {})
    return words.get(endpoint.partition(".")[2])
