"""The approval sheet: who was asked in a round, why, what they answered, and what was remarked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l, pgettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from app.extensions import db
from app.services.activity.audit import DUE_MOVED
from models import Activity, Event, Requirement, Round, User, Vote
from models.account.people import RoleRow, working
from rules.facts import Actor
from rules.vocabulary import OPEN_STATES, Choice, RequirementState, Role
from views.activity.on_behalf import signed
from views.activity.remarks import Written, written_in
from views.activity.turn import Due, due
from views.words.labels import label
from views.words.language import reader_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands of one institution asked beside its requirement; `mine`: it is the reader's own."""

    asked: Requirement
    again: bool
    due: Due | None
    due_before: date | None  # where a correction of the working-day calendar has moved it
    who: str
    mine: bool
    nobody: bool
    earlier: list[Vote]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One round: its rows in groups, who was not asked, its opinions, and the decision on it."""

    round: Round
    groups: list[tuple[LazyString, list[Row]]]
    counts: list[tuple[str, int, int]]
    notes: list[dict[str, Any]]
    opinions: list[Written]
    asked: int

    @property
    def bar(self) -> list[tuple[int, int]]:
        return [(count, colour) for _word, count, colour in self.counts if count]


GROUPS: tuple[tuple[LazyString, frozenset[RequirementState]], ...] = (
    (_l("Opinion awaited"), OPEN_STATES),
    (_l("Opinion given"), frozenset({RequirementState.answered})),
    (_l("Given earlier and still in force"), frozenset({RequirementState.carried_over})),
    (_l("No opinion given"), frozenset({RequirementState.not_answered})),
)


def sheets_of(activity: Activity, events: Iterable[Event], actor: Actor) -> list[Sheet]:
    """Return the sheet of every round, the current one first."""
    silent = _without_members(activity)
    moves = [one for one in events if one.action == DUE_MOVED]
    return [_sheet(one, activity, actor, silent, _moved(one, moves)) for one in reversed(activity.rounds)]


_Moved = dict[tuple[str, date], date]  # institution, due date now → the one before
_Said = dict[int, Vote | None]  # institution → what it said last in earlier rounds


def _moved(turn: Round, moves: Iterable[Event]) -> _Moved:
    """Return what was moved since the round was opened: a later round gives its own due dates."""
    lines = (line for event in moves if event.at >= turn.opened_at for line in event.data["moved"])
    return {(code, date.fromisoformat(becomes)): date.fromisoformat(was) for code, was, becomes in lines}


def _sheet(turn: Round, activity: Activity, actor: Actor, silent: set[int], moved: _Moved) -> Sheet:
    running = turn is activity.current_round and turn.closed_at is None
    before = _asked_before(activity, turn)
    rows = [_row(one, before, actor, silent if running else set(), moved) for one in turn.requirements]
    rows.sort(key=lambda row: not row.mine)
    return Sheet(
        round=turn,
        groups=list(_groups(rows)),
        counts=_counts(rows),
        notes=[note | {"text": note[reader_language()]} for note in turn.notes],
        opinions=written_in(turn, running),
        asked=len(rows),
    )


def _groups(rows: list[Row]) -> Iterator[tuple[LazyString, list[Row]]]:
    for title, states in GROUPS:
        found = [row for row in rows if row.asked.state in states]
        if found:
            yield title, found


def _row(
    one: Requirement,
    before: dict[int, Vote | None],
    actor: Actor,
    silent: set[int],
    moved: _Moved,
) -> Row:
    vote = one.vote_in_force
    is_open = one.state in OPEN_STATES
    return Row(
        asked=one,
        again=one.institution_id in before and one.state is RequirementState.waiting,
        due=due(one.due_on) if is_open else None,
        due_before=moved.get((one.institution.code, one.due_on)) if is_open else None,
        who=signed(vote.voter, vote.on_behalf_of) if vote and one.answered_at else "",
        mine=one.institution.code == actor.institution,
        nobody=is_open and one.institution_id in silent,
        earlier=_earlier(one, before.get(one.institution_id)),
    )


def _earlier(row: Requirement, before: Vote | None) -> list[Vote]:
    """Return what the institution said in an earlier round, and in this one before the vote in force."""
    if row.state is RequirementState.carried_over:
        return []
    return [*([before] if before else ()), *(row.votes[:-1] if row.choice is not None else row.votes)]


def _asked_before(activity: Activity, turn: Round) -> _Said:
    """Return those asked in earlier rounds, each with what it said last, if it said anything."""
    earlier = [one for one in activity.rounds if one.number < turn.number]
    said: _Said = {}
    for row in (row for one in earlier for row in one.requirements):
        said[row.institution_id] = row.vote_in_force or said.get(row.institution_id)
    return said


def _counts(rows: list[Row]) -> list[tuple[str, int, int]]:
    """Return (word, how many, colour of the bar)."""
    answers = [row.asked.choice for row in rows if row.asked.state not in OPEN_STATES]
    states = [row.asked.state for row in rows]
    given = {choice: answers.count(choice) for choice in Choice}
    return [
        (label(Choice.approve), given[Choice.approve], 2),
        (pgettext("ballot", "With proposals"), given[Choice.approve_with_proposals], 1),
        (label(Choice.object), given[Choice.object], 4),
        (label(Choice.not_applicable), given[Choice.not_applicable], 5),
        (label(RequirementState.not_answered), states.count(RequirementState.not_answered), 3),
        (pgettext("requirement", "Awaited"), sum(state in OPEN_STATES for state in states), 6),
    ]


def _without_members(activity: Activity) -> set[int]:
    """Return the institutions asked now in which no CAB member works."""
    current = activity.current_round
    asked = {one.institution_id for one in current.requirements} if current else set()
    voting = (
        select(User.institution_id)
        .where(*working(), User.roles.any(RoleRow.name == Role.cab_member.value))
        .where(User.institution_id.in_(asked))
        .distinct()
    )
    return asked - set(db.session.scalars(voting)) if asked else set()
