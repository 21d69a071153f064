"""Every objection and proposal of a card, of all rounds, with what has become of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defaultload

from app.extensions import db
from app.services.activity.loading import STANDING
from models import Activity, Decision, Remark, Requirement, Revision, Round, Vote
from rules.remark.state import RemarkFacts, stands, state_of
from rules.vocabulary import RemarkState, Resolution

_ROUNDS: Any = defaultload(Activity.rounds)
_VOTES: Any = _ROUNDS.defaultload(Round.requirements).defaultload(Requirement.votes)
_WITH_DECISIONS = (
    *STANDING,
    _VOTES.joinedload(Vote.institution),
    _ROUNDS.joinedload(Round.decision).selectinload(Decision.resolutions),
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A remark and where it stands."""

    remark: Remark
    state: RemarkState

    @property
    def vote(self) -> Vote:
        """The vote that brought it."""
        return self.remark.vote

    @property
    def round(self) -> int:
        """The number of the round in which it was made."""
        return self.vote.requirement.round.number

    @property
    def stands(self) -> bool:
        """Whether there is no agreement on it."""
        return stands(self.remark.kind, self.state)


def with_remarks(activity: Activity) -> Activity:
    """Fetch rounds, votes, remarks, answers and decisions of an activity that has been seen."""
    wanted = select(Activity).where(Activity.id == activity.id).options(*_WITH_DECISIONS)
    return db.session.scalars(wanted, execution_options={"see_everything": True}).unique().one()


def remarks_of(activity: Activity) -> list[Followed]:
    """Return every remark of the card, oldest first."""
    votes = sorted((vote for row in _rows(activity) for vote in row.votes), key=lambda vote: vote.id)
    last = {vote.institution_id: vote for vote in votes}
    resolved = _resolutions(activity)
    return [
        Followed(remark, state_of(_facts(remark, vote, last[vote.institution_id], resolved)))
        for vote in votes
        for remark in vote.remarks
    ]


def contents_at_votes(activity: Activity) -> Mapping[int, Mapping[str, Any]]:
    """Return what the card said in each revision on which somebody has remarked, by number."""
    numbers = {vote.revision for row in _rows(activity) for vote in row.votes if vote.remarks}
    rows = select(Revision.number, Revision.content).where(Revision.activity_id == activity.id)
    return {row.number: row.content for row in db.session.execute(rows.where(Revision.number.in_(numbers)))}


def _rows(activity: Activity) -> Iterable[Requirement]:
    return (row for turn in activity.rounds for row in turn.requirements)


def _resolutions(activity: Activity) -> dict[int, Resolution]:
    """Return what became of the objections of a requirement when the card was approved over them, by id."""
    decisions = (turn.decision for turn in activity.rounds if turn.decision)
    return {one.requirement_id: one.resolution for decision in decisions for one in decision.resolutions}


def _facts(remark: Remark, vote: Vote, last: Vote, resolved: Mapping[int, Resolution]) -> RemarkFacts:
    return RemarkFacts(
        kind=remark.kind,
        newer=None if last is vote else last.choice,
        resolution=resolved.get(vote.requirement_id),
        answered=bool(remark.answers),
    )
