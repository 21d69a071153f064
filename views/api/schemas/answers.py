"""JSON schemas of what the API answers, by name; bodies have marshmallow schemas of their own."""

from enum import StrEnum
from typing import Any

from rules import ruleset
from rules.vocabulary import (
    Action,
    Certainty,
    Choice,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    Kind,
    NoteCode,
    ProblemCode,
    RemarkKind,
    RequirementState,
    ResourceKind,
    ResourceStatus,
    Role,
    Status,
)

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": "string", "nullable": True}
NUMBER: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "nullable": True}
MOMENT: Schema = {"type": "string", "format": "date-time", "nullable": True}


def _word(words: type[StrEnum], nullable: bool = False) -> Schema:
    said: Schema = {"type": "string", "enum": [word.value for word in words]}
    return {**said, "nullable": True} if nullable else said


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _paged(name: str) -> Schema:
    return _object(count=NUMBER, result=_list(_named(name)))


_POSITION = {"id": NUMBER, "number": TEXT, "status": _word(Status), "revision": NUMBER}
_TURN = {"round": NUMBER, "holder": TEXT, "due_on": DAY, "waiting_for": _list(TEXT)}
_REASON = _object(rule=TEXT, rule_set=TEXT, basis=TEXT, fact=TEXT, lv=TEXT, en=TEXT)
_DATED_REASON = _object(rule=TEXT, rule_set=TEXT, basis=TEXT, fact=TEXT, lv=TEXT, en=TEXT, since=DAY)
_REQUIRED = {"institution": TEXT, "fixed": YES_NO, "reasons": _list(_REASON)}
_NOTE = _object(institution=TEXT, code=_word(NoteCode), lv=TEXT, en=TEXT, resources=_list(TEXT))
_CLOSING = {"actual_start": DAY, "actual_end": DAY, "actual_cost_eur": MAYBE_TEXT, "result": MAYBE_TEXT}
_ANSWERS = _list(_object(text=TEXT, at=MOMENT))
_REMARK = _object(
    id=NUMBER,
    kind=_word(RemarkKind),
    section=TEXT,
    current_text=TEXT,
    proposed_text=TEXT,
    reason=TEXT,
    answers=_ANSWERS,
)

ANSWERS: dict[str, Schema] = {
    "Problem": {
        **_object(
            type=TEXT,
            title=TEXT,
            status=NUMBER,
            detail=TEXT,
            errors=_list(_object(field=TEXT, code=_word(ProblemCode), message=TEXT)),
            current_revision=NUMBER,
            actions=_list(_word(Action)),
        ),
        "required": ["type", "title", "status", "detail", "errors"],
    },
    "Position": _object(**_POSITION),
    "Reached": _object(status=_word(Status), revision=NUMBER),
    "ActivityRow": _object(**_POSITION, title=TEXT, kind=_word(Kind), resource=MAYBE_TEXT, **_TURN),
    "ActivityPage": _paged("ActivityRow"),
    "Activity": {
        "allOf": [
            _named("Card"),
            _object(**_POSITION, **_TURN, **_CLOSING, notes=_list(_NOTE), actions=_list(_word(Action))),
        ]
    },
    "Requirement": _object(
        **{**_REQUIRED, "reasons": _list(_DATED_REASON)},
        id=NUMBER,
        round=NUMBER,
        rule_set=TEXT,
        opened_at=MOMENT,
        state=_word(RequirementState),
        choice=_word(Choice, nullable=True),
        due_on=DAY,
        answered_at=MOMENT,
        comment=MAYBE_TEXT,
        answers=_ANSWERS,
        remarks=_list(_REMARK),
    ),
    "Requirements": _list(_named("Requirement")),
    "GivenVote": _object(
        id=NUMBER, institution=TEXT, choice=_word(Choice), status=_word(Status), revision=NUMBER
    ),
    "NamedSubstitution": _object(
        id=NUMBER,
        principal=TEXT,
        substitute=TEXT,
        institution=MAYBE_TEXT,
        role=_word(Role),
        from_on=DAY,
        until_on=DAY,
        in_force=YES_NO,
        ended_at=MOMENT,
    ),
    "SubstitutionPage": _paged("NamedSubstitution"),
    "Event": _object(
        seq=NUMBER,
        at=MOMENT,
        actor=TEXT,
        on_behalf_of=MAYBE_TEXT,
        action=TEXT,
        **{"from": _word(Status, nullable=True)},
        to=_word(Status),
        comment=MAYBE_TEXT,
    ),
    "History": _list(_named("Event")),
    "Evaluation": _object(
        rule_set=TEXT,
        since=DAY,
        requirements=_list(_object(**_REQUIRED)),
        notes=_list(_NOTE),
        due_on=DAY,
    ),
    "Institution": _object(
        code=TEXT,
        name_lv=TEXT,
        name_en=TEXT,
        kind=_word(InstitutionKind),
        parent=MAYBE_TEXT,
        reg_no=MAYBE_TEXT,
        certainty=_word(Certainty),
        status=_word(InstitutionStatus),
    ),
    "InstitutionPage": _paged("Institution"),
    "Resource": _object(
        code=TEXT,
        name_lv=TEXT,
        kind=_word(ResourceKind),
        holder=TEXT,
        status=_word(ResourceStatus),
        certainty=_word(Certainty),
    ),
    "ResourcePage": _paged("Resource"),
    "Dependencies": _object(
        providers=_list(_object(resource=TEXT, kind=_word(DependencyKind))),
        consumers=_list(_object(resource=TEXT, kind=_word(DependencyKind))),
    ),
    "Facts": {
        **_object(
            kind=_word(Kind),
            holder=TEXT,
            resource=MAYBE_TEXT,
            used_resources=_list(TEXT),
            affected_resources=_list(TEXT),
            affected_institutions=_list(TEXT),
            domain=MAYBE_TEXT,
            **{name: {**YES_NO, "nullable": True} for name in ruleset.ANSWERS if name != "domain"},
        ),
        "required": ["kind", "holder"],
    },
    "Credentials": {
        **_object(
            username=TEXT,
            password={**TEXT, "format": "password"},
            provider={**TEXT, "enum": ["db"]},
            refresh=YES_NO,
            otp=TEXT,
        ),
        "required": ["username", "password"],
    },
    "Tokens": _object(access_token=TEXT, refresh_token=TEXT),
}
