"""What somebody looks for, as conditions on the words that are kept of a thing (`rules/search`)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from rules.search import MARK, Part, Term, terms

LONGEST = 400  # characters of what is looked for in a list; what stands behind them is not looked at


def matching(kept: Any, q: str, part: Part = Part.all, number: Any = None) -> list[ColumnElement[bool]]:
    """Return the conditions that each word of a search is met by a word in this part of a thing.

    `kept` and `number` are columns. What has no letter and no digit is met by nothing; nothing by all.
    """
    if not q.strip():
        return []
    return [meets(kept, one, part, number) for one in terms(q[:LONGEST])] or [false()]


def meets(kept: Any, term: Term, part: Part = Part.all, number: Any = None) -> ColumnElement[bool]:
    """Return the condition that a word, or a number, is met."""
    words = and_(*(or_(*(_stands(kept, piece, part) for piece in word)) for word in term.words))
    if not term.series or number is None:
        return words
    last = [_stands(kept, term.last, Part.known)] if term.last else []
    return or_(words, and_(number.like(f"{term.series}%"), *last))


def _stands(kept: Any, piece: str, part: Part) -> ColumnElement[bool]:
    stands: ColumnElement[bool] = kept.like(f"%{piece}%{f'{MARK}%' * part}")
    return stands
