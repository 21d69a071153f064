"""What there is around an activity for whoever looks, by one query: how much, and which other things."""

from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select

from app.extensions import db
from app.services.activity.amending import amending
from app.services.activity.discussing import talking
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
    return Counts(*db.session.execute(_COUNTED, {"card": activity.id}).one())


def _counted() -> Select[Any]:
    card = bindparam("card", type_=Integer)
    newer = Attachment.__table__.alias()
    current = select(func.count(Attachment.id)).where(
        Attachment.activity_id == card,
        Attachment.withdrawn_at.is_(None),
        Attachment.id.not_in(select(newer.c.replaces_id).where(newer.c.replaces_id.is_not(None))),
    )
    said = select(func.count(Comment.id)).where(Comment.activity_id == card)
    asked = select(func.count(Obligation.id)).where(Obligation.activity_id == card)
    agreed = asked.where(Obligation.status.in_(IN_FORCE))
    over = asked.where(Obligation.status.in_(IN_FORCE - UNFINISHED))
    counted = (current, said, asked, agreed, over, amending(card), talking(card))
    return select(*(one.scalar_subquery() for one in counted))


_COUNTED = _counted()  # made once: who looks is added when it is asked
