"""The registry and the question that needs no card: who would have to co-approve."""

from typing import Any

from flask import g, request
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from app.clock import today
from app.extensions import db
from app.services.activity.rounds import due_on
from app.services.registry.facts import matching, registry
from app.services.ruleset import rule_sets
from models import Dependency, Institution, Resource
from rules.refusals import NotFound
from rules.registry import facts_from_json
from rules.requirements import evaluate
from rules.requirements_json import evaluation_json
from rules.text import nfc
from views.base import SafeApi, expose, protect
from views.base.api import GONE


class RequirementApi(SafeApi):
    """Who would have to co-approve."""

    resource_name = "requirements"

    @expose("/preview", methods=["POST"])
    @protect()
    def preview(self) -> Response:
        """Evaluate facts as `rules evaluate` does, under the rule set of today; for any holder."""
        on = today()
        rule_set = rule_sets.in_force(on)
        evaluation = evaluate(facts_from_json(g.body, registry()), rule_set)
        answer = evaluation_json(evaluation, rule_set.valid_from)
        return self.answer({**answer, "due_on": due_on(rule_set, 1, on).isoformat()})


class InstitutionApi(SafeApi):
    """Institutions."""

    resource_name = "institutions"

    @expose("/", methods=["GET"])
    @protect()
    def get_list(self) -> Response:
        """Find institutions, in the order of the Latvian alphabet."""
        rows = select(Institution).options(joinedload(Institution.parent))
        count, found = _page(rows, Institution, *self.paging())
        return self.answer({"count": count, "result": [_institution(one) for one in found]})


class ResourceApi(SafeApi):
    """Resources and how they depend on one another."""

    resource_name = "resources"

    @expose("/", methods=["GET"])
    @protect()
    def get_list(self) -> Response:
        """Find resources, in the order of the Latvian alphabet."""
        rows = select(Resource).options(joinedload(Resource.holder))
        count, found = _page(rows, Resource, *self.paging())
        return self.answer({"count": count, "result": [_resource(one) for one in found]})

    @expose("/<code>", methods=["GET"])
    @protect()
    def get(self, code: str) -> Response:
        """Return one resource."""
        return self.answer(_resource(_found(code)))

    @expose("/<code>/dependencies", methods=["GET"])
    @protect()
    def dependencies(self, code: str) -> Response:
        """Return the resources that this one needs, and those that need it."""
        key = _found(code).id
        provided = select(Resource.code, Dependency.kind).join(Dependency.provider)
        consumed = select(Resource.code, Dependency.kind).join(Dependency.consumer)
        return self.answer(
            {
                "providers": _linked(provided.where(Dependency.consumer_id == key)),
                "consumers": _linked(consumed.where(Dependency.provider_id == key)),
            }
        )


def _page(
    rows: Select[Any], table: type[Institution | Resource], number: int, size: int
) -> tuple[int, list[Any]]:
    having: list[ColumnElement[bool]] = matching(table.search_text, request.args.get("q", ""))
    count = db.session.scalar(select(func.count(table.id)).where(*having)) or 0
    ordered = rows.where(*having).order_by(table.sort_key, table.code)
    return count, list(db.session.scalars(ordered.limit(size).offset(number * size)))


def _found(code: str) -> Resource:
    named = select(Resource).where(Resource.code == nfc(code)).options(joinedload(Resource.holder))
    found = db.session.scalars(named).one_or_none()
    if found is None:
        raise NotFound(GONE)
    return found


def _institution(row: Institution) -> dict[str, Any]:
    return {
        "code": row.code,
        "name_lv": row.name_lv,
        "name_en": row.name_en,
        "kind": row.kind,
        "parent": row.parent.code if row.parent else None,
        "reg_no": row.reg_no,
        "certainty": row.certainty,
        "status": row.status,
    }


def _resource(row: Resource) -> dict[str, Any]:
    return {
        "code": row.code,
        "name_lv": row.name_lv,
        "kind": row.kind,
        "holder": row.holder.code,
        "status": row.status,
        "certainty": row.certainty,
    }


def _linked(rows: Select[*tuple[Any, ...]]) -> list[dict[str, str]]:
    return sorted(
        ({"resource": code, "kind": kind} for code, kind in db.session.execute(rows)),
        key=lambda one: (one["resource"], one["kind"]),
    )
