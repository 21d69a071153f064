"""In whose name somebody acts: what a form says, and the choice that it offers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext as _l

from app.clock import now
from app.services.activity import on_behalf
from app.services.activity.on_behalf import Name
from models import Activity, User
from rules.facts import Actor
from rules.refusals import Problem
from rules.vocabulary import Action
from views.base import current_actor
from views.base.choices import ChoiceField

FIELD = "on_behalf_of"


class InName(ChoiceField):
    """The choice: each person substituted, and "" for the own name; nothing to choose from, nothing asked."""

    def __init__(self, **kwargs: Any) -> None:
        said = _l("The record shows who acted and on whose behalf.")
        super().__init__(_l("In whose name"), description=said, **kwargs)

    @property
    def wish(self) -> str | Name | None:
        """Return what the use case takes: a user name, the own name, or that nothing was said."""
        return (self.data or None) if self.sent else Name.by_default

    @property
    def chosen(self) -> str:
        """Return the option that stands in the control."""
        return self.data if self.sent and self.data in dict(self.options) else self.options[0][0]

    @property
    def said(self) -> str:
        return dict(self.options)[self.chosen]

    def offer(self, principals: Iterable[User]) -> None:
        """Let choose among these persons; where there is none, only what was typed is asked about."""
        named = [(one.username, gettext("On behalf of %(principal)s", principal=one)) for one in principals]
        self.options = [*named, ("", gettext("In my own name"))] if named or self.typed else []


def signed(who: object, principal: object | None) -> str:
    """Return the name under an act, with that of the person on whose behalf it was."""
    if principal is None:
        return str(who)
    return gettext("%(name)s, on behalf of %(principal)s", name=str(who), principal=str(principal))


def acting(
    activity: Activity, action: Action, at: datetime, choice: InName
) -> tuple[Actor, tuple[Problem, ...]]:
    """Return who acts, and on whose behalf, as the form says; and what is wrong with that."""
    return on_behalf.in_whose_name(activity, action, current_actor(), at, choice.wish)


def offer(activity: Activity, action: Action, choice: InName) -> None:
    """Let choose among those whom the actor substitutes in a step with this card."""
    choice.offer(on_behalf.principals(activity, action, current_actor(), now()))
