"""How many documents, comments and obligations an activity has for whoever looks, by one query."""

from typing import NamedTuple

from sqlalchemy import func, select

from app.extensions import db
from models import Activity, Attachment, Comment, Obligation
from rules.obligation.words import IN_FORCE, UNFINISHED


class Counts(NamedTuple):
    """Documents: of each the newest version, unless withdrawn; comments: those withdrawn, too.

    Obligations: all; `agreed`: those that came into force, `over`: of these, those that are done with.
    """

    documents: int
    comments: int
    obligations: int
    agreed: int
    over: int


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
    all_of_it = (one.scalar_subquery() for one in (current, said, asked, agreed, over))
    return Counts(*db.session.execute(select(*all_of_it)).one())
