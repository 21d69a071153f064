"""In whose name a step is taken: what substitution writes into the record."""

from dataclasses import replace
from datetime import date, datetime
from enum import Enum, auto

from sqlalchemy import select

from app.extensions import db
from app.services.account.substitutions import PEOPLE, term
from app.visibility import seeing_everything
from models import Activity, Substitution, User
from rules import transitions
from rules.account import substitution as rules
from rules.account.substitution import SUBSTITUTED
from rules.deadlines import day_of
from rules.facts import ActivityFacts, Actor
from rules.refusals import NotAllowed, Problem, Refusal
from rules.vocabulary import Action, ProblemCode


class Name(Enum):
    """In whose name somebody acts, when nothing is said about it."""

    by_default = auto()


def in_whose_name(
    activity: Activity,
    action: Action,
    actor: Actor,
    at: datetime,
    chosen: str | Name | None = Name.by_default,
) -> tuple[Actor, tuple[Problem, ...]]:
    """Return the actor with the person on whose behalf the step is recorded, and what is wrong with that.

    `chosen`: a user name; None = the own name; not said = the person whose substitution began first,
    never one on whose behalf the step is forbidden. The rules refuse who is chosen against them.
    """
    if chosen is None:
        return actor, ()
    if chosen is Name.by_default:
        return next((_for(actor, one) for one in principals(activity, action, actor, at)), actor), ()
    terms = acting_for(actor, action, day_of(at))
    named = next((_for(actor, one.principal) for one in terms if one.principal.username == chosen), None)
    if named is None:
        return actor, (Problem("on_behalf_of", ProblemCode.unknown),)
    return named, ()


def principals(activity: Activity, action: Action, actor: Actor, at: datetime) -> list[User]:
    """Return on whose behalf the actor may take the step with this card."""
    found = [one.principal for one in acting_for(actor, action, day_of(at))]
    return [one for one in found if _may(activity, action, _for(actor, one), at)]


def offered(facts: ActivityFacts, actor: Actor, on: date) -> tuple[Action, ...]:
    """Return what this person may do now; what a colleague moved to be discussed also in that one's name."""
    own = transitions.offered(facts, actor, on)
    if not facts.pulled_by or Action.settle in own:
        return own
    others = (_for(actor, one.principal) for one in acting_for(actor, Action.settle, on))
    if any(Action.settle in transitions.offered(facts, one, on) for one in others):
        return tuple(one for one in Action if one in {*own, Action.settle})
    return own


def acting_for(actor: Actor, action: Action, on: date) -> list[Substitution]:
    """Return the substitutions in which the actor may take this step, the one that began first at the top."""
    roles = rules.roles_of(action, actor)
    return [one for one in in_force(actor, on) if one.role in roles] if roles else []


def in_force(actor: Actor, on: date) -> list[Substitution]:
    """Return the substitutions that the actor carries out on that day, in the order in which they began."""
    if actor.user_id is None or not actor.has(*SUBSTITUTED):
        return []
    mine = select(Substitution).where(
        Substitution.substitute_id == actor.user_id,
        Substitution.from_on <= on,
        Substitution.until_on >= on,
        Substitution.ended_at.is_(None),
    )
    ordered = mine.order_by(Substitution.from_on, Substitution.id).options(*PEOPLE)
    return [one for one in db.session.scalars(ordered) if rules.in_force(term(one), on)]


def _for(actor: Actor, principal: User) -> Actor:
    return replace(actor, on_behalf_of=principal.username, on_behalf_of_id=principal.id)


def _may(activity: Activity, action: Action, actor: Actor, at: datetime) -> bool:
    try:
        with seeing_everything():
            transitions.check(activity.facts(), action, actor, day_of(at))
    except NotAllowed:
        return False
    except Refusal:
        return True  # of the status: the door says it
    return True
