"""Pārvaldība: where the system administrator finds everything to look after."""

from flask import abort, url_for
from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import func, select

from app.extensions import db
from app.services.ruleset import rule_sets
from models import AdministratorRequest
from rules.account.access import RequestState
from rules.facts import Actor
from rules.vocabulary import Role
from views.base import SafePage, current_actor, expose, has_access, permission_name

# (endpoint of the list, title, what it is for)
SCREENS = (
    (
        lazy_gettext("Registry"),
        (
            (
                "InstitutionView.list",
                lazy_pgettext("registry", "Institutions"),
                lazy_gettext("who holds and co-approves"),
            ),
            (
                "ResourceView.list",
                lazy_pgettext("registry", "Resources"),
                lazy_gettext("systems, platforms, tools, services"),
            ),
            (
                "DependencyView.list",
                lazy_pgettext("registry", "Dependencies"),
                lazy_gettext("which resource needs which"),
            ),
        ),
    ),
    (
        lazy_gettext("Rules and reference data"),
        (
            (
                "RuleSetPage.index",
                lazy_gettext("Rule sets"),
                lazy_gettext("who has to co-approve, and from when"),
            ),
            (
                "PrincipleView.list",
                lazy_pgettext("reference", "Principles"),
                lazy_gettext("the lines of the two checklists"),
            ),
            (
                "PrincipleListView.list",
                lazy_pgettext("reference", "Versions of the checklists"),
                lazy_gettext("from when each holds"),
            ),
            (
                "DomainView.list",
                lazy_pgettext("reference", "Domains"),
                lazy_gettext("fields and their chief architects"),
            ),
            (
                "CalendarPage.index",
                lazy_gettext("Working-day calendar"),
                lazy_gettext("days by which due dates count"),
            ),
        ),
    ),
    (
        lazy_gettext("People and records"),
        (
            (
                "UserView.list",
                lazy_pgettext("account", "Users"),
                lazy_gettext("accounts of all institutions"),
            ),
            (
                "AccountEventPage.list",
                lazy_pgettext("trace", "What happened to accounts"),
                lazy_gettext("sign-ins, changes, exports"),
            ),
            (
                "AdministratorRequestView.list",
                lazy_pgettext("request", "Requests"),
                lazy_gettext("who asks for the right of a user administrator"),
            ),
            (
                "NotificationView.list",
                lazy_pgettext("outbox", "Notifications"),
                lazy_gettext("e-mails and their delivery"),
            ),
            (
                "EventView.list",
                lazy_pgettext("event", "Events"),
                lazy_gettext("every step of every activity"),
            ),
        ),
    ),
)


class ManagementPage(SafePage):
    """For the system administrator."""

    route_base = "/parvaldiba"
    default_view = "index"

    @expose("")
    @has_access
    @permission_name("list")
    def index(self) -> str:
        """Show the screens, grouped."""
        actor = current_actor()
        if not actor.has(Role.admin):
            abort(403)
        waiting = _waiting(actor)
        groups = [(title, _links(screens, waiting)) for title, screens in SCREENS]
        return self.render_template("admin/management.html", groups=groups)


def _waiting(actor: Actor) -> dict[str, int]:
    """Return how much waits for this administrator's decision, by the screen that shows it."""
    asked = select(func.count(AdministratorRequest.id)).where(
        AdministratorRequest.state == RequestState.waiting
    )
    proposed = [one for one in rule_sets.waiting() if one.proposed_by_id != actor.user_id]
    return {
        "AdministratorRequestView.list": db.session.scalar(asked) or 0,
        "RuleSetPage.index": len(proposed),
    }


def _links(
    screens: tuple[tuple[str, object, object], ...], waiting: dict[str, int]
) -> list[tuple[str, object, object, int]]:
    return [(url_for(one), title, hint, waiting.get(one, 0)) for one, title, hint in screens]
