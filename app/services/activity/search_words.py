"""The words of a search: where they may stand, by the index of the database, and whether they do."""

# A word that stands in many cards is found soonest by reading from the newest ones; one that stands in few,
# by the index. The index is asked first, and only for so many.

import json
import re
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    and_,
    any_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    text,
    true,
)

from app.extensions import db
from app.visibility import may_read_texts
from models import Activity
from rules.facts import Actor
from rules.text import fold

MOST = 5000  # cards that are taken from the index; with a word that more have the newest are not far
Criteria = list[ColumnElement[bool]]


def meeting(q: str, actor: Actor, card: Any = Activity) -> Criteria:
    """Return the criteria that every word of `q` occurs in the texts of a card that this person reads.

    `card` has the columns.
    """
    if not (words := fold(q)[:_LONGEST_QUERY].split(None, _WORDS)):
        return []
    candidates = _candidates(words)
    readable = _occur(words, card.search_text, candidates)
    public = _occur(words, card.search_public, candidates)
    return [*_among(card.id, candidates), or_(and_(may_read_texts(actor, card), readable), public)]


def meeting_known(q: str) -> Criteria:
    """Return the criteria that every word of `q` occurs in what everybody may know of a card."""
    if not (words := fold(q).split()):
        return []
    candidates = _candidates(words)
    return [*_among(Activity.id, candidates), _occur(words, Activity.search_public, candidates)]


def _occur(words: list[str], folded: Any, candidates: list[int] | None) -> ColumnElement[bool]:
    occur = and_(*(folded.like(_pattern(word), "\\") for word in words))
    # Without candidates they are so many that a list, read from the newest, is soon full. PostgreSQL would
    # guess from the patterns that there are few, and read and sort all cards; of a CASE it guesses a half.
    return case((occur, true()), else_=false()) if candidates is None else occur


def _candidates(words: list[str]) -> list[int] | None:
    """Return the cards in whose texts the longest words may stand; None if they are many, or if none knows.

    The index has pieces of three letters or digits.
    """
    known = sorted((word for word in words if _PIECE.search(word)), key=len, reverse=True)[:3]
    if not known:
        return None
    found = _of_sqlite(known) if db.engine.dialect.name == "sqlite" else _of_postgresql(known)
    return found if len(found) <= MOST and None not in found else None


def _of_sqlite(words: list[str]) -> list[int]:
    pieces = {word[at : at + 3] for word in words for at in range(len(word) - 2)}
    asked = " ".join(f'"{piece}"' for piece in sorted(pieces)[:_PIECES])
    return list(db.session.scalars(_IN_SQLITE, {"asked": asked, "most": MOST + 1}))


def _of_postgresql(words: list[str]) -> list[int]:
    patterns = [_pattern(words[at % len(words)]) for at in range(3)]
    return list(db.session.scalars(select(func.virsis_found(*patterns, MOST + 1))))


def _among(key: Any, ids: list[int] | None) -> Criteria:
    if ids is None:
        return []
    if db.engine.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(ids)).table_valued("value")
        return [key.in_(select(listed.c.value))]
    return [key == any_(literal(ids, ARRAY(Integer)))]


def _pattern(word: str) -> str:
    return f"%{word.translate(_ESCAPES)}%"


_WORDS = 12  # more words than this count as one phrase: databases limit the depth of a condition
_LONGEST_QUERY = 400
_PIECES = 60
_PIECE = re.compile("[0-9a-z]{3}")
_ESCAPES = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_IN_SQLITE = text("SELECT rowid FROM activity_trigrams WHERE activity_trigrams MATCH :asked LIMIT :most")
