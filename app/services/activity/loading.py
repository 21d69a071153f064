"""What the rules and the card look at, fetched with an activity at once instead of row by row."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union,
)
from sqlalchemy.orm import contains_eager, defer, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from models import (
    Activity,
    ActivityPrinciple,
    ActivitySuggestion,
    Dependency,
    Domain,
    Institution,
    Principle,
    Requirement,
    Resource,
    Round,
    Vote,
)
from models.activity.approval import Remark
from models.activity.card_parts import affected_institution, affected_resource, used_resource
from rules.dependency.words import IN_FORCE

# The rounds with those asked and all that they said, in one query; the evidence is not read.
_ROUNDS: Any = selectinload(Activity.rounds).options(defer(Round.facts))
_ASKED = _ROUNDS.joinedload(Round.requirements)
_VOTES = _ASKED.joinedload(Requirement.votes)
# Options of a select of activities; `Activity.facts()` then asks nothing more.
STANDING: tuple[Any, ...] = (
    joinedload(Activity.holder),
    _ASKED.joinedload(Requirement.institution),
    _VOTES.joinedload(Vote.answers),
    _VOTES.joinedload(Vote.remarks).joinedload(Remark.answers),
)
# The same for what stands on the card; `with_lists` then fetches the rest.
CARD: tuple[Any, ...] = (
    joinedload(Activity.holder).joinedload(Institution.parent).joinedload(Institution.parent),
    joinedload(Activity.resource).joinedload(Resource.holder),
    joinedload(Activity.domain).joinedload(Domain.architect),
    joinedload(Activity.principle_list),
    joinedload(Activity.amends).load_only(Activity.number, Activity.title, Activity.planned_start),
)


def with_rounds(activity: Activity) -> Activity:
    """Fetch who was asked and what they said; before the first round there is nothing to ask."""
    if activity.round == 0:
        _put(activity, {"rounds": []})
        return activity
    return (
        db.session.scalars(select(Activity).where(Activity.id == activity.id).options(*STANDING))
        .unique()
        .one()
    )


def with_card(activity: Activity) -> Activity:
    """Fetch what the card says of an activity that has been locked; most steps do not look at it."""
    wanted = select(Activity).where(Activity.id == activity.id).options(*CARD)
    return with_lists(db.session.scalars(wanted, execution_options={"see_everything": True}).one())


def with_lists(activity: Activity) -> Activity:
    """Fetch the lists of a card in one query: `card_facts()` and `models.content.content` then ask none."""
    asked = {"card": activity.id, "main": activity.resource_id, "principles": activity.principle_list_id}
    found: defaultdict[str, list[Any]] = defaultdict(list)
    given: list[ActivityPrinciple] = []
    for way, answer, *ends in db.session.execute(_LISTED, asked):
        found[way].append(next(end for end in ends if end is not None))
        if answer is not None:
            given.append(answer)
    _put(activity, {name: found[name] for name in (*_LISTS, "suggestions")})
    _put(activity, {"principles": sorted(given, key=lambda one: one.id)})
    _put(activity.principle_list, {"principles": found["principles"]})
    if activity.resource:
        _put(activity.resource, {name: found[name] for name in _CONNECTED})
    return activity


def _put(row: Any, lists: dict[str, list[Any]]) -> None:
    for name, found in lists.items():
        set_committed_value(row, name, found)


_CARD, _MAIN = bindparam("card", type_=Integer), bindparam("main", type_=Integer)
_PRINCIPLES = bindparam("principles", type_=Integer)
_NONE = cast(null(), Integer)
_LISTS: dict[str, tuple[Table, str]] = {
    "used_resources": (used_resource, "resource"),
    "affected_resources": (affected_resource, "resource"),
    "affected_institutions": (affected_institution, "institution"),
}
_CONNECTED = {  # of the main resource: what it needs, what needs it
    "providers": (Dependency.consumer_id, Dependency.provider_id),
    "consumers": (Dependency.provider_id, Dependency.consumer_id),
}


def _way(name: str, of: ColumnElement[bool], **ends: Any) -> Select[Any]:
    """Return the ids at the other ends of a list."""
    known = (
        ends.get(end, _NONE).label(end) for end in ("resource", "institution", "suggestion", "principle")
    )
    return select(literal(name).label("way"), *known).where(of)


def _ways() -> Iterator[Select[Any]]:
    for name, (table, end) in _LISTS.items():
        yield _way(name, table.c.activity_id == _CARD, **{end: table.c[f"{end}_id"]})
    for name, (near, far) in _CONNECTED.items():
        yield _way(name, and_(near == _MAIN, Dependency.status.in_(IN_FORCE)), resource=far)
    one = ActivitySuggestion.__table__.c
    yield _way("suggestions", one.activity_id == _CARD, resource=one.resource_id, suggestion=one.id)
    yield _way("principles", Principle.list_id == _PRINCIPLES, principle=Principle.id)


def _listed() -> Select[Any]:
    """Return the rows of all lists at once, each list in its order."""
    found = union(*_ways()).subquery().c
    answered = and_(ActivityPrinciple.code == Principle.code, ActivityPrinciple.activity_id == _CARD)
    rows = select(found.way, ActivityPrinciple, ActivitySuggestion, Resource, Institution, Principle)
    return (
        rows.outerjoin(Resource, Resource.id == found.resource)
        .outerjoin(Institution, Institution.id == func.coalesce(found.institution, Resource.holder_id))
        .outerjoin(ActivitySuggestion, ActivitySuggestion.id == found.suggestion)
        .outerjoin(Principle, Principle.id == found.principle)
        .outerjoin(ActivityPrinciple, answered)
        .options(contains_eager(Resource.holder), contains_eager(ActivitySuggestion.resource))
        .order_by(found.suggestion, Resource.code, Institution.code, Principle.position)
    )


_LISTED = _listed()
