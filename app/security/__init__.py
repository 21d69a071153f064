"""Accounts and rights: Flask-AppBuilder's security manager with roles from code and no screens of its own."""

from typing import Any

from flask import Request, g, has_request_context, request, session
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.sqla.models import ApiKey, Role, User
from flask_jwt_extended import verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from flask_login import LoginManager, current_user
from jwt.exceptions import InvalidTokenError
from sqlalchemy import select

from app.extensions import db
from app.security import api_keys
from app.security.roles import ROLES, allowed
from app.security.sign_in import holder_of

API_PREFIX = "/api/"
SIGN_IN_KEY = "sign_in"  # under which cookies and tokens carry the key of the sign-in


def is_api() -> bool:
    """Return whether this request is a call of the API and not of a page."""
    return has_request_context() and request.path.startswith(API_PREFIX)


class AppSecurityManager(SecurityManager):
    """Roles are patterns in code, read once per request; pages take the session, the API a bearer token."""

    def register_views(self) -> None:
        """Register nothing: Flask-AppBuilder's account, role and sign-in screens stay out."""

    def create_login_manager(self, app: Any) -> LoginManager:
        """Load people from the session on pages and from the token in the API, never the other way round."""
        manager = super().create_login_manager(app)
        manager.session_protection = "basic"
        manager.request_loader(self.load_bearer)
        return manager

    def load_user(self, pk: int | str) -> User | None:
        """Return the account of a session that still runs; the API takes no cookies."""
        account = None if is_api() else holder_of(session.get(SIGN_IN_KEY))
        return account if account and account.id == int(pk) else None

    def load_user_jwt(self, _header: dict[str, Any], token: dict[str, Any]) -> User | None:
        """Return the account of an access or refresh token whose sign-in still runs; ask once per request."""
        if "bearer" not in g:
            g.bearer = holder_of(token.get(SIGN_IN_KEY))
        return g.bearer

    def load_bearer(self, _request: Request) -> User | None:
        """Return the account of the bearer token of an API call, if it is valid."""
        if not is_api():
            return None
        key = self.extract_api_key_from_request()
        if key is not None:
            return self.validate_api_key(key)
        try:
            verify_jwt_in_request(optional=True, refresh=request.path.endswith("/security/refresh"))
        except (JWTExtendedException, InvalidTokenError):
            return None
        return g.get("bearer")

    def validate_api_key(self, api_key_string: str) -> User | None:
        """Return the service account of a key that opens; `g.api_key` is the key as we know it, or None.

        Flask-AppBuilder asks again at each guarded method; whoever called is known by then.
        """
        if "api_key" not in g:
            g.api_key = _found(api_key_string)
        return g.api_key.user if g.api_key and api_keys.opens(g.api_key) else None

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Return whether the signed-in person's roles open this view with this permission."""
        if not current_user.is_authenticated:
            return False
        if "role_names" not in g:
            g.role_names = frozenset(role.name for role in current_user.roles)
        return allowed(g.role_names, permission_name, view_name)

    def is_item_public(self, _permission_name: str, _view_name: str) -> bool:
        """Return no: what is public says so by a route of its own."""
        return False

    def get_user_menu_access(self, _menu_names: list[str] | None = None) -> set[str]:
        """Return nothing: the menu is in views/middleware/menu.py."""
        return set()


def _found(text: str) -> ApiKey | None:
    row = api_keys.known_key(text)
    used = row is not None and api_keys.opens(row) and api_keys.note_use(row)
    return api_keys.known_key(text) if used else row


def converge_roles() -> None:
    """Let the database know every role of the code."""
    known = set(db.session.scalars(select(Role.name)))
    for name in ROLES:
        if name not in known:
            db.session.add(Role(name=str(name)))
    db.session.commit()
