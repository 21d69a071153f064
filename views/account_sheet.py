"""The list of accounts as a file for Excel; what people typed stays text and never becomes a formula."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from flask import current_app
from flask_babel import gettext, pgettext
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.services import accounts
from models.people import User
from views.account_words import roles_of_row, signed_in_at
from views.formats import RIGA
from views.labels import label

# Neither formulas nor links are made of texts.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def sheet(rows: Sequence[User]) -> bytes:
    """Return the file: one row for each account, with a heading that stays when it is scrolled."""
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        page, bold = book.add_worksheet(pgettext("account", "Users")), book.add_format({"bold": True})
        moments = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        first = 0
        if current_app.config["ENV"] == "demo":
            page.write_string(0, 0, gettext("Demonstration data"), bold)
            first = 1
        for column, heading in enumerate(_headings()):
            page.write_string(first, column, heading, bold)
        for place, account in enumerate(rows, start=first + 1):
            _write(page, place, account, moments)
        page.freeze_panes(first + 1, 0)
        page.autofit()
    return file.getvalue()


def _headings() -> list[str]:
    return [
        pgettext("account", "Last name"),
        pgettext("account", "First name"),
        pgettext("account", "User name"),
        pgettext("account", "E-mail"),
        pgettext("account", "Institution"),
        pgettext("account", "Roles"),
        pgettext("account", "State"),
        pgettext("account", "Last signed in"),
    ]


def _write(page: Worksheet, place: int, account: User, moments: object) -> None:
    texts = [
        account.last_name,
        account.first_name,
        account.username,
        account.email,
        account.institution.code if account.institution else "",
        ", ".join(roles_of_row(account)),
        label(accounts.state_of(account)),
    ]
    for column, text in enumerate(texts):
        page.write_string(place, column, text)
    last = signed_in_at(account)
    if last:
        page.write_datetime(place, len(texts), _in_riga(last), moments)


def _in_riga(moment: datetime) -> datetime:
    return moment.astimezone(RIGA).replace(tzinfo=None)
