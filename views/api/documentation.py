"""The description of the API: as an OpenAPI document for programs, and as a page for people."""

# Both are public: they hold no data, and a program is written before it can sign in.

import re
from collections.abc import Iterator, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import current_app
from flask_babel import gettext
from marshmallow import Schema
from werkzeug.routing import Rule

from rules.text import N_
from views.api.calls import DescribedApi, Shape, call
from views.api.schemas.answers import Problem
from views.base import Response, SafeApi, SafePage, expose
from views.middleware.gate import PUBLIC

PARAMETERS = {"id": {"type": "integer"}, "code": {"type": "string"}}  # in the paths
WAYS = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "api_key": {"type": "http", "scheme": "bearer", "bearerFormat": "virsis_…"},
}
KEYS = N_(
    "Systems of institutions send a key instead of a token: “Authorization: Bearer virsis_…”. "
    "The user administrator of the institution creates it, to read or to act as an applicant."
)


GONE = {"description": "Done; the answer has no body"}
PROBLEM = "application/problem+json"
FILE = {
    "description": "The file",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


class OpenApi(SafeApi):
    """The document for programs."""

    route_base = "/api/v1"

    @expose("/_openapi", methods=["GET"])
    def get(self) -> Response:
        """Return the OpenAPI document."""
        return self.answer(document())


class ApiDocs(SafePage):
    """The same for people."""

    route_base = "/swagger"

    @expose("/v1")
    def show(self) -> str:
        """Every call with its body and its answer."""
        return self.render_template("api/reference.html", spec=document())


def document() -> dict[str, Any]:
    """Return the OpenAPI document, with its sentences in the reader's language."""
    schemas = MarshmallowPlugin(schema_name_resolver=_name_of)
    spec = APISpec(title="VIRSIS", version="v1", openapi_version="3.0.3", plugins=[schemas])
    spec.components.security_scheme("bearer", WAYS["bearer"])
    spec.components.security_scheme("api_key", {**WAYS["api_key"], "description": gettext(KEYS)})
    for path, method, described in _calls():
        spec.path(path, operations={method: described})
    told: dict[str, Any] = spec.to_dict()
    for schema in told["components"]["schemas"].values():
        # apispec sorts the names; what is answered has them in the order in which it comes
        if "required" in schema and "additionalProperties" not in schema:
            schema["required"] = [name for name in schema["properties"] if name in schema["required"]]
    return told


def _calls() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and description of every call, in the order of the source."""
    for rule, by_action in _rules():
        method = min((rule.methods or set()) - {"HEAD", "OPTIONS"}).lower()
        address = rule.rule.replace("<key>", "{id}").replace("<code>", "{code}")
        for action, said in by_action.items():
            path = address.replace("<action>", action)
            yield path, method, _described(path, method, said, public=rule.endpoint in PUBLIC)


def _rules() -> Iterator[tuple[Rule, Mapping[str, call]]]:
    for api in current_app.appbuilder.baseviews:  # type: ignore[attr-defined]
        for name, by_action in api.all_calls().items() if isinstance(api, DescribedApi) else ():
            yield next(current_app.url_map.iter_rules(f"{api.endpoint}.{name}")), by_action


def _described(path: str, method: str, said: call, public: bool) -> dict[str, Any]:
    words = re.findall(r"\w+", path.removeprefix("/api/v1"))
    placed = re.findall(r"{(\w+)}", path)
    ways = () if public else ("bearer", "api_key") if said.key else ("bearer",)
    refused = {status: _answer(Problem, media_type=PROBLEM) for status in _refusals(said, bool(placed))}
    described: dict[str, Any] = {
        "summary": gettext(said.says),
        "tags": [words[0]],
        "operationId": "_".join([method, *words]),
        "parameters": _parameters(placed, said.query),
        "responses": {said.status: _answered(said), **refused},
        "security": [{way: []} for way in ways],
    }
    if said.body:
        media_type = "multipart/form-data" if said.takes_file else "application/json"
        described["requestBody"] = {"required": True, "content": _content(said.body, media_type=media_type)}
    return described


def _parameters(placed: list[str], query: type[Schema] | None) -> list[dict[str, Any]]:
    path = [{"name": name, "in": "path", "required": True, "schema": PARAMETERS[name]} for name in placed]
    return [*path, *([{"in": "query", "schema": query}] if query else [])]


def _refusals(said: call, placed: bool) -> list[int]:
    """Return with what a call may be refused: what it says, and what follows from the rest of it."""
    of_body = {400, 415, 422, *([413] if said.takes_file else [])} if said.body else set()
    of_address = ({404} if placed else set()) | ({422} if said.query else set())
    return sorted({401, *said.refuses} | of_body | of_address)


def _answered(said: call) -> dict[str, Any]:
    if said.answer is None:
        return FILE if said.gives_file else GONE
    return _answer(said.answer, said.many)


def _answer(shape: Shape, many: bool = False, media_type: str = "application/json") -> dict[str, Any]:
    parts = shape if isinstance(shape, tuple) else (shape,)
    return {"description": " + ".join(map(_name_of, parts)), "content": _content(shape, many, media_type)}


def _content(shape: Shape, many: bool = False, media_type: str = "application/json") -> dict[str, Any]:
    schema: Any = {"allOf": list(shape)} if isinstance(shape, tuple) else shape
    return {media_type: {"schema": {"type": "array", "items": schema} if many else schema}}


def _name_of(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Sent")
