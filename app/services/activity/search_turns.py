"""Whose turn it is, and what somebody is asked to do, as conditions on the cards."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_

from app.clock import today
from models import Activity, Answer, Remark, Requirement, Round, Vote
from models.database.there_is import there_is
from rules.facts import Actor
from rules.vocabulary import OPEN_STATES, RemarkKind, RequirementState, Role, Status

Turn = Callable[[Actor], ColumnElement[bool]]
# Tables, not mapped classes: the cards around them have been narrowed to what is seen.
CARD: Any = Activity.__table__.c
REQUIREMENT: Any = Requirement.__table__.c
ROUND: Any = Round.__table__.c


def my_turn(actor: Actor) -> ColumnElement[bool]:
    """What `rules.transitions.waiting_for` says, as a condition, for one person."""
    return _any_of(_TURNS, actor)


def to_do(actor: Actor) -> ColumnElement[bool]:
    """What one person is asked to do: every counter, tile and list of a page goes by it.

    Besides the own turn: objections that wait for an answer, and rounds that are over and can be closed. What
    is paused until the applicant answers is nothing to do for who asked.
    """
    return _any_of(_TASKS, actor)


def _any_of(turns: Mapping[Role, Turn], actor: Actor) -> ColumnElement[bool]:
    if actor.has(Role.admin):
        return false()
    return or_(false(), *(turn(actor) for role, turn in turns.items() if actor.has(role)))


def in_round(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """A card in co-approval that has such a requirement in its running round."""
    rows = Requirement.__table__.join(Round.__table__)
    running = there_is(rows, REQUIREMENT.activity_id == CARD.id, ROUND.closed_at.is_(None), *which)
    return and_(CARD.status == Status.in_approval, running)


def _applicants_turn(actor: Actor) -> ColumnElement[bool]:
    return _of_own_card(actor)


def _applicants_task(actor: Actor) -> ColumnElement[bool]:
    return _of_own_card(actor, in_round(_an_objection_waits()))


def _of_own_card(actor: Actor, *besides: ColumnElement[bool]) -> ColumnElement[bool]:
    """Said of the holder once, so that its cards are gone through in the order of their numbers."""
    own = (Status.draft, Status.returned, Status.approved, Status.in_progress)
    asked = in_round(REQUIREMENT.state == RequirementState.info_requested)
    return and_(CARD.holder_id == actor.institution_id, or_(CARD.status.in_(own), asked, *besides))


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
        CARD.status == Status.in_control,
        CARD.holder_id == actor.institution_id,
        CARD.submitted_by_id.is_distinct_from(actor.user_id),
    )


def paused(actor: Actor) -> ColumnElement[bool]:
    """A card about which the own institution has asked something that the applicant is to answer."""
    mine = REQUIREMENT.institution_id == actor.institution_id
    return in_round(mine, REQUIREMENT.state == RequirementState.info_requested)


def _members_turn(actor: Actor) -> ColumnElement[bool]:
    mine = REQUIREMENT.institution_id == actor.institution_id
    return in_round(mine, REQUIREMENT.state.in_(OPEN_STATES))


def _members_task(actor: Actor) -> ColumnElement[bool]:
    mine = REQUIREMENT.institution_id == actor.institution_id
    return in_round(mine, REQUIREMENT.state == RequirementState.waiting)


def _heads_turn(actor: Actor) -> ColumnElement[bool]:
    """Nobody decides on a card that he or she wrote or submitted."""
    return and_(
        CARD.status == Status.awaiting_decision,
        CARD.created_by_id != actor.user_id,
        CARD.submitted_by_id.is_distinct_from(actor.user_id),
    )


def _heads_task(actor: Actor) -> ColumnElement[bool]:
    """Every head closes a round that is over."""
    open_till = in_round(REQUIREMENT.state.in_(OPEN_STATES), REQUIREMENT.due_on >= today())
    over = and_(in_round(REQUIREMENT.state.in_(OPEN_STATES)), ~open_till)
    return or_(_heads_turn(actor), over)


_TURNS: dict[Role, Turn] = {
    Role.applicant: _applicants_turn,
    Role.change_controller: _controllers_turn,
    Role.cab_member: _members_turn,
    Role.cab_head: _heads_turn,
}
_TASKS: dict[Role, Turn] = {
    **_TURNS,
    Role.applicant: _applicants_task,
    Role.cab_member: _members_task,
    Role.cab_head: _heads_task,
}
