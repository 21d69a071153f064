"""The activity that an address names, as the viewer sees it; whole for its pages."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defaultload, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.services.activity.loading import CARD, STANDING, with_lists
from app.visibility import seeing_everything
from models import Activity, Answer, Decision, Remark, Requirement, Round, Vote
from rules.refusals import NotFound
from rules.text import N_
from rules.visibility import sees_texts
from views.base import current_actor

GONE = N_("There is no such activity, or you cannot see it.")
# Who wrote, voted, answered and decided: the rules do not ask, the pages say it.
_ROUNDS: Any = defaultload(Activity.rounds)
_VOTES: Any = _ROUNDS.defaultload(Round.requirements).defaultload(Requirement.votes)
_DECISION: Any = _ROUNDS.joinedload(Round.decision)
_PEOPLE: tuple[Any, ...] = (
    joinedload(Activity.created_by),
    joinedload(Activity.submitted_by),
    _VOTES.joinedload(Vote.voter),
    _VOTES.joinedload(Vote.on_behalf_of),
    _VOTES.defaultload(Vote.answers).joinedload(Answer.author),
    _VOTES.defaultload(Vote.remarks).defaultload(Remark.answers).joinedload(Answer.author),
)
_OUTCOME: tuple[Any, ...] = (
    _VOTES.joinedload(Vote.suggested_institution),
    _DECISION.joinedload(Decision.decided_by),
    _DECISION.joinedload(Decision.on_behalf_of),
    _DECISION.selectinload(Decision.resolutions),
)


def whole(number: str) -> Activity:
    """Return the activity with all that its pages show, in a number of queries that does not grow."""
    return with_lists(activity_or_404(number, *CARD, *STANDING, *_PEOPLE))


def on_its_way(number: str) -> Activity:
    """The same without what the card says, for pages about its way alone."""
    named = (joinedload(Activity.resource), joinedload(Activity.amends).load_only(Activity.number))
    return activity_or_404(number, *STANDING, *_PEOPLE, *_OUTCOME, *named)


def with_texts(number: str) -> Activity:
    """Return the activity whose texts this person reads; raise `NotFound`."""
    activity = on_its_way(number)
    with seeing_everything():
        facts = activity.facts()
    if not sees_texts(facts, activity.restricted, current_actor()):
        raise NotFound(GONE)
    return activity


def activity_or_404(number: str, *options: ORMOption) -> Activity:
    """Return the activity; raise `NotFound` when it is not there or not visible: never told apart."""
    wanted = select(Activity).where(Activity.number == number).options(*options)
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound(GONE)
    return found
