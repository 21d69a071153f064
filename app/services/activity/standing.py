"""Statements made once for everybody of the same standing; who asks is said when they are executed."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import CursorResult, Integer, Select, bindparam

from app.clock import today
from app.database.kept_answers import kept_answer
from app.extensions import db
from app.visibility import looking_as, seeing_everything, sees_everything, viewer
from rules.facts import Actor
from rules.vocabulary import Role

T = TypeVar("T")
Built = Callable[..., Select[Any]]


class Standing(NamedTuple):
    """All of an actor by which statements differ; who it is, and of which institution, are parameters."""

    known: bool
    employed: bool
    roles: frozenset[Role]


def kept(ask: Callable[[], T], actor: Actor, *what: Hashable) -> T:
    """Return what `ask` finds in the database for this actor and whoever looks; asked once until it changes.

    `what` is all else that it depends on, besides the day.
    """
    looks = None if sees_everything() else viewer.get()
    return kept_answer(db.session.connection(), (actor, looks, today(), *what), ask)


def execute(build: Built, actor: Actor, *what: Hashable) -> CursorResult[Any]:
    """Execute the statement that `build` makes of an actor and whatever else it is told.

    It is made once for all actors, and all who look, of the same standing: `build` must not ask the database,
    and takes the day for its only other source. It may compare with `user_id` and `institution_id`, which are
    parameters then, and with nothing else that tells two people of the same standing apart.
    """
    looks = None if sees_everything() else viewer.get()
    made = _made(build, what, _standing(actor), looks and _standing(looks), today())
    who = _who("acts", actor) | (_who("looks", looks) if looks else {})
    return db.session.connection().execute(made, who)


@lru_cache(maxsize=512)
def _made(
    build: Built, what: tuple[Hashable, ...], acts: Standing, looks: Standing | None, _day: object
) -> Select[Any]:
    seen = seeing_everything() if looks is None else looking_as(_somebody("looks", looks))
    with seen:
        return build(_somebody("acts", acts), *what)


def _standing(actor: Actor) -> Standing:
    return Standing(actor.user_id is not None, actor.institution is not None, actor.roles)


def _somebody(name: str, standing: Standing) -> Actor:
    person: Any = bindparam(f"{name}_person", type_=Integer)
    institution: Any = bindparam(f"{name}_institution", type_=Integer)
    return Actor(
        username="",
        user_id=person if standing.known else None,
        institution="" if standing.employed else None,
        institution_id=institution if standing.employed else None,
        roles=standing.roles,
    )


def _who(name: str, actor: Actor) -> dict[str, int | None]:
    return {f"{name}_person": actor.user_id, f"{name}_institution": actor.institution_id}
