"""Darbdienu kalendārs: the year at a glance, the source of each moved day, corrections by hand."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask import flash, redirect, request, url_for
from flask_babel import format_date, get_locale, gettext, lazy_pgettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.clock import now, today
from app.services.calendar import days as calendar_days
from app.services.calendar.days import DayWanted
from app.services.calendar.moved_due_dates import Move
from app.services.working_days import (
    LIBRARY,
    holiday_names,
    library_says,
    moved_days,
    moves_known_until,
    wait_for_turn,
)
from models import CalendarOverride
from views.admin.calendar_history import changes
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.words.formats import day as day_text

FIRST_YEAR, LAST_YEAR = 2001, 2099  # what can be told of Latvian days
SHORTEST_SOURCE, LONGEST_SOURCE = 5, 300
SHOWN = 50
STATES = {"true": True, "false": False, "library": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A day of the year: how it is drawn, what it is in words, and why."""

    day: date
    kind: str  # working, free, moved-working, moved-free, set-working, set-free
    word: str
    why: str = ""
    source: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven places; those of other months are empty."""

    name: str
    weeks: list[list[Shown | None]]


class CalendarPage(SafePage):
    """For the system administrator."""

    route_base = "/darbdienas"
    default_view = "index"
    attempts = {
        "save": lazy_pgettext("tried", "correcting the working-day calendar"),
    }

    @expose("")
    @has_access
    @permission_name("manage")
    def index(self) -> str:
        """Show a year."""
        year = _year()
        months = _months(year)
        special = [one for month in months for week in month.weeks for one in week if one and one.why]
        return self.render_template(
            "admin/calendar.html",
            year=year,
            months=months,
            special=special,
            library=LIBRARY,
            assumed=year > moves_known_until(),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            this_year=today().year,
            history=changes(),
            shown=SHOWN,
            weekdays=_weekdays(),
        )

    @expose("/labot")
    @has_access
    @permission_name("manage")
    def edit(self) -> str | tuple[str, int]:
        """Show the form, and before anything is saved what it would move."""
        if "working" not in request.args:
            return self._form(_known(request.args.get("day", "")), {})
        typed = _typed(request.args)
        wanted, problems = _wanted(typed)
        return self._form(typed, problems, wanted) if not problems else (self._form(typed, problems), 422)

    @expose("/labot", methods=["POST"])
    @has_access
    @permission_name("manage")
    def save(self) -> Response | tuple[str, int]:
        """Set the day after what it moves was shown, and move what was chosen to be moved."""
        typed = _typed(request.form)
        wanted, problems = _wanted(typed)
        if wanted is None:
            return self._form(typed, problems), 422
        with one_change():
            wait_for_turn()
            if calendar_days.stands(wanted):  # the button was pressed twice
                return _back(wanted, gettext("%(date)s is corrected already.", date=day_text(wanted.day)))
            moves = calendar_days.moves(wanted, today())
            seen = request.form.get("seen", "") == _seen(moves)
            move = request.form.get("recompute") == "1"
            chosen = moves if move else []
            moved = calendar_days.set_day(wanted, chosen, current_actor(), now()) if seen else 0
        if not seen:
            flash(gettext("Due dates have changed since they were shown. Look again and confirm."), "warning")
            offered = request.form.get("seen") != _seen([])  # no tick is shown where nothing moves
            return self._form(typed, {}, wanted, move or not offered), 409
        return _back(wanted, _saved(wanted.day, moved))

    def _form(
        self,
        typed: dict[str, str],
        problems: dict[str, str],
        wanted: DayWanted | None = None,
        move: bool = True,
    ) -> str:
        moves = calendar_days.moves(wanted, today()) if wanted else []
        return self.render_template(
            "admin/calendar_day.html",
            typed=typed,
            problems=problems,
            wanted=wanted,
            total=len(moves),
            moves=moves[:SHOWN],
            seen=_seen(moves),
            move=move,
            longest=LONGEST_SOURCE,
            mistakes=[(sentence, name) for name, sentence in problems.items()],
        )


def _back(wanted: DayWanted, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("CalendarPage.index", gads=wanted.day.year), 303)


def _year() -> int:
    text = request.args.get("gads", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _months(year: int) -> list[Month]:
    ours, exchanged = calendar_days.overrides(year), moved_days(year)
    names = holiday_names(year, "lv" if str(get_locale()) == "lv" else "en_US")

    def place(one: date, month: int) -> Shown | None:
        return (
            _shown(one, ours.get(one), exchanged.get(one), names.get(one, "")) if one.month == month else None
        )

    return [
        Month(
            format_date(date(year, month, 1), "LLLL").capitalize(),
            [[place(one, month) for one in week] for week in Calendar().monthdatescalendar(year, month)],
        )
        for month in range(1, 13)
    ]


def _shown(one: date, ours: CalendarOverride | None, exchanged: date | None, name: str) -> Shown:
    working = library_says(one) if ours is None else ours.working
    if ours:
        word = gettext("working day, corrected") if working else gettext("free day, corrected")
        return Shown(
            day=one,
            kind=f"set-{_kind(working)}",
            word=word,
            why=_by_hand(ours),
            source=ours.source,
            ours=True,
        )
    if exchanged:
        word = gettext("working day, moved") if working else gettext("free day, moved")
        why = gettext("Exchanged with %(date)s", date=day_text(exchanged))
        return Shown(day=one, kind=f"moved-{_kind(working)}", word=word, why=why, source=LIBRARY)
    if name and not working:
        return Shown(day=one, kind="free", word=gettext("free day"), why=name, source=LIBRARY)
    return Shown(
        day=one, kind=_kind(working), word=gettext("working day") if working else gettext("free day")
    )


def _kind(working: bool) -> str:
    return "working" if working else "free"


def _by_hand(ours: CalendarOverride) -> str:
    return gettext("Made a working day by hand") if ours.working else gettext("Made a free day by hand")


def _weekdays() -> list[tuple[str, str]]:
    """Return the short and the whole name of each day of the week, Monday first."""
    week = [date(2024, 1, number) for number in range(1, 8)]  # it began on a Monday
    return [(format_date(one, "ccccc"), format_date(one, "cccc")) for one in week]


def _known(text: str) -> dict[str, str]:
    """Return what stands of a day now, to be changed in the form."""
    found = _date(text)
    ours = calendar_days.override(found) if found else None
    if ours is None:
        return {"day": text if found else "", "working": "", "source": ""}
    return {"day": text, "working": str(ours.working).lower(), "source": ours.source}


def _typed(sent: MultiDict[str, str]) -> dict[str, str]:
    typed = {name: sent.get(name, "") for name in ("day", "working", "source")}
    return typed | {"source": " ".join(typed["source"].split())}


def _wanted(typed: dict[str, str]) -> tuple[DayWanted | None, dict[str, str]]:
    """Return the day as it is to be, or what has to be corrected by field."""
    found, problems = _date(typed["day"]), {}
    if found is None:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        problems["day"] = gettext("Choose a day of the years %(first)s to %(last)s", **years)
    if typed["working"] not in STATES:
        problems["working"] = gettext("Choose what the day is")
    elif typed["working"] == "library" and found and calendar_days.override(found) is None:
        problems["day"] = gettext("This day is not corrected: there is nothing to delete")
    elif typed["working"] != "library" and not SHORTEST_SOURCE <= len(typed["source"]) <= LONGEST_SOURCE:
        lengths = {"minimum": SHORTEST_SOURCE, "maximum": LONGEST_SOURCE}
        problems["source"] = gettext(
            "Name the order or law in %(minimum)s to %(maximum)s characters", **lengths
        )
    if problems or found is None:
        return None, problems
    return DayWanted(found, STATES[typed["working"]], typed["source"]), {}


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _seen(moves: list[Move]) -> str:
    """Return what a confirmation is for: exactly these due dates."""
    return sha256(repr(moves).encode()).hexdigest()[:16]


def _saved(changed: date, moved: int) -> str:
    if not moved:
        return gettext("%(date)s is saved. No due date was moved.", date=day_text(changed))
    return ngettext(
        "%(date)s is saved, and %(num)s due date was moved.",
        "%(date)s is saved, and %(num)s due dates were moved.",
        moved,
        date=day_text(changed),
    )
