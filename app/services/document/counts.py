"""What there is around an activity for whoever looks, by one query: how much, and which other things."""

from typing import NamedTuple

from sqlalchemy import func, select

from app.extensions import db
from app.services.activity.amending import amending
from app.services.activity.at_meeting import talking
from models import Activity, Attachment, Comment, Obligation
from rules.obligation.words import IN_FORCE, UNFINISHED


class Counts(NamedTuple):
    """Documents: of each the newest version, unless withdrawn; comments: those withdrawn, too.

    Obligations: all; `agreed`: those that came into force, `over`: of these, those that are done with.
    `amended_by`: the card that amends it or took its place; `meeting`: the last one with it on the agenda.
    """

    documents: int
    comments: int
    obligations: int
    agreed: int
    over: int
    amended_by: str | None
    meeting: str | None


def counts(activity: Activity) -> Counts:
    """Return what there is for the viewer."""
    newer = Attachment.__table__.alias()
    current = select(func.count(Attachment.id)).where(
        Attachment.activity_id == activity.id,
        Attachment.withdrawn_at.is_(None),
        Attachment.id.not_in(select(newer.c.replaces_id).where(newer.c.replaces_id.is_not(None))),
    )
    said = select(func.count(Comment.id)).where(Comment.activity_id == activity.id)
    asked = select(func.count(Obligation.id)).where(Obligation.activity_id == activity.id)
    agreed = asked.where(Obligation.status.in_(IN_FORCE))
    over = asked.where(Obligation.status.in_(IN_FORCE - UNFINISHED))
    counted = (current, said, asked, agreed, over, amending(activity), talking(activity))
    all_of_it = (one.scalar_subquery() for one in counted)
    return Counts(*db.session.execute(select(*all_of_it)).one())
