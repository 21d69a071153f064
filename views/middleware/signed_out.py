"""A form that comes after its sign-in has ended, or with an old token: what was typed is kept."""

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from rules.text import N_
from views.base import keeping
from views.words.formats import clock

NOT_SAVED = N_(
    "You were signed out before you sent this, so it has not been saved. A card is kept as it was saved last."
)


def signed_out(was_signed_in: bool) -> Response:
    """Send a visitor to sign in and back to the form, in which stands what was typed."""
    kept = keeping.keep_sent()
    back = url_for("SignIn.login", next=keeping.page_of_form())
    if keeping.is_script():
        said = gettext("You are signed out, the text is not kept. Sign in again in another tab.")
        if kept:
            said = gettext("You are signed out. The text is kept (%(time)s).", time=clock(kept))
        return make_response(jsonify(message=said, kept=bool(kept), sign_in=back), 401)
    if kept:
        flash(
            gettext("You were signed out before you sent this. Sign in: what you wrote is kept."), "warning"
        )
    elif was_signed_in and "text/html" in request.headers.get("Accept", ""):
        flash(gettext(NOT_SAVED), "warning")
    return redirect(back)


def sent_anew() -> Response | None:
    """Answer a form with an old token: with a new one to a script, with the filled form to a person.

    None where nothing of it could be kept.
    """
    if not current_user.is_authenticated:
        return signed_out(was_signed_in=False) if keeping.marked_form() else None
    kept = keeping.keep_sent()
    if keeping.is_script():
        said = gettext("The page was open for too long, so nothing is saved yet")
        if kept:
            said = gettext("Kept at %(time)s", time=clock(kept))
        return make_response(jsonify(message=said, kept=bool(kept), token=generate_csrf()), 400)
    if kept is None:
        return None
    flash(gettext("The page was open for too long, so nothing is saved yet. Send it once more."), "warning")
    return redirect(keeping.page_of_form() or "/darbi", 303)
