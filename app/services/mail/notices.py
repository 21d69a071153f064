"""The messages of a person, about what he or she still sees: what is not seen any more is not told."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services.mail.reading import ABOUT_MEETINGS
from app.visibility import may_read_attachment, may_read_comment, may_read_texts, may_see
from models import Activity, Attachment, Comment, Notification
from models.database.there_is import there_is
from rules.account.notices import BY_MAIL_ONLY, KINDS, NoticeKind
from rules.audience import Message
from rules.facts import Actor
from rules.vocabulary import Role

Criteria = Iterator[ColumnElement[bool]]


def page(
    actor: Actor, number: int, size: int, kind: NoticeKind | None = None, unread: bool = False
) -> list[Notification]:
    """Return one page of messages, the newest first."""
    wanted = select(Notification).where(*_told(actor, kind, unread))
    newest = wanted.order_by(Notification.created_at.desc(), Notification.id.desc())
    shown = newest.limit(size).offset(min(number * size, _BEYOND))
    return list(db.session.scalars(shown.options(joinedload(Notification.activity))))


def latest(actor: Actor, size: int) -> tuple[list[Notification], int]:
    """Return the newest messages, and how many there are unread in all."""
    unread = func.count(Notification.id).filter(Notification.read_at.is_(None)).over()
    newest = select(Notification, unread).where(*_told(actor, None, unread=False))
    ordered = newest.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(size)
    rows = db.session.execute(ordered.options(joinedload(Notification.activity))).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def count(actor: Actor, kind: NoticeKind | None = None, unread: bool = False) -> int:
    """Return how many messages there are."""
    return db.session.scalar(select(func.count(Notification.id)).where(*_told(actor, kind, unread))) or 0


def read(actor: Actor, at: datetime, keys: Iterable[int] | None = None) -> None:
    """Mark one's own messages as read: these, or all of them. The caller commits."""
    own = (Notification.recipient_id == actor.user_id, Notification.read_at.is_(None))
    mine = update(Notification).where(*own)
    if keys is not None:
        mine = mine.where(Notification.id.in_([key for key in keys if 0 < key < _BEYOND]))
    db.session.execute(mine.values(read_at=at).execution_options(synchronize_session=False))


_BEYOND = 10**9  # larger numbers do not fit into a database's integer


def _told(actor: Actor, kind: NoticeKind | None, unread: bool) -> Criteria:
    yield Notification.recipient_id == actor.user_id
    yield Notification.message.not_in(BY_MAIL_ONLY)
    if kind is not None:
        yield Notification.message.in_(KINDS.get(kind, ()))
    if unread:
        yield Notification.read_at.is_(None)
    yield or_(*_seen(actor))
    yield from _entries(actor)


def _seen(actor: Actor) -> Criteria:
    """What `app.services.mail.reading.may_read` says of the card, as conditions of which one is enough."""
    cards: Any = Activity.__table__.alias()
    card = (may_see(actor, cards.c), may_read_texts(actor, cards.c))
    yield Notification.activity_id.is_(None)
    yield Notification.message.in_(ABOUT_MEETINGS)
    yield there_is(cards, cards.c.id == Notification.activity_id, *card)
    if actor.has(Role.user_admin):
        yield Notification.message == Message.nobody_to_vote


def _entries(actor: Actor) -> Criteria:
    """A comment or document that is told of is still there for the person."""
    comment, document = (Notification.values[name].as_integer() for name in ("comment_id", "document_id"))
    comments = select(Comment.id).where(may_read_comment(actor), Comment.withdrawn_at.is_(None))
    documents = select(Attachment.id).where(may_read_attachment(actor), Attachment.withdrawn_at.is_(None))
    yield or_(comment.is_(None), comment.in_(comments))
    yield or_(document.is_(None), document.in_(documents))
