"""How many documents and comments an activity has for whoever looks, by one query."""

from typing import NamedTuple

from sqlalchemy import func, select

from app.extensions import db
from models import Activity, Attachment, Comment


class Counts(NamedTuple):
    """Documents: of each the newest version, unless withdrawn; comments: those withdrawn, too."""

    documents: int
    comments: int


def counts(activity: Activity) -> Counts:
    """Return what there is for the viewer."""
    newer = Attachment.__table__.alias()
    current = select(func.count(Attachment.id)).where(
        Attachment.activity_id == activity.id,
        Attachment.withdrawn_at.is_(None),
        Attachment.id.not_in(select(newer.c.replaces_id).where(newer.c.replaces_id.is_not(None))),
    )
    said = select(func.count(Comment.id)).where(Comment.activity_id == activity.id)
    both = select(current.scalar_subquery(), said.scalar_subquery())
    return Counts(*db.session.execute(both).one())
