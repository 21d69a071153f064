"""Events as a hash chain per activity: written with each step, verified from outside."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from models import Activity, Event
from rules.facts import Actor
from rules.vocabulary import FINAL, Status

FIRST = "0" * 64
CREATE = "create"
DUE_MOVED = "due_moved"  # no step: the working-day calendar was corrected
REMINDED = "reminded"  # no step: a CAB head reminded the institutions that are late
ATTACH = "attach"  # no step: a document for all who read the card was added
DETACH = "detach"  # no step: it was withdrawn
TAKEN_OVER = "taken_over"  # no step: an institution asked was closed, its successor answers


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold."""

    number: str
    seq: int
    reason: str


def record(
    activity: Activity,
    action: str,
    actor: Actor,
    at: datetime,
    source: Status | None,
    comment: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Append the next event to the activity's chain; its `to` is the status the activity has now."""
    newest = select(Event.seq, Event.hash).where(Event.activity_id == activity.id).order_by(Event.seq.desc())
    last = db.session.execute(newest.limit(1)).first()
    event = Event(
        activity_id=activity.id,
        seq=last.seq + 1 if last else 1,
        at=at,
        actor_id=actor.user_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        action=str(action),
        from_status=source,
        to_status=activity.status,
        comment=comment,
        data=data or {},
        previous_hash=last.hash if last else FIRST,
    )
    event.hash = digest(activity.number, event)
    db.session.add(event)
    activity.changed_at = at
    return event


def waiting_since(activity: Activity) -> datetime | None:
    """Return when the activity came to the status that it has; None when nothing is waited for any more."""
    if activity.status in FINAL:
        return None
    came = select(Event.at).where(
        Event.activity_id == activity.id, Event.from_status.is_distinct_from(Event.to_status)
    )
    return db.session.scalars(came.order_by(Event.seq.desc()).limit(1)).first()


def digest(number: str, event: Event) -> str:
    """Return the SHA-256 over the event, its place in the chain and the hash before it."""
    who, states = (event.actor_id, event.on_behalf_of_id), (event.from_status, event.to_status)
    told: list[Any] = [number, event.seq, event.at.isoformat(), *who, event.action, *states]
    told += [event.comment, event.data, event.previous_hash]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify() -> tuple[int, list[Break]]:
    """Walk all chains; return how many events were read and where a chain does not hold."""
    breaks: list[Break] = []
    for row in db.session.execute(select(Activity.id, Activity.number, Activity.status)):
        breaks += breaks_of(row.id, row.number, row.status)
    return db.session.scalar(select(func.count(Event.id))) or 0, breaks


def breaks_of(activity_id: int, number: str, status: Status) -> Iterator[Break]:
    previous, seq, reached = FIRST, 0, None
    for event in db.session.scalars(_chain(activity_id).order_by(Event.seq)):
        seq += 1
        if event.seq != seq:
            yield Break(number, seq, "an event is missing")
        elif event.previous_hash != previous or event.hash != digest(number, event):
            yield Break(number, seq, "the event was changed")
        elif event.from_status != reached:
            yield Break(number, seq, "the event does not follow the one before")
        previous, seq, reached = event.hash, event.seq, event.to_status
    if reached != status:
        yield Break(number, seq + 1, "the status was changed without an event")


def _chain(activity_id: int) -> Any:
    return select(Event).where(Event.activity_id == activity_id)
