"""The description of the API: as an OpenAPI document for programs, and as a page for people."""

# Both are public: they hold no data, and a program is written before it can sign in.

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import current_app
from flask_babel import gettext
from marshmallow import fields as marshmallow_fields
from werkzeug.wrappers import Response

from rules.account.access import KeyScope
from rules.text import N_
from rules.vocabulary import Kind, Status
from views.api.operations import BODIES, OPERATIONS, Operation
from views.api.schemas import fields
from views.api.schemas.answers import ANSWERS, NUMBER, TEXT, YES_NO
from views.base import SafeApi, SafePage, expose
from views.base.api import PAGE_SIZE, PAGE_SIZE_MAX
from views.middleware.api_key import opened

PARAMETERS: dict[str, dict[str, Any]] = {
    "page": {"type": "integer", "minimum": 0, "default": 0},
    "page_size": {"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_MAX, "default": PAGE_SIZE},
    "status": {"type": "string", "enum": [word.value for word in Status]},
    "kind": {"type": "string", "enum": [word.value for word in Kind]},
    "q": TEXT,
    "mine": YES_NO,
    "waiting": YES_NO,
    "id": NUMBER,
    "code": TEXT,
}

API_KEY = {"type": "http", "scheme": "bearer", "bearerFormat": "virsis_…"}
KEYS = N_(
    "Systems of institutions send a key instead of a token: “Authorization: Bearer virsis_…”. "
    "The user administrator of the institution creates it, to read or to act as an applicant."
)


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
    default_view = "show"

    @expose("/v1")
    def show(self) -> str:
        """Every call with its body and its answer."""
        return self.render_template("api/reference.html", spec=document())


def document() -> dict[str, Any]:
    """Return the OpenAPI document, with its sentences in the reader's language."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _name_of(schema))
    spec = APISpec(title="VIRSIS", version="v1", openapi_version="3.0.3", plugins=[plugin])
    _teach(plugin)
    bearer = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    spec.components.security_scheme("bearer", bearer)
    spec.components.security_scheme("api_key", {**API_KEY, "description": gettext(KEYS)})
    for name, answer in ANSWERS.items():
        spec.components.schema(name, answer)
    for name, body in BODIES.items():
        spec.components.schema(name, schema=body)
    changes = {"allOf": [_ref("Card"), _ref("Seen")]}
    spec.components.schema("CardChanges", changes)
    for operation in OPERATIONS:
        spec.path(operation.path, operations={operation.method: _described(operation)})
    described: dict[str, Any] = spec.to_dict()
    return described


def _teach(plugin: MarshmallowPlugin) -> None:
    """Tell apispec what our fields are in JSON."""
    types = {
        fields.PlainText: ("string", None),
        fields.Code: ("string", None),
        fields.RequestKey: ("string", None),
        fields.Word: ("string", None),
        fields.YesNo: ("boolean", None),
        fields.Number: ("integer", None),
        fields.Day: ("string", "date"),
        fields.Money: ("string", "decimal"),
    }
    converter: Any = plugin.converter
    for field, (kind, form) in types.items():
        converter.field_mapping[field] = (kind, form)
    converter.add_attribute_function(_limits)


def _limits(_converter: Any, field: marshmallow_fields.Field[Any], **_more: Any) -> dict[str, Any]:
    if isinstance(field, fields.Word):
        return {"enum": [word.value for word in field.words]}
    if isinstance(field, fields.PlainText):
        return {"maxLength": field.longest}
    if isinstance(field, fields.ListOf):
        return {"maxItems": fields.LONGEST_LIST}
    return {}


def _name_of(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return next((name for name, body in BODIES.items() if body is kind), kind.__name__)


def _described(operation: Operation) -> dict[str, Any]:
    path = [_parameter(name, "path") for name in re.findall(r"{(\w+)}", operation.path)]
    answers = {str(status): _answer("Problem", "problem+json") for status in operation.refusals}
    said: dict[str, Any] = {
        "summary": gettext(operation.says),
        "tags": [operation.path.split("/")[3]],
        "operationId": _id_of(operation),
        "parameters": [*path, *(_parameter(name, "query") for name in operation.query)],
        "responses": {str(operation.status): _answer(operation.answer), **answers},
        "security": _security(operation),
    }
    if operation.body:
        content = {"application/json": {"schema": _ref(operation.body)}}
        said["requestBody"] = {"required": True, "content": content}
    return said


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.public:
        return []
    path, addresses = operation.path.replace("{id}", "0"), current_app.url_map.bind("")
    endpoint, parts = addresses.match(path, operation.method.upper())
    by_key = opened(KeyScope.applicant, endpoint, parts.get("action"))
    ways = ("bearer", "api_key") if by_key else ("bearer",)
    return [{way: []} for way in ways]


def _id_of(operation: Operation) -> str:
    words = re.findall(r"\w+", operation.path.removeprefix("/api/v1"))
    return "_".join([operation.method, *words])


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": PARAMETERS[name]}


def _answer(name: str, form: str = "json") -> dict[str, Any]:
    return {"description": name, "content": {f"application/{form}": {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
