"""Writing a card: the form, its drafts, handing it over, and what to do when somebody was faster."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError, generate_csrf

from app.clock import now
from app.services.door import gate
from models import Activity
from rules.refusals import Invalid, Stale, WrongStatus
from rules.vocabulary import Action, Kind, PrincipleAnswer
from views import card_saving
from views.base import SafePage, current_actor, expose, has_access, permission_name
from views.card_conflict import Conflict, as_text, conflict, saved_as, title_of, words_of
from views.card_form import CardForm
from views.card_preview import said
from views.card_sheet import Sheet, anchor, listed, read_mistakes
from views.card_values import pairs, revision_seen, values_of
from views.formats import clock, day
from views.sentences import refusal_sentence


class ActivityForm(SafePage):
    """The card's form: a new card, a card that is edited, and the text of what was typed."""

    route_base = "/aktivitates"
    default_view = "create"

    def create_blueprint(self, *args: Any, **kwargs: Any) -> Blueprint:
        """Answer an expired form with the form: nobody loses a card because a session has ended."""
        blueprint = super().create_blueprint(*args, **kwargs)
        blueprint.register_error_handler(CSRFError, _expired)
        return blueprint

    @expose("/jauna", methods=["GET", "POST"])
    @has_access
    @permission_name("write")
    def create(self) -> ResponseReturnValue:
        """Begin a card; the first save gives it a number."""
        actor, at = current_actor(), now()
        card = card_saving.blank(actor, at)
        form = CardForm(card, request.form if request.method == "POST" else None)
        if request.method == "GET":
            form.field("kind").data = next((one for one in Kind if one == request.args.get("kind")), None)
            return _page(Sheet(card, form, 0))
        mistakes = read_mistakes(form.mistakes())
        if mistakes:
            return _again(Sheet(card, form, 0, mistakes, unsaved=True))
        try:
            number = card_saving.create(actor, at, values_of(form, card))
        except Invalid as refused:
            card = card_saving.blank(actor, at)
            return _again(_unsaved(card, 0, refused))
        return _saved(number)

    @expose("/<number>/labot", methods=["GET", "POST"])
    @has_access
    @permission_name("write")
    def edit(self, number: str) -> ResponseReturnValue:
        """Show the form of a card, or take it."""
        if request.method == "POST":
            return _receive(number)
        card = card_saving.editable(number, current_actor(), now())
        return _page(Sheet(card, CardForm(card), card.revision))

    @expose("/<number>/labot/teksts", methods=["POST"])
    @has_access
    @permission_name("write")
    def typed(self, number: str) -> Response:
        """Give back what was typed, as a text to be kept; nothing is saved."""
        card = card_saving.card_of(number)
        form = CardForm(card, request.form)
        answer = make_response(as_text(str(card), _typed(form, values_of(form, card))))
        answer.mimetype = "text/plain"
        answer.headers["Content-Disposition"] = f'attachment; filename="{card.number}.txt"'
        return answer


def _expired(_error: CSRFError) -> ResponseReturnValue:
    """Nothing is saved; what was typed comes back in a form that can be sent."""
    said = gettext("The page was open for too long, so nothing is saved yet")
    if _is_script():
        return jsonify(message=said, token=generate_csrf()), 400
    number, actor, at = (request.view_args or {}).get("number"), current_actor(), now()
    card = card_saving.editable(number, actor, at) if number else card_saving.blank(actor, at)
    again = gettext("What you wrote is here. Press the button once more.")
    seen = revision_seen(request.form.get("revision"))
    return _page(Sheet(card, CardForm(card, request.form), seen, trouble=(said, again)), 400)


def _receive(number: str) -> ResponseReturnValue:
    card, actor = card_saving.card_of(number), current_actor()
    form = CardForm(card, request.form)
    values, seen = values_of(form, card), revision_seen(request.form.get("revision"))
    try:
        gate(card, Action.edit, actor, now(), None)
    except WrongStatus as refused:
        if card_saving.is_handed_over(number, values):
            return _handed_over(number)
        return _too_late(card, refused, _typed(form, values))
    mistakes = read_mistakes(form.mistakes())
    if mistakes:
        return _again(Sheet(card, form, seen, mistakes, unsaved=True))
    return _save(number, values, seen)


def _save(number: str, values: Mapping[str, Any], seen: int) -> ResponseReturnValue:
    """Save what is wanted of what was sent; after a conflict the form says from which revision it came."""
    base = revision_seen(request.form.get("base")) if "base" in request.form else None
    wanted = values
    if base is not None:
        met = conflict(card_saving.card_of(number), base, values, _keep())
        if met.open:
            return _conflict(number, met, 422)
        wanted = met.merged(values)
    try:
        card_saving.save(number, current_actor(), now(), wanted, seen)
    except Invalid as refused:
        card = card_saving.card_of(number)
        return _again(_unsaved(card, seen, refused))
    except Stale:
        met = conflict(card_saving.card_of(number), seen if base is None else base, values, _keep())
        if met.clashes:
            return _conflict(number, met, 409)
    return _saved(number)


def _saved(number: str) -> ResponseReturnValue:
    """Answer after saving: hand the card over if that was asked for."""
    if _is_script():
        return _draft(number)
    if request.form.get("do") != "submit":
        flash(gettext("The draft is saved."), "success")
        return redirect(url_for("ActivityForm.edit", number=number))
    try:
        card_saving.hand_over(number, current_actor(), now())
    except Invalid as refused:
        return _again(_fresh(number, mistakes=listed(refused.problems, card_saving.card_of(number))))
    except WrongStatus as refused:
        if not card_saving.is_handed_over(number, {}):
            saved = gettext("The card is saved, but it cannot be handed over yet")
            return _again(_fresh(number, trouble=(saved, refusal_sentence(refused))))
    return _handed_over(number)


def _handed_over(number: str) -> ResponseReturnValue:
    sentence = gettext(
        "%(number)s is handed over to the change controller of the institution.", number=number
    )
    flash(sentence, "success")
    return redirect(f"/aktivitates/{number}")


def _draft(number: str) -> Response:
    sheet = _fresh(number)
    return jsonify(
        message=_saved_at(sheet),
        revision=sheet.revision,
        action=url_for("ActivityForm.edit", number=number),
        preview=render_template("card/preview.html", **_shown(sheet)),
        suggestions=render_template("card/suggestions.html", **_shown(sheet)),
    )


def _unsaved(card: Activity, seen: int, refused: Invalid) -> Sheet:
    return Sheet(card, CardForm(card, request.form), seen, listed(refused.problems, card), unsaved=True)


def _fresh(number: str, **said: Any) -> Sheet:
    card = card_saving.card_of(number)
    return replace(Sheet(card, CardForm(card), card.revision), **said)


def _page(sheet: Sheet, status: int = 200) -> ResponseReturnValue:
    return render_template("card/form.html", saved_at=_saved_at(sheet), **_shown(sheet)), status


def _shown(sheet: Sheet) -> dict[str, Any]:
    words = {"Action": Action, "PrincipleAnswer": PrincipleAnswer, "said": said}
    return {"sheet": sheet, "preview": sheet.preview(now()), **words}


def _again(sheet: Sheet) -> ResponseReturnValue:
    """Show the form with what is wrong; a script gets it as one sentence."""
    if _is_script():
        first = [sentence for sentence, _ in sheet.mistakes[:1]]
        return jsonify(message=" ".join([gettext("Not saved yet."), *first])), 422
    return _page(sheet, 422)


def _conflict(number: str, met: Conflict, status: int) -> ResponseReturnValue:
    if _is_script():
        changed = gettext("Somebody else changed the card meanwhile. Press “Save draft” to see both texts.")
        return jsonify(message=changed, stop=True), status
    shown = {"card": card_saving.card_of(number), "conflict": met, "sent": list(pairs(request.form))}
    wanting = [
        (gettext("Choose what to keep: %(field)s", field=title_of(one)), anchor(f"keep.{one}"))
        for one in (met.open if status == 422 else ())
    ]
    return render_template("card/conflict.html", wanting=wanting, **shown), status


def _too_late(card: Activity, refused: WrongStatus, typed: list[tuple[str, str]]) -> ResponseReturnValue:
    """The card has moved on: nothing can be saved any more, but what was typed is shown."""
    title = gettext("The card can no longer be edited")
    if _is_script():
        return jsonify(message=title, stop=True), 409
    steps = [(gettext("Open the card"), f"/aktivitates/{card.number}")]
    told = {"sentence": refusal_sentence(refused), "steps": steps, "typed": typed}
    return render_template("errors/409.html", title=title, **told), 409


def _typed(form: CardForm, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was typed, field by field, as people read it; what cannot be read as it was typed."""
    read = [(title_of(name), words_of(name, value)) for name, value in saved_as(values).items()]
    unread = [(title_of(one.name), one.typed) for one in form.all if one.process_errors]
    return [(name, text) for name, text in (*read, *unread) if text != "–"]


def _saved_at(sheet: Sheet) -> str:
    moment = sheet.saved_at
    if moment is None:
        return gettext("Not saved yet.")
    if moment.date() == now().date():
        return gettext("Draft saved at %(time)s", time=clock(moment))
    return gettext("Draft saved on %(date)s", date=day(moment))


def _keep() -> dict[str, str]:
    return {name[5:]: value for name, value in request.form.items() if name.startswith("keep.")}


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"
