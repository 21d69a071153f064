"""Blackouts: the controllers of a holder, or the administrator for all, say when nobody is to work."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import one_by_one
from app.extensions import db
from app.services import rights
from app.services.checks import GONE, refuse
from models import Blackout, Resource
from rules.facts import Actor
from rules.refusals import NotAllowed, NotFound, Problem, WrongStatus
from rules.text import N_, length, nfc, says_something
from rules.vocabulary import ProblemCode, Role
from rules.window import span

REASON_MOST = 2000
_SUBJECT = "blackouts"
_CONTROLLERS = N_("Only change controllers say when nobody is to work on a resource of their institution.")
_ALL = N_("Only the system administrator says when nobody is to work on any resource.")
_STALE = N_("The blackout was changed while you were looking at it. It is now version %(version)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackoutGiven:
    """A blackout as it comes in; `resource` = a code, None = all resources."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    resource: str | None = None
    reason: str = ""


def between(since: datetime, until: datetime) -> Sequence[Blackout]:
    """Return the blackouts that share time with this stretch, the earliest first."""
    rows = select(Blackout).where(Blackout.ends_at > since, Blackout.starts_at < until)
    named = rows.options(joinedload(Blackout.resource).joinedload(Resource.holder))
    return db.session.scalars(named.order_by(Blackout.starts_at, Blackout.id)).all()


def found(key: int) -> Blackout:
    """Return a blackout; raise `NotFound`."""
    row = db.session.get(Blackout, key)
    if row is None:
        raise NotFound(GONE)
    return row


def add(given: BlackoutGiven, actor: Actor, at: datetime) -> Blackout:
    """Say when nobody is to work; raises `NotAllowed`, `Invalid`."""
    resource = _hold(given, actor)
    refuse([*_problems(given, resource, actor, at)])
    row = Blackout(**_values(given, resource))
    db.session.add(row)
    db.session.flush()
    return row


def change(
    row: Blackout, values: Mapping[str, Any], actor: Actor, at: datetime, *, seen: int | None = None
) -> Blackout:
    """Change what is named; raises `NotAllowed`, `WrongStatus` where another version was seen, `Invalid`."""
    check_keeps(row, actor, seen)
    given = replace(
        BlackoutGiven(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            resource=row.resource.code if row.resource else None,
            reason=row.reason,
        ),
        **values,
    )
    resource = _hold(given, actor)
    db.session.refresh(row)
    check_keeps(row, actor, seen)
    refuse([*_problems(given, resource, actor, at)])
    for name, one in _values(given, resource).items():
        setattr(row, name, one)
    row.version += 1
    db.session.flush()
    return row


def remove(row: Blackout, actor: Actor, *, seen: int | None = None) -> None:
    """Take a blackout back; raises `NotAllowed`, `WrongStatus`."""
    one_by_one(db.session(), _SUBJECT)
    rights.hold(actor)
    db.session.refresh(row)
    check_keeps(row, actor, seen)
    db.session.delete(row)


def check_adds(actor: Actor) -> None:
    """Raise `NotAllowed` for who may enter none at all."""
    if not actor.has(Role.change_controller, Role.admin):
        raise NotAllowed(_CONTROLLERS)


def check_keeps(row: Blackout, actor: Actor, seen: int | None = None) -> None:
    """Raise `NotAllowed`, or `WrongStatus` where another version was seen."""
    check_adds(actor)
    if not may_keep(row.resource, actor):
        raise NotAllowed(_CONTROLLERS if row.resource else _ALL)
    if seen is not None and seen != row.version:
        raise WrongStatus(_STALE, told={"current_version": row.version}, version=row.version)


def may_keep(resource: Resource | None, actor: Actor) -> bool:
    """Whether somebody says when nobody is to work on a resource; None = on any."""
    if actor.has(Role.admin):
        return True
    own = resource is not None and resource.holder.in_charge.code == actor.institution
    return own and actor.has(Role.change_controller)


def _hold(given: BlackoutGiven, actor: Actor) -> Resource | None:
    one_by_one(db.session(), _SUBJECT)
    rights.hold(actor)
    check_adds(actor)
    if given.resource is None and not actor.has(Role.admin):
        raise NotAllowed(_ALL)
    code = nfc(given.resource or "")
    return db.session.scalar(select(Resource).where(Resource.code == code)) if code else None


def _problems(
    given: BlackoutGiven, resource: Resource | None, actor: Actor, at: datetime
) -> Iterator[Problem]:
    yield from span.problems_of(given.starts_at, given.ends_at, at)
    if given.resource is not None and resource is None:
        yield Problem("resource", ProblemCode.unknown, {"code": given.resource})
    elif resource is not None and not may_keep(resource, actor):
        values = {"resource": resource.code, "holder": resource.holder.in_charge.code}
        yield Problem("resource", ProblemCode.not_own, values)
    if not says_something(given.reason):
        yield Problem("reason", ProblemCode.required)
    elif (size := length(given.reason)) > REASON_MOST:
        yield Problem("reason", ProblemCode.too_long, {"maximum": REASON_MOST, "length": size})


def _values(given: BlackoutGiven, resource: Resource | None) -> dict[str, Any]:
    return {
        "starts_at": given.starts_at,
        "ends_at": given.ends_at,
        "resource": resource,
        "reason": given.reason.strip(),
    }
