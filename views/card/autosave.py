"""What the card's form answers: the page, its mistakes, a conflict, or a line for the autosaving script."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.clock import now
from app.services.card.typed import DECISIVE
from models import Activity
from rules.completeness import EXPLANATION_MINIMUM, TEXT_MINIMUM, TITLE_MAXIMUM, TITLE_MINIMUM
from rules.refusals import Invalid, WrongStatus
from rules.vocabulary import Action, PrincipleAnswer
from views.base.keeping import is_script, taken
from views.card import saving
from views.card.conflict import Conflict, saved_as, title_of, words_of
from views.card.form import CardForm, TypedForm
from views.card.layout import FormPage, anchor, listed, saved_at
from views.card.preview import preview, said, typed_in
from views.card.values import Sending, sending, suggestions_for
from views.card.words import field_name
from views.words.formats import NOTHING, clock, day
from views.words.sentences import refusal_sentence

# How long a text has to be, or may be, for the script that counts.
LIMITS = {
    "title": {"data-least": TITLE_MINIMUM, "data-most": TITLE_MAXIMUM},
    "goal": {"data-least": TEXT_MINIMUM},
    "description": {"data-least": TEXT_MINIMUM},
    "explanation": {"data-least": EXPLANATION_MINIMUM},
}


def draft_saved(number: str) -> Response:
    """Tell a script that the draft is saved, and where."""
    card = saving.card_of(number)
    taken()
    return jsonify(
        message=_saved_at(card),
        revision=card.revision,
        number=number,
        title=f"{card.title} · {number} · VIRSIS",
        heading=card.title,
        action=url_for("ActivityForm.edit", number=number),
    )


def unsaved(card: Activity, seen: int, refused: Invalid) -> FormPage:
    """Return the form as it was sent, with what the services refused."""
    return FormPage(card, CardForm(card, request.form), seen, listed(refused.problems, card), unsaved=True)


def fresh(number: str, **said: Any) -> FormPage:
    """Return the form of the card as it is saved now."""
    card = saving.card_of(number)
    return replace(FormPage(card, CardForm(card), card.revision), **said)


def page(form_page: FormPage, status: int = 200) -> ResponseReturnValue:
    """Show the form."""
    return render_template(
        "card/form.html", saved_at=_saved_at(form_page.activity), **_shown(form_page)
    ), status


def previewed(card: Activity) -> ResponseReturnValue:
    """Tell a script who would be asked, and what the registry suggests, for the card as it was typed."""
    found = typed_in(TypedForm(card, request.form), card)
    told = {"preview": preview(found, card.round, now()), "suggestions": suggestions_for(found)}
    return jsonify({name: _piece(name, told).strip() for name in ("preview", "count", "suggestions")})


def of_sections() -> bool:
    """Whether the script asks how far the sections are, not who would be asked."""
    return sending(request.form).sections.sent


def sections(form_page: FormPage) -> Response:
    """Tell a script how far each section is as it was typed, and what could be taken over."""
    told = {"page": form_page, "parts": form_page.parts}
    return jsonify({name: _piece(name, told).strip() for name in ("nav", "earlier")})


def _piece(name: str, told: Mapping[str, Any]) -> str:
    """Draw a piece of the page, without counting the badges of a menu that nobody sees."""
    template = current_app.jinja_env.get_template(f"card/{name}.html")
    return template.render(**told, said=said, errors={})


def _shown(form_page: FormPage) -> dict[str, Any]:
    words = {"Action": Action, "PrincipleAnswer": PrincipleAnswer, "said": said, "decisive": DECISIVE}
    words |= {"anchor": anchor, "field_name": field_name, "limits": LIMITS}
    return {"page": form_page, "preview": form_page.preview(now()), **words}


def again(form_page: FormPage) -> ResponseReturnValue:
    """Show the form with what is wrong; a script gets it as one sentence."""
    if is_script():
        first = [sentence for sentence, _ in form_page.mistakes[:1]]
        return jsonify(message=" ".join([gettext("Not saved yet."), *first])), 422
    return page(form_page, 422)


def conflicting(number: str, met: Conflict, sent: Sending, status: int) -> ResponseReturnValue:
    """Show what both changed; a script is told to stop saving."""
    if is_script():
        changed = gettext("Somebody else changed the card meanwhile. Press “Save draft” to see both texts.")
        return jsonify(message=changed, stop=True), status
    shown = {"card": saving.card_of(number), "conflict": met, "sent": sent.others}
    wanting = [
        (gettext("Choose what to keep: %(field)s", field=title_of(one)), anchor(f"keep.{one}"))
        for one in (met.open if status == 422 else ())
    ]
    return render_template("card/conflict.html", wanting=wanting, **shown), status


def too_late(refused: WrongStatus, typed: list[tuple[str, str]]) -> ResponseReturnValue:
    """The card has moved on: nothing can be saved any more, but what was typed is shown."""
    title = gettext("The card can no longer be edited")
    if is_script():
        return jsonify(message=title, stop=True), 409
    said = refusal_sentence(refused)
    return render_template("errors/409.html", title=title, sentence=said, typed=typed), 409


def typed_texts(form: CardForm, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was typed, field by field, as people read it; what cannot be read as it was typed."""
    read = [(title_of(name), words_of(name, value)) for name, value in saved_as(values).items()]
    unread = [(title_of(one.name), one.typed) for one in form.all if one.process_errors]
    return [(name, text) for name, text in (*read, *unread) if text != NOTHING]


def _saved_at(card: Activity) -> str:
    moment = saved_at(card)
    if moment is None:
        return gettext("Not saved yet.")
    if day(moment) == day(now()):
        return gettext("Draft saved at %(time)s", time=clock(moment))
    return gettext("Draft saved on %(date)s", date=day(moment))
