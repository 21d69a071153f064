"""Sēde: a meeting with its agenda, what was said and who came, its steps and its minutes."""

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.agenda import items_of
from app.clock import now, today
from app.services.checks import INVALID
from app.services.meeting import invited, planning, reading
from app.services.meeting.door import gate, key_of
from app.services.meeting.planning import Wanted
from models import Meeting, MeetingGuest, MeetingItem
from rules.meeting.flow import MEETING_FLOW
from rules.meeting.words import MeetingAction, MeetingStatus
from rules.refusals import Invalid, Refusal, Stale, WrongStatus
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.meeting import minutes
from views.meeting.agenda import shown
from views.meeting.form import NOTES, PLACE, EditForm, NotesForm, StepForm, edit_form, notes_form
from views.meeting.steps import BY_PAGE, STEPS, address, filled
from views.words.sentences import refusal_sentence

_PAGES = ", ".join(f"'{page}'" for page in BY_PAGE)
# Of those that can be taken now, the first is the button of the page.
_MAIN = (MeetingAction.close, MeetingAction.start, MeetingAction.invite)


class MeetingPage(SafePage):
    """For CAB heads and the invited; only heads change anything."""

    route_base = "/cab/sedes"

    @get("/<number>", may="show")
    def show(self, number: str) -> str:
        """Show the meeting as this person sees it."""
        return self._show(reading.by_number(number))

    @get("/<number>/protokols.pdf", may="show")
    def minutes(self, number: str) -> Response:
        """Give the minutes out."""
        return minutes.given_out(reading.by_number(number), current_actor())

    @post("/<number>/pieraksti", _p("tried", "writing down what was said in a meeting"))
    def note(self, number: str) -> ResponseReturnValue:
        """Write down what was said and who came."""
        meeting = reading.by_number(number)
        items, actor = items_of(meeting), current_actor()
        form = notes_form(items)(request.form)
        try:
            gate(meeting, MeetingAction.edit, actor, now(), form.revision.data or 0)
            if not form.validate():
                raise Invalid(INVALID)
            with one_change():
                meeting = reading.by_number(number)
                came = list(form.attendance.data or ()) if _is_running(meeting) else None
                said = [Wanted(one.activity.number, _said(form, one)) for one in items]
                planning.edit(meeting, actor, now(), {}, said, came, seen=form.revision.data or 0)
        except (Stale, WrongStatus) as refusal:
            return self._show(reading.by_number(number), form, refusal), HTTPStatus.CONFLICT
        except Invalid as refused:
            form.refuse(refused)
            return self._show(reading.by_number(number), form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(gettext("Written down."), "success")
        return redirect(f"/cab/sedes/{number}", 303)

    @get("/<number>/labot", may="edit")
    def ask(self, number: str) -> ResponseReturnValue:
        """Ask what is changed."""
        meeting = reading.by_number(number)
        try:
            gate(meeting, MeetingAction.edit, current_actor(), now(), None)
        except WrongStatus as refusal:
            return _not_now(number, refusal)
        return self._edit(meeting)

    @post("/<number>/labot", _p("tried", "changing a meeting"))
    def edit(self, number: str) -> ResponseReturnValue:
        """Change title, time, place and agenda."""
        meeting, actor = reading.by_number(number), current_actor()
        items = items_of(meeting)
        form = edit_form(items)(request.form)
        try:
            gate(meeting, MeetingAction.edit, actor, now(), form.revision.data or 0)
            if not form.validate():
                raise Invalid(INVALID)
            with one_change():
                wanted, seen = form.wanted(items), form.revision.data or 0
                planning.edit(reading.by_number(number), actor, now(), form.values, wanted, seen=seen)
        except (Stale, WrongStatus) as refusal:
            return self._edit(reading.by_number(number), form, refusal), HTTPStatus.CONFLICT
        except Invalid as refused:
            form.refuse_agenda(refused)
            return self._edit(reading.by_number(number), form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(gettext("%(number)s is changed.", number=number), "success")
        return redirect(f"/cab/sedes/{number}", 303)

    @get(f"/<number>/<any({_PAGES}):name>", may="act")
    def confirm(self, number: str, name: str) -> ResponseReturnValue:
        """Show what the step does and ask for what it needs; nothing changes."""
        meeting, action = reading.by_number(number), BY_PAGE[name]
        try:
            gate(meeting, action, current_actor(), now(), None)
        except WrongStatus as refusal:
            return _not_now(number, refusal)
        return self._confirm(meeting, action, STEPS[action].form(revision=meeting.revision))

    @post(f"/<number>/<any({_PAGES}):name>", _p("tried", "a step of a meeting"))
    def act(self, number: str, name: str) -> ResponseReturnValue:
        """Take the step and say what came of it."""
        action, actor = BY_PAGE[name], current_actor()
        told = STEPS[action]
        form = told.form(request.form)
        try:
            gate(reading.by_number(number), action, actor, now(), form.revision.data or 0)
            if not form.validate():
                raise Invalid(INVALID)
            with one_change():
                meeting, seen = reading.by_number(number), form.revision.data or 0
                told.use_case(meeting, actor, now(), seen=seen, **form.values)
        except Stale as stale:
            form.revision.show(stale.current_revision)
            return self._confirm(reading.by_number(number), action, form, stale), HTTPStatus.CONFLICT
        except WrongStatus as refusal:
            return _not_now(number, refusal)
        except Invalid as refused:
            form.refuse(refused)
            meeting = reading.by_number(number)
            return self._confirm(meeting, action, form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(filled(told.done, number), "success")
        return redirect(f"/cab/sedes/{number}", 303)

    def _show(self, meeting: Meeting, form: NotesForm | None = None, refusal: Refusal | None = None) -> str:
        actor, guests, items = current_actor(), invited.guests_of(meeting), items_of(meeting)
        offered = MEETING_FLOW.offered(meeting.facts(), actor, today())
        form = form or notes_form(items)(data=_as_it_is(meeting, items, guests))
        form.keep_typed(f"meetings.{meeting.id}.notes")
        form.attendance.options = [(one.person.username, str(one.person)) for one in guests]
        if isinstance(refusal, Stale):
            form.revision.show(refusal.current_revision)
        main = next((one for one in _MAIN if one in offered), None)
        return self.render_template(
            "meeting/page.html",
            meeting=meeting,
            agenda=shown(meeting, actor),
            guests=guests,
            form=form,
            notes={one.activity.number: form.field(NOTES + one.activity.number) for one in items},
            may_note=MeetingAction.edit in offered,
            running=_is_running(meeting),
            main=main,
            others=[one for one in offered if one is not main],
            address=address,
            told=STEPS,
            events=reading.events_of(meeting),
            has_minutes=meeting.status in minutes.WRITTEN,
            refusal=refusal_sentence(refusal) if refusal else "",
        )

    def _edit(self, meeting: Meeting, form: EditForm | None = None, refusal: Refusal | None = None) -> str:
        items = items_of(meeting)
        form = form or edit_form(items)(data=_planned(meeting, items))
        form.keep_typed(key_of(meeting.id, MeetingAction.edit))
        form.agenda.options = reading.may_be_added(meeting)
        if isinstance(refusal, Stale):
            form.revision.show(refusal.current_revision)
        places = [
            (one, form.field(PLACE + one.activity.number))
            for one in items
            if PLACE + one.activity.number in form
        ]
        said = refusal_sentence(refusal) if refusal else ""
        return self.render_template(
            "meeting/edit.html", meeting=meeting, form=form, places=places, refusal=said
        )

    def _confirm(
        self, meeting: Meeting, action: MeetingAction, form: StepForm, refusal: Refusal | None = None
    ) -> str:
        told = STEPS[action]
        form.keep_typed(key_of(meeting.id, action))
        return self.render_template(
            "meeting/step.html",
            meeting=meeting,
            action=action,
            told=told,
            form=form,
            title=filled(told.asks, meeting.number),
            agenda=shown(meeting, current_actor()) if action is MeetingAction.close else [],
            refusal=refusal_sentence(refusal) if refusal else "",
        )


def _is_running(meeting: Meeting) -> bool:
    return meeting.status is MeetingStatus.running


def _said(form: NotesForm, item: MeetingItem) -> str:
    said: str = form.field(NOTES + item.activity.number).data or ""
    return said


def _as_it_is(meeting: Meeting, items: list[MeetingItem], guests: list[MeetingGuest]) -> dict[str, Any]:
    came = [one.person.username for one in guests if one.present]
    notes = {NOTES + one.activity.number: one.notes for one in items}
    return {"revision": meeting.revision, "attendance": came, **notes}


def _planned(meeting: Meeting, items: list[MeetingItem]) -> dict[str, Any]:
    values = {name: getattr(meeting, name) for name in ("revision", *planning.TOLD)}
    return {**values, **{PLACE + one.activity.number: one.position for one in items}}


def _not_now(number: str, refusal: WrongStatus) -> ResponseReturnValue:
    """Somebody was faster, or the button was pressed twice: show where the meeting stands, and say so."""
    flash(gettext("%(number)s: %(reason)s", number=number, reason=refusal_sentence(refusal)), "warning")
    return redirect(f"/cab/sedes/{number}", 303)
