"""What somebody may have meant who found nothing: words that everybody registered reads."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.extensions import db
from models import Activity, Institution, Resource
from rules.search import MARK, Part, alike, written
from rules.text import fold

LEAST_ALIKE = 0.4
MOST_WORDS = 8  # of what was typed are looked at
MOST_TITLES = 2000  # that have a piece of a word, the newest first
_RUN = re.compile(r"[^\W_]+")


def instead(q: str, finds: Callable[[str], bool]) -> str | None:
    """Return what was typed, the most similar words in place of those that meet nothing, if that finds more.

    `finds` says whether the reader finds anything.
    """
    words = list(dict.fromkeys(written(q)))[:MOST_WORDS]
    meant = {word: like for word in words if not finds(word) and (like := _most_similar(word))}
    if not meant:
        return None
    changed = _RUN.sub(lambda run: meant.get(run.group(), run.group()), " ".join(q.split()))
    return changed if finds(changed) else None


def _most_similar(word: str) -> str | None:
    """Return the most similar word, as it is written; of equally similar ones the first of the alphabet."""
    folded: dict[str, str] = {}
    for other in _known(word):
        folded.setdefault(fold(other), other)
    near = [(-likeness, key) for key in folded if (likeness := alike(word, key)) >= LEAST_ALIKE]
    if not near:
        return None
    found = folded[min(near)[1]]
    return found.lower() if found[1:].islower() else found


def _known(word: str) -> Iterator[str]:
    """Yield words of names, and of titles that nobody restricted, where a piece of the word stands."""
    pieces = _pieces(fold(word))
    for names in ([Institution.name_lv, Institution.name_en], [Resource.name_lv]):
        kept = names[0].class_.search_text
        for row in db.session.execute(select(*names).where(_has_one(kept, pieces))):
            yield from written(" ".join(filter(None, row)))
    titles = select(Activity.title).where(
        Activity.published_at.is_not(None),
        Activity.restricted.is_(False),
        _has_one(Activity.search_text, pieces, f"{MARK}%" * Part.names),
    )
    for title in db.session.scalars(titles.order_by(Activity.number.desc()).limit(MOST_TITLES)):
        yield from written(title)


def _has_one(kept: Any, pieces: list[str], behind: str = "") -> ColumnElement[bool]:
    return or_(*(kept.like(f"%{piece}%{behind}") for piece in pieces))


def _pieces(folded: str) -> list[str]:
    """Return the pieces of three signs that a similar word has some of; signs of LIKE are in no word."""
    spaced = f" {folded} "
    return sorted({spaced[at : at + 3] for at in range(len(spaced) - 2)})[:60]
