"""Accounts: the system administrator maintains all, a user administrator reads the own institution's."""

import secrets
from typing import Any

from flask_appbuilder.security.sqla.models import Role as RoleRow
from flask_appbuilder.widgets import ListWidget
from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import select
from sqlalchemy.orm import Query
from werkzeug.security import generate_password_hash
from wtforms.validators import Email, InputRequired, Length, Regexp

from app.extensions import db
from models.people import ADMIN_ROLE, User
from rules.refusals import WrongStatus
from rules.text import N_
from rules.vocabulary import Role
from views.base import SafeModelView, SlimInterface, current_actor, expose, has_access
from views.labels import label
from views.registry import code_of
from views.widgets import ManyControl, RelationsField


def role_word(row: RoleRow) -> str:
    """Return the name of a role as people know it."""
    return label(Role.admin if row.name == ADMIN_ROLE else Role(row.name))


def _roles(rows: list[RoleRow]) -> str:
    return ", ".join(sorted(role_word(row) for row in rows))


def _known_roles() -> list[RoleRow]:
    """Return the roles of the code, and no others that the table may hold."""
    names = [ADMIN_ROLE if role is Role.admin else role.value for role in Role]
    return list(db.session.scalars(select(RoleRow).where(RoleRow.name.in_(names)).order_by(RoleRow.id)))


class OwnAccounts(SlimInterface):
    """Accounts that the person may see: all for the system administrator, else of the own institution.

    Flask-AppBuilder makes one of these for the related tables, too; those are not narrowed.
    """

    def apply_filters(self, query: Query[Any], inner_filters: Any) -> Query[Any]:
        """Narrow every list and count."""
        return super().apply_filters(_seen(query) if self.obj is User else query, inner_filters)

    def get(self, id: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the account, or None for one that the person may not see."""
        row = super().get(id, *args, **kwargs)
        return row if row is None or self.obj is not User or _may_see(row) else None


def _seen(query: Query[Any]) -> Query[Any]:
    actor = current_actor()
    if actor.has(Role.admin):
        return query
    return query.where(User.institution_id == actor.institution_id, User.institution_id.is_not(None))


def _may_see(row: User) -> bool:
    actor = current_actor()
    return actor.has(Role.admin) or (
        row.institution_id is not None and row.institution_id == actor.institution_id
    )


class UserView(SafeModelView):
    """Lietotāji."""

    datamodel = OwnAccounts(User, eager=("institution", "roles"))
    route_base = "/lietotaji"
    include_route_methods = {"list", "show", "add", "edit"}
    list_widget = ListWidget
    list_title = lazy_pgettext("account", "Users")
    show_title = lazy_pgettext("account", "User")
    add_title = lazy_gettext("New account")
    edit_title = lazy_gettext("Edit the account")
    extra_args = {
        "active": "users",
        "list_hint": lazy_gettext("An account is never deleted, only closed: its opinions stay on record."),
    }
    list_columns = ["username", "first_name", "last_name", "institution", "roles", "active", "last_login"]
    show_columns = [
        "username", "first_name", "last_name", "email", "institution", "roles", "active", "last_login",
        "created_on",
    ]  # fmt: skip
    add_columns = ["username", "first_name", "last_name", "email", "institution", "roles", "active"]
    edit_columns = add_columns
    order_columns = ["username"]
    base_order = ("username", "asc")
    search_columns = ["username", "institution", "active"]
    label_columns = {
        "username": lazy_pgettext("account", "User name"),
        "first_name": lazy_pgettext("account", "First name"),
        "last_name": lazy_pgettext("account", "Last name"),
        "email": lazy_pgettext("account", "E-mail"),
        "institution": lazy_pgettext("account", "Institution"),
        "roles": lazy_pgettext("account", "Roles"),
        "active": lazy_pgettext("account", "Account is open"),
        "last_login": lazy_pgettext("account", "Last signed in"),
        "created_on": lazy_pgettext("account", "Created"),
    }
    description_columns = {
        "institution": lazy_gettext("A person belongs to one institution; a second needs a second account."),
    }
    validators_columns = {
        "username": [
            Regexp(r"^[a-z0-9._-]{2,64}$", message=lazy_gettext("Use a–z, 0–9, dot, dash, underscore"))
        ],
        "email": [Length(max=320), Email(message=lazy_gettext("Write a full e-mail address"))],
    }
    add_form_extra_fields = {
        "roles": RelationsField(
            lazy_pgettext("account", "Roles"),
            query_func=_known_roles,
            get_pk_func=lambda row: row.id,
            get_label=role_word,
            validators=[InputRequired()],
            widget=ManyControl(),
        )
    }
    edit_form_extra_fields = dict(add_form_extra_fields)
    formatters_columns = {"institution": code_of, "roles": _roles}

    @expose("")
    @has_access
    def list(self) -> str:
        """Show one page of accounts."""
        return super().list()

    def pre_add(self, item: User) -> None:
        """Nobody knows the first password: the person sets one by an invitation."""
        item.password = generate_password_hash(secrets.token_urlsafe(32))
        _check_institution(item)

    def pre_update(self, item: User) -> None:
        """Keep the administrator who edits from shutting himself or herself out."""
        _check_institution(item)
        if item.id == current_actor().user_id and not (item.active and _is_admin(item)):
            raise WrongStatus(
                N_("You cannot close your own account or take the administrator's role from yourself. "
                   "Another system administrator can.")
            )  # fmt: skip


def _is_admin(item: User) -> bool:
    return any(row.name == ADMIN_ROLE for row in item.roles)


def _check_institution(item: User) -> None:
    if item.institution is None and any(row.name != ADMIN_ROLE for row in item.roles):
        raise WrongStatus(N_("Choose the institution: only system administrators have none."))
