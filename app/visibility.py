"""One wall for every path: each ORM select sees only what the viewer may see; nobody set = nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import ColumnElement, and_, event, exists, false, or_, select, true
from sqlalchemy.orm import ORMExecuteState, Session, aliased, with_loader_criteria

from models import (
    Activity,
    ActivityPrinciple,
    ActivitySuggestion,
    Answer,
    Decision,
    Event,
    Notification,
    ObjectionResolution,
    Remark,
    Requirement,
    Revision,
    Round,
    Vote,
)
from rules.facts import Actor
from rules.visibility import Ground, grounds
from rules.vocabulary import Role

# Rows that hang on an activity and are seen with it.
PARTS: tuple[type[Any], ...] = (
    ActivityPrinciple,
    ActivitySuggestion,
    Answer,
    Decision,
    Event,
    ObjectionResolution,
    Remark,
    Requirement,
    Revision,
    Round,
    Vote,
)

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


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion on `Activity` for what this person sees."""
    mine = grounds(actor)
    if Ground.everything in mine:
        return true()
    return or_(false(), *(_criterion(ground, actor) for ground in sorted(mine)))


def may_read_texts(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion on `Activity` for whose texts this person reads."""
    mine = grounds(actor)
    if Ground.everything in mine:
        return true()
    inside = (_criterion(ground, actor) for ground in sorted(mine - {Ground.published}))
    return or_(Activity.restricted.is_(False), *inside)


def _criterion(ground: Ground, actor: Actor) -> ColumnElement[bool]:
    opened = Activity.round >= 1
    if ground is Ground.published:
        return Activity.published_at.is_not(None)
    if ground is Ground.opened_any:
        return opened
    if ground is Ground.opened_asked:
        asked = aliased(Requirement)
        mine = select(asked.activity_id).where(asked.institution_id == actor.institution_id)
        return and_(opened, Activity.id.in_(mine))
    own = Activity.holder_id == actor.institution_id
    return and_(opened if ground is Ground.opened_own else Activity.round == 0, own)


@event.listens_for(Session, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    """Add the viewer's criteria to every select of scoped rows."""
    if not state.is_select or state.is_column_load or _sees_all(state):
        return
    actor = viewer.get()
    seen = may_see(actor)
    state.statement = state.statement.options(with_loader_criteria(Activity, seen, include_aliases=True))
    if state.is_relationship_load:
        return  # the row it hangs on has been seen
    visible = exists().where(Activity.id == 0)
    for part in PARTS:
        visible = part.activity_id.in_(select(Activity.id).where(seen))
        state.statement = state.statement.options(
            with_loader_criteria(part, visible, include_aliases=True, propagate_to_loaders=False)
        )
    if not actor.has(Role.admin):
        mine = Notification.recipient_id == actor.user_id
        state.statement = state.statement.options(
            with_loader_criteria(Notification, mine, include_aliases=True, propagate_to_loaders=False)
        )


def _sees_all(state: ORMExecuteState) -> bool:
    return _open.get() or bool(state.execution_options.get("see_everything"))
