"""The things on which a person took a step last."""

from sqlalchemy import select

from app.extensions import db
from models import Activity, Event
from rules.facts import Actor

MOST = 8
_LOOKED_AT = 200  # of the person's last steps


def activities(actor: Actor) -> list[Activity]:
    """Return the activities that the person sees and has last taken a step on, the latest first."""
    steps = select(Event.activity_id).where(Event.actor_id == actor.user_id).order_by(Event.id.desc())
    keys = list(dict.fromkeys(db.session.scalars(steps.limit(_LOOKED_AT))))[:MOST]
    rows = {one.id: one for one in db.session.scalars(select(Activity).where(Activity.id.in_(keys)))}
    return [rows[key] for key in keys if key in rows]
