"""Whom co-approvers named instead of themselves: added to a returned card with one click."""

from dataclasses import dataclass
from datetime import datetime

from app.services.activity.door import gate
from app.services.card import writing
from app.services.checks import refuse
from models import Activity, Institution, Vote
from rules.facts import Actor
from rules.refusals import Problem
from rules.vocabulary import Action, ProblemCode, Status

FIELD = "affected_institutions"


@dataclass(frozen=True, slots=True)
class Suggested:
    """An institution that the card may concern, with the votes that say so."""

    institution: Institution
    votes: tuple[Vote, ...]


def suggested(activity: Activity) -> list[Suggested]:
    """Return whom the votes in force of the last round name and the returned card does not name yet."""
    named = _named(activity) if activity.status is Status.returned else {}
    known = {one.code for one in activity.affected_institutions} if named else set()
    return [one for code, one in named.items() if code not in known]


def add(activity: Activity, actor: Actor, at: datetime, code: str, *, seen: int | None = None) -> None:
    """Name an institution that was suggested on the card; nothing changes where it stands there already."""
    gate(activity, Action.edit, actor, at, seen)
    if code not in _named(activity):
        refuse([Problem("institution", ProblemCode.unknown, {"code": code})])
    named = {one.code for one in activity.affected_institutions} | {code}
    writing.edit(activity, actor, at, {FIELD: sorted(named)}, seen=seen)


def _named(activity: Activity) -> dict[str, Suggested]:
    rows = activity.current_round.requirements if activity.current_round else ()
    votes = [vote for row in rows if (vote := row.vote_in_force) and vote.suggested_institution]
    found: dict[str, Suggested] = {}
    for vote in votes:
        one = vote.suggested_institution
        if one is not None:
            before = found[one.code].votes if one.code in found else ()
            found[one.code] = Suggested(one, (*before, vote))
    return found
