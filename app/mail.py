"""One mail to one person: written in the reader's language as text and HTML, and handed to the server."""

import smtplib
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from flask_mail import Message as Envelope

from app.extensions import mail
from models import Notification, Requirement, Vote
from rules.text import N_
from rules.vocabulary import Choice

NO_ANSWER = N_("The mail server does not answer.")
NO_SIGN_IN = N_("The mail server does not accept our user name or password.")
SERVICE_CLOSING = 421  # SMTP: the server goes down and says so


class NotSent(Exception):
    """The message did not go out; the text says why: a sentence of ours or the server's own words."""


class Unreachable(NotSent):
    """The server cannot be reached: no fault of the message."""


class Postponed(NotSent):
    """The server does not take the message now."""


class Refused(NotSent):
    """The server will never take the message."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person reads."""

    subject: str
    text: str
    html: str


def has_server() -> bool:
    """Return whether this installation has a mail server."""
    return bool(current_app.config["MAIL_SERVER"])


def letter(notification: Notification) -> Letter:
    """Return the mail of a notification in its reader's language.

    `mail/messages/` has one template for each message; it only sets what is said, the layouts show it.
    """
    with force_locale(notification.recipient.locale):
        context = _context(notification)
        words = current_app.jinja_env.get_template(f"mail/messages/{notification.message}.txt")
        context["said"] = said = words.make_module(context)
        text, html = (_laid_out(kind, context) for kind in ("txt", "html"))
        return Letter(str(said.subject), text, html)  # type: ignore[attr-defined]


def envelope(notification: Notification) -> Envelope:
    """Return the mail ready to go: to this person alone, with the same Message-ID at every attempt."""
    written = letter(notification)
    addressed = Envelope(
        subject=written.subject,
        recipients=[notification.recipient.email],
        body=written.text,
        html=written.html,
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    addressed.msgId = f"<{notification.message_id}@{host}>"
    return addressed


def send(addressed: Envelope) -> None:
    """Hand a mail to the server; raise `Unreachable`, `Postponed` or `Refused` when it does not go."""
    try:
        mail.send(addressed)
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Unreachable(NO_SIGN_IN) from error
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPSenderRefused as error:  # our own address: a setting, no fault of the message
        raise Postponed(_words(error.smtp_code, error.smtp_error)) from error
    except OSError as error:  # also what else smtplib raises
        raise Unreachable(NO_ANSWER) from error


def _refusal(code: int, reply: bytes | str) -> NotSent:
    if code == SERVICE_CLOSING:
        return Unreachable(NO_ANSWER)
    kind = Refused if code >= 500 else Postponed
    return kind(_words(code, reply))


def _words(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(words.split())}"


def _laid_out(kind: str, context: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"mail/layout.{kind}").render(context).strip() + "\n"


def _context(notification: Notification) -> dict[str, Any]:
    """What the templates may use; `told` is what the use case said when it happened."""
    activity, told = notification.activity, notification.values
    base = current_app.config["BASE_URL"].rstrip("/")
    return {
        "activity": activity,
        "number": activity.number,
        "holder": activity.holder.code,
        "reader": notification.recipient,
        "told": told,
        "institution": told.get("institution"),
        "due_on": _date(told.get("due_on")),
        "actual_start": _date(told.get("actual_start")),
        "actual_end": _date(told.get("actual_end")),
        "asked": _asked(notification),
        "vote": _vote(notification),
        "base_url": base,
        "url": f"{base}/aktivitates/{activity.number}",
        "demo": current_app.config["ENV"] == "demo",
    }


def _asked(notification: Notification) -> list[Requirement]:
    """The institutions asked in the round that the message is about, else in the latest."""
    number = notification.values.get("round", notification.activity.round)
    rounds = (one for one in notification.activity.rounds if one.number == number)
    return [row for one in rounds for row in one.requirements]


def _vote(notification: Notification) -> Vote | None:
    """The vote that the message tells of, with its remarks."""
    told = notification.values
    if told.get("choice") not in {Choice.object, Choice.approve_with_proposals}:
        return None
    votes = (
        vote for row in _asked(notification) if row.institution.code == told.get("by") for vote in row.votes
    )
    return next((vote for vote in votes if vote.seq == told.get("vote")), None)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
