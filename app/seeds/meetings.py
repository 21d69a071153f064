"""The demo's CAB meetings: one closed with its minutes, one invited to, one planned."""

from datetime import UTC, datetime, time, timedelta

from app.extensions import db
from app.seeds.replay import working_day
from app.services.meeting import planning, steps
from app.services.meeting.planning import Wanted
from app.services.working_days import calendar
from models import Meeting
from rules.deadlines import day_of
from rules.facts import Actor

_HOUR = time(12)  # in UTC: 14.00 or 15.00 in Riga
_NOTES = (
    "DVI: iebildums paliek, kamēr glabāšanas termiņš nav saīsināts. Pārzinis kartīti precizēs līdz lēmumam.",
    "Atzinumi ir saskaņoti. CSP: statistikas vajadzībām dati nepieciešami reizi mēnesī. Pārzinis piekrīt.",
)
_CAME = ("varam.vaditajs", "varam.loceklis", "aim.loceklis", "csp.loceklis", "dvi.loceklis", "lps.loceklis")


def load_meetings(head: Actor, at: datetime, talked_about: list[str]) -> None:
    """Add them, as of this moment; `talked_about`: numbers of the activities of the closed one."""
    held = _plan(head, at, _day(at, -6), "Kārtējā sēde", "VARAM, 204. telpa, un attālināti", talked_about)
    steps.invite(held, head, held.planned_at)
    steps.start(held, head, held.starts_at)
    agenda = [Wanted(one, said) for one, said in zip(talked_about, _NOTES, strict=True)]
    planning.edit(held, head, held.starts_at, {}, agenda, _CAME)
    steps.close(held, head, held.ends_at)
    coming = _plan(head, at, _day(at, 7), "Par iebildumiem un jautājumiem", "attālināti", None)
    steps.invite(coming, head, at)
    _plan(head, at, _day(at, 21), "Kārtējā sēde", "VARAM, 204. telpa", [])
    db.session.flush()


def _plan(
    head: Actor, at: datetime, starts_at: datetime, title: str, place: str, numbers: list[str] | None
) -> Meeting:
    """Plan a meeting three days before it, or now."""
    values = {
        "title": title,
        "place": place,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
    }
    agenda = None if numbers is None else [Wanted(one) for one in numbers]
    return planning.plan(head, min(at, starts_at - timedelta(days=3)), values, agenda)


def _day(at: datetime, days: int) -> datetime:
    """Return the hour of a meeting on a working day so many days from now."""
    step = 1 if days > 0 else -1
    return datetime.combine(working_day(day_of(at) + timedelta(days=days), calendar(), step), _HOUR, UTC)
