"""The words of a search: where they may stand, by the index of the database, and whether they do."""

# A word that stands in many cards is found soonest by reading the newest ones; one that stands in few, by the
# index. Nobody knows beforehand which it is: a list tries the ways of `ways` until its page is full.

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, and_, any_, func, literal, or_, select, text

from app.extensions import db
from app.visibility import may_read_texts
from models import Activity
from rules.facts import Actor
from rules.text import fold

MOST = 5000  # cards that the index is asked for; a word in more of them is not far from the newest
NEWEST = 500  # cards that are read through first
Criteria = list[ColumnElement[bool]]


def ways(q: str, actor: Actor, others: Criteria, order: tuple[ColumnElement[Any], ...]) -> Iterator[Criteria]:
    """Yield criteria that find the same rows, the cheapest first; one is right if it fills the page.

    `others` are the criteria besides the words; the last way is right in any case.
    """
    if not (words := _words(q)):
        yield others
        return
    stand = _stand(words, actor)
    newest = select(Activity.id).where(*others).order_by(*order).limit(NEWEST)
    yield [Activity.id.in_(newest), stand]
    candidates = _candidates(words)
    few = candidates is not None and len(candidates) <= MOST
    yield [*([_among(candidates)] if few else []), *others, stand]


def narrowed(q: str, actor: Actor, others: Criteria) -> Criteria:
    """Return the criteria for all that is found, for who counts it."""
    *_, last = ways(q, actor, others, ())
    return last


def _words(q: str) -> list[str]:
    return fold(q)[:_LONGEST_QUERY].split(None, _WORDS)


def _stand(words: list[str], actor: Actor) -> ColumnElement[bool]:
    """Every word occurs in the texts that this person reads."""
    patterns = [_pattern(word) for word in words]
    readable = (Activity.search_text.like(one, "\\") for one in patterns)
    public = (Activity.search_public.like(one, "\\") for one in patterns)
    return or_(and_(may_read_texts(actor), *readable), and_(*public))


def _candidates(words: list[str]) -> list[int] | None:
    """Return the cards in whose texts the longest words may stand, at most one more than `MOST`.

    None where the index does not know: it has pieces of three letters or digits.
    """
    known = sorted((word for word in words if _PIECE.search(word)), key=len, reverse=True)[:3]
    if not known:
        return None
    if db.session.get_bind().dialect.name == "sqlite":
        pieces = {word[at : at + 3] for word in known for at in range(len(word) - 2)}
        asked = " ".join(f'"{piece}"' for piece in sorted(pieces)[:_PIECES])
        return list(db.session.scalars(_IN_SQLITE, {"asked": asked, "most": MOST + 1}))
    patterns = [_pattern(known[at % len(known)]) for at in range(3)]
    return list(db.session.scalars(select(func.virsis_found(*patterns, MOST + 1))))


def _among(ids: list[int]) -> ColumnElement[bool]:
    if db.session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps(ids)).table_valued("value")
        return Activity.id.in_(select(listed.c.value))
    return Activity.id == any_(literal(ids, ARRAY(Integer)))


def _pattern(word: str) -> str:
    return f"%{word.translate(_ESCAPES)}%"


_WORDS = 12  # more words than this count as one phrase: databases limit the depth of a condition
_LONGEST_QUERY = 400
_PIECES = 60
_PIECE = re.compile("[0-9a-z]{3}")
_ESCAPES = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_IN_SQLITE = text("SELECT rowid FROM activity_trigrams WHERE activity_trigrams MATCH :asked LIMIT :most")
