"""Flask-AppBuilder's account tables, with the columns that models/people.py adds."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy.orm import Mapped

from models.account.access import ExternalIdentity
from models.registry import Institution

class Role(Model):
    id: Mapped[int]
    name: Mapped[str]
    user: Mapped[list[User]]

class User(Model):
    id: Mapped[int]
    first_name: Mapped[str]
    last_name: Mapped[str]
    username: Mapped[str]
    password: Mapped[str | None]
    active: Mapped[bool | None]
    email: Mapped[str]
    last_login: Mapped[datetime | None]
    login_count: Mapped[int | None]
    fail_login_count: Mapped[int | None]
    created_on: Mapped[datetime | None]
    changed_on: Mapped[datetime | None]
    roles: Mapped[list[Role]]
    # Added by models/people.py.
    institution_id: Mapped[int | None]
    institution: Mapped[Institution | None]
    identities: Mapped[list[ExternalIdentity]]
    locale: Mapped[str]
    theme: Mapped[str]
    closed_at: Mapped[datetime | None]
    pseudonymised_at: Mapped[datetime | None]
    is_service: Mapped[bool]
    mail_ways: Mapped[dict[str, str]]
    name_sort: Mapped[str]
    search_text: Mapped[str]

    is_authenticated: bool
    is_active: bool
    def get_id(self) -> str: ...
    def get_full_name(self) -> str: ...

class ApiKey(Model):
    id: Mapped[int]
    uuid: Mapped[str]
    name: Mapped[str]
    key_hash: Mapped[str]
    lookup_hash: Mapped[str | None]
    key_prefix: Mapped[str]
    user_id: Mapped[int]
    user: Mapped[User]
    scopes: Mapped[str | None]
    active: Mapped[bool]
    created_on: Mapped[datetime | None]
    expires_on: Mapped[datetime | None]
    revoked_on: Mapped[datetime | None]
    last_used_on: Mapped[datetime | None]

def __getattr__(name: str) -> Any: ...
