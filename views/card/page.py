"""Writing a card: the form, its drafts, handing it over, and what to do when somebody was faster."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict

from app.clock import now
from app.services.activity.door import gate
from app.services.activity.loading import with_lists, with_rounds
from app.services.card.returned import is_untouched
from app.services.card.typed import card_to_type
from models import Activity
from rules.refusals import Invalid, Problem, Refusal, Stale, WrongStatus
from rules.vocabulary import Action, Kind
from views.base import SafePage, current_actor, get_and_post, keeping, post
from views.card import autosave, saving
from views.card.conflict import as_text, conflict
from views.card.form import CardForm
from views.card.layout import FormPage, listed, read_mistakes
from views.card.taking_over import with_earlier_answers
from views.card.values import Sending, sending, values_of
from views.middleware.errors import form_expired
from views.words.sentences import refusal_sentence


class ActivityForm(SafePage):
    """The card's form: a new card, a card that is edited, and the text of what was typed."""

    route_base = "/aktivitates"

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Blueprint:
        """Answer an expired form with the form: nobody loses a card because a session has ended."""
        blueprint = super().create_blueprint(*args, **kwargs)
        blueprint.register_error_handler(CSRFError, _expired)
        return blueprint

    @get_and_post("/jauna", _p("tried", "creating a card"), may="write")
    def create(self) -> ResponseReturnValue:
        """Begin a card; the first save gives it a number."""
        actor, at = current_actor(), now()
        card = saving.blank(actor, at)
        form = CardForm(card, request.form if request.method == "POST" else None)
        if request.method == "GET":
            return _opened(FormPage(card, CardForm(card, _wanted()), 0))
        values = values_of(form, card)
        mistakes = read_mistakes(form) or listed(_lacking(card, form, values), card)
        if mistakes:
            return autosave.again(FormPage(card, form, 0, mistakes, unsaved=True))
        try:
            number = saving.create(actor, at, values)
        except Invalid as refused:
            card = saving.blank(actor, at)
            return autosave.again(autosave.unsaved(card, 0, refused))
        return _saved(number, sending(request.form))

    @get_and_post("/<number>/labot", _p("tried", "changing a card"), may="write")
    def edit(self, number: str) -> ResponseReturnValue:
        if request.method == "POST":
            return _receive(number)
        card = saving.editable(number, current_actor(), now())
        return _opened(FormPage(card, CardForm(card), card.revision))

    @get_and_post("/jauna/parskats", _p("tried", "looking at who would co-approve a new card"), may="write")
    def preview_new(self) -> ResponseReturnValue:
        """Say who would have to co-approve a new card as it was typed; nothing is saved."""
        actor = current_actor()
        if request.method == "GET":
            return redirect(url_for("ActivityForm.create"))
        if keeping.is_script() and not autosave.of_sections():
            return autosave.previewed(saving.untouched(actor))
        return _as_typed(saving.blank(actor, now()))

    @get_and_post(
        "/<number>/labot/parskats", _p("tried", "looking at who would co-approve a card"), may="write"
    )
    def preview(self, number: str) -> ResponseReturnValue:
        """Say who would have to co-approve this card as it was typed; nothing is saved."""
        actor, at = current_actor(), now()
        if request.method == "POST" and keeping.is_script() and not autosave.of_sections():
            return autosave.previewed(card_to_type(number, actor, at))
        card = saving.editable(number, actor, at)
        if request.method == "GET":
            return redirect(url_for("ActivityForm.edit", number=number))
        return _as_typed(card)

    @post("/<number>/labot/teksts", _p("tried", "taking what was typed in a card as a file"), may="write")
    def typed(self, number: str) -> Response:
        """Give back what was typed, as a text to be kept; nothing is saved."""
        card = saving.card_of(number)
        form = CardForm(card, request.form)
        answer = make_response(as_text(str(card), autosave.typed_texts(form, values_of(form, card))))
        answer.mimetype = "text/plain"
        answer.headers["Content-Disposition"] = f'attachment; filename="{card.number}.txt"'
        return answer


def _opened(form_page: FormPage) -> ResponseReturnValue:
    """Show the form, filled with what was sent after the sign-in had ended."""
    typed = keeping.opened(form_page.kept_as)
    if typed is None:
        return autosave.page(form_page)
    said = gettext("You were signed out before you sent this, so it is not saved in the card yet")
    return autosave.page(_with_what_was_typed(form_page.activity, typed, said))


def _with_what_was_typed(card: Activity, typed: MultiDict[str, str], said: str) -> FormPage:
    again = gettext("What you wrote is here. Press the button once more.")
    return FormPage(card, CardForm(card, typed), sending(typed).seen, trouble=(said, again))


def _lacking(card: Activity, form: CardForm, values: Mapping[str, Any]) -> Sequence[Problem]:
    """Return why no card is begun: all that it lacks where it was to be handed over."""
    lacking = saving.lacking_to_begin(values)
    handing_over = lacking and sending(request.form).do.data == "submit"
    return FormPage(card, form, 0).lacking if handing_over else lacking


def _wanted() -> MultiDict[str, str]:
    """Return what the address says about the new card: kind, resources, and section 5."""
    scope = tuple(name for name in request.args if name.startswith("scope."))
    wanted = MultiDict(
        (name, value)
        for name in ("kind", "resource", "used_resources", *scope)
        for value in request.args.getlist(name)
    )
    wanted["kind"] = wanted.get("kind", "") if wanted.get("kind") in set(Kind) else ""
    return wanted


def _as_typed(card: Activity) -> ResponseReturnValue:
    """Show the form again with everything that was typed, and what follows from it."""
    sent = sending(request.form)
    if sent.do.data == "take_over":
        return autosave.page(with_earlier_answers(card, request.form))
    form_page = FormPage(card, CardForm(card, request.form), sent.seen)
    return autosave.sections(form_page) if keeping.is_script() else autosave.page(form_page)


def _expired(error: CSRFError) -> ResponseReturnValue:
    """Nothing is saved; what was typed comes back in a form that can be sent, to who may send it."""
    said = gettext("The page was open for too long, so nothing is saved yet")
    if keeping.is_script():
        return form_expired(error)
    number, actor, at = (request.view_args or {}).get("number"), current_actor(), now()
    try:
        card = saving.editable(number, actor, at) if number else saving.blank(actor, at)
    except Refusal:
        return form_expired(error)
    return autosave.page(_with_what_was_typed(card, request.form, said), 400)


def _receive(number: str) -> ResponseReturnValue:
    card, actor = with_rounds(with_lists(saving.card_of(number))), current_actor()
    form, sent = CardForm(card, request.form), sending(request.form)
    values = values_of(form, card)
    try:
        gate(card, Action.edit, actor, now(), None)
    except WrongStatus as refused:
        if saving.is_handed_over(number, values):
            return _handed_over(number)
        return autosave.too_late(refused, autosave.typed_texts(form, values))
    mistakes = read_mistakes(form)
    if mistakes:
        return autosave.again(FormPage(card, form, sent.seen, mistakes, unsaved=True))
    return _save(number, values, sent)


def _save(number: str, values: Mapping[str, Any], sent: Sending) -> ResponseReturnValue:
    """Save what is wanted of what was sent; after a conflict the form says from which revision it came."""
    base, wanted = sent.typed_from, values
    if base is not None:
        met = conflict(saving.card_of(number), base, values, sent.keep)
        if met.open:
            return autosave.conflicting(number, met, sent, 422)
        wanted = met.merged(values)
    try:
        saving.save(number, current_actor(), now(), wanted, sent.seen)
    except Invalid as refused:
        card = saving.card_of(number)
        return autosave.again(autosave.unsaved(card, sent.seen, refused))
    except Stale:
        met = conflict(saving.card_of(number), sent.seen if base is None else base, values, sent.keep)
        if met.clashes:
            return autosave.conflicting(number, met, sent, 409)
    return _saved(number, sent)


def _saved(number: str, sent: Sending) -> ResponseReturnValue:
    """Answer after saving: hand the card over if that was asked for."""
    if keeping.is_script():
        return autosave.draft_saved(number)
    if sent.do.data != "submit":
        flash(gettext("The draft is saved."), "success")
        return redirect(url_for("ActivityForm.edit", number=number))
    if is_untouched(saving.card_of(number)):
        return redirect(f"/aktivitates/{number}/submit", 303)  # where it is asked once
    try:
        saving.hand_over(number, current_actor(), now())
    except Invalid as refused:
        return autosave.again(
            autosave.fresh(number, mistakes=listed(refused.problems, saving.card_of(number)))
        )
    except WrongStatus as refused:
        if not saving.is_handed_over(number, {}):
            saved = gettext("The card is saved, but it cannot be handed over yet")
            return autosave.again(autosave.fresh(number, trouble=(saved, refusal_sentence(refused))))
    return _handed_over(number)


def _handed_over(number: str) -> ResponseReturnValue:
    sentence = gettext(
        "%(number)s is handed over to the change controller of the institution.", number=number
    )
    flash(sentence, "success")
    return redirect(f"/aktivitates/{number}")
