"""The words of a search: where they may stand, by the index of the database, and whether they do."""

# A word that stands in many cards is found soonest by reading from the newest ones; one that stands in few,
# by the index. The index is asked first, and only for so many.

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Text,
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
from app.services.words import LONGEST, matching
from app.visibility import may_read_texts
from models import Activity
from rules.facts import Actor
from rules.search import Part, Term, terms

MOST = 5000  # cards that are taken from the index; with a word that more have the newest are not far
Criteria = list[ColumnElement[bool]]
Pieces = tuple[str, ...]  # of which one stands where a word is met


def meeting(q: str, actor: Actor, card: Any = Activity) -> Criteria:
    """Return the criteria that every word of `q` is met by a word of a card that this person reads.

    `card` has the columns.
    """
    return _meeting(q, Part.all, card, lambda known: or_(may_read_texts(actor, card), known))


def meeting_known(q: str) -> Criteria:
    """Return the criteria that every word of `q` is met by what everybody may know of a card."""
    return _meeting(q, Part.known, Activity, lambda _known: true())


def _meeting(q: str, part: Part, card: Any, read: Callable[..., ColumnElement[bool]]) -> Criteria:
    # Most texts are read by everybody: only of the others is asked whether what is known would do.
    words, known = (matching(card.search_text, q, one, card.number) for one in (part, Part.known))
    if not words:
        return []
    candidates = _candidates(terms(q[:LONGEST]))
    return [*among(card.id, candidates), _occur(and_(*words, read(and_(*known))), candidates)]


def _occur(occur: ColumnElement[bool], candidates: list[int] | None) -> ColumnElement[bool]:
    # Without candidates they are so many that a list, read from the newest, is soon full. PostgreSQL would
    # guess from the patterns that there are few, and read and sort all cards; of a CASE it guesses a half.
    return case((occur, true()), else_=false()) if candidates is None else occur


def _candidates(sought: Sequence[Term]) -> list[int] | None:
    """Return the cards in whose texts the longest words may stand; None if they are many, or if none knows.

    The index has pieces of three signs: of PostgreSQL, of letters and digits of the Latin alphabet.
    """
    known = sorted((term.pieces for term in sought if all(map(str.isascii, term.pieces))), key=_length)[-3:]
    if not known:
        return None
    found = _of_sqlite(known) if db.engine.dialect.name == "sqlite" else _of_postgresql(known)
    return found if len(found) <= MOST and None not in found else None


def _length(pieces: Pieces) -> int:
    return min(map(len, pieces))


def _of_sqlite(words: list[Pieces]) -> list[int]:
    asked = " AND ".join(f"({' OR '.join(map(_trigrams, pieces))})" for pieces in words)
    return list(db.session.scalars(_IN_SQLITE, {"asked": asked, "most": MOST + 1}))


def _trigrams(piece: str) -> str:
    trigrams = sorted({piece[at : at + 3] for at in range(len(piece) - 2)})
    quoted = (f'"{one}"' for one in trigrams[:_TRIGRAMS])
    return f"({' AND '.join(quoted)})"


def _of_postgresql(words: list[Pieces]) -> list[int]:
    patterns = [[f"%{piece}%" for piece in words[at % len(words)]] for at in range(3)]
    asked = (literal(one, ARRAY(Text)) for one in patterns)
    return list(db.session.scalars(select(func.virsis_found(*asked, MOST + 1))))


def among(key: Any, ids: Sequence[int] | None) -> Criteria:
    """Return the criterion that a key is among these; None = whichever it is."""
    if ids is None:
        return []
    if db.engine.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(list(ids))).table_valued("value")
        return [key.in_(select(listed.c.value))]
    return [key == any_(literal(list(ids), ARRAY(Integer)))]


_TRIGRAMS = 30  # of a piece that is longer some will do
_IN_SQLITE = text("SELECT rowid FROM activity_trigrams WHERE activity_trigrams MATCH :asked LIMIT :most")
