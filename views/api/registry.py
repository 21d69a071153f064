"""The registry and the question that needs no card: who would have to co-approve."""

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import lazy_pgettext as _p
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.clock import now, today
from app.extensions import db
from app.services.activity.rounds import due_on
from app.services.registry import changes, impact, references, resources
from app.services.registry.facts import registry
from app.services.ruleset import rule_sets
from app.services.words import matching
from models import Dependency, Domain, Institution, Resource
from rules.account.access import KeyScope
from rules.dependency.words import IN_FORCE
from rules.impact import Direction
from rules.refusals import Invalid, NotFound, Problem
from rules.registry import facts_from_json
from rules.registry_vocabulary import ChangeSource
from rules.requirements import evaluate
from rules.requirements_json import evaluation_json
from rules.text import N_, nfc
from rules.vocabulary import ProblemCode
from views.api.calls import DescribedApi, call
from views.api.schemas import registry as schemas
from views.api.schemas.bodies import all_problems
from views.api.schemas.queries import Aim, Found, Reach
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE, INVALID


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

    @opens("DELETE", "/<code>", tried=_p("tried", "deleting an institution (API)"))
    @call(N_("Take an institution out that nothing names"), answer=None, status=204, refuses=(403, 409))
    def delete(self, code: str) -> Response:
        with one_change():
            row = db.session.scalar(select(Institution).where(Institution.code == nfc(code)))
            if row is None:
                raise NotFound(GONE)
            references.delete_institution(row, current_actor())
        return Response(status=204)


class ResourceApi(DescribedApi):
    """Resources and how they depend on one another."""

    resource_name = "resources"

    @opens("GET", "/")
    @call(
        N_("Resources in the order of the Latvian alphabet"),
        query=schemas.ResourcesSought,
        answer=schemas.ResourcePage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        asked = self.asked()
        rows = select(Resource).options(joinedload(Resource.holder))
        narrowed = _narrowed(asked)
        page = {name: asked[name] for name in ("page", "page_size", "q") if name in asked}
        return self.told(_page(rows, Resource, **page, narrowed=narrowed))

    @opens("POST", "/", tried=_p("tried", "entering a resource (API)"))
    @call(
        N_("Enter a resource that runs already"),
        body=schemas.ResourceEntrySent,
        answer=schemas.ResourceKept,
        status=201,
        refuses=(403,),
    )
    def post(self) -> Response:
        sent = self.sent()
        with one_change():
            resources.check_enters(current_actor())
            with all_problems(sent):
                row = resources.enter(sent.values, current_actor(), now(), ChangeSource.api)
        return self.told(row)

    @opens("GET", "/<code>")
    @call(N_("One resource"), answer=schemas.Resource, key=KeyScope.read)
    def get(self, code: str) -> Response:
        return self.told(_found(code))

    @opens("PUT", "/<code>", tried=_p("tried", "changing a resource (API)"))
    @call(
        N_("Change fields of a resource; send the version you saw with them"),
        body=schemas.ResourceChanged,
        answer=schemas.ResourceKept,
        refuses=(403, 409),
    )
    def put(self, code: str) -> Response:
        """What the person or a stale version forbids comes before the body."""
        sent = self.sent()
        values = {name: said for name, said in sent.values.items() if name != "version"}
        with one_change():
            row, actor = _found(code), current_actor()
            resources.check_change(row, actor, sent.values.get("version"))
            with all_problems(sent):
                resources.change(row, values, actor, now(), ChangeSource.api, seen=sent.values.get("version"))
        return self.told(row)

    @opens("DELETE", "/<code>", tried=_p("tried", "deleting a resource (API)"))
    @call(N_("Take a resource out that nothing names"), answer=None, status=204, refuses=(403, 409))
    def delete(self, code: str) -> Response:
        with one_change():
            resources.delete(_found(code), current_actor())
        return Response(status=204)

    @opens("GET", "/<code>/history")
    @call(
        N_("What was changed of a resource, oldest first"),
        answer=schemas.ResourceChange,
        many=True,
        key=KeyScope.read,
    )
    def history(self, code: str) -> Response:
        return self.told(changes.of(_found(code)))

    @opens("GET", "/<code>/dependencies")
    @call(N_("What the resource needs, and what needs it"), answer=schemas.Dependencies, key=KeyScope.read)
    def dependencies(self, code: str) -> Response:
        key = _found(code).id
        linked = select(Resource.code.label("resource"), Dependency.kind, Dependency.status.label("state"))
        linked = linked.where(Dependency.status.in_(IN_FORCE))
        providers = linked.join(Dependency.provider).where(Dependency.consumer_id == key)
        consumers = linked.join(Dependency.consumer).where(Dependency.provider_id == key)
        found = {"providers": db.session.execute(providers), "consumers": db.session.execute(consumers)}
        return self.told({name: sorted(rows) for name, rows in found.items()})

    @opens("GET", "/<code>/impact")
    @call(N_("What a change of the resource reaches"), query=Reach, answer=schemas.Impact, key=KeyScope.read)
    def impact(self, code: str) -> Response:
        asked = self.asked()
        asked["direction"] = asked["direction"] or Direction.both
        return self.told(impact.impact(code, **asked))

    @opens("GET", "/<code>/path")
    @call(N_("How one resource needs another"), query=Aim, answer=schemas.Path, key=KeyScope.read)
    def path(self, code: str) -> Response:
        return self.told(impact.path(code, **self.asked()))


def _narrowed(asked: dict[str, Any]) -> list[ColumnElement[bool]]:
    """Return the conditions of a list of resources; raise `Invalid` for codes that nobody has."""
    found: list[ColumnElement[bool]] = []
    unknown: list[Problem] = []
    for name, table, column in _LINKED:
        code = asked.get(name)
        if code:
            key = db.session.scalar(select(table.id).where(table.code == nfc(code)))
            unknown += [] if key else [Problem(name, ProblemCode.unknown, {"code": code})]
            found.append(column == key)
    if unknown:
        raise Invalid(INVALID, tuple(unknown))
    return found + [column == asked[name] for name, column in _WORDS if asked.get(name) is not None]


_LINKED: tuple[tuple[str, Any, Any], ...] = (
    ("holder", Institution, Resource.holder_id),
    ("domain", Domain, Resource.domain_id),
)
_WORDS: tuple[tuple[str, Any], ...] = (
    ("kind", Resource.kind),
    ("status", Resource.status),
    ("personal_data", Resource.personal_data),
)


def _page(
    rows: Select[Any],
    table: type[Institution | Resource],
    page: int,
    page_size: int,
    q: str = "",
    narrowed: Sequence[ColumnElement[bool]] = (),
) -> dict[str, Any]:
    having: list[ColumnElement[bool]] = [*matching(table.search_text, q), *narrowed]
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
