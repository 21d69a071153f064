"""Pārvaldība: where the system administrator finds everything to look after."""

from flask import abort, url_for
from flask_babel import lazy_gettext, lazy_pgettext

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
        if not current_actor().has(Role.admin):
            abort(403)
        groups = [(title, _links(screens)) for title, screens in SCREENS]
        return self.render_template("registry/management.html", groups=groups)


def _links(screens: tuple[tuple[str, object, object], ...]) -> list[tuple[str, object, object]]:
    return [(url_for(endpoint), title, hint) for endpoint, title, hint in screens]
