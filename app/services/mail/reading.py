"""Whether who is told still reads what a message tells of: people move, accounts and institutions close."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.services.account import links
from app.visibility import may_read_attachment, may_read_comment, may_read_texts, may_see
from models import Activity, Attachment, Comment, Notification, User
from models.account.people import actor_of, has_taken_up
from rules.audience import Message
from rules.facts import Actor
from rules.vocabulary import Role


def may_read(row: Notification) -> bool:
    """Whether the message still goes to who is told; one about an account, or to an address, always does.

    That nobody can vote is told to user administrators, too, who do not see the card itself.
    """
    person = row.recipient
    if person is not None and row.message in ABOUT_MEETINGS:
        return comes_in(person)  # who was invited once stays invited
    if row.activity_id is None or person is None:
        return True
    actor = actor_of(person)
    read = (Activity.id == row.activity_id, may_see(actor), may_read_texts(actor))
    seen = db.session.scalar(select(Activity.id).where(*read)) is not None
    if row.message is Message.nobody_to_vote and actor.has(Role.user_admin):
        seen = seen or actor.institution in row.values.get("nobody", ())
    return comes_in(person) and seen and _reads_entry(row, actor)


ABOUT_MEETINGS = frozenset({Message.meeting_invited, Message.meeting_moved, Message.meeting_cancelled})


def comes_in(person: User) -> bool:
    """Whether the account is one with which its person can come in."""
    return links.may_sign_in(person) and has_taken_up(person)


def _reads_entry(row: Notification, actor: Actor) -> bool:
    """Whether the document or comment that the message tells of is still there for who is told."""
    entries: tuple[tuple[str, Any, Any], ...] = (
        ("comment_id", Comment, may_read_comment),
        ("document_id", Attachment, may_read_attachment),
    )
    for name, table, may_read_it in entries:
        if name in row.values:
            read = (table.id == row.values[name], may_read_it(actor), table.withdrawn_at.is_(None))
            return db.session.scalar(select(table.id).where(*read)) is not None
    return True
