"""The applicant's answers: every question and remark that waits, on one page, sent together or one alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, lazy_pgettext as _p, ngettext

from app.clock import now
from app.services import kept_texts
from app.services.activity.door import gate
from app.services.activity.voting import answer
from app.services.kept_texts import key_of_step
from models import Activity
from rules.reading import whole
from rules.refusals import Stale, WrongStatus
from rules.signs import in_lines
from rules.vocabulary import Action
from views.activity.actions import not_now
from views.activity.found import whole as activity_of
from views.activity.remarks import Written, answers_given, to_answer
from views.activity.steps import STEPS
from views.base import SafePage, current_actor, get, keeping, one_change, post
from views.base.fields import HiddenField, TextField, TypedField
from views.base.form import Form
from views.words.sentences import refusal_sentence

_THINGS = ("requirement_id.", "remark_id.")  # names of fields begin so


class AnswersForm(Form):
    """A text for each thing that waits; `only` names the one that is sent alone."""

    revision = HiddenField(read_as=whole)
    only = HiddenField()

    def given(self) -> dict[str, str]:
        """Return the answers that are sent, by the name of their field."""
        wanted = [one for one in self.texts if self.only.data in (None, "", one.name)]
        return {one.name: one.data for one in wanted if (one.data or "").strip()}

    @property
    def texts(self) -> list[TypedField]:
        """Return the fields in which answers are written."""
        return [one for one in self.typed_fields if one.look != "hidden"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question or a remark with the field for its answer."""

    what: Written
    field: TypedField


class AnswersPage(SafePage):
    """For the applicants of the holder."""

    route_base = "/aktivitates"

    @get("/<number>/answer", may="answer")
    def form(self, number: str) -> ResponseReturnValue:
        """Show all that waits for an answer."""
        activity = activity_of(number)
        try:
            gate(activity, Action.answer, current_actor(), now(), None)
        except WrongStatus as refusal:
            return not_now(number, refusal)
        return self._show(activity, _form_for(activity)(data={"revision": activity.revision}))

    @post("/<number>/answer", _p("tried", "answering questions and remarks"), may="answer")
    def give(self, number: str) -> ResponseReturnValue:
        """Record the answers given; those that are not sent yet stay on the page."""
        activity, at = activity_of(number), now()
        form = _form_for(activity)(request.form)
        try:
            gate(activity, Action.answer, current_actor(), at, None)
            if _overtaken(activity, form, request.form):
                return self._show(activity, form), HTTPStatus.CONFLICT
            if not form.validate() or not self._some(form):
                return self._show(activity, form), HTTPStatus.UNPROCESSABLE_ENTITY
            with one_change():
                _give(activity_of(number), form, at)
        except Stale as refusal:
            form.revision.show(refusal.current_revision)
            said = refusal_sentence(refusal)
            return self._show(activity_of(number), form, said), HTTPStatus.CONFLICT
        except WrongStatus as refusal:
            if not form.given():
                return not_now(number, refusal)
            return self._show(activity_of(number), form, refusal_sentence(refusal)), HTTPStatus.CONFLICT
        count = len(form.given())
        flash(ngettext("%(num)s answer is sent.", "%(num)s answers are sent.", count), "success")
        more = bool(to_answer(activity_of(number)))
        return redirect(f"/aktivitates/{number}{'/answer' if more else ''}", 303)

    def _some(self, form: AnswersForm) -> bool:
        """Whether there is an answer; if not, the form says which is missing."""
        if form.given():
            return True
        names = [one.name for one in form.texts]
        if names:
            form.blame(form.only.data if form.only.data in names else names[0], gettext("Write the answer"))
        return False

    def _show(self, activity: Activity, form: AnswersForm, refusal: str = "") -> str:
        key = key_of_step(activity.id, Action.answer)
        form.keep_typed(key)
        kept = keeping.found(key)
        told = STEPS[Action.answer]
        return self.render_template(
            "activity/answers.html",
            activity=activity,
            form=form,
            action=Action.answer,
            title=str(told.asks) % {"number": activity.number},
            text=str(told.consequence),
            waiting=[Waiting(what, form.field(name)) for name, what in _waiting(activity) if name in form],
            refusal=refusal,
            overtaken=_overtaken(activity, form, request.form or (kept.fields if kept else {})),
        )


def _waiting(activity: Activity) -> Iterator[tuple[str, Written]]:
    """Yield the name of its field and what waits, questions first."""
    for name, key, what in to_answer(activity):
        yield f"{name}.{key}", what


def _overtaken(activity: Activity, form: AnswersForm, typed: Mapping[str, str]) -> list[str]:
    """Return what was typed where nothing waits any more; a second click says what has been said."""
    said = answers_given(activity)
    late = (text for name, text in typed.items() if name.startswith(_THINGS) and name not in form)
    return [text for text in (in_lines(one).strip() for one in late) if text and text not in said]


def _form_for(activity: Activity) -> type[AnswersForm]:
    return AnswersForm.having({name: _answer_to(what) for name, what in _waiting(activity)})


def _answer_to(what: Written) -> Any:
    label = lazy_gettext("Answer to %(institution)s", institution=what.row.institution.code)
    return TextField(label, rows=4)


def _give(activity: Activity, form: AnswersForm, at: datetime) -> None:
    """Record each answer; what stands in the other fields is kept."""
    given, actor = form.given(), current_actor()
    for name, text in given.items():
        thing, _, key = name.partition(".")
        answer(activity, actor, at, **{thing: int(key)}, text=text, seen=form.revision.data or 0)
    rest = {one.name: one.typed for one in form.texts if one.name not in given}
    if any(text.strip() for text in rest.values()):
        kept_texts.keep(actor.user_id or 0, key_of_step(activity.id, Action.answer), rest, at)
        keeping.stays()
