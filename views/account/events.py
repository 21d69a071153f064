"""Notikumi: what happened to accounts, for those who answer for them; and the same as a file."""

from dataclasses import dataclass, replace
from datetime import date

from flask import abort, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from markupsafe import Markup

from app.services.account import events as account_events
from app.services.account.events import PAGE_SIZE, Wanted
from models import AccountEvent
from rules.account.access import AccountAction
from rules.vocabulary import Role
from views.account.event_words import ACTIONS, sentence
from views.base import Response, SafePage, current_actor, get, post
from views.base.declared import Group, Managed
from views.base.filters import DayFilter, Filter, WordFilter
from views.base.listing import Asked, Column, ExportForm, Listing
from views.words.formats import NOTHING, moment

LONGEST = 100  # characters of a search that are looked at
# Beyond, moments leave what a database holds.
FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Row:
    """A trace as a line of a list."""

    when: str
    sentence: str
    network: str


COLUMNS = (
    Column(
        "when",
        _l("Time"),
        lambda row: Markup('<span class="nowrap">{}</span>').format(row.when),
        look="fw-normal t-fit",
        names_row=True,
    ),
    Column("sentence", _l("What happened"), lambda row: row.sentence),
    Column("network", _l("Network"), lambda row: row.network, look="muted num"),
)
EVENTS = Listing(
    title=_l("What happened to accounts"),
    filters=(
        DayFilter("since", _l("From"), first=FIRST, last=LAST),
        DayFilter("until", _l("Until"), first=FIRST, last=LAST),
        WordFilter(
            "action", _l("What happened"), words=AccountAction, spoken=ACTIONS.__getitem__, lenient=True
        ),
        Filter("account", _l("Whose account"), longest=LONGEST),
        Filter("person", _l("Who did it"), longest=LONGEST),
    ),
    columns=COLUMNS,
    size=PAGE_SIZE,
    file="notikumi",
    exported=(replace(COLUMNS[0], cell=lambda row: row.when), *COLUMNS[1:]),
)


class AccountEventPage(SafePage):
    """For user administrators and the system administrator."""

    route_base = "/lietotaji/notikumi"
    kept = False
    management = Managed(
        group=Group.people,
        title=_p("trace", "What happened to accounts"),
        about=_l("sign-ins, changes, exports"),
    )

    @get("")
    def list(self) -> str:
        asked = EVENTS.asked(request.args)
        wanted = _wanted(asked)
        rows = _rows(account_events.page(wanted, asked.page))
        return self.render_template(
            "account/events.html",
            listed=EVENTS.listed(asked, rows, account_events.count(wanted), _hint()),
            kept=request.query_string.decode("ascii", "ignore"),
        )

    @post("/eksports", _p("tried", "exporting the events of accounts"), may="list")
    def export(self) -> Response:
        """Hand out what the filters find as a file; that is a trace itself."""
        form = ExportForm(request.form)
        if form.kind.data is None:
            abort(404)
        rows = _rows(account_events.exported(_wanted(EVENTS.asked(request.args))))
        return EVENTS.hand_out(form.kind.data, rows, list="account_event")


def recent(user_id: int) -> list[Row]:
    """Return what happened last to an account, for its owner."""
    return _rows(account_events.recent(user_id))


def _rows(events: list[AccountEvent]) -> list[Row]:
    names = account_events.names_in(events)
    return [Row(moment(one.at), sentence(one, names), one.network or NOTHING) for one in events]


def _wanted(asked: Asked) -> Wanted:
    return Wanted(reader=current_actor(), **asked.values)


def _hint() -> str:
    if current_actor().has(Role.admin):
        return gettext(
            "Sign-ins, changes of accounts, and exports of all institutions. Nothing here can be changed."
        )
    return gettext(
        "Sign-ins, changes of accounts, and exports of your institution. Nothing here can be changed."
    )
