"""The list of accounts as a file for spreadsheets."""

from collections.abc import Iterable

from flask import Response
from flask_babel import pgettext

from app.clock import today
from app.services.account import accounts
from models.account.people import User
from views.account.words import roles_of_row, signed_in_at
from views.base.spreadsheet import sheet
from views.words.formats import moment
from views.words.labels import label


def account_sheet(kind: str, rows: Iterable[User]) -> Response:
    """Return the file: one row for each account; `kind` is csv or xlsx."""
    heads = [
        pgettext("account", "First name"),
        pgettext("account", "Last name"),
        pgettext("account", "User name"),
        pgettext("account", "E-mail"),
        pgettext("account", "Institution"),
        pgettext("account", "Roles"),
        pgettext("account", "State"),
        pgettext("account", "Last signed in"),
    ]
    return sheet(kind, f"virsis-lietotaji-{today()}", heads, (_cells(one) for one in rows))


def _cells(account: User) -> list[str]:
    last = signed_in_at(account)
    return [
        account.first_name,
        account.last_name,
        account.username,
        account.email,
        account.institution.code if account.institution else "",
        ", ".join(roles_of_row(account)),
        label(accounts.state_of(account)),
        moment(last) if last else "",
    ]
