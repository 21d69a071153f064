"""A returned card: what was remarked on it, and which of the fields meant have been changed since."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from models import Activity, Event, Remark, Revision
from models.activity.content import changed_fields, content
from rules.vocabulary import Action, RemarkKind, Status


@dataclass(frozen=True, slots=True)
class AtField:
    """An objection or proposal, and whether its field has been changed since the return."""

    remark: Remark
    changed: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """Who sent it back and why, and what was remarked in the round before; `untouched` = nothing changed."""

    event: Event
    remarks: tuple[AtField, ...]
    untouched: bool

    @property
    def repaired(self) -> int:
        """Return how many remarks are about fields that have been changed."""
        return sum(one.changed for one in self.remarks)

    @property
    def unrepaired(self) -> bool:
        """Whether nothing has been changed yet, or not all that somebody objects to."""
        objections = (one for one in self.remarks if one.remark.kind is RemarkKind.objection)
        return self.untouched or any(not one.changed for one in objections)


def returned(activity: Activity) -> Returned | None:
    """Return what stands about the return of a card; None for one that is not returned."""
    if activity.status is not Status.returned:
        return None
    event = _last_return(activity)
    before = _content_at(activity, event.at)
    changed = set(changed_fields(before, content(activity))) if before else set()
    rows = activity.current_round.requirements if activity.current_round else []
    votes = [row.vote_in_force for row in rows]
    remarks = [remark for vote in votes if vote for remark in vote.remarks]
    found = tuple(AtField(one, _is_changed(one.section, changed)) for one in remarks)
    return Returned(event, found, untouched=not changed)


def is_untouched(activity: Activity) -> bool:
    """Whether a returned card says what it said when it was returned."""
    back = returned(activity)
    return back is not None and back.untouched


def _last_return(activity: Activity) -> Event:
    back = Event.action.in_((Action.return_.value, Action.decide.value))
    last = select(Event).where(Event.activity_id == activity.id, back).order_by(Event.seq.desc()).limit(1)
    return db.session.scalars(last).one()


def _content_at(activity: Activity, at: datetime) -> dict[str, object]:
    last = select(Revision.content).where(Revision.activity_id == activity.id, Revision.saved_at <= at)
    kept = db.session.scalar(last.order_by(Revision.number.desc()).limit(1))
    return dict(kept or {})


def _is_changed(section: str, changed: set[str]) -> bool:
    """Whether the field is among them; a part of a list counts for the list."""
    return any(name == section or name.split(".")[0] == section.split(".")[0] for name in changed)
