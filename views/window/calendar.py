"""Ieviešanas kalendārs: what is worked on in a month, when nobody is to work, and what is planned."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import RIGA, now, today
from app.services.checks import GONE, INVALID
from app.services.registry.facts import resources_in_use, working_institutions
from app.services.window import agenda, blackouts
from app.services.window.agenda import Agenda, Wanted
from models import Blackout, Window
from rules.facts import Actor
from rules.refusals import Invalid, NotFound, Refusal, WrongStatus
from rules.text import nfc
from rules.vocabulary import Role
from views.base import SafePage, current_actor, get, get_and_post, one_change
from views.window.forms import BlackoutForm, held
from views.words.formats import month, weekday_name
from views.words.names import in_order, options
from views.words.sentences import refusal_sentence


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the month with what falls into it."""

    day: date
    inside: bool  # of this month
    windows: list[Window]
    blackouts: list[Blackout]


class CalendarOfWorkPage(SafePage):
    """For everybody registered; controllers and the administrator keep the blackouts."""

    route_base = "/kalendars"

    @get("", may="show")
    def show(self) -> str:
        """Show a month as squares and as a list."""
        first = _month(request.args.get("menesis", ""))
        after = _next(first)
        resource, holder = (nfc(request.args.get(name, "")) for name in ("resurss", "parzinis"))
        wanted = Wanted(since=first, until=after - timedelta(days=1), resource=resource, holder=holder)
        found, actor = agenda.agenda(wanted), current_actor()
        return self.render_template(
            "window/calendar.html",
            key=f"{first:%Y-%m}",
            names={"before": month(_previous(first)), "now": month(first), "after": month(after)},
            links=_links(first, {"resurss": resource, "parzinis": holder}),
            weekdays=[weekday_name(date(2024, 1, one)) for one in range(1, 8)],
            today=today(),
            squares=_squares(first, found),
            found=found,
            picked={"resurss": resource, "parzinis": holder},
            resources=options(resources_in_use()),
            holders=options(working_institutions(in_order())),
            keeps=actor.has(Role.change_controller, Role.admin),
            may_keep=lambda row: blackouts.may_keep(row.resource, actor),
        )

    @get_and_post("/moratoriji/jauns", _p("tried", "entering a blackout"), may="keep")
    def enter(self) -> ResponseReturnValue:
        """Say when nobody is to work."""
        blackouts.check_adds(current_actor())
        return self._form(None)

    @get_and_post("/moratoriji/<key>", _p("tried", "changing a blackout"), may="keep")
    def edit(self, key: str) -> ResponseReturnValue:
        """Change a blackout, or take it back."""
        row = _blackout(key)
        blackouts.check_keeps(row, current_actor())
        return self._form(row)

    @get_and_post("/moratoriji/<key>/atsaukt", _p("tried", "removing a blackout"), may="keep")
    def remove(self, key: str) -> ResponseReturnValue:
        """Ask, then take the blackout back."""
        row = _blackout(key)
        blackouts.check_keeps(row, current_actor())
        if request.method == "GET":
            return self.render_template("window/remove_blackout.html", row=row)
        with one_change():
            blackouts.remove(row, current_actor())
        flash(gettext("The blackout is taken back."), "success")
        return redirect(url_for("CalendarOfWorkPage.show"), 303)

    def _form(self, row: Blackout | None) -> ResponseReturnValue:
        sent = request.form if request.method == "POST" else None
        form = BlackoutForm(sent, data=held(row) if row else None)
        form.resource.options = options(_own_resources(current_actor()))
        form.keep_typed(f"blackouts.{row.id if row else 'new'}")
        if request.method == "GET":
            return self._shown(form, row)
        try:
            if not form.validate():
                raise Invalid(INVALID, ())
            with one_change():
                _save(row, form)
        except Invalid as refused:
            form.refuse(refused)
            return self._shown(form, row), 422
        except WrongStatus as refusal:
            fresh = _blackout(str(row.id)) if row else None
            form.version.show(fresh.version if fresh else None)
            return self._shown(form, fresh, refusal), 409
        flash(gettext("The blackout is saved."), "success")
        return redirect(url_for("CalendarOfWorkPage.show"), 303)

    def _shown(self, form: BlackoutForm, row: Blackout | None, refusal: Refusal | None = None) -> str:
        said = refusal_sentence(refusal) if refusal else ""
        return self.render_template("window/blackout.html", form=form, row=row, refusal=said)


def _save(row: Blackout | None, form: BlackoutForm) -> None:
    given, actor = form.given, current_actor()
    if row is None:
        blackouts.add(given, actor, now())
        return
    blackouts.change(row, asdict(given), actor, now(), seen=form.version.data or 0)


def _own_resources(actor: Actor) -> list[Any]:
    """Return the resources about which this person may say it; the administrator about any."""
    return [one for one in resources_in_use() if blackouts.may_keep(one, actor)]


def _blackout(key: str) -> Blackout:
    if not key.isdecimal():
        raise NotFound(GONE)
    return blackouts.found(int(key[:9]))


def _links(first: date, picked: dict[str, str]) -> dict[str, str]:
    """Return the addresses of the months around, with what is picked."""
    months = {"before": _previous(first), "today": today(), "after": _next(first)}
    chosen: dict[str, Any] = {name: code for name, code in picked.items() if code}
    return {
        name: url_for("CalendarOfWorkPage.show", menesis=f"{day:%Y-%m}", **chosen)
        for name, day in months.items()
    }


def _month(typed: str) -> date:
    """Return the first day of the month that the address names; of the one that runs where it names none."""
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return today().replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _previous(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _squares(first: date, found: Agenda) -> list[list[Square]]:
    """Return the weeks of a month, from Monday."""
    day = first - timedelta(days=first.weekday())
    weeks = []
    while day < _next(first):
        weeks.append([_square(day + timedelta(days=one), first, found) for one in range(7)])
        day += timedelta(days=7)
    return weeks


def _square(day: date, first: date, found: Agenda) -> Square:
    since = datetime(day.year, day.month, day.day, tzinfo=RIGA)
    until = datetime.combine(day + timedelta(days=1), since.timetz())
    return Square(
        day,
        day.month == first.month,
        [one for one in found.windows if one.starts_at < until and one.ends_at > since],
        [one for one in found.blackouts if one.starts_at < until and one.ends_at > since],
    )
