"""The obligation of an activity that waits for a person, as the action panel says it."""

from dataclasses import dataclass

from flask_babel import gettext

from app.clock import today
from app.services.obligation import list as obligations
from models import Activity
from rules.facts import Actor
from rules.obligation.words import UNFINISHED, ObligationStep
from views.activity.turn import Due, due


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What is to be done with it, by when, and where."""

    title: str
    text: str
    button: str
    url: str
    due: Due | None


def duty_of(activity: Activity, actor: Actor) -> Duty | None:
    """Return the one that is due first, if there is one that waits for this person."""
    if activity.published_at is None:
        return None
    rows = [one for one in activity.obligations if one.status in UNFINISHED]
    possible = obligations.possible(rows, actor, today())
    waiting = [(row, turn) for row in rows if (turn := obligations.turn(possible[row.id])) is not None]
    if not waiting:
        return None
    row, turn = min(waiting, key=lambda one: one[0].due_on)
    reports = turn is ObligationStep.report
    return Duty(
        title=gettext("The next obligation") if reports else gettext("A report waits for your verification"),
        text=row.text if obligations.with_texts([row], actor) else "",
        button=gettext("Report on it") if reports else gettext("Verify the report"),
        url=f"/aktivitates/{activity.number}/nosacijumi#nosacijums-{row.id}",
        due=due(row.due_on) if reports else None,
    )
