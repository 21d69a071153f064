"""In whose name somebody acts: what a form says, and the choice that it offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, request
from flask_babel import gettext

from app.clock import now
from app.services.activity import on_behalf
from app.services.activity.on_behalf import Name
from models import Activity, Substitution, User
from rules.facts import Actor
from rules.refusals import Problem
from rules.vocabulary import Action
from views.base import current_actor
from views.words.sentences import problem_sentence

FIELD = "on_behalf_of"


@dataclass(frozen=True, slots=True)
class InName:
    """The choice: (user name, full name) of each person substituted, and the own name under ""."""

    options: list[tuple[str, str]]
    chosen: str

    @property
    def said(self) -> str:
        """The name chosen."""
        return dict(self.options)[self.chosen]


def register(app: Flask) -> None:
    """Give templates `signed(who, on_behalf_of)`."""
    app.jinja_env.globals.update(signed=signed)


def signed(who: object, principal: object | None) -> str:
    """Return the name under an act, with that of the person on whose behalf it was."""
    if principal is None:
        return str(who)
    return gettext("%(name)s, on behalf of %(principal)s", name=str(who), principal=str(principal))


def acting(activity: Activity, action: Action, at: datetime) -> tuple[Actor, tuple[Problem, ...]]:
    """Return who acts, and on whose behalf, as the form says; and what is wrong with that."""
    typed = request.form.get(FIELD)
    chosen = Name.by_default if typed is None else typed or None
    return on_behalf.in_whose_name(activity, action, current_actor(), at, chosen)


def offered(activity: Activity, action: Action) -> InName | None:
    """Return the choice for a step with this card; None when the actor substitutes nobody in it."""
    return _choice(on_behalf.principals(activity, action, current_actor(), now()))


def offered_for_many(terms: Iterable[Substitution]) -> InName | None:
    """Return the choice for opinions on many cards at once, from the substitutions in force."""
    return _choice(one.principal for one in terms)


def mistakes(problems: Iterable[Problem]) -> dict[str, str]:
    """Return what is wrong with the choice, by its field."""
    return {one.field: problem_sentence(one) for one in problems}


def _choice(principals: Iterable[User]) -> InName | None:
    names = [(one.username, gettext("On behalf of %(principal)s", principal=str(one))) for one in principals]
    typed = request.form.get(FIELD)
    if not names and not typed:
        return None
    options = [*names, ("", gettext("In my own name"))]
    return InName(options, typed if typed in dict(options) and typed is not None else options[0][0])
