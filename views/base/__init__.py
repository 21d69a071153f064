"""What screens and the API are built from: Flask-AppBuilder's classes with their holes closed."""

from flask import request
from flask_appbuilder import BaseView, expose, has_access, permission_name
from flask_appbuilder.security.decorators import protect

from views.base.actor import current_actor
from views.base.api import SafeApi
from views.base.model_view import ReferenceView, SafeModelView, SlimInterface
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
    "one_change",
    "page_number",
    "permission_name",
    "protect",
]


class SafePage(BaseView):
    """Base of own pages: declare `route_base`, expose methods, guard each with @has_access."""

    def update_redirect(self) -> None:
        """Keep no history of addresses in the cookie: every tab would share it."""


def page_number(name: str = "page") -> int:
    """Return the page (from 0) that a list's address asks for; the first when it is no number."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
