"""Darbdienu kalendārs: the year at a glance, the source of each moved day, corrections by hand."""

from collections.abc import Iterable
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p, ngettext

from app.clock import now, today
from app.services.calendar import days as calendar_days
from app.services.calendar.days import FIRST_YEAR, LAST_YEAR, DayWanted
from app.services.working_days import LIBRARY, moves_known_until, wait_for_turn
from models import AccountEvent
from rules import dates
from rules.reading import Unreadable, whole
from views.admin.calendar_day import DayForm, seal
from views.admin.calendar_year import SPECIAL, months, weekdays
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.declared import Group, Managed
from views.words.formats import day as day_text

SHOWN = 50


# A correction, its day, what that became, and what moved: activity, institutions, was, becomes.
Change = tuple[AccountEvent, str, str, list[tuple[str, str, str, str]]]


class CalendarPage(SafePage):
    """For the system administrator."""

    route_base = "/darbdienas"
    default_view = "index"
    management = Managed(
        group=Group.rules, title=_l("Working-day calendar"), about=_l("days by which due dates count")
    )

    @get("", may="manage")
    def index(self) -> str:
        year = _year()
        shown = months(year)
        special = [one for _, weeks in shown for week in weeks for one in week if one and one.why]
        return self.render_template(
            "admin/calendar.html",
            year=year,
            months=shown,
            special=SPECIAL.whole(special),
            library=LIBRARY,
            assumed=year > moves_known_until(),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            this_year=today().year,
            history=[_change(one) for one in calendar_days.history()],
            shown=SHOWN,
            weekdays=weekdays(),
        )

    @get("/labot", may="manage")
    def edit(self) -> str | tuple[str, int]:
        """Show the form, and before anything is saved what it would move."""
        if "working" not in request.args:
            return self._form(_known(request.args.get("day", "")))
        form = DayForm(request.args)
        wanted = form.wanted()
        return self._form(form, wanted) if wanted else (self._form(form), 422)

    @post("/labot", _p("tried", "correcting the working-day calendar"), may="manage")
    def save(self) -> Response | tuple[str, int]:
        """Set the day after what it moves was shown, and move what was chosen to be moved."""
        form = DayForm(request.form)
        wanted = form.wanted()
        if wanted is None:
            return self._form(form), 422
        with one_change():
            wait_for_turn()
            if calendar_days.stands(wanted):  # the button was pressed twice
                return _back(wanted, gettext("%(date)s is corrected already.", date=day_text(wanted.day)))
            moves = calendar_days.moves(wanted, today())
            chosen = moves if form.recompute.data else []
            seen = form.confirms(moves)
            moved = calendar_days.set_day(wanted, chosen, current_actor(), now()) if seen else 0
        if not seen:
            flash(gettext("Due dates have changed since they were shown. Look again and confirm."), "warning")
            offered = not form.confirms([])  # no tick is shown where nothing moves
            return self._form(form, wanted, form.recompute.data or not offered), 409
        return _back(wanted, _saved(wanted.day, moved))

    def _form(self, form: DayForm, wanted: DayWanted | None = None, move: bool = True) -> str:
        moves = calendar_days.moves(wanted, today()) if wanted else []
        return self.render_template(
            "admin/calendar_day.html",
            form=form,
            wanted=wanted,
            total=len(moves),
            moves=moves[:SHOWN],
            seen=seal(moves),
            move=move,
        )


def _back(wanted: DayWanted, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("CalendarPage.index", gads=wanted.day.year), 303)


def _year() -> int:
    year = whole(request.args.get("gads", ""), 1000, 9999) or today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _known(text: str) -> DayForm:
    """Return the form with what stands of a day now."""
    try:
        found = dates.read(text)
    except Unreadable:
        found = None
    ours = calendar_days.override(found) if found else None
    return DayForm.of(ours) if ours else DayForm(day=found)


def _saved(changed: date, moved: int) -> str:
    if not moved:
        return gettext("%(date)s is saved. No due date was moved.", date=day_text(changed))
    return ngettext(
        "%(date)s is saved, and %(num)s due date was moved.",
        "%(date)s is saved, and %(num)s due dates were moved.",
        moved,
        date=day_text(changed),
    )


def _change(event: AccountEvent) -> Change:
    told = event.data
    words = {
        True: gettext("working day, corrected"),
        False: gettext("free day, corrected"),
        None: gettext("the correction was deleted"),
    }
    return event, _told_day(told["calendar"]), words[told["working"]], _by_card(told["moved"])


def _by_card(moved: Iterable[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Put the institutions of a card whose due dates moved alike into one line."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for number, code, was, becomes in moved:
        alike.setdefault((number, was, becomes), []).append(code)
    return [
        (number, ", ".join(codes), _told_day(was), _told_day(becomes))
        for (number, was, becomes), codes in alike.items()
    ]


def _told_day(text: str) -> str:
    return day_text(date.fromisoformat(text))
