"""What stands above the tabs of an activity: whose turn, how far it has come, and what can be done."""

from dataclasses import dataclass

from flask_babel import gettext

from app.clock import today
from app.services.document.counts import Counts, counts
from app.services.mail.late_opinions import not_told
from models import Activity, Event
from rules import transitions
from rules.document.access import is_involved
from rules.facts import ActivityFacts, Actor
from rules.guards import cab_head
from rules.tally import tally
from rules.visibility import sees_texts
from rules.vocabulary import Action, Status
from views.activity.panel import Panel, panel_for
from views.activity.turn import Due, due, turn_words
from views.words.formats import day, short_day
from views.words.labels import label

WAY = (
    Status.draft,
    Status.in_control,
    Status.in_approval,
    Status.awaiting_decision,
    Status.approved,
    Status.in_progress,
    Status.completed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The frame of every tab; `texts`: whether this person reads them; `returned`: how the card came back.

    `late`: the institutions that this person can remind of their opinions. `documents`, `comments`: how many
    there are for this person; None = not for this person. `obligations`: how many of them are over;
    `agreed`: how many there are in all, once there is something to be done. `amended_by`: the card that
    amends this one or has taken its place; `meeting`: that talks about it.
    """

    facts: ActivityFacts
    turn: str
    due: Due | None
    steps: list[tuple[str, str]]
    now: int
    panel: Panel
    texts: bool
    returned: Event | None
    outside: bool
    answered: str
    late: list[str]
    documents: int | None
    comments: int | None
    obligations: str
    agreed: int
    amended_by: str | None
    meeting: str | None


def head_of(activity: Activity, events: list[Event], actor: Actor) -> Head:
    """Return what stands above the tabs, for this person."""
    facts = activity.facts()
    texts = sees_texts(facts, activity.restricted, actor)
    counted = tally(facts.requirements)
    steps, now = _steps(activity, facts, events)
    there = counts(activity)
    return Head(
        facts=facts,
        turn=turn_words(transitions.waiting_for(facts), facts.holder),
        due=due(transitions.due_on(facts)),
        steps=steps,
        now=now,
        panel=panel_for(activity, facts, actor),
        texts=texts,
        returned=_returned(activity, events),
        outside=actor.institution != facts.holder,
        answered=f"{counted.answered}/{counted.asked}" if counted.asked else "",
        late=not_told(activity, facts, today()) if cab_head(facts, actor) else [],
        documents=there.documents if texts else None,
        comments=there.comments if is_involved(facts, actor) else None,
        obligations=_obligations(there),
        agreed=there.agreed,
        amended_by=there.amended_by,
        meeting=there.meeting,
    )


Steps = list[tuple[str, str]]


def _steps(activity: Activity, facts: ActivityFacts, events: list[Event]) -> tuple[Steps, int]:
    """Return the steps as (name, detail), and the number of the current one, counted from 1."""
    moves = (event for event in events if event.from_status is not event.to_status)
    reached = {event.to_status: short_day(event.at) for event in moves}
    way = _way(activity.status, events)
    now = way.index(activity.status)
    ahead = {Status.in_approval: _progress(facts), Status.in_progress: _planned(activity)}
    passed = {*way[:now], *({way[now]} - set(ahead))}
    details = [reached.get(status, "") if status in passed else ahead.get(status, "") for status in way]
    return list(zip(map(label, way), details, strict=True)), now + 1


def _way(status: Status, events: list[Event]) -> tuple[Status, ...]:
    """Return the usual way; where the card left it, the way so far and where it stands."""
    if status is Status.returned:
        return (Status.returned, *WAY[1:])
    if status is Status.rejected:
        return (*WAY[:4], Status.rejected)
    if status is Status.superseded:
        started = any(event.to_status is Status.in_progress for event in events)
        return (*WAY[: 6 if started else 5], Status.superseded)
    if status is Status.withdrawn:
        left = next((event.from_status for event in events if event.action == Action.withdraw), None)
        return (*WAY[: WAY.index(left) + 1 if left in WAY else 1], Status.withdrawn)
    return WAY


def _progress(facts: ActivityFacts) -> str:
    if facts.status is not Status.in_approval:
        return ""
    counted = tally(facts.requirements)
    return gettext(
        "round %(round)s, %(given)s of %(asked)s given",
        round=facts.round,
        given=counted.answered,
        asked=counted.asked,
    )


def _obligations(there: Counts) -> str:
    """Return how many of those agreed are over, as "1/3"; all of them while none is agreed."""
    return f"{there.over}/{there.agreed}" if there.agreed else str(there.obligations or "")


def _planned(activity: Activity) -> str:
    if activity.actual_start is not None:
        return short_day(activity.actual_start)
    if activity.planned_start is None:
        return ""
    return gettext("planned from %(date)s", date=day(activity.planned_start))


def _returned(activity: Activity, events: list[Event]) -> Event | None:
    if activity.status is not Status.returned:
        return None
    return next(event for event in reversed(events) if event.action in (Action.return_, Action.decide))
