"""A year of the working-day calendar at a glance: how each day is drawn, what it is in words, and why."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, get_locale, gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.services.calendar import days as calendar_days
from app.services.working_days import LIBRARY, holiday_names, library_says, moved_days
from models import CalendarOverride
from views.base.listing import Column, Listing
from views.words.formats import day as day_text, drawn, weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A day of the year: how it is drawn, what it is in words, and why."""

    day: date
    kind: str  # working, free, moved-working, moved-free, set-working, set-free
    word: str
    why: str = ""
    source: str = ""
    ours: bool = False


SPECIAL = Listing(
    title=_l("Days with a reason"),
    columns=(
        Column(
            "day", _p("reference", "Day"), lambda one: weekday(one.day), look="fw-normal num", names_row=True
        ),
        Column("word", _l("What it is"), lambda one: one.word),
        Column("why", _l("Why"), lambda one: one.why),
        Column("source", _p("reference", "Source"), drawn("source", "admin/calendar_pieces.html")),
    ),
)


Month = tuple[str, list[list[Shown | None]]]  # name, weeks of seven places; days of other months are None


def months(year: int) -> list[Month]:
    """Return every day of a year."""
    ours, exchanged = calendar_days.overrides(year), moved_days(year)
    names = holiday_names(year, "lv" if str(get_locale()) == "lv" else "en_US")

    def place(one: date, month: int) -> Shown | None:
        return (
            _shown(one, ours.get(one), exchanged.get(one), names.get(one, "")) if one.month == month else None
        )

    return [
        (
            format_date(date(year, month, 1), "LLLL").capitalize(),
            [[place(one, month) for one in week] for week in Calendar().monthdatescalendar(year, month)],
        )
        for month in range(1, 13)
    ]


def _shown(one: date, ours: CalendarOverride | None, exchanged: date | None, name: str) -> Shown:
    working = library_says(one) if ours is None else ours.working
    if ours:
        word = gettext("working day, corrected") if working else gettext("free day, corrected")
        why = gettext("Made a working day by hand") if working else gettext("Made a free day by hand")
        return Shown(
            day=one,
            kind=f"set-{_kind(working)}",
            word=word,
            why=why,
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


def weekdays() -> list[tuple[str, str]]:
    """Return the short and the whole name of each day of the week, Monday first."""
    week = [date(2024, 1, number) for number in range(1, 8)]  # it began on a Monday
    return [(format_date(one, "ccccc"), format_date(one, "cccc")) for one in week]
