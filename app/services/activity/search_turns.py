"""Whose turn it is, as a condition on the cards: what `rules.transitions.waiting_for` says of one."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from models import Activity, Requirement, Round
from rules.facts import Actor
from rules.vocabulary import OPEN_STATES, RequirementState, Role, Status

# Tables, not mapped classes: the cards around them have been narrowed to what is seen.
REQUIREMENT: Any = Requirement.__table__.c
ROUND: Any = Round.__table__.c


def my_turn(actor: Actor) -> ColumnElement[bool]:
    """What `rules.transitions.waiting_for` says, as a condition, for one person."""
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
    return and_(Activity.holder_id == actor.institution_id, or_(Activity.status.in_(own), asked))


def _controllers_turn(actor: Actor) -> ColumnElement[bool]:
    """Nobody forwards a card that he or she submitted."""
    return and_(
        Activity.status == Status.in_control,
        Activity.holder_id == actor.institution_id,
        Activity.submitted_by_id.is_distinct_from(actor.user_id),
    )


def _members_turn(actor: Actor) -> ColumnElement[bool]:
    mine = REQUIREMENT.institution_id == actor.institution_id
    return in_round(mine, REQUIREMENT.state.in_(OPEN_STATES))


def _heads_turn(actor: Actor) -> ColumnElement[bool]:
    """Nobody decides on a card that he or she wrote or submitted."""
    return and_(
        Activity.status == Status.awaiting_decision,
        Activity.created_by_id != actor.user_id,
        Activity.submitted_by_id.is_distinct_from(actor.user_id),
    )


_TURNS = {
    Role.applicant: _applicants_turn,
    Role.change_controller: _controllers_turn,
    Role.cab_member: _members_turn,
    Role.cab_head: _heads_turn,
}
