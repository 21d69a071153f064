"""The record of what is changed in the registry, field by field."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from models import Domain, Institution, Resource, ResourceChange
from rules.facts import Actor
from rules.registry_vocabulary import ChangeSource

ENTERED = "code"  # the field under which a new resource is recorded


def make(
    resource: Resource, values: Mapping[str, Any], actor: Actor, at: datetime, source: ChangeSource
) -> None:
    """Set fields of a resource that was held, and record those that change."""
    changed = {name: said for name, said in values.items() if plain(said) != plain(getattr(resource, name))}
    for name, said in changed.items():
        record(resource, name, plain(getattr(resource, name)), plain(said), actor, at, source)
        setattr(resource, name, said)  # the status, too: it is the registry's own
    resource.version += bool(changed)


def hold(resource: Resource) -> None:
    """Let whoever changes it at the same moment wait; then read it anew."""
    touched = update(Resource).where(Resource.id == resource.id).values(version=Resource.version)
    db.session.execute(touched.execution_options(synchronize_session=False))
    db.session.refresh(resource)


def plain(value: Any) -> Any:
    """Return a value as the record keeps it: codes, words, days as text; None where nothing is said."""
    if isinstance(value, Resource | Institution | Domain):
        return value.code
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value).strip() or None
    return value


def record(
    resource: Resource,
    field: str,
    before: Any,
    after: Any,
    actor: Actor,
    at: datetime,
    source: ChangeSource,
) -> None:
    """Append one change."""
    told = {"field": field, "before": before, "after": after, "source": source}
    db.session.add(ResourceChange(resource_id=resource.id, at=at, actor_id=actor.user_id, **told))


def of(resource: Resource) -> list[ResourceChange]:
    """Return what was changed of a resource, oldest first.

    A database may give the key of a deleted one to another: its history begins with its own code.
    """
    its = ResourceChange.resource_id == resource.id
    entered = select(func.max(ResourceChange.id)).where(
        its, ResourceChange.field == ENTERED, ResourceChange.before.is_(None)
    )
    mine = select(ResourceChange).where(its, ResourceChange.id >= func.coalesce(entered.scalar_subquery(), 0))
    ordered = mine.order_by(ResourceChange.id).options(joinedload(ResourceChange.actor))
    return list(db.session.scalars(ordered))
