"""The record of what is changed in the registry, field by field."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from models import Resource, ResourceChange
from rules.facts import Actor
from rules.registry_vocabulary import ChangeSource

ENTERED = "code"  # the field under which a new resource is recorded


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
