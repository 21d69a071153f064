"""The API's base: JSON in, JSON or problem+json out, whatever a client sends."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import Flask, abort, g, jsonify, request
from flask_appbuilder.api import BaseApi
from werkzeug.wrappers import Response

from app.security import is_api
from rules.refusals import Invalid, NotFound, Problem
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.base.declared import Declared
from views.base.reading import storable, whole

BODILESS = frozenset({"TokenApi.refresh", "SubstitutionApi.end"})
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


def unstorable(value: object, path: str = "") -> Iterator[Problem]:
    """Yield the fields whose text no database takes: NUL and halves of surrogate pairs."""
    if isinstance(value, str):
        if storable(value) != value:
            yield Problem(path, ProblemCode.invalid)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from unstorable(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from unstorable(part, f"{path}.{place}")


def install(app: Flask) -> None:
    """Read the body before anything else is asked: 400 comes before 401."""
    app.before_request(_read_body)


def _read_body() -> None:
    expected = is_api() and request.method in {"POST", "PUT", "PATCH"}
    if not expected or request.endpoint is None or request.endpoint in BODILESS:
        return
    sent = request.get_data()
    if sent and not request.is_json:
        abort(415)
    try:
        g.body = json.loads(sent.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        abort(400)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
