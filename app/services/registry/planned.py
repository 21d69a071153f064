"""What an approved creation will bring: in the registry at once, under the card's number for now."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.services.checks import refuse
from app.services.registry import changes
from models import Activity, Resource
from rules.deadlines import day_of
from rules.facts import Actor
from rules.refusals import Problem
from rules.registry_vocabulary import Certainty, ChangeSource, ResourceStatus
from rules.vocabulary import Kind, ProblemCode


def of(activity: Activity) -> Resource | None:
    """Return the registry's row for what a creation will bring, once the card is approved."""
    return db.session.scalars(select(Resource).where(Resource.code == activity.number)).first()


def enter(activity: Activity, actor: Actor, at: datetime) -> None:
    """Enter what an approved creation will bring, with all that its card knows of it.

    An amendment takes over that of the card which it amends.
    """
    if activity.kind is not Kind.creation or (activity.amends and of(activity.amends)):
        return
    row = Resource(
        code=activity.number,
        holder_id=activity.holder_id,
        certainty=Certainty.confirmed,
        status=ResourceStatus.planned,
        **_known(activity),
    )
    db.session.add(row)
    db.session.flush()
    changes.record(row, changes.ENTERED, None, row.code, actor, at, ChangeSource.activity)


def hand_over(amended: Activity, amendment: Activity, actor: Actor, at: datetime) -> None:
    """Let it be of the card that amends another, with what that one says otherwise."""
    row = of(amended)
    if row is not None:
        before = _known(amended)
        otherwise = {name: said for name, said in _known(amendment).items() if said != before[name]}
        _change(row, actor, at, code=amendment.number, **otherwise)


def bring(activity: Activity, code: str, actor: Actor, at: datetime) -> Resource | None:
    """Let it run under its own code, unless another notice has given that to another a moment ago."""
    row = of(activity)
    if row is not None:
        try:
            with db.session.begin_nested():
                _change(row, actor, at, code=code, status=ResourceStatus.active)
        except IntegrityError:
            refuse([Problem("resource_code", ProblemCode.invalid)])
    return row


def give_up(activity: Activity, actor: Actor, at: datetime) -> None:
    """Say that it will not come: the activity was withdrawn."""
    row = of(activity)
    if row is not None:
        _change(row, actor, at, status=ResourceStatus.cancelled, closed_on=day_of(at))


def _known(card: Activity) -> dict[str, Any]:
    """Return what a card knows of its resource, but no text of a restricted one: all read the registry."""
    return {
        "name_lv": card.new_resource_name[:300],
        "kind": card.new_resource_kind,
        "legal_basis": "" if card.restricted else card.legal_basis.strip(),
        "domain": card.domain,
        "personal_data": card.personal_data,
    }


def _change(row: Resource, actor: Actor, at: datetime, **values: Any) -> None:
    changes.hold(row)
    changes.make(row, values, actor, at, ChangeSource.activity)
