"""One wall for every path: each ORM select sees only what the viewer may see; nobody set = nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, event, false, or_, true
from sqlalchemy.orm import ORMExecuteState, Session

from models import (
    AccountEvent,
    Activity,
    ActivityPrinciple,
    ActivitySuggestion,
    Answer,
    Attachment,
    Comment,
    CommentMention,
    Decision,
    Event,
    KeptText,
    Meeting,
    MeetingEvent,
    MeetingGuest,
    MeetingItem,
    NoNeed,
    Notification,
    ObjectionResolution,
    Obligation,
    ObligationReport,
    Proof,
    Remark,
    Requirement,
    Revision,
    Round,
    SimulationChange,
    Ticket,
    TicketComment,
    Vote,
    Window,
)
from models.database import ticket_wall as desk
from models.database.criterion import Criterion
from models.database.there_is import there_is
from rules.audience import Message
from rules.document.access import reads_inside
from rules.document.words import Visibility
from rules.facts import Actor
from rules.meeting.flow import sees_every_meeting
from rules.visibility import Ground, KeptGround, TraceGround, grounds, kept_grounds, trace_grounds

# Rows that hang on an activity and are seen with it.
PARTS: tuple[type[Any], ...] = (
    ActivityPrinciple,
    ActivitySuggestion,
    Answer,
    Decision,
    Event,
    ObjectionResolution,
    Obligation,
    ObligationReport,
    Proof,
    Remark,
    Requirement,
    Revision,
    Round,
    Vote,
    Window,
)

# In this order they are asked: what stands on the card itself before what is looked up elsewhere.
_BY_PRICE = tuple(sorted(Ground, key=lambda ground: ground is Ground.opened_asked))
_NOBODY = Actor(username="")
viewer: ContextVar[Actor] = ContextVar("viewer", default=_NOBODY)
_open: ContextVar[bool] = ContextVar("everything_is_seen", default=False)


@contextmanager
def looking_as(actor: Actor) -> Iterator[None]:
    """See what this person sees, inside the block."""
    token, closed = viewer.set(actor), _open.set(False)
    try:
        yield
    finally:
        viewer.reset(token)
        _open.reset(closed)


@contextmanager
def seeing_everything() -> Iterator[None]:
    """See every row, inside the block: commands, the worker, and what the system does for people."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def sees_everything() -> bool:
    """Return whether every row is seen now."""
    return _open.get()


def described(everything: bool = False) -> tuple[str, str, str]:
    """Return who looks now, for a database that asks for itself: grounds, institution and person."""
    return ("everything", "", "") if everything or _open.get() else _in_words(viewer.get())


def may_see(actor: Actor, card: Any = Activity) -> ColumnElement[bool]:
    """Return the SQL criterion for the cards that this person sees; `card` has the columns."""
    mine = grounds(actor)
    if Ground.everything in mine:
        return true()
    return or_(false(), *(_criterion(ground, actor, card) for ground in _BY_PRICE if ground in mine))


def wall(card: Any) -> ColumnElement[bool]:
    """Return the criterion for the cards that are seen now, for queries of bare tables: they get none."""
    return true() if _open.get() else may_see(viewer.get(), card)


def may_read_texts(actor: Actor, card: Any = Activity) -> ColumnElement[bool]:
    """Return the SQL criterion for the cards whose texts this person reads, among those that are seen."""
    return or_(card.restricted.is_(False), is_involved(actor, card))


def is_involved(actor: Actor, card: Any = Activity) -> ColumnElement[bool]:
    """Return the SQL criterion for the cards that this person would see had none ever been approved."""
    mine = grounds(actor)
    if Ground.everything in mine:
        return true()
    inside = (_criterion(ground, actor, card) for ground in _BY_PRICE if ground in mine - {Ground.published})
    return or_(false(), *inside)


def may_read_attachment(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion for the documents that this person reads."""
    cards = Activity.__table__.alias()
    return _may_read_entry(Attachment, actor, cards, may_read_texts(actor, cards.c))


def may_read_comment(actor: Actor, comment: Any = Comment) -> ColumnElement[bool]:
    """Return the SQL criterion for the comments that this person reads; `comment` has the columns."""
    cards = Activity.__table__.alias()
    return _may_read_entry(comment, actor, cards, is_involved(actor, cards.c))


def _may_read_entry(
    entry: Any, actor: Actor, cards: FromClause, shares: ColumnElement[bool]
) -> ColumnElement[bool]:
    """What is shared goes with the card; what is internal stays with its institution, unseen by Admin."""
    seen = (cards.c.id == entry.activity_id, may_see(actor, cards.c))
    shared = and_(entry.visibility == Visibility.shared, there_is(cards, *seen, shares))
    if not reads_inside(actor):
        return shared
    own = and_(entry.visibility == Visibility.internal, entry.institution_id == actor.institution_id)
    return or_(shared, and_(own, there_is(cards, *seen)))


def may_see_meeting(actor: Actor, key: Any) -> ColumnElement[bool]:
    """Return the SQL criterion for the meetings that this person sees; `key` is the column of their ids."""
    if sees_every_meeting(actor):
        return true()
    guests = MeetingGuest.__table__.alias()
    return there_is(guests, guests.c.meeting_id == key, guests.c.person_id == actor.user_id)


def may_see_item(actor: Actor, item: Any) -> ColumnElement[bool]:
    """Return the SQL criterion for what is seen of agendas: meeting and card; `item` has the columns."""
    cards = Activity.__table__.alias()
    card = there_is(cards, cards.c.id == item.activity_id, may_see(actor, cards.c))
    return and_(may_see_meeting(actor, item.meeting_id), card)


def may_read_traces(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion for the traces of accounts that this person reads."""
    criteria = {
        TraceGround.everything: true(),
        TraceGround.institution: AccountEvent.institution_id == actor.institution_id,
        TraceGround.own_account: AccountEvent.account_id == actor.user_id,
    }
    return or_(false(), *(criteria[ground] for ground in TraceGround if ground in trace_grounds(actor)))


def may_read_kept(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion for the kept answers of the questionnaire that this person reads."""
    criteria = {
        KeptGround.everything: true(),
        KeptGround.institution: NoNeed.institution_id == actor.institution_id,
        KeptGround.own: NoNeed.created_by_id == actor.user_id,
    }
    return or_(false(), *(criteria[ground] for ground in KeptGround if ground in kept_grounds(actor)))


def _criterion(ground: Ground, actor: Actor, card: Any) -> ColumnElement[bool]:
    opened = card.round >= 1
    if ground is Ground.published:
        return and_(card.published_at.is_not(None))
    if ground is Ground.opened_any:
        return and_(opened)
    if ground is Ground.opened_asked:
        # Tables, not mapped classes: criteria within criteria would be criteria again.
        asked = Requirement.__table__.alias()
        mine = (asked.c.activity_id == card.id, asked.c.institution_id == actor.institution_id)
        return and_(opened, there_is(asked, *mine))
    own = card.holder_id == actor.institution_id
    return and_(opened if ground is Ground.opened_own else card.round == 0, own)


@event.listens_for(Session, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    """Add the viewer's criteria to every select of scoped rows."""
    if state.is_select and not state.is_column_load and not _sees_all(state):
        options = _on_activities if state.is_relationship_load else _on_everything
        state.statement = state.statement.options(*options(viewer.get()))


def _sees_all(state: ORMExecuteState) -> bool:
    return _open.get() or bool(state.execution_options.get("see_everything"))


@lru_cache(maxsize=1024)
def _in_words(actor: Actor) -> tuple[str, str, str]:
    traces = (f"traces_of_{ground}" for ground in trace_grounds(actor))
    kept = (f"kept_of_{ground}" for ground in kept_grounds(actor))
    inside = ("entries_of_institution",) if reads_inside(actor) else ()
    tickets = desk.in_words(actor)
    found = ",".join(sorted({*grounds(actor), *traces, *kept, *inside, *tickets}))
    return found, str(actor.institution_id or ""), str(actor.user_id or "")


@lru_cache(maxsize=1024)
def _on_activities(actor: Actor) -> tuple[Criterion, ...]:
    """For rows loaded through a relationship: what they hang on has been seen."""
    return (Criterion(Activity, may_see(actor), include_aliases=True),)


@lru_cache(maxsize=1024)
def _on_everything(actor: Actor) -> tuple[Criterion, ...]:
    """For rows selected directly; the system administrator sees them all."""
    mine = Notification.recipient_id == actor.user_id
    comments = Comment.__table__.alias()
    read = (comments.c.id == CommentMention.comment_id, may_read_comment(actor, comments.c))
    # Not even Admin reads what others have not sent, nor what institutions wrote for themselves.
    own = (
        _criterion_on(KeptText, KeptText.user_id == actor.user_id),
        _criterion_on(Attachment, may_read_attachment(actor)),
        _criterion_on(Comment, may_read_comment(actor)),
        _criterion_on(CommentMention, there_is(comments, *read)),
        _criterion_on(TicketComment, desk.may_read_ticket_comment(actor)),
    )
    if Ground.everything in grounds(actor):
        return (*own, _criterion_on(Notification, or_(mine, Notification.message != Message.noted)))
    return (
        *own,
        *_on_activities(actor),
        *(_criterion_on(one, _hangs_on_seen("id", one.activity_id, actor)) for one in PARTS),
        _criterion_on(Revision, _is_no_early(actor)),
        _criterion_on(Notification, mine),
        _criterion_on(Meeting, may_see_meeting(actor, Meeting.id)),
        *(_criterion_on(one, may_see_meeting(actor, one.meeting_id)) for one in (MeetingGuest, MeetingEvent)),
        _criterion_on(MeetingItem, may_see_item(actor, MeetingItem)),
        _criterion_on(AccountEvent, may_read_traces(actor)),
        _criterion_on(NoNeed, may_read_kept(actor)),
        _criterion_on(Ticket, desk.may_see_ticket(actor)),
        *(_criterion_on(one, desk.hangs_on_seen_ticket(one, actor)) for one in desk.PARTS),
        _criterion_on(SimulationChange, _hangs_on_seen("number", SimulationChange.number, actor)),
    )


def _hangs_on_seen(column: str, names: Any, actor: Actor) -> ColumnElement[bool]:
    """With values of its own: those that several criteria share are dear to fill in."""
    cards = Activity.__table__.alias()
    return there_is(cards, cards.c[column] == names, may_see(actor, cards.c))


def _is_no_early(actor: Actor) -> ColumnElement[bool]:
    """What a card said before its first round is for its holder alone (and the system administrator)."""
    card, first = Activity.__table__.alias(), Round.__table__.alias()
    opened = (first.c.activity_id == Revision.activity_id, first.c.number == 1)
    own = (card.c.id == Revision.activity_id, card.c.holder_id == actor.institution_id)
    return or_(there_is(first, *opened, first.c.revision <= Revision.number), there_is(card, *own))


def _criterion_on(part: type[Any], criterion: ColumnElement[bool]) -> Criterion:
    return Criterion(part, criterion, include_aliases=True, propagate_to_loaders=False)
