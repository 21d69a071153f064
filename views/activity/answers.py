"""The applicant's answers: every question and remark on one page, sent together or one alone."""

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
from app.services.activity.answering import answer
from app.services.activity.door import gate
from app.services.kept_texts import key_of_step
from models import Activity
from rules.reading import whole
from rules.refusals import Stale, WrongStatus
from rules.signs import in_lines
from rules.vocabulary import Action, Heed, RemarkKind
from views.activity.actions import not_now
from views.activity.found import whole as activity_of
from views.activity.remarks import Written, answerable, answers_given, waits
from views.activity.steps import STEPS
from views.base import SafePage, current_actor, get, keeping, one_change, post
from views.base.choices import WordField
from views.base.fields import HiddenField, TextField, TypedField
from views.base.form import Form
from views.words.sentences import refusal_sentence

_THINGS = ("requirement_id.", "remark_id.")  # names of texts begin so
_HEED = "resolution."


class AnswersForm(Form):
    """A text for each thing that can be answered, and how far a remark is followed.

    `only` names the text that is sent alone.
    """

    revision = HiddenField(read_as=whole)
    only = HiddenField()

    def given(self) -> list[TypedField]:
        """Return the texts that are sent: those with which something was filled in."""
        wanted = [one for one in self.texts if self.only.data in (None, "", one.name)]
        return [one for one in wanted if (one.data or "").strip() or self._chosen(one)]

    @property
    def texts(self) -> list[TypedField]:
        """Return the fields in which answers are written."""
        return [one for one in self.typed_fields if one.name.startswith(_THINGS)]

    def heed_of(self, text: TypedField) -> TypedField | None:
        """Return the field that says how far the remark is followed; None beside a question."""
        name = _heed_name(text.name)
        return self.field(name) if name in self else None

    def lacks(self) -> bool:
        """Whether what is sent lacks anything; then its fields say what."""
        for one in self.given():
            heed = self.heed_of(one)
            if not (one.data or "").strip():
                self.blame(one.name, gettext("Write the answer"))
            if heed is not None and heed.data is None:
                self.blame(heed.name, gettext("Say whether the remark is accepted"))
        return bool(self.mistakes)

    def _chosen(self, text: TypedField) -> bool:
        heed = self.heed_of(text)
        return heed is not None and bool(heed.typed)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question or a remark with the fields for its answer."""

    what: Written
    text: TypedField
    heed: TypedField | None


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
            if not form.validate() or not self._some(form) or form.lacks():
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
        more = any(map(waits, answerable(activity_of(number))))
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
            waiting=[one for one in _fields(activity, form) if waits(one.what)],
            again=[one for one in _fields(activity, form) if not waits(one.what)],
            refusal=refusal,
            overtaken=_overtaken(activity, form, request.form or (kept.fields if kept else {})),
        )


def _fields(activity: Activity, form: AnswersForm) -> Iterator[Answered]:
    for what in answerable(activity):
        if what.key in form:
            text = form.field(what.key)
            yield Answered(what, text, form.heed_of(text))


def _overtaken(activity: Activity, form: AnswersForm, typed: Mapping[str, str]) -> list[str]:
    """Return what was typed where nothing waits any more; a second click says what has been said."""
    said = answers_given(activity)
    late = (text for name, text in typed.items() if name.startswith(_THINGS) and name not in form)
    return [text for text in (in_lines(one).strip() for one in late) if text and text not in said]


def _form_for(activity: Activity) -> type[AnswersForm]:
    fields: dict[str, Any] = {}
    for what in answerable(activity):
        if what.remark is not None:
            fields[_heed_name(what.key)] = WordField(_heed_label(what), words=Heed, required=True)
        fields[what.key] = TextField(_answer_label(what), rows=3)
    return AnswersForm.having(fields)


def _heed_name(text: str) -> str:
    return f"{_HEED}{text.partition('.')[2]}"


def _heed_label(what: Written) -> Any:
    if what.remark and what.remark.kind is RemarkKind.proposal:
        return lazy_gettext("How far the proposal of %(institution)s is followed", institution=what.by)
    return lazy_gettext("How far the objection of %(institution)s is followed", institution=what.by)


def _answer_label(what: Written) -> Any:
    return lazy_gettext("Answer to %(institution)s", institution=what.by)


def _give(activity: Activity, form: AnswersForm, at: datetime) -> None:
    """Record each answer; what stands in the other fields is kept."""
    given, actor = form.given(), current_actor()
    for one in given:
        thing, key, *_ = one.name.split(".")
        heed = form.heed_of(one)
        said: dict[str, Any] = {thing: int(key), "text": one.data, "resolution": heed.data if heed else None}
        answer(activity, actor, at, **said, seen=form.revision.data or 0)
    sent = {name for one in given for name in (one.name, _heed_name(one.name))}
    rest = {one.name: one.typed for one in form.typed_fields if one.look != "hidden" and one.name not in sent}
    if any(text.strip() for text in rest.values()):
        kept_texts.keep(actor.user_id or 0, key_of_step(activity.id, Action.answer), rest, at)
        keeping.stays()
