"""One activity with all that its pages show, in a number of queries that does not grow."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from app.services.activity.loading import WHOLE
from models import Activity, Answer, Decision, Remark, Requirement, Round, Vote
from views.activity.finding import activity_or_404

# Who wrote, voted, answered and decided: the rules do not ask, the pages say it.
_ROUNDS: Any = selectinload(Activity.rounds)
_VOTES: Any = _ROUNDS.selectinload(Round.requirements).selectinload(Requirement.votes)
_DECISION: Any = _ROUNDS.selectinload(Round.decision)
_PEOPLE: tuple[Any, ...] = (
    joinedload(Activity.created_by),
    joinedload(Activity.submitted_by),
    _VOTES.joinedload(Vote.voter),
    _VOTES.joinedload(Vote.on_behalf_of),
    _VOTES.selectinload(Vote.answers).joinedload(Answer.author),
    _VOTES.selectinload(Vote.remarks).selectinload(Remark.answers).joinedload(Answer.author),
    _DECISION.joinedload(Decision.decided_by),
    _DECISION.joinedload(Decision.on_behalf_of),
    _DECISION.selectinload(Decision.resolutions),
)


def whole(number: str) -> Activity:
    """Return the activity with all of it loaded; raise `NotFound` like `activity_or_404`."""
    return activity_or_404(number, *WHOLE, *_PEOPLE)
