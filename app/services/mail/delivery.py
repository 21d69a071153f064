"""Sending what the outbox holds: claimed row by row, tried until it goes, at least once."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from app import mail
from app.database import writing
from app.extensions import db
from app.security.one_time import address_of
from app.services.account import links
from app.services.mail import digests
from app.services.mail.digests import NOT_THEIRS
from app.services.mail.reading import may_read
from app.visibility import seeing_everything
from models import Notification, User
from rules.audience import MailState, Message
from rules.refusals import WrongStatus
from rules.text import N_

log = logging.getLogger(__name__)

UNWRITTEN = N_("The message could not be written. The server's log says why.")
NO_SERVER = N_("No mail server is set.")
LINK_ENDED = N_("The link was used or replaced by a newer one, or the account is closed.")
# After the first attempt wait so many minutes, then so many …: ten attempts in about a day.
WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 240, 240, 240, 240, 240))
SERVER_WAIT = timedelta(seconds=15)
LEASE = timedelta(minutes=5)  # so long a message belongs to the worker that claimed it
UNSENT = frozenset({MailState.queued, MailState.retry})
_ABOUT_ACCOUNTS = and_(
    Notification.state.in_(UNSENT),
    Notification.activity_id.is_(None),
    Notification.message != Message.digest,
)
WITH_LINK = frozenset({Message.invitation, Message.password_reset})


def deliver(at: datetime, limit: int = 50) -> int:
    """Send what is due at this moment, at most `limit` messages; return how many went out.

    Commits message by message; no transaction is open while the mail server is spoken to.
    """
    with seeing_everything():
        if mail.has_server():
            return _carry(at, limit, None, mail.send)
        if mail.writes_files():
            _carry(at, limit, _ABOUT_ACCOUNTS, mail.write)
        _keep_waiting()
        return 0


def send_now(row: Notification, secret: str, at: datetime) -> str:
    """Send one message at once with a link that is known already; return why it did not go, or nothing.

    Whatever comes of it, it is not tried again. Commits.
    """
    if not mail.has_server():
        return NO_SERVER
    try:
        addressed = mail.envelope(row, secret)
        db.session.rollback()
        mail.send(addressed)
    except mail.NotSent as failure:
        return str(failure)
    with writing():
        row.state, row.sent_at, row.last_error, row.attempts = MailState.sent, at, "", row.attempts + 1
        db.session.commit()
    return ""


def send_again(notification: Notification, at: datetime) -> None:
    """Put a message that did not go out back into the queue, with all its attempts before it."""
    if notification.state not in {MailState.failed, MailState.kept, MailState.retry}:
        raise WrongStatus(N_("Only a message that did not go out can be sent again."))
    notification.state, notification.attempts, notification.last_error = MailState.queued, 0, ""
    notification.next_attempt_at = at


def invitation_is_held_up(account: User) -> bool:
    """Return whether the latest invitation has not gone out: it was refused, or no server takes it."""
    mine = select(Notification).where(Notification.recipient_id == account.id)
    newest = mine.where(Notification.message == Message.invitation).order_by(Notification.id.desc()).limit(1)
    with seeing_everything():
        row = db.session.scalars(newest).first()
    held_up = {MailState.failed, MailState.retry}
    return row is not None and (row.state in held_up or row.last_error == NO_SERVER)


def keep_unsent(reason: str = "") -> None:
    """Keep everything that waits instead of sending it: a demo's invented past is no news.

    What is kept because there is no server goes out by itself as soon as there is one.
    """
    waiting = update(Notification).where(Notification.state.in_(UNSENT))
    db.session.execute(waiting.values(state=MailState.kept, last_error=reason))


def _carry(at: datetime, limit: int, which: ColumnElement[bool] | None, send: mail.Carrier) -> int:
    """Send at most so many of these messages that are due; return how many went out."""
    sent = 0
    for _ in range(limit):
        row = _claim(at, which)
        if row is None or not _try(row, at, send):
            break
        sent += row.state is MailState.sent
    db.session.rollback()
    return sent


def _keep_waiting() -> None:
    waits = db.session.scalar(select(Notification.id).where(Notification.state.in_(UNSENT)).limit(1))
    db.session.rollback()
    if waits is not None:
        with writing():
            keep_unsent(NO_SERVER)
            db.session.commit()


def _due(at: datetime) -> ColumnElement[bool]:
    for_want_of_a_server = and_(Notification.state == MailState.kept, Notification.last_error == NO_SERVER)
    return and_(or_(Notification.state.in_(UNSENT), for_want_of_a_server), Notification.next_attempt_at <= at)


def _claim(at: datetime, which: ColumnElement[bool] | None = None) -> Notification | None:
    """Take one due message for the time of the lease; a crash in between lets it be taken again."""
    due = select(Notification).where(_due(at)).order_by(Notification.next_attempt_at, Notification.id)
    if which is not None:
        due = due.where(which)
    if db.session.scalar(due.with_only_columns(Notification.id).limit(1)) is None:
        return None
    db.session.rollback()
    with writing():
        row = db.session.scalars(due.limit(1).with_for_update(skip_locked=True)).first()
        if row is not None:
            row.next_attempt_at = at + LEASE
        db.session.commit()
    return row


def _try(row: Notification, at: datetime, send: mail.Carrier) -> bool:
    """Attempt one message and record what came of it; return False when the server is not there."""
    failure = _attempt(row, at, send)
    db.session.rollback()
    with writing():
        if failure is None:
            row.state, row.sent_at, row.last_error = MailState.sent, at, ""
            row.attempts += 1
        elif isinstance(failure, mail.Kept):
            row.state, row.last_error = MailState.kept, str(failure)
        elif isinstance(failure, mail.Unreachable):
            row.state, row.last_error, row.next_attempt_at = MailState.retry, str(failure), at + SERVER_WAIT
        else:
            _count(row, failure, at)
        db.session.commit()
    return not isinstance(failure, mail.Unreachable)


def _attempt(row: Notification, at: datetime, send: mail.Carrier) -> mail.NotSent | None:
    try:
        more = digests.beside(row)
        addressed = mail.envelope(row, _secret(row, at), more)
        if not may_read(row) or (row.message is Message.digest and not more):
            raise mail.Kept(NOT_THEIRS)
        db.session.rollback()
        send(addressed)
    except mail.Kept as kept:
        return kept
    except mail.NotSent as failure:
        log.warning("Message %s did not go out: %s", row.message_id, failure)
        return failure
    except Exception:  # one message that cannot be written must not hold up the others
        log.exception("Message %s could not be written", row.message_id)
        return mail.Postponed(UNWRITTEN)
    return None


def _secret(row: Notification, at: datetime) -> str:
    """Make the link that a message carries: the database knows its hash before anybody has it."""
    if row.message not in WITH_LINK:
        return ""
    key = int(row.values["link"])
    db.session.rollback()
    with writing():
        token = links.mint(key, at)
        db.session.commit()
    if token is None:
        raise mail.Kept(LINK_ENDED)
    return address_of(token)


def _count(row: Notification, failure: mail.NotSent, at: datetime) -> None:
    row.attempts, row.last_error = row.attempts + 1, str(failure)
    if isinstance(failure, mail.Refused) or row.attempts > len(WAITS):
        row.state = MailState.failed
    else:
        row.state, row.next_attempt_at = MailState.retry, at + WAITS[row.attempts - 1]
