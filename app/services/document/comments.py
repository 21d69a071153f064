"""The discussion of a card: written, answered, withdrawn; who is mentioned is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.services import kept_texts
from app.services.checks import refuse
from app.services.document import mentions
from app.services.document.entering import GONE, held, inform, stop, writers
from app.visibility import seeing_everything
from models import Activity, Comment, CommentMention, Institution, User
from models.account.people import actor_of
from rules.audience import Message
from rules.document.access import (
    Entry,
    reads_comment,
    refused_adding,
    refused_comment_withdrawal,
    usual,
)
from rules.document.words import Visibility
from rules.facts import ActivityFacts, Actor
from rules.problem_sentences import FILL_IN
from rules.reading import whole
from rules.refusals import NotFound, Problem
from rules.text import says_something
from rules.vocabulary import ProblemCode

_MENTIONS: Any = selectinload(Comment.named)
_SHOWN = (
    joinedload(Comment.institution),
    joinedload(Comment.author).joinedload(User.institution),
    _MENTIONS.joinedload(CommentMention.institution),
    _MENTIONS.joinedload(CommentMention.person),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody says: `mentions` are codes of institutions and user names."""

    text: str
    visibility: Visibility | None = None
    reply_to: int | None = None
    mentions: tuple[str, ...] = ()


def key_of(activity_id: int) -> str:
    """Return the key under which what is typed and not sent is kept."""
    return f"activities.{activity_id}.comments"


def of(activity: Activity, first: int = 0, most: int | None = None) -> list[Comment]:
    """Return the comments that the viewer sees, oldest first; at most so many from the `first` on."""
    return list(db.session.scalars(_of(activity).order_by(Comment.id).offset(first).limit(most)))


def count(activity: Activity) -> int:
    """Return how many comments there are for the viewer, those withdrawn too."""
    return db.session.scalar(select(func.count(Comment.id)).where(Comment.activity_id == activity.id)) or 0


def found(key: int) -> Comment:
    """Return a comment that the viewer sees; raise `NotFound`."""
    row = db.session.scalar(select(Comment).where(Comment.id == key))
    if row is None:
        raise NotFound(GONE)
    return row


def write(activity: Activity, actor: Actor, at: datetime, said: Written) -> Comment:
    """Add to the discussion and tell those meant. Raises `NotAllowed`, `WrongStatus`, `Invalid`."""
    with seeing_everything():
        facts = held(activity, actor)
        stop(refused_adding(facts, facts.status, actor))
        visibility = said.visibility or usual(facts, actor)
        entry = Entry(visibility=visibility, institution=actor.institution or "", author_id=actor.user_id)
        answered, problems = _answered(activity, facts, entry, said.reply_to)
        named, unknown = mentions.named(facts, entry, said.mentions)
        refuse([*_empty(said.text), *problems, *unknown])
        row = _written(activity, actor, at, said, visibility)
        row.named = [mentions.row_of(one) for one in named]
        db.session.flush()
        _tell(activity, facts, row, answered, named, actor, at)
        kept_texts.forget(actor.user_id, key_of(activity.id))
        return row


def withdraw(comment: Comment, actor: Actor, at: datetime) -> None:
    """Take one's own words back: that something was said stays, what it was does not."""
    with seeing_everything():
        facts = held(comment.activity, actor)
        stop(refused_comment_withdrawal(facts, facts.status, comment.entry(), actor))
        comment.text, comment.withdrawn_at = None, at


def check_withdrawal(comment: Comment, actor: Actor) -> None:
    """Raise the reason why this person does not withdraw it."""
    with seeing_everything():
        facts = comment.activity.facts()
        stop(refused_comment_withdrawal(facts, facts.status, comment.entry(), actor))


def _of(activity: Activity) -> Select[Comment]:
    return select(Comment).where(Comment.activity_id == activity.id).options(*_SHOWN)


def _empty(text: str) -> list[Problem]:
    return [] if says_something(text) else [Problem("text", ProblemCode.required, key=FILL_IN)]


def _answered(
    activity: Activity, facts: ActivityFacts, entry: Entry, key: int | None
) -> tuple[Comment | None, list[Problem]]:
    """Return the comment that is answered: whoever reads the answer must be able to read it, too."""
    if key is None:
        return None, []
    one = db.session.get(Comment, key) if whole(key, 1) else None  # no database takes every number
    if one is not None and one.activity_id == activity.id and _reads_both(one.entry(), entry):
        return one, []
    return None, [Problem("reply_to", ProblemCode.unknown)]


def _reads_both(answered: Entry, answer: Entry) -> bool:
    if answered.withdrawn:
        return False
    own = answer.visibility is Visibility.internal and answer.institution == answered.institution
    return answered.visibility is Visibility.shared or own


def _written(
    activity: Activity, actor: Actor, at: datetime, said: Written, visibility: Visibility
) -> Comment:
    row = Comment(
        activity_id=activity.id,
        institution_id=actor.institution_id,
        visibility=visibility,
        text=said.text,
        reply_to_id=said.reply_to,
        author_id=actor.user_id,
        written_at=at,
    )
    db.session.add(row)
    return row


def _tell(
    activity: Activity,
    facts: ActivityFacts,
    row: Comment,
    answered: Comment | None,
    named: list[Institution | User],
    actor: Actor,
    at: datetime,
) -> None:
    """Tell who is mentioned, who is answered and, of what is shared, who wrote or submitted the card."""
    shared = row.visibility is Visibility.shared
    people = [(Message.mentioned, person) for person in mentions.people(facts, named)]
    people += [(Message.replied, answered.author)] if answered else []
    people += [(Message.commented, one) for one in writers(facts, Message.commented)] if shared else []
    entry = row.entry()
    told = (
        (message if shared else Message.noted, person)
        for message, person in people
        if person.active and reads_comment(facts, entry, actor_of(person))
    )
    inform(activity, told, actor, at, {"comment_id": row.id})
