"""What screens and the API are built from: Flask-AppBuilder's classes with their holes closed."""

from flask import make_response, request
from flask_appbuilder import BaseView, expose, has_access, permission_name
from flask_appbuilder.security.decorators import protect
from werkzeug.wrappers import Response

from rules.reading import whole
from views.base.actor import current_actor
from views.base.api import SafeApi
from views.base.declared import Declared
from views.base.interface import SlimInterface
from views.base.listing import LAST_PAGE
from views.base.model_view import ReferenceView, SafeModelView
from views.base.transaction import one_change

__all__ = [
    "ReferenceView",
    "SafeApi",
    "SafeModelView",
    "SafePage",
    "SlimInterface",
    "current_actor",
    "expose",
    "has_access",
    "later",
    "one_change",
    "page_number",
    "permission_name",
    "protect",
]


class SafePage(Declared, BaseView):
    """Base of own pages: declare `route_base`, expose methods, guard each with @has_access."""

    def update_redirect(self) -> None:
        """Keep no history of addresses in the cookie: every tab would share it."""


def page_number(name: str = "page") -> int:
    """Return the page (from 0) that a list's address asks for; the first when it is no number."""
    return whole(request.args.get(name), most=LAST_PAGE) or 0


def later(page: str, seconds: int) -> Response:
    """Answer with a page that says when to try again."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
