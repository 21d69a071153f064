"""Which way an invented activity has gone, given its age: steps with their moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from app.seeds.load.inventing import Dice
from app.seeds.replay import working_day
from app.services.working_days import WorkingDays
from rules.deadlines import due
from rules.transitions import TRANSITIONS
from rules.vocabulary import Action, Kind, Status

SPAN_DAYS = 3 * 365
REVIEW_DAYS = 10

S = Status
# Up to so many days of age, these statuses; a status that stands twice is twice as frequent.
_AGES = (
    (6, (S.draft, S.draft, S.in_control)),
    (28, (*[S.in_approval] * 6, S.draft, S.in_control, S.returned, S.withdrawn)),
    (60, (*[S.awaiting_decision] * 2, *[S.approved] * 4, S.rejected, S.returned, S.withdrawn)),
    (220, (*[S.approved] * 3, *[S.in_progress] * 4, S.rejected, S.withdrawn)),
    (10_000, (*[S.completed] * 8, S.in_progress, S.approved, S.rejected, S.withdrawn)),
)
_ROUND = (Action.submit, Action.forward, Action.close_round)
_WAYS: dict[Status, tuple[Action, ...]] = {
    S.draft: (),
    S.in_control: (Action.submit,),
    S.returned: (Action.submit, Action.return_),
    S.withdrawn: (Action.submit, Action.withdraw),
    S.in_approval: (Action.submit, Action.forward),
    S.awaiting_decision: _ROUND,
    S.rejected: (*_ROUND, Action.decide),
    S.approved: (*_ROUND, Action.decide),
    S.in_progress: (*_ROUND, Action.decide, Action.start),
    S.completed: (*_ROUND, Action.decide, Action.start, Action.complete),
}
_DAYS_AFTER = {Action.decide: 3, Action.start: 9, Action.complete: 90}
# A resource that is to be created or closed leaves the registry as it is: it has not got so far.
_KINDS = {
    Kind.creation: frozenset({S.draft, S.in_control, S.returned, S.in_approval, S.rejected, S.withdrawn}),
    Kind.liquidation: frozenset({S.draft, S.returned, S.in_approval, S.rejected, S.withdrawn}),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a life."""

    action: Action
    source: Status
    target: Status
    at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """An invented activity: who holds it, what the card says, which steps it has gone."""

    id: int
    number: str
    holder: str
    status: Status
    card: dict[str, Any]
    begun: datetime
    turns: dict[Action, Turn]

    def at(self, action: Action) -> datetime | None:
        """Return when the step was taken, if it was."""
        turn = self.turns.get(action)
        return turn.at if turn else None


class Lives:
    """Lives up to this moment, on the working days of the calendar."""

    def __init__(self, now: datetime, calendar: WorkingDays) -> None:
        self._now, self._calendar = now, calendar
        self.due = cache(lambda day: due(day, REVIEW_DAYS, calendar))

    def begun(self, place: float) -> datetime:
        """Return when the card at this place (0 the first, 1 the last) was begun; the later, the more."""
        raw = self._now - timedelta(days=SPAN_DAYS * (1 - place) ** 1.5 + 0.5)
        share = (raw - datetime.combine(raw.date(), time(), UTC)) / timedelta(days=1)
        return self._working(raw.date()) + timedelta(hours=7 * share)

    def status(self, dice: Dice, begun: datetime) -> Status:
        """Return where a card of that age stands."""
        age = (self._now - begun).days
        return next(dice.pick(statuses) for days, statuses in _AGES if age < days)

    def turns(self, dice: Dice, status: Status, begun: datetime) -> Iterator[Turn]:
        """Yield the steps from the draft to the status."""
        source, moment = Status.draft, begun
        for action in _WAYS[status]:
            moment = min(self._after(moment, action, dice), self._now)
            target = _target(action, status)
            yield Turn(action, source, target, moment)
            source = target

    def _after(self, moment: datetime, action: Action, dice: Dice) -> datetime:
        minutes = timedelta(minutes=5 + dice.roll(200))
        if action is Action.close_round:
            return self._working(self.due(moment.date()) + timedelta(days=3), forward=True) + minutes
        day = moment.date() + timedelta(days=_DAYS_AFTER.get(action, 1) + dice.roll(2))
        return self._working(day, forward=True) + minutes

    def _working(self, day: date, forward: bool = False) -> datetime:
        """Return the morning (UTC) of the day, or of the nearest working day."""
        return datetime.combine(working_day(day, self._calendar, 1 if forward else -1), time(7), UTC)


def kind_of(dice: Dice, status: Status) -> Kind:
    """Return a kind that fits the status; mostly development."""
    kind = dice.pick((*[Kind.development] * 6, Kind.creation, Kind.liquidation))
    return kind if status in _KINDS.get(kind, (status,)) else Kind.development


def _target(action: Action, end: Status) -> Status:
    """Return where a step leads on the way to the end; a decision that lets the work go on approves."""
    targets = {row.target for row in TRANSITIONS if row.action is action}
    return next(iter(targets)) if len(targets) == 1 else end if end in targets else Status.approved
