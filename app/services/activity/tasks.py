"""By when somebody is to do what waits: the due date of the own opinion, or of the whole round."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.services.activity.search import Listed
from models import Requirement, Round
from rules.facts import Actor
from rules.vocabulary import RequirementState, Role, Status


def own_requirements(rows: Iterable[Listed], actor: Actor) -> dict[int, Requirement]:
    """Return by activity the requirement that waits for the opinion of the person's institution."""
    cards = [row.id for row in rows if row.status is Status.in_approval and row.holder != actor.institution]
    if not cards or not actor.has(Role.cab_member):
        return {}
    mine = (
        select(Requirement)
        .join(Requirement.round)
        .where(Requirement.activity_id.in_(cards), Requirement.institution_id == actor.institution_id)
        .where(Round.closed_at.is_(None), Requirement.state == RequirementState.waiting)
    )
    return {one.activity_id: one for one in db.session.scalars(mine)}


def due_on(row: Listed, asked: Requirement | None, actor: Actor) -> date | None:
    """Return by when the person is to act: gives an opinion, or closes a round that is over.

    While the applicant is to answer a question, the due date stands.
    """
    if asked is not None:
        return asked.due_on
    answers = row.holder == actor.institution and actor.has(Role.applicant)
    return None if answers else row.due_on
