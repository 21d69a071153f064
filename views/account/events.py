"""Notikumi: what happened to accounts, for those who answer for them; and the same as a file."""

from datetime import date

from flask import abort, request
from flask_babel import gettext, lazy_pgettext
from werkzeug.wrappers import Response

from app import clock
from app.services.account import events as account_events
from app.services.account.events import PAGE_SIZE, Wanted
from app.services.account.traces import trace
from models import AccountEvent
from rules.account.access import AccountAction
from rules.vocabulary import Role
from views.account.event_words import ACTIONS, sentence
from views.base import SafePage, current_actor, expose, has_access, one_change, page_number, permission_name
from views.base.search import Control
from views.base.spreadsheet import TYPES, sheet
from views.words.formats import NOTHING, moment

LONGEST = 100  # characters of a search that are looked at


class AccountEventPage(SafePage):
    """For user administrators and the system administrator."""

    route_base = "/lietotaji/notikumi"
    default_view = "list"
    kept = False
    attempts = {
        "export": lazy_pgettext("tried", "exporting the events of accounts"),
    }

    @expose("")
    @has_access
    @permission_name("list")
    def list(self) -> str:
        """Show one page of what happened."""
        wanted, page = _wanted(), page_number()
        events = account_events.page(wanted, page)
        return self.render_template(
            "account/events.html",
            rows=_rows(events),
            total=account_events.count(wanted),
            page=page,
            size=PAGE_SIZE,
            controls=_controls(),
            clear=request.path,
            hidden=(),
            everything=current_actor().has(Role.admin),
            kept=request.query_string.decode("ascii", "ignore"),
        )

    @expose("/eksports", methods=["POST"])
    @has_access
    @permission_name("list")
    def export(self) -> Response:
        """Hand out what the filters find as a file; that is a trace itself."""
        kind = request.form.get("kind", "")
        if kind not in TYPES:
            abort(404)
        events = account_events.exported(_wanted())
        lines = [(row.when, row.sentence, row.network) for row in _rows(events)]
        with one_change():
            told = {"list": "account_event", "rows": len(lines), "kind": kind}
            trace(AccountAction.exported, current_actor(), clock.now(), data=told)
        heads = (gettext("Time"), gettext("What happened"), gettext("Network"))
        return sheet(kind, f"virsis-notikumi-{clock.today()}", heads, lines)


class Row:
    """A trace as a line of a list."""

    def __init__(self, event: AccountEvent, names: dict[int, str]) -> None:
        self.when = moment(event.at)
        self.sentence = sentence(event, names)
        self.network = event.network or NOTHING


def recent(user_id: int) -> list[Row]:
    """Return what happened last to an account, for its owner."""
    return _rows(account_events.recent(user_id))


def _rows(events: list[AccountEvent]) -> list[Row]:
    names = account_events.names_in(events)
    return [Row(event, names) for event in events]


def _wanted() -> Wanted:
    given = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("action", "account", "person")}
    known = given["action"] in set(AccountAction)
    return Wanted(
        reader=current_actor(),
        since=_day("since"),
        until=_day("until"),
        action=AccountAction(given["action"]) if known else None,
        account=given["account"],
        person=given["person"],
    )


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None  # beyond, moments leave what a database holds


def _controls() -> list[Control]:
    words = tuple((one.value, str(ACTIONS[one])) for one in AccountAction)
    return [
        _control("since", gettext("From"), "date"),
        _control("until", gettext("Until"), "date"),
        _control("action", gettext("What happened"), "search", words),
        _control("account", gettext("Whose account"), "search"),
        _control("person", gettext("Who did it"), "search"),
    ]


def _control(name: str, label: str, kind: str, options: tuple[tuple[str, str], ...] = ()) -> Control:
    value = request.args.get(name, "")[:LONGEST]
    if kind == "date" and _day(name) is None:
        value = ""
    return Control(name=name, label=label, value=value, type=kind, options=options)
