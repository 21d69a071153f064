"""The registry for rules and pickers: institutions, resources and how they depend on one another."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.extensions import db
from app.services.words import matching
from models import Dependency, Domain, Institution, Resource
from rules.dependency.words import IN_FORCE
from rules.facts import InstitutionFact, ResourceFact
from rules.registry import Registry
from rules.registry_vocabulary import InstitutionStatus, ResourceStatus
from rules.search import equal
from rules.text import fold, name_key

_WORKING = select(Institution).where(Institution.status == InstitutionStatus.active)
_IN_USE = select(Resource).where(Resource.status == ResourceStatus.active)
# What is to end can still be needed, used and affected; only no card is written on it.
_RUNS_YET = select(Resource).where(
    Resource.status.in_((ResourceStatus.active, ResourceStatus.being_liquidated))
)

# A hint for the applicant, never an obstacle: share of equal letters, letters of a word that counts.
_ALIKE, _SHORTEST_WORD = 0.7, 4
_CANDIDATES, _MOST_ALIKE = 200, 3
Key = InstrumentedAttribute[str]  # a column that keeps in which order names stand


def registry() -> Registry:
    """Return the whole registry as facts, in a handful of queries."""
    institutions, parents = _institutions()
    successors = _successors()
    return Registry(
        institutions=institutions,
        parents=parents,
        resources=_resources(successors),
        dependencies=_dependencies(),
        architects=_architects(),
        successors=successors,
    )


def working_institutions(by: Key) -> Sequence[Institution]:
    """Return every working institution, in the order of a sort key."""
    return db.session.scalars(_WORKING.order_by(by, Institution.code)).all()


def resources_in_use() -> Sequence[Resource]:
    """Return every active resource, in the order of the Latvian alphabet."""
    return db.session.scalars(_IN_USE.order_by(Resource.sort_key, Resource.code)).all()


def search_resources(q: str = "", limit: int = 20, holder: str | None = None) -> list[Resource]:
    """Return resources that run for a picker; every word of `q` is met by code or name.

    An exact code comes first, then the order of the Latvian alphabet; `holder` narrows to those on which
    one can write a card.
    """
    found = _RUNS_YET if holder is None else _IN_USE.where(Resource.holder.has(Institution.code == holder))
    found = found.where(*matching(Resource.search_text, q))
    return list(db.session.scalars(_ranked(found, Resource, Resource.sort_key, q, limit)))


def search_institutions(q: str, limit: int, by: Key) -> list[Institution]:
    """Return working institutions for a picker; every word of `q` is met by code, name or number."""
    found = _WORKING.where(*matching(Institution.search_text, q))
    return list(db.session.scalars(_ranked(found, Institution, by, q, limit)))


def similar_resources(name: str) -> list[Resource]:
    """Return active resources with a similar name, the most similar first; the same name is none."""
    words = [word for word in fold(name).split() if len(word) >= _SHORTEST_WORD]
    if not words:
        return []
    having = or_(*(Resource.search_text.contains(word, autoescape=True) for word in words[:10]))
    found = _IN_USE.where(having).limit(_CANDIDATES)
    wanted = name_key(name)[:300]
    alike = [(_likeness(wanted, one.name_key[:300]), one) for one in db.session.scalars(found)]
    close = [pair for pair in alike if pair[0] >= _ALIKE and pair[1].name_key != wanted]
    return [one for _, one in sorted(close, key=lambda pair: (-pair[0], pair[1].code))[:_MOST_ALIKE]]


def _ranked(
    found: Select[Any], table: type[Institution | Resource], by: Key, q: str, limit: int
) -> Select[Any]:
    named = table.search_text.contains(equal(q), autoescape=True)
    starts = table.search_text.startswith(f" {fold(q)}", autoescape=True)
    return found.order_by(named.desc(), starts.desc(), by, table.code).limit(limit)


def _institutions() -> tuple[dict[str, InstitutionFact], dict[str, str]]:
    above = aliased(Institution)
    rows = db.session.execute(
        select(Institution.code, Institution.kind, above.code).outerjoin(above, Institution.parent)
    ).all()
    facts = {code: InstitutionFact(code, kind) for code, kind, _ in rows}
    return facts, {code: parent for code, _, parent in rows if parent is not None}


def _resources(now: dict[str, str]) -> dict[str, ResourceFact]:
    rows = db.session.execute(select(Resource.code, Institution.code, Resource.status).join(Resource.holder))
    return {
        code: ResourceFact(code, now.get(holder, holder), status, holder if holder in now else "")
        for code, holder, status in rows
    }


def _successors() -> dict[str, str]:
    closed = select(Institution).where(
        Institution.status == InstitutionStatus.closed, Institution.successor_id.is_not(None)
    )
    return {one.code: one.in_charge.code for one in db.session.scalars(closed)}


def _dependencies() -> tuple[tuple[str, str], ...]:
    consumer, provider = aliased(Resource), aliased(Resource)
    rows = db.session.execute(
        select(consumer.code, provider.code)
        .select_from(Dependency)
        .join(consumer, Dependency.consumer)
        .join(provider, Dependency.provider)
        .where(Dependency.status.in_(IN_FORCE))
    )
    return tuple((one, other) for one, other in rows)


def _architects() -> dict[str, str | None]:
    """Return domain → institution of its architect; one that is closed employs nobody."""
    employs = and_(Domain.architect_id == Institution.id, Institution.status == InstitutionStatus.active)
    rows = db.session.execute(select(Domain.code, Institution.code).outerjoin(Institution, employs))
    return {code: architect for code, architect in rows}


def _likeness(one: str, other: str) -> float:
    if one in other or other in one:
        return 1.0
    compared = SequenceMatcher(None, one, other)
    # What both can be at most, by their letters, is found at once; letter by letter only those that may be.
    return compared.ratio() if min(compared.real_quick_ratio(), compared.quick_ratio()) >= _ALIKE else 0.0
