"""What people have typed and not sent yet: kept per person and form, gone once the step is taken."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.services.checks import INVALID
from models import KeptText
from rules.refusals import Invalid, Problem
from rules.vocabulary import Action, ProblemCode

LONGEST = 64 * 1024  # bytes of the fields of one form
CARD_LONGEST = 2 * 1024 * 1024  # a card is all its texts at once
MOST = 100  # of one person; the oldest gives way
LASTS = timedelta(days=90)
Fields = Mapping[str, str | Sequence[str]]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def key_of_step(activity_id: int, action: Action) -> str:
    """Return the key of what is typed for a step of an activity."""
    return f"activities.{activity_id}.{'votes' if action is Action.vote else action.value}"


def longest_of(key: str) -> int:
    """Return how many bytes the form of a page may keep: that of a card more than others."""
    card = key == "activities.new" or (key.startswith("activities.") and key.endswith(".edit"))
    return CARD_LONGEST if card else LONGEST


def keep(user_id: int, key: str, fields: Fields, at: datetime, longest: int = LONGEST) -> None:
    """Keep the fields of a form as typed, in place of what was kept under this key before.

    Raises `Invalid` (`fields`: too_long) above `longest` bytes; of what a person keeps the oldest beyond
    100 gives way.
    """
    length = len(json.dumps(fields, ensure_ascii=False).encode())
    if length > longest:
        values = {"maximum": longest, "length": length}
        raise Invalid(INVALID, (Problem("fields", ProblemCode.too_long, values),))
    insert = _INSERT[db.engine.dialect.name](KeptText)
    row = insert.values(user_id=user_id, key=key, fields=dict(fields), saved_at=at)
    anew = {"kept_fields": row.excluded.kept_fields, "saved_at": at}
    db.session.execute(row.on_conflict_do_update(index_elements=["user_id", "kept_key"], set_=anew))
    too_many = _of(user_id).order_by(KeptText.saved_at.desc(), KeptText.id.desc()).offset(MOST)
    db.session.execute(delete(KeptText).where(KeptText.id.in_(too_many.with_only_columns(KeptText.id))))


def found(user_id: int, key: str) -> KeptText | None:
    """Return what this person has kept under the key."""
    return db.session.scalar(_of(user_id).where(KeptText.key == key))


def beneath(user_id: int, start: str) -> dict[str, KeptText]:
    """Return by key what this person has kept of one thing: `activities.5.`."""
    rows = db.session.scalars(_of(user_id).where(func.substr(KeptText.key, 1, len(start)) == start))
    return {one.key: one for one in rows}


def forget(user_id: int | None, key: str) -> int:
    """Take away what was kept under the key: it was sent, or is not wanted any more. Return how many."""
    return _gone(KeptText.user_id == user_id, KeptText.key == key)


def forget_all(user_id: int) -> None:
    """Take away all that this person has kept."""
    _gone(KeptText.user_id == user_id)


def forget_old(at: datetime) -> int:
    """Take away what nobody came back to for 90 days; return how many."""
    return _gone(KeptText.saved_at < at - LASTS)


def _of(user_id: int) -> Select[KeptText]:
    return select(KeptText).where(KeptText.user_id == user_id)


def _gone(*which: ColumnElement[bool]) -> int:
    taken: Any = db.session.execute(delete(KeptText).where(*which))
    return int(taken.rowcount)
