"""What a call says of itself beside its method, and what calls about one activity share."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import g, request
from marshmallow import Schema
from sqlalchemy import select

from app.extensions import db
from app.services.activity import on_behalf
from app.services.activity.loading import CARD, STANDING, with_lists
from app.services.activity.on_behalf import Name
from app.visibility import seeing_everything
from models import Activity
from rules.account.access import KeyScope
from rules.facts import Actor
from rules.refusals import NotFound, Problem
from rules.visibility import sees_texts
from rules.vocabulary import Action
from views.api.schemas.bodies import Read, Seen, read
from views.base import Response, SafeApi, current_actor
from views.base.api import GONE

_Method = TypeVar("_Method", bound=Callable[..., Response])
Shape = type[Schema] | tuple[type[Schema], ...]  # several: the fields of all of them


@dataclass(frozen=True, slots=True)
class call:
    """Decorator of a method: what the call takes and answers; it is read, answered and described by this.

    `many`: the answer is a list. `takes_file`: the body is a form with a file. `gives_file`: the answer is
    one. `refuses`: what does not follow from the rest. `key`: the scope with which an API key opens the call;
    unless it is said, no key does.
    """

    says: str
    _: KW_ONLY
    answer: Shape | None  # None = an answer without a body
    many: bool = False
    status: int = 200
    query: type[Schema] | None = None
    body: Shape | None = None
    refuses: tuple[int, ...] = ()
    key: KeyScope | None = None
    takes_file: bool = False
    gives_file: bool = False

    def __call__(self, method: _Method) -> _Method:
        """Write it beside the method."""
        return calls({"": self})(method)


def calls(by_action: Mapping[str, call]) -> Callable[[_Method], _Method]:
    """Decorate a method that is several calls, told apart by the action in the address."""

    def write(method: _Method) -> _Method:
        vars(method)["calls"] = by_action
        return method

    return write


class DescribedApi(SafeApi):
    """Base of resources: each method says by `@call(…)` what it takes and answers."""

    @classmethod
    def all_calls(cls) -> dict[str, Mapping[str, call]]:
        """Return what is said of the calls of each method, in the order of the source."""
        said = {name: getattr(method, "calls", None) for name, method in vars(cls).items()}
        return {name: by_action for name, by_action in said.items() if by_action}

    def said(self) -> call:
        """Return what the call of this request says of itself."""
        name = (request.endpoint or "").rpartition(".")[2]
        return self.all_calls()[name][(request.view_args or {}).get("action", "")]

    def asked(self) -> dict[str, Any]:
        """Return what the address asks for; 422 with every problem of it."""
        query = self.said().query
        return read(query(), request.args).valid() if query else {}

    def sent(self, body: type[Schema] | None = None) -> Read:
        """Return what could be read of the body; `body`: as it is in this case."""
        return read((body or _own(self.said().body))(), g.body)

    def told(self, facts: object, status: int | None = None, **options: Any) -> Response:
        """Answer with a row or facts as the schema of the call dumps them, made with these options."""
        said = self.said()
        return self.answer(_own(said.answer)(many=said.many, **options).dump(facts), status or said.status)


class ActivityCalls(DescribedApi):
    """Base of the calls beneath `/activities/ID`."""

    resource_name = "activities"

    def with_texts(self, key: str) -> Activity:
        """Return the activity; 404 also for whom its texts are not."""
        activity = self.found(key)
        if not self.reads_texts(activity):
            raise NotFound(GONE)
        return activity

    def found(self, key: str, whole: bool = False) -> Activity:
        """Return the activity with the id of an address; 404 for what this person does not see.

        `whole`: with everything that the card shows and the rules look at.
        """
        wanted = select(Activity).where(Activity.id == self.key(key))
        needed = (*CARD, *STANDING) if whole else ()
        found = db.session.scalars(wanted.options(*needed)).unique().one_or_none()
        if found is None:
            raise NotFound(GONE)
        return with_lists(found) if whole else found

    def seen(self) -> int | None:
        """Return the revision that the client says it saw, if it says a number."""
        return read(Seen(), g.body).values.get("revision")

    def in_whose_name(
        self, activity: Activity, action: Action, at: datetime
    ) -> tuple[Actor, tuple[Problem, ...]]:
        """Return who acts and on whose behalf, as the body says, and what is wrong with that."""
        sent = g.body if isinstance(g.body, dict) else {}
        chosen = sent.get("on_behalf_of", Name.by_default)
        known = chosen if chosen is None or isinstance(chosen, (str, Name)) else Name.by_default
        return on_behalf.in_whose_name(activity, action, current_actor(), at, known)

    def reads_texts(self, activity: Activity) -> bool:
        """Whether this person reads the texts of the card, comments and remarks included."""
        if not activity.restricted:
            return True
        with seeing_everything():
            return sees_texts(activity.facts(), activity.restricted, current_actor())


def _own(shape: Shape | None) -> type[Schema]:
    """Return the schema that is not the card's."""
    return shape[-1] if isinstance(shape, tuple) else shape or Schema
