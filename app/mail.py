"""One mail to one person: written in the reader's language as text and HTML, and handed to the server."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale, gettext
from flask_mail import BadHeaderError
from sqlalchemy import select

from app import clock
from app.envelope import Envelope
from app.extensions import db, mail
from app.invitation import calendar_file, told_of
from app.security.one_time import lifetime
from models import Activity, Attachment, Comment, Notification, Requirement, Vote
from rules.account.access import LinkPurpose
from rules.text import N_
from rules.vocabulary import Choice, Role, Urgency
from rules.window.words import WindowEffect

log = logging.getLogger(__name__)

NO_ANSWER = N_("The mail server does not answer.")
IN_A_FILE = N_("No mail server is set: the mail was written into a file of the demonstration.")
NO_TRUST = N_("The certificate of the mail server is not trusted.")
NO_ENCRYPTION = N_("The mail server offers no encryption (STARTTLS).")
BAD_HEADER = N_("The subject or an address holds a line break.")
NO_SIGN_IN = N_("The mail server does not accept our user name or password.")
DATES = ("due_on", "was_on", "calendar", "actual_start", "actual_end", "from_on", "until_on", "on")
# Nobody is to answer by a note of absence: Exchange and Outlook know only the second of them.
BY_A_MACHINE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
SERVICE_CLOSING = 421  # SMTP: the server goes down and says so

Carrier = Callable[[Envelope], None]  # what becomes of a mail: `send` or `write`


class NotSent(Exception):
    """The message did not go out; the text says why: a sentence of ours or the server's own words."""


class Unreachable(NotSent):
    """The server cannot be reached: no fault of the message."""


class Postponed(NotSent):
    """The server does not take the message now."""


class Refused(NotSent):
    """The server will never take the message."""


class Kept(NotSent):
    """The message stays here and is not tried again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person reads."""

    subject: str
    text: str
    html: str


def has_server() -> bool:
    """Return whether this installation has a mail server."""
    return bool(current_app.config["MAIL_SERVER"])


def writes_files() -> bool:
    """Return whether mails about accounts are written into files: a demo without a mail server."""
    return current_app.config["ENV"] == "demo" and not has_server()


def letter(notification: Notification, secret: str = "", more: Mapping[str, Any] | None = None) -> Letter:
    """Return the mail of a notification in its reader's language.

    `mail/messages/` has one template for each message; it only sets what is said, the layouts show it.
    `secret` is the address that opens once; without it the mail says only that there is one. `more` is what
    the template may use besides: the `digest` of one.
    """
    with force_locale(_reader(notification).locale):
        context = {**_context(notification, secret), **(more or {})}
        words = current_app.jinja_env.get_template(f"mail/messages/{notification.message}.txt")
        context["said"] = said = words.make_module(context)
        text, html = (_laid_out(kind, context) for kind in ("txt", "html"))
        subject = str(said.subject)  # type: ignore[attr-defined]
        return Letter(_marked(subject, notification.activity), text, html)


def _marked(subject: str, activity: Activity | None) -> str:
    """Say before the subject that an emergency is meant."""
    if activity is None or activity.urgency is not Urgency.emergency:
        return subject
    return str(gettext("Emergency: %(subject)s", subject=subject))


def envelope(notification: Notification, secret: str = "", more: Mapping[str, Any] | None = None) -> Envelope:
    """Return the mail ready to go: to this person alone, with the same Message-ID at every attempt."""
    written = letter(notification, secret, more)
    addressed = Envelope(
        subject=written.subject,
        recipients=[_reader(notification).address],
        body=written.text,
        html=written.html,
        extra_headers=BY_A_MACHINE,
    )
    host = (urlsplit(current_app.config["BASE_URL"]).hostname or "localhost").encode("idna").decode()
    addressed.msgId = f"<{notification.message_id}@{host}>"
    addressed.calendar = calendar_file(notification, str(addressed.sender), host, written.text)
    return addressed


def send(addressed: Envelope) -> None:
    """Hand a mail to the server; raise `Unreachable`, `Postponed` or `Refused` when it does not go."""
    try:
        mail.send(addressed)
    except smtplib.SMTPRecipientsRefused as error:
        raise _refusal(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPSenderRefused as error:  # our own address: a setting, no fault of the message
        raise Postponed(_words(error.smtp_code, error.smtp_error)) from error
    except BadHeaderError as error:
        raise Refused(BAD_HEADER) from error
    except OSError as error:  # also what else smtplib raises
        raise Unreachable(_why_unreachable(error)) from error


def write(addressed: Envelope) -> None:
    """Write a mail into a file that only this user of the computer reads, say where, and raise `Kept`."""
    folder = current_app.config["VAR"] / "mail"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{str(addressed.msgId).strip('<>').partition('@')[0]}.eml"
    file.touch(mode=0o600)
    file.write_bytes(addressed.as_bytes())
    log.info("There is no mail server: the mail to %s is in %s", addressed.recipients[0], file)
    raise Kept(IN_A_FILE)


def _why_unreachable(error: OSError) -> str:
    reasons: tuple[tuple[type[OSError], str], ...] = (
        (smtplib.SMTPAuthenticationError, NO_SIGN_IN),
        (smtplib.SMTPNotSupportedError, NO_ENCRYPTION),
        (ssl.SSLError, NO_TRUST),
    )
    return next((said for kind, said in reasons if isinstance(error, kind)), NO_ANSWER)


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who gets the mail: a person, or an address that has no account."""

    address: str
    locale: str
    name: str
    institution: str


def _reader(notification: Notification) -> _Reader:
    person = notification.recipient
    if person is None:
        return _Reader(notification.address, notification.locale, notification.address, "")
    institution = person.institution.code if person.institution else "VIRSIS"
    return _Reader(person.email, person.locale, person.get_full_name(), institution)


def _context(notification: Notification, secret: str) -> dict[str, Any]:
    """What the templates may use; `told` is what the use case said when it happened."""
    activity, told = notification.activity, notification.values
    base = current_app.config["BASE_URL"].rstrip("/")
    return {
        "activity": activity,
        "number": activity.number if activity else told.get("number", ""),
        "holder": activity.holder.code if activity else "",
        "reader": _reader(notification),
        "account": notification.recipient,
        "told": told,
        "institution": told.get("institution"),
        "earlier": _earlier(told),
        "role": Role(told["role"]) if told.get("role") else None,
        **{name: _date(told.get(name)) for name in DATES},
        **{name: _moment(told.get(name)) for name in ("starts_at", "ends_at")},
        "effect": WindowEffect(told["effect"]) if told.get("effect") else None,
        "asked": _asked(notification),
        "vote": _vote(notification),
        "comment": _row(Comment, told.get("comment_id")),
        "meeting": told_of(notification),
        "document": _row(Attachment, told.get("document_id")),
        "secret": secret,
        "until": _until(notification),
        "base_url": base,
        "url": f"{base}/aktivitates/{activity.number}" if activity else base,
        "demo": current_app.config["ENV"] == "demo",
    }


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _until(notification: Notification) -> datetime | None:
    """How long the link holds of a mail that was sent, or of one that is written now."""
    purpose = next((one for one in LinkPurpose if one.value == notification.message.value), None)
    return (notification.sent_at or clock.now()) + lifetime(purpose) if purpose else None


def _asked(notification: Notification) -> list[Requirement]:
    """The institutions asked in the round that the message is about, else in the latest."""
    activity = notification.activity
    if activity is None:
        return []
    number = notification.values.get("round", activity.round)
    rounds = (one for one in activity.rounds if one.number == number)
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


def _row(table: type[Any], key: int | None) -> Any:
    """The entry that the message tells of, as who looks now sees it."""
    return db.session.scalar(select(table).where(table.id == key)) if key else None


def _earlier(told: dict[str, Any]) -> dict[str, Any] | None:
    """What the institution said in an earlier round: choice, round and day."""
    said = told.get("earlier")
    return {**said, "choice": Choice(said["choice"]), "on": _date(said["on"])} if said else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
