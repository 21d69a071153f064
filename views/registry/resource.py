"""The page of one registry resource: its facts, what it depends on and who depends on it, activities."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from sqlalchemy import Row, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services.obligation import list as obligations
from app.services.registry import changes
from app.services.registry.resources import may_change
from models import Activity, Dependency, Obligation, Resource, ResourceChange
from models.activity.card_parts import affected_resource, used_resource
from rules.dependency.words import IN_FORCE
from rules.facts import Actor
from rules.refusals import NotFound
from rules.registry_vocabulary import Certainty, Criticality, ResourceKind, ResourceStatus, ServiceHours
from rules.text import N_, nfc
from rules.vocabulary import Role
from views.base import SafePage, current_actor, get
from views.registry.columns import LABELS
from views.words.formats import NOTHING
from views.words.labels import label

SHOWN = 20


Tie = tuple[Resource, bool, Dependency]  # the other resource, whether it uses this one, how


class ResourcePage(SafePage):
    """Everybody signed in reads the registry; of the activities each sees the own part."""

    route_base = "/resursi"

    @get("/<code>")
    def show(self, code: str) -> str:
        resource = _resource(code)
        works = _works(resource)
        return self.render_template(
            "registry/resource.html",
            resource=resource,
            ties=_ties(resource),
            works=works[:SHOWN],
            obligations=_obligations(resource),
            more=len(works) > SHOWN,
            may_propose=_may_propose(resource, current_actor()),
            may_edit=may_change(resource, current_actor()),
            may_delete=current_actor().has(Role.admin),
            changes=[_changed(one) for one in reversed(changes.of(resource)[-SHOWN:])],
        )


def _resource(code: str) -> Resource:
    holder = joinedload(Resource.holder)
    linked = (joinedload(Resource.successor), joinedload(Resource.domain), joinedload(Resource.maintainer))
    query = select(Resource).options(holder, *linked).where(Resource.code == nfc(code))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such resource."))
    return found


def _ties(resource: Resource) -> list[Tie]:
    """Return what the resource uses, then what uses it, each by code."""
    either = or_(Dependency.consumer_id == resource.id, Dependency.provider_id == resource.id)
    query = (
        select(Dependency)
        .where(either, Dependency.status.in_(IN_FORCE))
        .options(
            joinedload(Dependency.consumer).joinedload(Resource.holder),
            joinedload(Dependency.provider).joinedload(Resource.holder),
        )
    )
    ties = [_tie(one, resource) for one in db.session.scalars(query)]
    return sorted(ties, key=lambda tie: (tie[1], tie[0].code))


def _tie(dependency: Dependency, resource: Resource) -> Tie:
    used_by_other = dependency.provider_id == resource.id
    return dependency.consumer if used_by_other else dependency.provider, used_by_other, dependency


def _works(resource: Resource) -> Sequence[Row[Any]]:
    """Return the newest activities on the resource that the viewer may see, and what it is in each."""
    used, affected = (_listed(table, resource) for table in (used_resource, affected_resource))
    main = Activity.resource_id == resource.id
    found = select(Activity, main.label("main"), used.label("used")).where(or_(main, used, affected))
    return db.session.execute(found.order_by(Activity.number.desc()).limit(SHOWN + 1)).all()


def _obligations(resource: Resource) -> list[tuple[Obligation, bool]]:
    """Return what was agreed about the resource, each with whether the viewer reads its text."""
    rows = obligations.of_resource(resource)
    read = obligations.with_texts(rows, current_actor())
    return [(one, one.activity_id in read) for one in rows]


def _listed(table: Any, resource: Resource) -> Any:
    return exists().where(table.c.activity_id == Activity.id, table.c.resource_id == resource.id)


def _changed(one: ResourceChange) -> tuple[datetime, str, str, str, str]:
    """Return when, who and how, which field, and its value before and after, as people read them."""
    who = f"{one.actor or 'VIRSIS'}, {label(one.source)}"
    name = str(LABELS.get(one.field, one.field))
    return one.at, who, name, _said(one.field, one.before), _said(one.field, one.after)


def _said(field: str, value: Any) -> str:
    if value in (None, "", []):
        return NOTHING
    if field in WORDS:
        return label(WORDS[field](value))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


WORDS: dict[str, type[StrEnum]] = {
    "kind": ResourceKind,
    "status": ResourceStatus,
    "certainty": Certainty,
    "criticality": Criticality,
    "service_hours": ServiceHours,
}


def _may_propose(resource: Resource, actor: Actor) -> bool:
    own = resource.holder.code == actor.institution
    return own and actor.has(Role.applicant) and resource.status is ResourceStatus.active
