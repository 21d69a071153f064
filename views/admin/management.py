"""Pārvaldība: where the system administrator finds everything to look after."""

from collections.abc import Iterator

from flask import abort, current_app, url_for

from rules.facts import Actor
from rules.vocabulary import Role
from views.base import SafePage, current_actor, get
from views.base.declared import GROUPS, Group, Managed
from views.words.language import Text


class ManagementPage(SafePage):
    """For the system administrator."""

    route_base = "/parvaldiba"

    @get("", may="list")
    def index(self) -> str:
        """Show the screens that say that they belong here, grouped."""
        actor = current_actor()
        if not actor.has(Role.admin):
            abort(403)
        groups = [(title, list(_lines(group, actor))) for group, title in GROUPS.items()]
        return self.render_template("admin/management.html", groups=groups)


def _lines(group: Group, actor: Actor) -> Iterator[tuple[str, Text, Text, int]]:
    """Yield address, title, what it is for, and how many wait there."""
    for view in current_app.extensions["appbuilder"].baseviews:
        said: Managed | None = getattr(view, "management", None)  # FAB's own views say nothing
        if said and said.group is group:
            url = url_for(f"{view.endpoint}.{view.default_view}")
            waits = said.waiting(actor) if said.waiting else 0
            yield url, said.title or view.list_title, said.about, waits
