"""What screens and the API are built from: Flask-AppBuilder's classes with their holes closed."""

from flask import make_response, request
from flask_appbuilder import (
    BaseView,
    expose as expose,
    has_access as has_access,
    permission_name as permission_name,
)
from werkzeug.wrappers import Response as Response

from rules.reading import whole
from views.base import keeping as keeping
from views.base.actor import current_actor as current_actor
from views.base.api import SafeApi as SafeApi
from views.base.declared import Declared
from views.base.interface import SlimInterface as SlimInterface
from views.base.listing import LAST_PAGE
from views.base.model_view import (
    ListView as ListView,
    ReferenceView as ReferenceView,
    SafeModelView as SafeModelView,
)
from views.base.routes import get as get, get_and_post as get_and_post, opens as opens, post as post
from views.base.transaction import one_change as one_change


class SafePage(Declared, BaseView):
    """Base of own pages: declare `route_base`, and open each method by `@get(…)` or `@post(…)`."""


def page_number(name: str = "page") -> int:
    """Return the page (from 0) that a list's address asks for; the first when it is no number."""
    return whole(request.args.get(name), most=LAST_PAGE) or 0


def later(page: str, seconds: int) -> Response:
    """Answer with a page that says when to try again."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
