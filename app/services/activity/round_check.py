"""The nightly check that what requirements repeat is what their votes say."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.visibility import seeing_everything
from models import Requirement, Round, Vote
from rules.vocabulary import Choice, RequirementState

# Carried over from an earlier round; taken over by the successor of a closed institution.
_NOT_BY_VOTE = frozenset({RequirementState.carried_over, RequirementState.not_answered})
DIFFERS = "%(number)s, round %(round)s, %(institution)s: stored %(stored)s, votes say %(votes)s"


def differences() -> list[str]:
    """Return one line for each requirement of an open round that differs from its votes."""
    rows = (
        select(Requirement)
        .join(Requirement.round)
        .where(Round.closed_at.is_(None))
        .options(selectinload(Requirement.votes).selectinload(Vote.answers))
        .order_by(Requirement.id)
    )
    with seeing_everything():
        return [_line(row) for row in db.session.scalars(rows) if _stored(row) != _voted(row)]


def _stored(row: Requirement) -> tuple[RequirementState, Choice | None]:
    return row.state, row.choice


def _voted(row: Requirement) -> tuple[RequirementState, Choice | None]:
    vote = row.vote_in_force
    if row.state in _NOT_BY_VOTE:
        return _stored(row)
    if vote is None or (vote.choice is Choice.need_info and vote.answers):
        return RequirementState.waiting, None
    asked = vote.choice is Choice.need_info
    return RequirementState.info_requested if asked else RequirementState.answered, vote.choice


def _line(row: Requirement) -> str:
    stored, voted = (f"{state} {choice or '-'}" for state, choice in (_stored(row), _voted(row)))
    told = {"number": row.activity.number, "round": row.round.number, "institution": row.institution.code}
    return DIFFERS % {**told, "stored": stored, "votes": voted}
