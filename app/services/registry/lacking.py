"""What a completed card used, and the registry does not know that its resource needs."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from models import Activity, Dependency, Resource
from models.activity.card_parts import used_resource
from rules.dependency.words import IN_FORCE, DependencyState
from rules.facts import Actor
from rules.registry_vocabulary import GONE
from rules.vocabulary import Kind, Role, Status


def lacking(activity: Activity, actor: Actor) -> Sequence[Resource]:
    """Return the used resources of a completed creation or development without a dependency, by code.

    Only the holder is told, and the administrator, who may enter them, too. What was said to be needed no
    more since the work was completed is not asked for again.
    """
    consumer = activity.resource
    told = actor.has(Role.admin) or actor.institution == activity.holder.in_charge.code
    over = activity.status is Status.completed and activity.kind is not Kind.liquidation
    if not told or not over or consumer is None or consumer.status in GONE:
        return ()
    ended = and_(Dependency.status == DependencyState.ended, Dependency.until >= activity.actual_end)
    known = exists().where(
        Dependency.consumer_id == consumer.id,
        Dependency.provider_id == Resource.id,
        or_(Dependency.status.in_(IN_FORCE), ended),
    )
    rows = (
        select(Resource)
        .options(joinedload(Resource.holder))
        .join(used_resource, used_resource.c.resource_id == Resource.id)
        .where(used_resource.c.activity_id == activity.id, Resource.id != consumer.id)
        .where(Resource.status.not_in(GONE), ~known)
    )
    return db.session.scalars(rows.order_by(Resource.code)).all()
