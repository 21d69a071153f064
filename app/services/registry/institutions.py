"""What an institution holds, what it uses of others, and what it is asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.services.registry.dependency_list import in_charge_of
from models import Activity, Dependency, Institution, Requirement, Resource
from rules.dependency.words import IN_FORCE
from rules.refusals import NotFound
from rules.text import N_, nfc
from rules.vocabulary import OPEN_STATES

_GONE = N_("There is no such institution.")


@dataclass(frozen=True, slots=True)
class Used:
    """A resource of another institution, and which of the own need it."""

    provider: Resource
    consumers: tuple[str, ...]


def found(code: str) -> Institution:
    """Return the institution with this code; raise `NotFound`."""
    linked = (joinedload(Institution.parent), joinedload(Institution.successor))
    row = db.session.scalar(select(Institution).where(Institution.code == nfc(code)).options(*linked))
    if row is None:
        raise NotFound(_GONE)
    return row


def held(institution: Institution) -> Sequence[Resource]:
    """Return what it holds, with what those held whose work it took over, by name."""
    rows = select(Resource).where(Resource.holder_id.in_(_keys(institution)))
    return db.session.scalars(rows.order_by(Resource.sort_key, Resource.code)).all()


def used(institution: Institution) -> list[Used]:
    """Return what its resources need of others, by code."""
    mine = _keys(institution)
    ends = (
        joinedload(Dependency.consumer),
        joinedload(Dependency.provider).joinedload(Resource.holder),
    )
    rows = (
        select(Dependency)
        .where(Dependency.status.in_(IN_FORCE))
        .where(Dependency.consumer.has(Resource.holder_id.in_(mine)))
        .where(Dependency.provider.has(Resource.holder_id.not_in(mine)))
        .options(*ends)
    )
    needed: dict[Resource, set[str]] = {}
    for one in db.session.scalars(rows):
        needed.setdefault(one.provider, set()).add(one.consumer.code)
    by_code = sorted(needed.items(), key=lambda pair: pair[0].code)
    return [Used(provider, tuple(sorted(codes))) for provider, codes in by_code]


def asked(institution: Institution) -> Sequence[Requirement]:
    """Return the opinions it still owes on activities that the viewer sees, by due date."""
    rows = (
        select(Requirement)
        .join(Requirement.activity)
        .where(Requirement.institution_id == institution.id, Requirement.state.in_(OPEN_STATES))
        .order_by(Requirement.due_on, Activity.number)
        .options(contains_eager(Requirement.activity).joinedload(Activity.holder))
    )
    return db.session.scalars(rows).unique().all()


def in_sector(ministry: str, known: Iterable[Institution] | None = None) -> list[int]:
    """Return the ids of the institutions whose sector ministry it is, among those known, else all."""
    every = db.session.scalars(select(Institution)).all() if known is None else known
    above = ((one.id, one.sector_ministry) for one in every)
    return [key for key, found in above if found and found.code == nfc(ministry)]


def _keys(institution: Institution) -> set[int]:
    return {institution.id, *in_charge_of(institution.code)}
