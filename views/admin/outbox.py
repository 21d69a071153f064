"""The administrator's view of the outbox: what was mailed, what was not and why, and sending it again."""

from datetime import datetime

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext, lazy_gettext, lazy_pgettext, ngettext
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from app import clock, mail
from app.extensions import db
from app.services.mail import delivery
from models import Notification
from rules.audience import MailState
from views.base import SafeModelView, SlimInterface, expose, has_access, one_change, permission_name
from views.base.generated_list import GeneratedList
from views.base.listing import Column
from views.base.management import Group, Managed
from views.words.formats import NOTHING, cell, drawn

# The preview is a mail, not a page of this site: it may style itself and can do nothing else.
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def _addressee(who: tuple[str, str]) -> Markup | str:
    name, address = who
    return Markup('{}<span class="sub-line">{}</span>').format(name, address) if address else name


def _activity(number: str | None) -> Markup | str:
    """Return a link to the activity; messages about accounts have none."""
    return Markup('<a class="nowrap" href="/aktivitates/{0}">{0}</a>').format(number) if number else NOTHING


def _reason(last_error: str) -> str:
    return gettext(last_error) if last_error else NOTHING


def _next_attempt(stands: tuple[MailState, str, datetime]) -> object:
    """Say when a mail is tried next, if ever; a moment that has passed is none."""
    state, reason, at = stands
    if state is MailState.kept and reason == delivery.NO_SERVER:
        return gettext("as soon as a mail server is set")
    if state not in delivery.UNSENT:
        return NOTHING
    return cell(at) if at > clock.now() else gettext("as soon as the mail server answers")


class OutboxList(GeneratedList):
    """Rows with a button for what did not go out."""

    def columns(self) -> list[Column]:
        again = Column(
            name="again",
            head=gettext("What can be done"),
            cell=drawn("again", "admin/outbox_pieces.html", nothing=""),
            look="t-fit",
            unseen=True,
        )
        return [*super().columns(), again]


class NotificationView(SafeModelView):
    """Paziņojumi."""

    datamodel = SlimInterface(Notification, eager=("recipient", "activity"))
    route_base = "/pazinojumi"
    kept = False
    attempts = {
        "send_again": lazy_pgettext("tried", "sending a notification again"),
        "send_failed_again": lazy_pgettext("tried", "sending failed notifications again"),
    }
    management = Managed(group=Group.people, about=lazy_gettext("e-mails and their delivery"))
    include_route_methods = {"start", "list", "show", "preview", "send_again", "send_failed_again"}
    list_widget = OutboxList
    list_template = "admin/outbox.html"
    show_template = "admin/outbox_message.html"

    list_title = lazy_pgettext("outbox", "Notifications")
    show_title = lazy_pgettext("outbox", "Notification")
    extra_args = {
        "active": "admin",
        "list_hint": lazy_gettext(
            "E-mails that VIRSIS has sent or will send. The text cannot be changed here."
        ),
    }
    list_columns = [
        "message",
        "activity.number",
        "addressee",
        "state",
        "last_error",
        "attempts",
        "created_at",
    ]
    show_columns = [
        "message",
        "activity.number",
        "addressee",
        "state",
        "last_error",
        "attempts",
        "created_at",
        "sent_at",
        "next_attempt",
        "read_at",
        "message_id",
    ]
    order_columns = ["state", "attempts", "created_at"]
    search_columns = ["state", "message"]
    base_order = ("created_at", "desc")
    label_columns = {
        "message": lazy_pgettext("outbox", "E-mail"),
        "activity.number": lazy_pgettext("outbox", "Activity"),
        "addressee": lazy_pgettext("outbox", "Recipient"),
        "state": lazy_pgettext("outbox", "State"),
        "last_error": lazy_pgettext("outbox", "Reason"),
        "attempts": lazy_pgettext("outbox", "Attempts"),
        "created_at": lazy_pgettext("outbox", "Time"),
        "sent_at": lazy_pgettext("outbox", "Sent"),
        "next_attempt": lazy_pgettext("outbox", "Next attempt"),
        "read_at": lazy_pgettext("outbox", "Read in the inbox"),
        "message_id": lazy_pgettext("outbox", "Message-ID"),
    }
    formatters_columns = {
        "activity.number": _activity,
        "addressee": _addressee,
        "last_error": _reason,
        "next_attempt": _next_attempt,
        "state": drawn("mail_badge"),
    }

    @expose("/")
    @has_access
    @permission_name("list")
    def start(self) -> Answer:
        """Lead to the list."""
        return redirect(url_for("NotificationView.list"))

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> str:
        """Show one message as its reader gets it."""
        row = self._row(pk)
        return self.render_template(
            self.show_template,
            pk=pk,
            title=self.show_title,
            widgets=self._show(pk),
            row=row,
            letter=mail.letter(row),
        )

    @expose("/preview/<pk>", methods=["GET"])
    @has_access
    @permission_name("show")
    def preview(self, pk: str) -> Response:
        """Show the HTML of a mail, harmless."""
        return Response(mail.letter(self._row(pk)).html, headers={"Content-Security-Policy": PREVIEW_POLICY})

    @expose("/send-again/<pk>", methods=["POST"])
    @has_access
    @permission_name("send_again")
    def send_again(self, pk: str) -> Answer:
        """Put one message back into the queue."""
        with one_change():
            row = self._row(pk)
            delivery.send_again(row, clock.now())
            name = row.addressee[0]
        flash(gettext("The message to %(name)s is in the queue again.", name=name), "success")
        return redirect(url_for("NotificationView.list"))

    @expose("/send-again", methods=["POST"])
    @has_access
    @permission_name("send_again")
    def send_failed_again(self) -> Answer:
        """Put every message that failed back into the queue."""
        with one_change():
            failed = list(db.session.scalars(select(Notification).where(_FAILED)))
            for row in failed:
                delivery.send_again(row, clock.now())
        said = ngettext(
            "%(num)s message is in the queue again.", "%(num)s messages are in the queue again.", len(failed)
        )
        flash(said, "success")
        return redirect(url_for("NotificationView.list"))

    def _row(self, pk: str) -> Notification:
        return self.datamodel.get(pk, self._base_filters) or abort(404)


_FAILED = Notification.state == MailState.failed
