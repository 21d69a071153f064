"""Windows of the demo's activities: days and hours from the day of loading."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from app.clock import RIGA
from app.services.activity import windows
from app.services.activity.windows import WindowGiven
from models import Activity
from rules.facts import Actor
from rules.window.words import WindowEffect


def enter(activity: Activity, actor: Actor, at: datetime, *, told: Mapping[str, Any], today: date) -> None:
    """Say when the work touches the system: `starts_in` days at `hour` in Riga, for so many `hours`."""
    day = today + timedelta(days=told["starts_in"])
    starts_at = datetime.combine(day, time(told["hour"]), RIGA)
    given = WindowGiven(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=told["hours"]),
        effect=WindowEffect(told["effect"]),
        text=told["text"],
        collision_reason=told.get("collision_reason", ""),
    )
    windows.add(activity, given, actor, at)
