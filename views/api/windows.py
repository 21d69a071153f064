"""Windows, blackouts and the calendar, for programs."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask_babel import lazy_pgettext as _p
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import windows
from app.services.activity.windows import Collides, WindowGiven, work_of
from app.services.checks import refuse
from app.services.registry.collisions import Met, met_by, of_activity, windows_of
from app.services.window import agenda, blackouts
from app.services.window.agenda import Wanted
from app.services.window.blackouts import BlackoutGiven
from app.visibility import seeing_everything
from models import Activity, Institution, Resource, Window
from rules.account.access import KeyScope
from rules.refusals import Invalid, Problem
from rules.text import N_, nfc
from rules.visibility import sees_texts
from rules.vocabulary import ProblemCode
from views.api.calls import ActivityCalls, DescribedApi, call
from views.api.schemas import window as schemas
from views.api.schemas.bodies import all_problems
from views.base import Response, current_actor, one_change, opens
from views.registry.collision_words import collision_text


class CardWindowApi(ActivityCalls):
    """The windows of an activity, and what they meet."""

    @opens("GET", "/<key>/windows")
    @call(
        N_("When the work of an activity touches running systems"),
        answer=schemas.Window,
        many=True,
        key=KeyScope.read,
    )
    def get_list(self, key: str) -> Response:
        rows = windows_of(self.found(key))
        return self.told(rows, known=_withheld(rows))

    @opens("POST", "/<key>/windows", tried=_p("tried", "entering a window (API)"))
    @call(
        N_("Say when the work touches running systems; what meets others gravely needs a reason"),
        body=schemas.WindowEntrySent,
        answer=schemas.Window,
        status=201,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def post(self, key: str) -> Response:
        with one_change():
            activity, actor = self.found(key), current_actor()
            windows.check_keeps(activity, actor)
            sent = self.sent()
            with all_problems(sent), _collisions_told():
                row = windows.add(activity, WindowGiven(**sent.values), actor, now())
            return self.told(row)

    @opens("GET", "/<key>/collisions")
    @call(
        N_("What the windows of an activity meet, the severest first"),
        answer=schemas.Collision,
        many=True,
        key=KeyScope.read,
    )
    def collisions(self, key: str) -> Response:
        return self.told(of_activity(self.found(key)), known=_KNOWN)

    @opens("POST", "/<key>/collisions", tried=_p("tried", "trying a window (API)"))
    @call(
        N_("What a window would meet; nothing is saved"),
        body=schemas.WindowEntrySent,
        answer=schemas.Collision,
        many=True,
        key=KeyScope.read,
    )
    def try_out(self, key: str) -> Response:
        activity, sent = self.found(key), self.sent()
        given = WindowGiven(**sent.values)
        with all_problems(sent):
            refuse(windows.problems_of(given, now()))
        return self.told(met_by([work_of(activity, given)]), known=_KNOWN)


class WindowApi(DescribedApi):
    """Windows of all activities that the person sees."""

    resource_name = "windows"

    @opens("PUT", "/<key>", tried=_p("tried", "changing a window (API)"))
    @call(
        N_("Change a window; send the version you saw with it"),
        body=schemas.WindowChangeSent,
        answer=schemas.Window,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def put(self, key: str) -> Response:
        sent = self.sent()
        values, seen = _parted(sent.values)
        with one_change():
            row, actor, at = windows.found(self.key(key)), current_actor(), now()
            windows.check_keeps(row.activity, actor, row, at, seen)
            with all_problems(sent), _collisions_told():
                windows.change(row, values, actor, at, seen=seen)
            return self.told(row)

    @opens("DELETE", "/<key>", tried=_p("tried", "removing a window (API)"))
    @call(N_("Take a window back"), answer=None, status=204, refuses=(403, 409), key=KeyScope.applicant)
    def delete(self, key: str) -> Response:
        with one_change():
            windows.remove(windows.found(self.key(key)), current_actor(), now())
        return Response(status=204)


class BlackoutApi(DescribedApi):
    """When nobody is to work on a resource, or on any."""

    resource_name = "blackouts"

    @opens("GET", "/")
    @call(
        N_("Blackouts that fall into some days, the earliest first"),
        query=schemas.Days,
        answer=schemas.Blackout,
        many=True,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        return self.told(agenda.blackouts_in(_wanted(self.asked())))

    @opens("POST", "/", tried=_p("tried", "entering a blackout (API)"))
    @call(
        N_("Say when nobody is to work on a resource"),
        body=schemas.BlackoutEntrySent,
        answer=schemas.Blackout,
        status=201,
        refuses=(403,),
    )
    def post(self) -> Response:
        with one_change():
            blackouts.check_adds(current_actor())
            sent = self.sent()
            with all_problems(sent):
                row = blackouts.add(BlackoutGiven(**sent.values), current_actor(), now())
            return self.told(row)

    @opens("PUT", "/<key>", tried=_p("tried", "changing a blackout (API)"))
    @call(
        N_("Change a blackout; send the version you saw with it"),
        body=schemas.BlackoutChangeSent,
        answer=schemas.Blackout,
        refuses=(403, 409),
    )
    def put(self, key: str) -> Response:
        sent = self.sent()
        values, seen = _parted(sent.values)
        with one_change():
            row, actor = blackouts.found(self.key(key)), current_actor()
            blackouts.check_keeps(row, actor, seen)
            with all_problems(sent):
                blackouts.change(row, values, actor, now(), seen=seen)
            return self.told(row)

    @opens("DELETE", "/<key>", tried=_p("tried", "removing a blackout (API)"))
    @call(N_("Take a blackout back"), answer=None, status=204, refuses=(403, 409))
    def delete(self, key: str) -> Response:
        with one_change():
            blackouts.remove(blackouts.found(self.key(key)), current_actor())
        return Response(status=204)


class AgendaApi(DescribedApi):
    """The calendar of work on systems."""

    resource_name = "calendar"

    @opens("GET", "/")
    @call(
        N_("Windows, periods of work and blackouts of some days"),
        query=schemas.CalendarSought,
        answer=schemas.Calendar,
        key=KeyScope.read,
    )
    def get(self) -> Response:
        asked = self.asked()
        wanted = _wanted(asked, nfc(asked["resource"]), nfc(asked["holder"]))
        refuse(_unknown(wanted))
        found = agenda.agenda(wanted)
        known = _withheld(found.windows)
        shown = {
            "windows": schemas.CalendarWindow(many=True, known=known).dump(found.windows),
            "periods": schemas.Period(many=True).dump(found.periods),
            "blackouts": schemas.Blackout(many=True).dump(found.blackouts),
        }
        return self.answer(shown)


def _wanted(asked: Mapping[str, Any], resource: str = "", holder: str = "") -> Wanted:
    """Return what is asked for; without days the month that runs."""
    first = today().replace(day=1)
    since = asked["since"] or (asked["until"] or first).replace(day=1)
    after = (since.replace(day=1) + timedelta(days=32)).replace(day=1)
    until = asked["until"] or after - timedelta(days=1)
    return Wanted(since=since, until=until, resource=resource, holder=holder)


def _unknown(wanted: Wanted) -> list[Problem]:
    named = (("resource", wanted.resource, Resource), ("holder", wanted.holder, Institution))
    return [
        Problem(name, ProblemCode.unknown, {"code": code})
        for name, code, table in named
        if code and db.session.scalar(select(table.id).where(table.code == code)) is None
    ]


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], int | None]:
    """Return what changes, and the version that was seen."""
    return {name: said for name, said in values.items() if name != "version"}, values.get("version")


def _withheld(rows: Iterable[Window]) -> dict[str, Any]:
    """Return the texts, null of a restricted card for who does not read it."""
    actor = current_actor()
    read: dict[int, bool] = {}

    def reads(activity: Activity) -> bool:
        if activity.id not in read:
            with seeing_everything():
                read[activity.id] = not activity.restricted or sees_texts(activity.facts(), True, actor)
        return read[activity.id]

    return {
        "text": lambda row: row.text if reads(row.activity) else None,
        "collision_reason": lambda row: row.collision_reason if reads(row.activity) else None,
    }


def _other(met: Met) -> dict[str, Any]:
    if met.window is not None:
        return {"activity": met.window.activity.number, "window": met.window.id}
    return {"blackout": met.blackout.id if met.blackout else None}


_KNOWN = {"other": _other, "text": collision_text}


@contextmanager
def _collisions_told() -> Iterator[None]:
    """Tell a program what it has to give a reason for."""
    try:
        yield
    except Collides as refused:
        shown = schemas.Collision(many=True, known=_KNOWN).dump(refused.met)
        raise Invalid(refused.key, refused.problems, told={"collisions": shown}) from refused
