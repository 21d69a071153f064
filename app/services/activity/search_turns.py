"""Whose turn it is, as a condition on the cards: what somebody is asked to do, each counter counts by it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from app.clock import today
from models import Activity, Answer, Remark, Requirement, Round, Vote
from rules.facts import Actor
from rules.vocabulary import OPEN_STATES, RemarkKind, RequirementState, Role, Status

# Tables, not mapped classes: the cards around them have been narrowed to what is seen.
REQUIREMENT: Any = Requirement.__table__.c
ROUND: Any = Round.__table__.c


def my_turn(actor: Actor) -> ColumnElement[bool]:
    """What waits for one person, as a condition.

    Besides what `rules.transitions.waiting_for` says: objections that wait for an answer, and rounds that are
    over and can be closed. What is paused, until the applicant answers, waits for the applicant alone.
    """
    if actor.has(Role.admin):
        return false()
    turns = [turn for role, turn in _TURNS.items() if actor.has(role)]
    return or_(false(), *(turn(actor) for turn in turns))


def in_round(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """A card in co-approval that has such a requirement in its running round."""
    rows = select(REQUIREMENT.activity_id).join_from(Requirement.__table__, Round.__table__)
    running = rows.where(ROUND.closed_at.is_(None), *which)
    return and_(Activity.status == Status.in_approval, Activity.id.in_(running))


def _applicants_turn(actor: Actor) -> ColumnElement[bool]:
    own = (Status.draft, Status.returned, Status.approved, Status.in_progress)
    asked = in_round(REQUIREMENT.state == RequirementState.info_requested)
    objected = in_round(_an_objection_waits())
    return and_(Activity.holder_id == actor.institution_id, or_(Activity.status.in_(own), asked, objected))


def _an_objection_waits() -> ColumnElement[bool]:
    """Whether an objection of the vote in force has no answer."""
    vote, later = Vote.__table__.alias(), Vote.__table__.alias()
    remark, answer = Remark.__table__.c, Answer.__table__.c
    replaced = exists().where(later.c.requirement_id == vote.c.requirement_id, later.c.seq > vote.c.seq)
    return exists().where(
        vote.c.requirement_id == REQUIREMENT.id,
        remark.vote_id == vote.c.id,
        remark.kind == RemarkKind.objection,
        ~exists().where(answer.remark_id == remark.id),
        ~replaced,
    )


def _controllers_turn(actor: Actor) -> ColumnElement[bool]:
    """Nobody forwards a card that he or she submitted."""
    return and_(
        Activity.status == Status.in_control,
        Activity.holder_id == actor.institution_id,
        Activity.submitted_by_id.is_distinct_from(actor.user_id),
    )


def paused(actor: Actor) -> ColumnElement[bool]:
    """A card about which the own institution has asked something that the applicant is to answer."""
    mine = REQUIREMENT.institution_id == actor.institution_id
    return in_round(mine, REQUIREMENT.state == RequirementState.info_requested)


def _members_turn(actor: Actor) -> ColumnElement[bool]:
    mine = REQUIREMENT.institution_id == actor.institution_id
    return in_round(mine, REQUIREMENT.state == RequirementState.waiting)


def _heads_turn(actor: Actor) -> ColumnElement[bool]:
    """Nobody decides on a card that he or she wrote or submitted; every head closes a round that is over."""
    to_decide = and_(
        Activity.status == Status.awaiting_decision,
        Activity.created_by_id != actor.user_id,
        Activity.submitted_by_id.is_distinct_from(actor.user_id),
    )
    open_till = in_round(REQUIREMENT.state.in_(OPEN_STATES), REQUIREMENT.due_on >= today())
    over = and_(in_round(REQUIREMENT.state.in_(OPEN_STATES)), ~open_till)
    return or_(to_decide, over)


_TURNS = {
    Role.applicant: _applicants_turn,
    Role.change_controller: _controllers_turn,
    Role.cab_member: _members_turn,
    Role.cab_head: _heads_turn,
}
