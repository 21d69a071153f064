"""My work: what waits for me and why, what my institution waits for, and what is new."""

from flask import redirect, request
from flask_babel import gettext, lazy_pgettext
from flask_login import current_user
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from app.clock import now, today
from app.extensions import db
from app.services.activity import on_behalf
from app.services.activity import search as activities
from app.services.activity.search import Search
from models import Notification
from rules.facts import Actor
from rules.reading import whole
from rules.vocabulary import PROCESS_ROLES, Role, Status
from views.activity.turn import due, turn_words
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.base.fields import HiddenField
from views.base.form import Form
from views.inbox.news import BY_MAIL_ONLY, news_line
from views.inbox.tasks import groups_of, tasks_of

MOST = 100  # more rows than a person can take in; the list shows the rest
NEWS = 8
RUNNING = (Status.in_control, Status.returned, Status.in_approval, Status.awaiting_decision)


class ReadForm(Form):
    """Which message was read; none means all of them."""

    id = HiddenField(read_as=lambda typed: whole(typed, 1))


class InboxPage(SafePage):
    """What each person starts the day with."""

    route_base = ""
    default_view = "inbox"
    attempts = {
        "read": lazy_pgettext("tried", "marking notifications as read"),
    }

    @expose("/darbi")
    @has_access
    @permission_name("show")
    def inbox(self) -> str:
        """Show tasks, what others are awaited for, and the latest messages."""
        actor = current_actor()
        tasks = tasks_of(actor, MOST)
        groups = groups_of(tasks)
        return self.render_template(
            "inbox/page.html",
            title=gettext("My work"),
            on=today(),
            person=current_user,
            tasks=tasks,
            groups=groups,
            counts={group.key: len(group.tasks) for group in groups},
            others=_others(actor, {task.number for task in tasks}),
            news=[news_line(one) for one in _news(actor)],
            unread=_unread(actor),
            worker=actor.has(*PROCESS_ROLES) and actor.institution is not None,
            can_create=actor.has(Role.applicant) and not actor.has(Role.admin),
            most=MOST,
            standing_in=on_behalf.in_force(actor, today()),
        )

    @expose("/darbi/izlasits", methods=["POST"])
    @has_access
    @permission_name("show")
    def read(self) -> Response:
        """Mark messages as read: one, or all of them."""
        key = ReadForm(request.form).id.data
        with one_change():
            mine = update(Notification).where(
                Notification.recipient_id == current_actor().user_id, Notification.read_at.is_(None)
            )
            if key is not None:
                mine = mine.where(Notification.id == key)
            db.session.execute(mine.values(read_at=now()).execution_options(synchronize_session=False))
        return redirect("/darbi#news", 303)


def _others(actor: Actor, mine: set[str]) -> list[dict[str, object]]:
    """Return the running cards of the own institution that wait for somebody else."""
    if actor.institution is None or not actor.has(*PROCESS_ROLES):
        return []
    rows = activities.page(Search(holder=actor.institution, statuses=RUNNING), actor)
    return [
        {"row": row, "turn": turn_words(row.waiting_for, row.holder), "due": due(row.due_on)}
        for row in rows
        if row.number not in mine
    ]


def _news(actor: Actor) -> list[Notification]:
    wanted = (
        select(Notification)
        .where(Notification.recipient_id == actor.user_id, Notification.message.not_in(BY_MAIL_ONLY))
        .options(joinedload(Notification.activity))
        .order_by(Notification.created_at.desc(), Notification.id.desc())
    )
    return list(db.session.scalars(wanted.limit(NEWS)))


def _unread(actor: Actor) -> int:
    mine = select(func.count(Notification.id)).where(
        Notification.recipient_id == actor.user_id,
        Notification.read_at.is_(None),
        Notification.message.not_in(BY_MAIL_ONLY),
    )
    return db.session.scalar(mine) or 0
