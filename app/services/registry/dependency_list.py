"""Which dependencies there are, and which wait for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from models import Dependency, Institution, Resource
from rules.dependency.words import DependencyState
from rules.facts import Actor
from rules.refusals import NotFound
from rules.text import N_
from rules.vocabulary import Role

_GONE = N_("There is no such thing, or you cannot see it.")
_CONSUMER, _PROVIDER = aliased(Resource), aliased(Resource)
_ENDS = (
    joinedload(Dependency.consumer).joinedload(Resource.holder),
    joinedload(Dependency.provider).joinedload(Resource.holder),
    joinedload(Dependency.proposed_by),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; `resource` = the code of either end, `mine`: it waits for this person."""

    resource: str = ""
    states: tuple[DependencyState, ...] = ()
    mine: bool = False


def found(key: int) -> Dependency:
    """Return a dependency; raise `NotFound`."""
    row = db.session.scalar(select(Dependency).where(Dependency.id == key).options(*_ENDS))
    if row is None:
        raise NotFound(_GONE)
    return row


def page(wanted: Wanted, actor: Actor, first: int = 0, most: int | None = None) -> Sequence[Dependency]:
    """Return those that fit, by consumer, provider and kind."""
    rows = _matching(select(Dependency).options(*_ENDS), wanted, actor)
    ordered = rows.order_by(_CONSUMER.code, _PROVIDER.code, Dependency.kind, Dependency.id)
    return db.session.scalars(ordered.offset(first).limit(most)).all()


def count(wanted: Wanted, actor: Actor) -> int:
    """Return how many fit."""
    return db.session.scalar(_matching(select(func.count(Dependency.id)), wanted, actor)) or 0


def in_charge_of(code: str) -> list[int]:
    """Return the ids of an institution and of those closed whose work it took over."""
    known = db.session.scalars(select(Institution).options(joinedload(Institution.successor)))
    return [one.id for one in known if one.in_charge.code == code]


def _matching(rows: Select[Any], wanted: Wanted, actor: Actor) -> Select[Any]:
    rows = rows.join(_CONSUMER, Dependency.consumer).join(_PROVIDER, Dependency.provider)
    if wanted.resource:
        rows = rows.where(or_(_CONSUMER.code == wanted.resource, _PROVIDER.code == wanted.resource))
    if wanted.states:
        rows = rows.where(Dependency.status.in_(wanted.states))
    return rows.where(_my_turn(actor)) if wanted.mine else rows


def _my_turn(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion of what was proposed to the institution whose change controller somebody is."""
    if not actor.has(Role.change_controller) or actor.institution is None or actor.has(Role.admin):
        return false()
    mine = in_charge_of(actor.institution)
    held = or_(_CONSUMER.holder_id.in_(mine), _PROVIDER.holder_id.in_(mine))
    theirs = or_(Dependency.proposed_by_id.is_(None), Dependency.proposed_by_id.not_in(mine))
    return and_(Dependency.status == DependencyState.proposed, held, theirs)
