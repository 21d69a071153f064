"""What falls into the same time and matters to each other: windows of different cards, and blackouts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rules.window.words import Severity, WindowEffect

Needs = Mapping[str, frozenset[str]]  # consumer → what it needs directly


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A window; `cards` = the activity and, where it amends one, that one: they are the same work."""

    key: int | None
    cards: frozenset[int]
    resource: str | None
    effect: WindowEffect
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A blackout; of one resource, or (None) of all."""

    key: int
    resource: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """What a window meets, when, and by what chain of needs, from the consumer on."""

    severity: Severity
    other: Work | Pause
    starts_at: datetime
    ends_at: datetime
    path: tuple[str, ...]


def collisions(work: Work, others: Iterable[Work], pauses: Iterable[Pause], needs: Needs) -> list[Collision]:
    """Return what a window meets, the severest first, then by time."""
    found = [*_with_windows(work, others, needs), *_with_pauses(work, pauses, needs)]
    order = list(Severity)
    return sorted(found, key=lambda one: (order.index(one.severity), one.starts_at, one.other.key or 0))


def chain(one: str, other: str, needs: Needs) -> tuple[str, ...]:
    """Return the chain of at most two needs between two resources, from the consumer; () where none is."""
    if one == other:
        return (one,)
    for start, end in ((one, other), (other, one)):
        if end in needs.get(start, ()):
            return start, end
    for start, end in ((one, other), (other, one)):
        between = sorted(code for code in needs.get(start, ()) if end in needs.get(code, ()))
        if between:
            return start, between[0], end
    return ()


def meet(one: Work | Pause, other: Work | Pause) -> tuple[datetime, datetime] | None:
    """Return the time that two things share; what ends when the other begins shares none."""
    starts_at, ends_at = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return (starts_at, ends_at) if starts_at < ends_at else None


def _with_windows(work: Work, others: Iterable[Work], needs: Needs) -> Iterator[Collision]:
    for other in others:
        shared = meet(work, other)
        if shared is None or work.cards & other.cards or not (work.resource and other.resource):
            continue
        path = chain(work.resource, other.resource, needs)
        harmless = work.effect is other.effect is WindowEffect.none
        if path and (len(path) == 1 or not harmless):
            yield _collision(_BY_STEPS[len(path)], other, shared, path)


def _with_pauses(work: Work, pauses: Iterable[Pause], needs: Needs) -> Iterator[Collision]:
    for pause in pauses:
        shared = meet(work, pause)
        if shared is None:
            continue
        if pause.resource is None or pause.resource == work.resource:
            path = (work.resource,) if work.resource else ()
            yield _collision(Severity.high, pause, shared, path)
        elif work.resource in needs.get(pause.resource, ()) and work.effect is not WindowEffect.none:
            yield _collision(Severity.medium, pause, shared, (pause.resource, work.resource))


def _collision(
    severity: Severity,
    other: Work | Pause,
    shared: tuple[datetime, datetime],
    path: tuple[str | None, ...],
) -> Collision:
    codes = tuple(one for one in path if one is not None)
    return Collision(severity=severity, other=other, starts_at=shared[0], ends_at=shared[1], path=codes)


_BY_STEPS = {1: Severity.high, 2: Severity.medium, 3: Severity.low}
