"""What earlier rounds say about those who are to be asked now: the rows behind `rules.memory`."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from app.extensions import db
from models import Activity, Requirement, Revision, Vote
from models.activity.content import answered, content
from rules.memory import GivenVote, fate
from rules.requirements import Evaluation


class Memory(NamedTuple):
    """What becomes of a requirement; `carried_from` = the requirement whose vote stays in force."""

    carried_from: Requirement | None = None
    again_because: tuple[str, ...] = ()


def remembered(activity: Activity, evaluation: Evaluation) -> dict[str, Memory]:
    """Return by code what becomes of each institution that the rules of the day name."""
    last = _last_asked(activity)
    votes = {code: vote for code, row in last.items() if (vote := row.vote_in_force)}
    contents = _contents(activity, {vote.revision for vote in votes.values()})
    now = answered(content(activity)) if votes else {}
    found = {}
    for one in evaluation.requirements:
        vote = votes.get(one.institution)
        given = _given(vote, contents) if vote else None
        told = fate(one, now, one.institution in last, given)
        carried = vote.requirement if vote and told.carried_from is not None else None
        found[one.institution] = Memory(carried, told.again_because)
    return found


def _last_asked(activity: Activity) -> dict[str, Requirement]:
    """Return by code the requirement of the latest round in which each institution was asked."""
    return {row.institution.code: row for turn in activity.rounds for row in turn.requirements}


def _contents(activity: Activity, numbers: Iterable[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return what the card said in these revisions, by number."""
    rows = select(Revision.number, Revision.content).where(Revision.activity_id == activity.id)
    found = db.session.execute(rows.where(Revision.number.in_(numbers)))
    return {row.number: answered(row.content) for row in found}


def _given(vote: Vote, contents: Mapping[int, Mapping[str, Any]]) -> GivenVote:
    asked = vote.requirement
    return GivenVote(
        round=asked.round.number,
        choice=vote.choice,
        content=contents[vote.revision],
        reasons=frozenset((reason["rule"], reason["fact"]) for reason in asked.reasons),
    )
