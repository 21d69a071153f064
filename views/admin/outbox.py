"""The administrator's view of the outbox: what was mailed, what was not and why, and sending it again."""

from datetime import datetime

from flask import Response, flash, redirect, url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p, ngettext
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from app import clock, mail
from app.extensions import db
from app.services.mail import delivery, digests
from models import Notification
from rules.audience import MailState
from views.base import SafeModelView, SlimInterface, get, one_change, post
from views.base.declared import Group, Managed
from views.base.generated_list import GeneratedList
from views.base.listing import Column
from views.words.formats import NOTHING, cell, drawn

# The preview is a mail, not a page of this site: it may style itself and can do nothing else.
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
LINK = Markup('<a class="nowrap" href="/aktivitates/{0}">{0}</a>')


def _addressee(who: tuple[str, str]) -> Markup | str:
    name, address = who
    return Markup('{}<span class="sub-line">{}</span>').format(name, address) if address else name


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
            "again",
            gettext("What can be done"),
            drawn("again", "admin/outbox_pieces.html", nothing=""),
            look="t-fit",
            unseen=True,
        )
        return [*super().columns(), again]


class NotificationView(SafeModelView):
    """Paziņojumi."""

    datamodel = SlimInterface(Notification, eager=("recipient", "activity"))
    route_base = "/pazinojumi"
    kept = False
    management = Managed(group=Group.people, about=_l("e-mails and their delivery"))
    include_route_methods = {"start", "list", "show", "preview", "send_again", "send_failed_again"}
    list_widget = OutboxList
    list_template = "admin/outbox.html"
    show_template = "admin/outbox_message.html"

    list_title = _p("outbox", "Notifications")
    show_title = _p("outbox", "Notification")
    list_hint = _l("E-mails that VIRSIS has sent or will send. The text cannot be changed here.")
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
        "message": _p("outbox", "E-mail"),
        "activity.number": _p("outbox", "Activity"),
        "addressee": _p("outbox", "Recipient"),
        "state": _p("outbox", "State"),
        "last_error": _p("outbox", "Reason"),
        "attempts": _p("outbox", "Attempts"),
        "created_at": _p("outbox", "Time"),
        "sent_at": _p("outbox", "Sent"),
        "next_attempt": _p("outbox", "Next attempt"),
        "read_at": _p("outbox", "Read in the inbox"),
        "message_id": _p("outbox", "Message-ID"),
    }
    formatters_columns = {
        "activity.number": lambda number: LINK.format(number) if number else NOTHING,
        "addressee": _addressee,
        "last_error": _reason,
        "next_attempt": _next_attempt,
        "state": drawn("mail_badge"),
    }

    @get("/", may="list")
    def start(self) -> Answer:
        return redirect(url_for("NotificationView.list"))

    @get("/show/<pk>")
    def show(self, pk: str) -> str:
        """Show one message as its reader gets it."""
        row = self.row(pk)
        return self.render_template(
            self.show_template,
            pk=pk,
            title=self.show_title,
            widgets=self._show(pk),
            row=row,
            letter=mail.letter(row, more=digests.beside(row)),
        )

    @get("/preview/<pk>", may="show")
    def preview(self, pk: str) -> Response:
        """Show the HTML of a mail, harmless."""
        row = self.row(pk)
        letter = mail.letter(row, more=digests.beside(row))
        return Response(letter.html, headers={"Content-Security-Policy": PREVIEW_POLICY})

    @post("/send-again/<pk>", _p("tried", "sending a notification again"))
    def send_again(self, pk: str) -> Answer:
        with one_change():
            row = self.row(pk)
            delivery.send_again(row, clock.now())
            name = row.addressee[0]
        flash(gettext("The message to %(name)s is in the queue again.", name=name), "success")
        return redirect(url_for("NotificationView.list"))

    @post("/send-again", _p("tried", "sending failed notifications again"), may="send_again")
    def send_failed_again(self) -> Answer:
        with one_change():
            failed = list(db.session.scalars(select(Notification).where(_FAILED)))
            for row in failed:
                delivery.send_again(row, clock.now())
        said = ngettext(
            "%(num)s message is in the queue again.", "%(num)s messages are in the queue again.", len(failed)
        )
        flash(said, "success")
        return redirect(url_for("NotificationView.list"))


_FAILED = Notification.state == MailState.failed
