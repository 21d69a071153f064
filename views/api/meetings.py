"""CAB meetings for programs: planned, invited to, held, closed or cancelled, and their minutes."""

from datetime import datetime
from typing import Any

from flask import g
from flask_babel import lazy_pgettext as _p

from app.clock import now, today
from app.services.meeting import invited, planning, reading
from app.services.meeting.door import gate
from app.services.meeting.planning import Wanted
from models import Meeting
from rules.account.access import KeyScope
from rules.facts import Actor
from rules.meeting.flow import MEETING_FLOW, check_head
from rules.meeting.words import MeetingAction
from rules.refusals import NotFound
from rules.text import N_
from views.api.calls import DescribedApi, call, calls
from views.api.schemas import meeting as shapes
from views.api.schemas.bodies import Read, Seen, all_problems, read
from views.api.schemas.queries import Paged
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE
from views.meeting import minutes
from views.meeting.agenda import shown
from views.meeting.steps import STEPS

_BODIES = {MeetingAction.cancel: shapes.Cancelled}


def _said(action: MeetingAction, says: str) -> call:
    body = _BODIES.get(action, Seen)
    return call(says, body=body, answer=shapes.MeetingReached, refuses=(403, 409))


SAID = {action.value: _said(action, told.says) for action, told in STEPS.items()}


class MeetingApi(DescribedApi):
    """Meetings as the person sees them: heads all, others those to which they were invited."""

    resource_name = "meetings"

    @opens("GET", "/")
    @call(N_("Meetings, the latest first"), query=Paged, answer=shapes.MeetingPage, key=KeyScope.read)
    def get_list(self) -> Response:
        asked = self.asked()
        rows = reading.page(asked["page"], asked["page_size"])
        return self.told({"count": reading.count(), "result": rows})

    @opens("POST", "/", tried=_p("tried", "planning a meeting (API)"))
    @call(
        N_("Plan a meeting; without an agenda everything that is to be discussed is on it"),
        body=shapes.Planned,
        answer=shapes.MeetingPosition,
        status=201,
        refuses=(403,),
    )
    def post(self) -> Response:
        check_head(current_actor())
        sent = self.sent()
        agenda = [] if sent.at("agenda") else _agenda(sent)
        with one_change(), all_problems(sent):
            return self.told(planning.plan(current_actor(), now(), _values(sent), agenda))

    @opens("GET", "/<key>")
    @call(
        N_("A meeting with its agenda, who was invited and who came"),
        answer=shapes.Meeting,
        key=KeyScope.read,
    )
    def get(self, key: str) -> Response:
        meeting, actor = self.found(key), current_actor()
        guests = invited.guests_of(meeting)
        known = {
            "agenda": shown(meeting, actor),
            "attendance": [one.person.username for one in guests if one.present],
            "invited": guests,
            "actions": MEETING_FLOW.offered(meeting.facts(), actor, today()),
        }
        return self.told(meeting, known=known)

    @opens("PUT", "/<key>", tried=_p("tried", "changing a meeting (API)"))
    @call(
        N_("Change title, time, place or agenda; while it is running, who came"),
        body=shapes.Changed,
        answer=shapes.MeetingPosition,
        refuses=(403, 409),
    )
    def put(self, key: str) -> Response:
        sent, actor = self.sent(), current_actor()
        values, attendance = _values(sent), sent.values.get("attendance")
        agenda = None if sent.at("agenda") else _agenda(sent)
        with one_change():
            meeting = self.found(key)
            gate(meeting, MeetingAction.edit, actor, now(), self.seen())
            planning.check_attendance(meeting, attendance)
            with all_problems(sent):
                planning.edit(meeting, actor, now(), values, agenda, attendance, seen=self.seen())
            return self.told(meeting)

    @opens("POST", "/<key>/actions/<action>", tried=_p("tried", "a step of a meeting (API)"))
    @calls(SAID)
    def act(self, key: str, action: str) -> Response:
        """Take one step; what the person, the status or a stale revision forbids comes before the body."""
        with one_change():
            meeting = self.found(key)
            if action not in SAID:
                raise NotFound(GONE)
            return self.told(_taken(meeting, MeetingAction(action), current_actor(), now(), self))

    @opens("GET", "/<key>/minutes.pdf")
    @call(
        N_("The minutes, a draft until the meeting is closed"),
        answer=None,
        gives_file=True,
        refuses=(404, 409),
        key=KeyScope.read,
    )
    def minutes(self, key: str) -> Response:
        return minutes.given_out(self.found(key), current_actor())

    def found(self, key: str) -> Meeting:
        return reading.by_id(self.key(key))

    def seen(self) -> int | None:
        """Return the revision that the client says it saw, if it says a number."""
        return read(Seen(), g.body).values.get("revision")


def _values(sent: Read) -> dict[str, Any]:
    return {name: sent.values[name] for name in planning.TOLD if name in sent.values}


def _agenda(sent: Read) -> list[Wanted] | None:
    given = sent.values.get("agenda")
    return None if given is None else [Wanted(**one) for one in given]


def _taken(meeting: Meeting, action: MeetingAction, actor: Actor, at: datetime, api: MeetingApi) -> Meeting:
    gate(meeting, action, actor, at, api.seen())
    given = api.sent().valid()
    STEPS[action].use_case(meeting, actor, at, seen=given.pop("revision"), **given)
    return meeting
