"""What the windows of an activity meet, of all that the reader sees: other windows, and blackouts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from models import Activity, Blackout, Dependency, Resource, Window
from rules.dependency.words import IN_FORCE
from rules.registry_vocabulary import DependencyKind
from rules.window.collision import Work, collisions
from rules.window.words import Severity

_CONSUMER, _PROVIDER = aliased(Resource), aliased(Resource)
GRAVE = (Severity.high, Severity.medium)  # these need a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a window meets; `kind` = how the two systems are tied, where one needs the other directly."""

    work: Work
    severity: Severity
    starts_at: datetime
    ends_at: datetime
    path: tuple[str, ...]
    kind: DependencyKind | None = None
    window: Window | None = None
    blackout: Blackout | None = None


def of_activity(activity: Activity) -> list[Met]:
    """Return what all windows of an activity meet, the severest first."""
    found = met_by([one.work() for one in windows_of(activity)])
    order = list(Severity)
    return sorted(found, key=lambda one: (order.index(one.severity), one.starts_at))


def windows_of(activity: Activity) -> Sequence[Window]:
    """Return the windows of an activity, the earliest first."""
    rows = select(Window).where(Window.activity_id == activity.id).options(joinedload(Window.activity))
    return db.session.scalars(rows.order_by(Window.starts_at, Window.id)).all()


def met_by(works: Sequence[Work]) -> list[Met]:
    """Return what these windows of one card meet."""
    if not works:
        return []
    since, until = min(one.starts_at for one in works), max(one.ends_at for one in works)
    windows = _windows(works, since, until)
    blackouts = _blackouts(since, until)
    kinds = _ties(works[0].resource) if windows or blackouts else {}
    needs = _needs(kinds)
    others, pauses = {one.id: one for one in windows}, {one.id: one for one in blackouts}
    return [
        Met(
            work=work,
            severity=one.severity,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            path=one.path,
            kind=kinds.get((one.path[0], one.path[1])) if len(one.path) == 2 else None,
            window=others[one.other.key] if isinstance(one.other, Work) and one.other.key else None,
            blackout=None if isinstance(one.other, Work) else pauses[one.other.key],
        )
        for work in works
        for one in collisions(
            work, [each.work() for each in windows], [each.pause() for each in blackouts], needs
        )
    ]


def _windows(works: Sequence[Work], since: datetime, until: datetime) -> Sequence[Window]:
    own = {key for one in works for key in one.cards}
    named = joinedload(Window.activity)
    rows = select(Window).where(
        Window.ends_at > since, Window.starts_at < until, Window.activity_id.not_in(own)
    )
    loaded = rows.options(named.joinedload(Activity.resource), named.joinedload(Activity.holder))
    return db.session.scalars(loaded.order_by(Window.id)).unique().all()


def _blackouts(since: datetime, until: datetime) -> Sequence[Blackout]:
    rows = select(Blackout).where(Blackout.ends_at > since, Blackout.starts_at < until)
    return db.session.scalars(rows.options(joinedload(Blackout.resource)).order_by(Blackout.id)).all()


def _ties(code: str | None) -> dict[tuple[str, str], DependencyKind]:
    """Return the dependencies in force within two steps of a resource: consumer and provider → kind."""
    if code is None:
        return {}
    near = _in_force({code}, {code})
    return near | _in_force({one for one, _ in near}, {other for _, other in near})


def _in_force(over: Collection[str], under: Collection[str]) -> dict[tuple[str, str], DependencyKind]:
    """Return those of which the provider is among the first, or the consumer among the second."""
    rows = (
        select(_CONSUMER.code, _PROVIDER.code, Dependency.kind)
        .join(_CONSUMER, _CONSUMER.id == Dependency.consumer_id)
        .join(_PROVIDER, _PROVIDER.id == Dependency.provider_id)
        .where(Dependency.status.in_(IN_FORCE))
        .where(or_(_PROVIDER.code.in_(over), _CONSUMER.code.in_(under)))
        .order_by(Dependency.id.desc())  # of several the first counts
    )
    return {(consumer, provider): kind for consumer, provider, kind in db.session.execute(rows)}


def _needs(ties: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for consumer, provider in ties:
        found.setdefault(consumer, set()).add(provider)
    return {consumer: frozenset(providers) for consumer, providers in found.items()}
