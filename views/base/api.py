"""The API's base: JSON in, JSON or problem+json out, whatever a client sends."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import Flask, abort, g, jsonify, request
from flask_appbuilder.api import BaseApi
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.security import is_api
from rules.reading import Unreadable, secret, whole
from rules.refusals import Invalid, NotFound, Problem
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.base.declared import Declared, stores_files

SIGN_IN = "TokenApi.login"
STRANGERS_LONGEST = 16 * 1024  # of a body of somebody who has not signed in
DEEPEST, PARTS_MOST = 20, 10_000  # of lists and objects in one another, and of their entries
# An end without a closing sign counts as one, so that nothing is gone through twice.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
BODILESS = frozenset({"CommentApi.withdraw", "SubstitutionApi.end", "TokenApi.refresh"})
PAGE_SIZE, PAGE_SIZE_MAX = 25, 100
BEYOND = 10**9  # a page past every end
INVALID = N_("What you sent cannot be accepted.")
GONE = N_("There is no such thing, or you cannot see it.")


class SafeApi(Declared, BaseApi):
    """Base of API resources: open each method by `@opens(…)`, raise `Refusal`s, return `answer(…)`."""

    version = "v1"
    allow_browser_login = False

    def body(self) -> dict[str, Any]:
        if not isinstance(g.body, dict):
            raise Invalid(INVALID, (Problem("", ProblemCode.invalid),))
        return g.body

    def answer(self, data: Any, status: int = 200) -> Response:
        response = jsonify(data)
        response.status_code = status
        return response

    def key(self, text: str) -> int:
        """Return the key in an address; 404 when it can be none."""
        key = whole(text, 1)
        if key is None:
            raise NotFound(GONE)
        return key

    def response_401(self) -> NoReturn:
        abort(401)

    def response_403(self) -> NoReturn:
        abort(403)


def unreadable(value: object, path: str = "") -> Iterator[Problem]:
    """Yield the fields whose text has a sign that no text may have; the text is not repeated."""
    if isinstance(value, str):
        try:
            secret(value)
        except Unreadable as odd:
            yield odd.problem(path)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from unreadable(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from unreadable(part, f"{path}.{place}")


def install(app: Flask) -> None:
    """Read the body before anything else is asked: 400 comes before 401."""
    app.before_request(_read_body)


def _read_body() -> None:
    expected = is_api() and request.method in {"POST", "PUT", "PATCH"}
    if not expected or request.endpoint is None or request.endpoint in BODILESS:
        return
    g.body = None
    if stores_files(request.endpoint):
        _read_form()
        return
    if not current_user.is_authenticated:
        request.max_content_length = STRANGERS_LONGEST
    try:
        sent = request.get_data()
    except RequestEntityTooLarge:
        if current_user.is_authenticated or request.endpoint == SIGN_IN:
            raise
        return  # 401 follows: who has signed in may send more
    if sent and not request.is_json:
        abort(415)
    g.body = _parsed(sent)


def _read_form() -> None:
    """Read the one body that is no JSON, once it is known who sends it; an empty field says nothing."""
    if not current_user.is_authenticated:
        return  # 401 follows
    if request.mimetype != "multipart/form-data":
        abort(415)
    sent: CombinedMultiDict[str, Any] = CombinedMultiDict((request.form, request.files))
    g.body = {name: value for name, value in sent.items() if value != ""}


def _parsed(sent: bytes) -> Any:
    """Return what JSON says, once it is known to be neither deep nor in too many pieces."""
    bare = _STRINGS.sub(b"", sent)
    if bare.count(b",") + bare.count(b":") > PARTS_MOST:
        abort(413)
    brackets = bare.translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    try:
        return abort(400) if brackets else json.loads(sent.decode("utf-8"), parse_constant=_no_number)
    except ValueError:
        abort(400)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
