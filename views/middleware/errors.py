"""What a person or a program reads when something is refused or fails."""

import logging
from collections.abc import Iterable
from contextlib import suppress

from flask import Flask, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, refresh
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response

from app.database import breaks_a_check
from app.extensions import db
from app.security import is_api
from app.security.lockout import TooSoon
from rules.refusals import (
    Invalid,
    KeyReused,
    NotAllowed,
    NotFound,
    Problem,
    Refusal,
    Stale,
    WrongStatus,
)
from rules.text import N_
from views.base.attempts import trace_attempt
from views.base.declared import stores_files
from views.middleware.signed_out import sent_anew
from views.words.formats import try_again
from views.words.sentences import problem_sentence, refusal_sentence

log = logging.getLogger(__name__)

STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (WrongStatus, 409),
    (Stale, 409),
    (KeyReused, 409),
    (Invalid, 422),
)
TITLES = {
    400: N_("Unreadable request"),
    401: N_("Not signed in"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Method not allowed"),
    409: N_("Not possible now"),
    413: N_("Too large"),
    415: N_("Wrong content type"),
    422: N_("Not acceptable content"),
    429: N_("Too many attempts"),
    500: N_("Internal error"),
    503: N_("Busy"),
}
DETAILS = {
    400: N_("The body cannot be read as JSON."),
    401: N_("Sign in and send the access token as 'Authorization: Bearer …'."),
    403: N_("Your role does not allow this."),
    404: N_("There is no such thing, or you cannot see it."),
    405: N_("This address does not take this method."),
    413: N_("What you sent is too large."),
    415: N_("Send JSON with the content type application/json."),
    422: N_("What you sent cannot be accepted."),
    429: N_("Too many requests."),
    500: N_("Something went wrong on our side. The error has been recorded."),
    503: N_("The system is busy. Try again in a few seconds."),
}
# What is sent and answered so was forbidden, for something of others, or too large (a word of `WHY`).
TRACED = {403: "", 404: "", 413: "too_large"}
UNREADABLE = N_("What was sent cannot be read.")
NO_FORM = N_("Send the file and the fields with the content type multipart/form-data.")
HINTS = {
    400: N_("Go back in the browser: what you typed is still there. Reload the page if it happens again."),
    413: N_("Go back in the browser: what you typed is still there. Shorten it, or choose a smaller file."),
}


def install(app: Flask) -> None:
    """Answer refusals, HTTP errors and our own faults as pages, and as problem+json in the API."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, answered)
    app.register_error_handler(TooSoon, refused_unread)
    app.register_error_handler(StaleDataError, overtaken)
    app.register_error_handler(IntegrityError, contradicted)
    app.register_error_handler(DataError, unstorable)
    app.register_error_handler(UnicodeEncodeError, unstorable)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(InternalServerError, failed)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status that a refusal answers with."""
    return next((status for kind, status in STATUS if isinstance(refusal, kind)), 409)


def problem(status: int, detail: str, errors: Iterable[Problem] = (), **more: object) -> Response:
    """Return an RFC 9457 answer."""
    body = {
        "type": "about:blank",
        "title": gettext(TITLES[status]) if status in TITLES else HTTP_STATUS_CODES.get(status, ""),
        "status": status,
        "detail": detail,
        "errors": [
            {"field": one.field, "code": one.code.value, "message": problem_sentence(one)} for one in errors
        ],
        **more,
    }
    answer = jsonify(body)
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A rule said no."""
    db.session.rollback()
    status, said = status_of(refusal), refusal_sentence(refusal)
    if status in TRACED:
        trace_attempt()
    if is_api():
        return problem(status, said, getattr(refusal, "problems", ()), **_facts(refusal))
    if isinstance(refusal, NotFound):
        return render_template("errors/404.html"), 404
    title = None if isinstance(refusal, Stale) else gettext("This step is not possible now")
    page = {403: "errors/403.html", 409: "errors/409.html"}.get(status, "errors/page.html")
    problems = [problem_sentence(one) for one in getattr(refusal, "problems", ())]
    return render_template(
        page, title=title, heading=said, sentence=said, hint=" ".join(problems), code=status
    ), status


def answered(error: HTTPException) -> ResponseReturnValue:
    """An HTTP error of Flask or of ours (`abort`)."""
    db.session.rollback()
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    if status in TRACED:
        trace_attempt(why=TRACED[status])
    if is_api():
        answer = problem(status, _detail(error))
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                answer.headers[name] = value
        return answer
    return _page(status, error)


def refused_unread(refused: TooSoon) -> ResponseReturnValue:
    """Too much has failed."""
    db.session.rollback()
    said = too_many(refused.seconds)
    page = render_template("errors/page.html", code=429, heading=said)
    answer = problem(429, said) if is_api() else make_response(page, 429)
    answer.headers["Retry-After"] = str(refused.seconds)
    return answer


def too_many(seconds: int) -> str:
    """Return what is read by whoever failed too often."""
    return try_again(gettext("Too many failed sign-ins."), seconds)


def form_expired(_error: CSRFError) -> ResponseReturnValue:
    """The form is too old, or was sent from elsewhere."""
    return sent_anew() or (render_template("errors/400.html"), 400)


def overtaken(_error: StaleDataError | IntegrityError) -> ResponseReturnValue:
    """Somebody else changed the same row at the same moment."""
    db.session.rollback()
    said = gettext("Somebody saved it at the same moment. Nothing of yours has been recorded; try again.")
    return problem(409, said) if is_api() else (render_template("errors/409.html", sentence=said), 409)


def contradicted(error: IntegrityError) -> ResponseReturnValue:
    """The database knows better: another row, saved meanwhile, or a value that no check of ours met."""
    return unstorable(error) if breaks_a_check(error) else overtaken(error)


def unstorable(_error: Exception) -> ResponseReturnValue:
    """Text or a number that no database takes, where no check of ours met it before."""
    db.session.rollback()
    if is_api():
        return problem(422, gettext(DETAILS[422]))
    return render_template("errors/page.html", code=422, heading=gettext(DETAILS[422])), 422


def busy(error: OperationalError) -> ResponseReturnValue:
    """The database was locked for longer than we wait, or cannot be reached."""
    log.warning("The database does not answer: %s", error.orig)
    _do_without_database()
    said = gettext(DETAILS[503])
    if is_api():
        answer = problem(503, said)
    else:
        answer = make_response(render_template("errors/page.html", code=503, heading=said), 503)
    answer.headers["Retry-After"] = "5"
    return answer


def failed(_error: InternalServerError) -> ResponseReturnValue:
    """Our fault: it is in the log, and the person learns nothing of the inside."""
    _do_without_database()
    if is_api():
        return problem(500, gettext(DETAILS[500]))
    return render_template("errors/500.html"), 500


def _do_without_database() -> None:
    """Say it to a visitor in the language of the session: asking the database may fail again."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    g.user = g._login_user = AnonymousUserMixin()
    refresh()


def _page(status: int, error: HTTPException) -> ResponseReturnValue:
    if status == 401:
        return redirect(url_for("SignIn.login", next=request.path))
    known = {403: "errors/403.html", 404: "errors/404.html", 405: "errors/404.html"}
    if status in known:
        return render_template(known[status]), status
    hint = status in HINTS and gettext(HINTS[status])
    return render_template("errors/page.html", code=status, heading=_detail(error), hint=hint), status


def _detail(error: HTTPException) -> str:
    files = stores_files(request.endpoint)
    if error.code == 400 and (files or not is_api()):
        return gettext(UNREADABLE)
    if error.code == 415 and files:
        return gettext(NO_FORM)
    key = DETAILS.get(error.code or 500)
    return gettext(key) if key else error.name


def _facts(refusal: Refusal) -> dict[str, object]:
    """What a program may want to read beside the sentence."""
    if isinstance(refusal, Stale):
        return {"current_revision": refusal.current_revision}
    if isinstance(refusal, WrongStatus):
        return {"actions": [action.value for action in refusal.fitting], **refusal.told}
    if isinstance(refusal, Invalid):
        return {**refusal.told}
    return {}
