"""Forms that keep what is typed: a mark that says whose text of which form it is, and the way back to it."""

import re
from datetime import datetime
from urllib.parse import urlsplit

import wtforms
from flask import Flask, current_app, g, request
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.clock import now
from app.extensions import db
from app.services import kept_texts
from models import KeptText, User
from rules.refusals import Invalid
from rules.signs import storable
from views.base.actor import current_actor, way_back
from views.base.fields import HiddenField
from views.base.transaction import one_change

MARK = "kept_as"  # the hidden field of a form that keeps
HOLDS = 30 * 24 * 60 * 60  # seconds for which a page left open can still keep
_UNKEPT = frozenset({MARK, "csrf_token", "request_key", "confirmed", "do"})
_KEY = re.compile(r"[a-z_]+(\.[\w-]+){1,2}")


def register(app: Flask) -> None:
    """Give templates `kept_mark(key)`; what was sent and taken is kept no longer."""
    app.jinja_env.globals.update(kept_mark=mark)
    app.after_request(_forget_sent)


def mark(key: str) -> str:
    """Return the mark of a form for who is signed in: with it the text is kept even when the session ends."""
    return _signer().dumps([current_actor().user_id, key])


def marked(sent: str) -> tuple[int, str] | None:
    """Return person and key of a mark that we gave; None for any other, and for one of long ago."""
    try:
        person, key = _signer().loads(sent, max_age=HOLDS)
    except BadData:
        return None
    return (person, key) if person and _KEY.fullmatch(key) else None


class MarkedForm(wtforms.Form):
    """What every form that keeps has."""

    kept_as = HiddenField(read_as=marked)


def found(key: str) -> KeptText | None:
    """Return what who is signed in has kept under this key; the forms of one thing are read together."""
    person, start = current_actor().user_id, key.rpartition(".")[0] + "."
    if person is None:
        return None
    seen = g.setdefault("kept_texts", {})
    if start not in seen:
        seen[start] = kept_texts.beneath(person, start)
    one: KeptText | None = seen[start].get(key)
    return one


def opened(key: str) -> MultiDict[str, str] | None:
    """Return what a page that opens fills its form with; None where nothing is kept."""
    kept = found(key) if request.method == "GET" else None
    return MultiDict(kept.fields) if kept else None


def keep_sent() -> datetime | None:
    """Keep the form that came in, if it says whose it is and whose account still works; return when."""
    whose = marked_form()
    if whose is None or not db.session.query(User.active).filter_by(id=whose[0]).scalar():
        return None
    at, fields = now(), {}
    for name, values in MultiDict(request.form).lists():
        if name not in _UNKEPT:
            texts = [storable(one) for one in values]
            fields[storable(name)] = texts[0] if len(texts) == 1 else texts
    try:
        with one_change():
            kept_texts.keep(*whose, fields, at, kept_texts.longest_of(whose[1]))
    except Invalid:
        return None
    g.kept_anew = True
    return at


def taken() -> None:
    """Say that the form that came in is taken, though the answer leads nowhere."""
    g.kept_is_taken = True


def stays() -> None:
    """Say that something else of the form that came in is kept on."""
    g.kept_anew = True


def is_script() -> bool:
    """Whether the form was sent by our script and not by the browser."""
    return request.accept_mimetypes.best == "application/json"


def marked_form() -> tuple[int, str] | None:
    """Return person and key of the form that came in; None for one that keeps nothing."""
    whose: tuple[int, str] | None = MarkedForm(request.form).kept_as.data
    return whose


def page_of_form() -> str | None:
    """Return where the form that came in stands: the page it was sent from, or its own address."""
    if request.referrer and urlsplit(request.referrer).netloc == request.host:
        parts = urlsplit(request.referrer)
        return way_back(f"{parts.path}?{parts.query}".removesuffix("?"))
    opens = request.url_rule and "GET" in (request.url_rule.methods or ())
    return request.full_path.removesuffix("?") if opens else None


def _forget_sent(answer: Response) -> Response:
    """A form that was taken leads on; one that was not is shown again."""
    goes_on = answer.status_code in (302, 303) or g.get("kept_is_taken")
    whose = marked_form() if request.method == "POST" and goes_on and not g.get("kept_anew") else None
    if whose is not None and current_user.is_authenticated:
        person, key = whose
        if person == current_actor().user_id:
            with one_change():
                kept_texts.forget(person, key)
    return answer


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="virsis: kept text")
