"""Cards that begin with the content of another: a copy, and the amendment of what was approved."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from app.services import rights
from app.services.activity.door import lock
from app.services.activity.loading import with_card
from app.services.card import writing
from app.visibility import seeing_everything
from models import Activity, Resource
from models.activity.card import CODE_LISTS, PLAIN_FIELDS, RESOURCE_LISTS, column_of
from rules.deadlines import day_of
from rules.facts import Actor
from rules.registry_vocabulary import ResourceStatus
from rules.transitions import check_draft
from rules.vocabulary import DraftAs, Kind

Values = dict[str, Any]
_DAYS = ("planned_start", "planned_end")
_GONE = frozenset({ResourceStatus.liquidated, ResourceStatus.cancelled})


def draft(activity: Activity, kind: DraftAs, actor: Actor, at: datetime) -> Activity:
    """Begin a card of the actor's institution with what this one says.

    A copy leaves out what no longer holds: days that have passed, resources that are gone, a main resource
    of others. An amendment keeps all, names what it amends and has its kind and main resource for good.
    Raises as `check` does, once whoever changes the card at the same moment has been waited for.
    """
    with seeing_everything():
        lock(activity)
        rights.hold(actor)
        check(activity, kind, actor)
        return _BEGIN[kind](with_card(activity), actor, at)


def check(activity: Activity, kind: DraftAs, actor: Actor) -> None:
    """Raise why this person does not begin such a card now: `NotAllowed`, `WrongStatus`."""
    with seeing_everything():
        facts = activity.facts()
    check_draft(kind, facts, activity.restricted, actor)
    writing.check_author(actor)


def _copy(card: Activity, actor: Actor, at: datetime) -> Activity:
    copied = writing.blank(actor, at, card.kind)
    return _begin(copied, card, _still_true(card, copied, day_of(at)), actor, at)


def _amend(card: Activity, actor: Actor, at: datetime) -> Activity:
    amendment = writing.blank(actor, at, card.kind)
    amendment.amends = card
    return _begin(amendment, card, _said(card), actor, at, amends=card.number)


_BEGIN: Mapping[DraftAs, Callable[[Activity, Actor, datetime], Activity]] = {
    DraftAs.copy: _copy,
    DraftAs.amendment: _amend,
}


def _begin(
    begun: Activity, card: Activity, values: Values, actor: Actor, at: datetime, **told: str
) -> Activity:
    """Decisions on suggestions hold where the registry suggests the same for what is filled in."""
    writing.fill(begun, {**values, "principles": _principles(card, begun)})
    return writing.begin(begun, actor, at, {"suggestions": _decisions(card, begun)}, **told)


def _said(card: Activity) -> Values:
    plain = {name: getattr(card, column_of(name)) for name in PLAIN_FIELDS}
    listed = {name: [one.code for one in getattr(card, name)] for name in CODE_LISTS}
    resource = card.resource.code if card.resource else None
    return {**plain, **listed, "resource": resource, "domain": card.domain.code if card.domain else None}


def _still_true(card: Activity, copied: Activity, on: date) -> Values:
    values, main = _said(card), card.resource
    for name in _DAYS:
        values[name] = values[name] if values[name] and values[name] >= on else None
    for name in RESOURCE_LISTS:
        values[name] = _there(getattr(card, name))
    own = main is not None and main.holder.in_charge is copied.holder and bool(_there([main]))
    return values if own and card.kind is not Kind.creation else {**values, "resource": None}


def _there(resources: Iterable[Resource]) -> list[str]:
    return [one.code for one in resources if one.status not in _GONE]


def _principles(card: Activity, begun: Activity) -> list[Mapping[str, Any]]:
    known = {one.code for one in begun.principle_list.principles}
    answers = (one for one in card.principles if one.code in known)
    return [{"code": one.code, "answer": one.answer, "explanation": one.explanation} for one in answers]


def _decisions(card: Activity, begun: Activity) -> list[Mapping[str, Any]]:
    known = {one.resource.code for one in begun.suggestions}
    decided = (one for one in card.suggestions if one.accepted is not None and one.resource.code in known)
    return [
        {"resource": one.resource.code, "accepted": one.accepted, "reason": one.reason} for one in decided
    ]
