"""My work: what waits for me and why, what my institution waits for, and what is new."""

from collections.abc import Sequence

from flask import redirect, request
from flask_babel import gettext, lazy_pgettext as _p
from flask_login import current_user
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import on_behalf, search as activities
from app.services.activity.search import Search
from app.services.mail import notices
from app.services.obligation import list as obligations
from app.services.obligation.list import Wanted
from app.services.registry import dependency_list
from models import Dependency, Notification, Requirement, Round
from rules.facts import Actor
from rules.reading import whole
from rules.vocabulary import PROCESS_ROLES, RequirementState, Role, Status
from views.activity.turn import Shown, shown
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.fields import HiddenField
from views.base.form import Form
from views.inbox.news import News, news_line
from views.inbox.tasks import counts_of, groups_of, tasks_of
from views.obligation.shown import Shown as Duty, shown as shown_obligations

MOST = 100  # more rows than a person can take in; the list shows the rest
NEWS = 8
RUNNING = (Status.in_control, Status.returned, Status.in_approval, Status.awaiting_decision)


class ReadForm(Form):
    """Which message was read; none means all of them."""

    id = HiddenField(read_as=lambda typed: whole(typed, 1))


class InboxPage(SafePage):
    """What each person starts the day with."""

    route_base = ""

    @get("/darbi", may="show")
    def inbox(self) -> str:
        """Show tasks, what others are awaited for, and the latest messages."""
        actor = current_actor()
        tasks = tasks_of(actor, MOST)
        news, unread = notices.latest(actor, NEWS)
        return self.render_template(
            "inbox/page.html",
            title=gettext("My work"),
            on=today(),
            person=current_user,
            tasks=tasks,
            groups=groups_of(tasks),
            counts=counts_of(tasks),
            duties=_duties(actor),
            dependencies=_dependencies(actor),
            others=_others(actor, {task.row.number for task in tasks}),
            news=_news_lines(actor, news),
            unread=unread,
            worker=actor.has(*PROCESS_ROLES) and actor.institution is not None,
            can_create=actor.has(Role.applicant) and not actor.has(Role.admin),
            most=MOST,
            standing_in=on_behalf.in_force(actor, today()),
        )

    @post("/darbi/izlasits", _p("tried", "marking notifications as read"), may="show")
    def read(self) -> Response:
        """Mark messages as read: one, or all of them."""
        key = ReadForm(request.form).id.data
        with one_change():
            notices.read(current_actor(), now(), None if key is None else [key])
        return redirect("/darbi#news", 303)


def _dependencies(actor: Actor) -> Sequence[Dependency]:
    """Return the dependencies that the other side has proposed to the institution of a controller."""
    controls = actor.has(Role.change_controller)
    return dependency_list.page(dependency_list.Wanted(mine=True), actor, 0, MOST) if controls else ()


def _duties(actor: Actor) -> list[Duty]:
    """Return the obligations on which the person is to report, or whose reports to verify."""
    return shown_obligations(obligations.page(Wanted(mine=True), actor, 0, MOST), actor)


def _others(actor: Actor, mine: set[str]) -> list[Shown]:
    if actor.institution is None or not actor.has(*PROCESS_ROLES):
        return []
    rows = activities.page(Search(holder=actor.institution, statuses=RUNNING), actor)
    if actor.has(Role.cab_member):
        rows += activities.page(Search(paused=True), actor)
    return shown([row for row in rows if row.number not in mine])


def _news_lines(actor: Actor, news: Sequence[Notification]) -> list[News]:
    cards = {one.activity_id for one in news if one.activity_id}
    given = select(Requirement.activity_id).where(
        Requirement.activity_id.in_(cards),
        Requirement.institution_id == actor.institution_id,
        Requirement.state == RequirementState.answered,
        Requirement.round.has(Round.closed_at.is_(None)),
    )
    answered = set(db.session.scalars(given)) if cards else set()
    return [news_line(one, answered) for one in news]
