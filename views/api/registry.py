"""The registry and the question that needs no card: who would have to co-approve."""

from typing import Any

from flask import g
from flask_babel import lazy_pgettext as _p
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.clock import today
from app.extensions import db
from app.services.activity.rounds import due_on
from app.services.registry.facts import registry
from app.services.ruleset import rule_sets
from app.services.words import matching
from models import Dependency, Institution, Resource
from rules.account.access import KeyScope
from rules.refusals import NotFound
from rules.registry import facts_from_json
from rules.requirements import evaluate
from rules.requirements_json import evaluation_json
from rules.text import N_, nfc
from views.api.calls import DescribedApi, call
from views.api.schemas import registry as schemas
from views.api.schemas.queries import Found
from views.base import Response, opens
from views.base.api import GONE


class RequirementApi(DescribedApi):
    """Who would have to co-approve."""

    resource_name = "requirements"

    @opens("POST", "/preview", tried=_p("tried", "asking who would co-approve (API)"))
    @call(
        N_("Who would have to co-approve, and by when"),
        body=schemas.Facts,
        answer=schemas.Evaluation,
        key=KeyScope.read,  # a question with a body: it changes nothing
    )
    def preview(self) -> Response:
        """Evaluate facts as `rules evaluate` does, under the rule set of today; for any holder."""
        on = today()
        rule_set = rule_sets.in_force(on)
        evaluation = evaluate(facts_from_json(g.body, registry()), rule_set)
        known = {"since": rule_set.valid_from, "due_on": due_on(rule_set, 1, on)}
        return self.told(evaluation_json(evaluation, None), known=known)


class InstitutionApi(DescribedApi):
    """Institutions."""

    resource_name = "institutions"

    @opens("GET", "/")
    @call(
        N_("Institutions in the order of the Latvian alphabet"),
        query=Found,
        answer=schemas.InstitutionPage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        rows = select(Institution).options(joinedload(Institution.parent))
        return self.told(_page(rows, Institution, **self.asked()))


class ResourceApi(DescribedApi):
    """Resources and how they depend on one another."""

    resource_name = "resources"

    @opens("GET", "/")
    @call(
        N_("Resources in the order of the Latvian alphabet"),
        query=Found,
        answer=schemas.ResourcePage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        rows = select(Resource).options(joinedload(Resource.holder))
        return self.told(_page(rows, Resource, **self.asked()))

    @opens("GET", "/<code>")
    @call(N_("One resource"), answer=schemas.Resource, key=KeyScope.read)
    def get(self, code: str) -> Response:
        return self.told(_found(code))

    @opens("GET", "/<code>/dependencies")
    @call(N_("What the resource needs, and what needs it"), answer=schemas.Dependencies, key=KeyScope.read)
    def dependencies(self, code: str) -> Response:
        key = _found(code).id
        linked = select(Resource.code.label("resource"), Dependency.kind)
        providers = linked.join(Dependency.provider).where(Dependency.consumer_id == key)
        consumers = linked.join(Dependency.consumer).where(Dependency.provider_id == key)
        found = {"providers": db.session.execute(providers), "consumers": db.session.execute(consumers)}
        return self.told({name: sorted(rows) for name, rows in found.items()})


def _page(
    rows: Select[Any], table: type[Institution | Resource], page: int, page_size: int, q: str = ""
) -> dict[str, Any]:
    having: list[ColumnElement[bool]] = matching(table.search_text, q)
    count = db.session.scalar(select(func.count(table.id)).where(*having)) or 0
    ordered = rows.where(*having).order_by(table.sort_key, table.code)
    found = db.session.scalars(ordered.limit(page_size).offset(page * page_size))
    return {"count": count, "result": found}


def _found(code: str) -> Resource:
    named = select(Resource).where(Resource.code == nfc(code)).options(joinedload(Resource.holder))
    found = db.session.scalars(named).one_or_none()
    if found is None:
        raise NotFound(GONE)
    return found
