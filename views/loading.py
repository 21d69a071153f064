"""One activity with all that its pages show, in a number of queries that does not grow."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from models import (
    Activity,
    ActivitySuggestion,
    Answer,
    Decision,
    Domain,
    Institution,
    PrincipleList,
    Remark,
    Requirement,
    Resource,
    Round,
    Vote,
)
from rules.refusals import NotFound
from rules.text import N_


def whole(number: str) -> Activity:
    """Return the activity; raise `NotFound` when it is not there or not visible: never told apart."""
    wanted = select(Activity).where(Activity.number == number).options(*_CARD, _SHEET)
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound(N_("There is no such activity, or you cannot see it."))
    return found


_VOTE: tuple[Any, ...] = (
    joinedload(Vote.voter),
    selectinload(Vote.answers).joinedload(Answer.author),
    selectinload(Vote.remarks).selectinload(Remark.answers).joinedload(Answer.author),
)
_SHEET: Any = selectinload(Activity.rounds).options(
    selectinload(Round.requirements).options(
        joinedload(Requirement.institution), selectinload(Requirement.votes).options(*_VOTE)
    ),
    selectinload(Round.decision).options(joinedload(Decision.decided_by), selectinload(Decision.resolutions)),
)
_CARD: tuple[Any, ...] = (
    joinedload(Activity.holder).joinedload(Institution.parent),
    joinedload(Activity.created_by),
    joinedload(Activity.submitted_by),
    joinedload(Activity.resource).options(
        joinedload(Resource.holder),
        selectinload(Resource.providers).joinedload(Resource.holder),
        selectinload(Resource.consumers).joinedload(Resource.holder),
    ),
    joinedload(Activity.domain).joinedload(Domain.architect),
    joinedload(Activity.principle_list).selectinload(PrincipleList.principles),
    selectinload(Activity.used_resources).joinedload(Resource.holder),
    selectinload(Activity.affected_resources).joinedload(Resource.holder),
    selectinload(Activity.affected_institutions),
    selectinload(Activity.suggestions).joinedload(ActivitySuggestion.resource),
    selectinload(Activity.principles),
)
