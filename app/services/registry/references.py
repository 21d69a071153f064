"""What names a row of the registry, so that it cannot be taken out."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.services import rights
from app.visibility import seeing_everything
from models import (
    Activity,
    ActivitySuggestion,
    Attachment,
    Comment,
    Dependency,
    Domain,
    Institution,
    Obligation,
    Requirement,
    Resource,
    User,
    Vote,
)
from models.activity.card_parts import affected_institution, affected_resource, used_resource
from rules.facts import Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.text import N_
from rules.vocabulary import Role

Reference = dict[str, Any]
MOST = 100  # of each kind are named
ONLY_ADMINISTRATORS = N_("Only the system administrator deletes what is in the registry.")
NAMED = N_("%(name)s is used by other records and stays. Close it or correct it instead.")


def to_resource(resource: Resource) -> list[Reference]:
    """Return what names a resource: type and id, which is the number or code where there is one."""
    listed = (used_resource, affected_resource)
    lists = (
        exists().where(one.c.activity_id == Activity.id, one.c.resource_id == resource.id) for one in listed
    )
    suggested = exists().where(
        ActivitySuggestion.activity_id == Activity.id, ActivitySuggestion.resource_id == resource.id
    )
    obliged = _with(Obligation, Obligation.resource_id == resource.id)
    own = or_(Activity.resource_id == resource.id, Activity.number == resource.code)
    ends = or_(Dependency.consumer_id == resource.id, Dependency.provider_id == resource.id)
    return _found(
        activity=select(Activity.number).where(or_(own, suggested, obliged, *lists)),
        dependency=select(Dependency.id).where(ends),
        resource=select(Resource.code).where(Resource.successor_id == resource.id),
    )


def to_institution(institution: Institution) -> list[Reference]:
    """Return what names an institution."""
    key = institution.id
    affected = exists().where(
        affected_institution.c.activity_id == Activity.id, affected_institution.c.institution_id == key
    )
    named = (
        _with(Requirement, Requirement.institution_id == key),
        _with(Vote, Vote.suggested_institution_id == key),
        _with(Obligation, Obligation.asked_by_id == key),
        *(_with(table, table.institution_id == key) for table in (Attachment, Comment)),
    )
    holds = or_(Resource.holder_id == key, Resource.maintainer_id == key)
    above = or_(Institution.parent_id == key, Institution.successor_id == key)
    return _found(
        activity=select(Activity.number).where(or_(Activity.holder_id == key, affected, *named)),
        dependency=select(Dependency.id).where(Dependency.proposed_by_id == key),
        resource=select(Resource.code).where(holds),
        institution=select(Institution.code).where(above),
        domain=select(Domain.code).where(Domain.architect_id == key),
        account=select(User.username).where(User.institution_id == key),
    )


def delete_institution(row: Institution, actor: Actor) -> None:
    """Take an institution out that nothing names; raise `NotAllowed`, and `WrongStatus` with `references`."""
    rights.hold(actor)
    if not actor.has(Role.admin):
        raise NotAllowed(ONLY_ADMINISTRATORS)
    take_out(row, to_institution(row))


def take_out(row: Resource | Institution, named: list[Reference]) -> None:
    """Delete a row unless something names it; what is only a record is not told of."""
    if not named:
        try:
            with db.session.begin_nested():
                db.session.delete(row)
            return
        except IntegrityError:
            db.session.refresh(row)
    raise WrongStatus(NAMED, told={"references": named}, name=str(row))


def _with(table: Any, names: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.activity_id == Activity.id, names)


def _found(**asked: Select[Any]) -> list[Reference]:
    with seeing_everything():
        return [
            {"type": kind, "id": one}
            for kind, rows in asked.items()
            for one in db.session.scalars(rows.limit(MOST))
        ]
