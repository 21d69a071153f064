"""Resources whose names resemble a new one: a hint for the applicant, never an obstacle."""

from difflib import SequenceMatcher

from sqlalchemy import or_, select

from app.extensions import db
from models import Resource
from rules.registry_vocabulary import ResourceStatus
from rules.text import fold, name_key

ALIKE = 0.7  # share of equal letters
_SHORTEST_WORD = 4
_CANDIDATES, _MOST = 200, 3


def similar_resources(name: str) -> list[Resource]:
    """Return active resources with a similar name, the most similar first; the same name is none."""
    words = [word for word in fold(name).split() if len(word) >= _SHORTEST_WORD]
    if not words:
        return []
    having = or_(*(Resource.search_text.contains(word, autoescape=True) for word in words[:10]))
    found = select(Resource).where(Resource.status == ResourceStatus.active, having).limit(_CANDIDATES)
    wanted = name_key(name)[:300]
    alike = [(_likeness(wanted, one.name_key[:300]), one) for one in db.session.scalars(found)]
    close = [pair for pair in alike if pair[0] >= ALIKE and pair[1].name_key != wanted]
    return [one for _, one in sorted(close, key=lambda pair: (-pair[0], pair[1].code))[:_MOST]]


def _likeness(one: str, other: str) -> float:
    if one in other or other in one:
        return 1.0
    compared = SequenceMatcher(None, one, other)
    # What both can be at most, by their letters, is found at once; letter by letter only those that may be.
    return compared.ratio() if min(compared.real_quick_ratio(), compared.quick_ratio()) >= ALIKE else 0.0
