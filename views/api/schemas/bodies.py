"""What a client sends, read by a schema: the values that can be used, and every problem of the others."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, validate

from rules.liquidation.words import ConsumerAnswer
from rules.refusals import Invalid, Problem
from rules.vocabulary import Choice, DraftAs, Outcome, ProblemCode, RemarkKind, Resolution, Role
from views.api.schemas.fields import (
    Code,
    Day,
    Line,
    ListOf,
    Number,
    Part,
    PlainText,
    RequestKey,
    Text,
    Texts,
    Word,
    YesNo,
)
from views.base.api import INVALID

# Entries of these lists are told apart by a code.
NAMED_BY = {
    "principles": "code",
    "suggestions": "resource",
    "objections": "institution",
    "consumers": "resource",
}


class Sent(Schema):
    """Base of all bodies; messages are codes."""

    error_messages = {"unknown": "unknown_field", "type": "invalid"}


class Tolerant(Sent):
    """Base of what may hold more than we know."""

    class Meta:
        unknown = EXCLUDE


class Seen(Sent):
    """What every action sends: the revision that the person looked at."""

    revision = Number(required=True)


class InName(Seen):
    """What a step sends that a substitute may take: on whose behalf; null = in the own name."""

    on_behalf_of = Code(allow_none=True)


class ObjectionResolved(Sent):
    """What becomes of one institution's objections: overruled with reasons, or an obligation."""

    institution = Code(required=True)
    resolution = Word(Resolution, required=True)
    reasoning = PlainText()  # its absence is the institution's problem: `objections.DVI`
    text = PlainText()
    due_on = Day()


class NewObligationSent(Sent):
    """Something to be done by a day."""

    text = PlainText(required=True)
    due_on = Day(required=True)


class ObligationAdded(NewObligationSent):
    """An obligation of the decision itself, verified by an institution asked; null = by a CAB head."""

    institution = Code(allow_none=True)


class Decided(InName):
    """Body of `decide`."""

    outcome = Word(Outcome, required=True)
    reasoning = PlainText(required=True)
    objections = ListOf(Part(ObjectionResolved))
    meeting = Code(allow_none=True)
    obligations = ListOf(Part(ObligationAdded))


class RemarkSent(Sent):
    """An objection or a proposal to one field of the card."""

    kind = Word(RemarkKind, required=True)
    section = Code(required=True)
    current_text = PlainText()
    proposed_text = PlainText()
    reason = PlainText(required=True)


class ConsumerSent(Sent):
    """What is said of one system that needs the resource to be liquidated."""

    resource = Code(required=True)
    answer = Word(ConsumerAnswer, allow_none=True)
    until = Day(allow_none=True, data_key="date")
    comment = PlainText()


class VoteSent(InName):
    """Body of a vote."""

    choice = Word(Choice, required=True)
    comment = PlainText()
    remarks = ListOf(Part(RemarkSent))
    suggested_institution = Code(allow_none=True)
    obligations = ListOf(Part(NewObligationSent))
    consumers = ListOf(Part(ConsumerSent))
    request_key = RequestKey(allow_none=True)


class SubstitutionSent(Sent):
    """Who substitutes whom, in which role, for which days; without `principal` the own person."""

    principal = Code()
    substitute = Code(required=True)
    role = Word(Role, required=True)
    from_on = Day(required=True)
    until_on = Day(required=True)


class KeptSent(Sent):
    """What is typed and not sent yet, by field."""

    fields_typed = Texts(required=True, data_key="fields")


class DraftSent(Sent):
    """What the new card is to be."""

    kind = Word(DraftAs, required=True, data_key="as")


class Credentials(Tolerant):
    """Body of signing in."""

    username = Line(required=True)
    password = Text(required=True, metadata={"format": "password"})
    provider = Text(
        validate=validate.Equal("db", error="unknown"),
        error_messages={"null": "unknown", "invalid": "unknown"},
    )
    refresh = YesNo()
    otp = Text()


@dataclass(frozen=True, slots=True)
class Read:
    """What could be read, and the problems with the rest."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]

    def with_name(self, problems: tuple[Problem, ...]) -> "Read":
        """Return it without the name on whose behalf the step is taken, which is read by `in_whose_name`."""
        values = {name: value for name, value in self.values.items() if name != "on_behalf_of"}
        return Read(values, (*self.problems, *(one for one in problems if not self.at(one.field))))

    def valid(self) -> dict[str, Any]:
        """Return the values; raise `Invalid` with all problems if there is one."""
        if self.problems:
            raise Invalid(INVALID, self.problems)
        return self.values

    def at(self, field: str) -> bool:
        """Whether something is wrong with a field or within it."""
        return any(one.field == field or one.field.startswith(f"{field}.") for one in self.problems)


def read(schema: Schema, body: Any) -> Read:
    """Read a body; problems have dotted names, in lists by code where there is one, else by place."""
    try:
        return Read(schema.load(body), ())
    except ValidationError as error:
        usable = error.valid_data if isinstance(error.valid_data, dict) else {}
        found = _problems(error.messages_dict)
        return Read(usable, tuple(_by_code(problem, body) for problem in found))


@contextmanager
def all_problems(sent: Read) -> Iterator[None]:
    """Tell what the use case refuses together with what could not be read."""
    try:
        yield
        sent.valid()
    except Invalid as refused:
        more = (one for one in refused.problems if not sent.at(one.field))
        raise Invalid(refused.key, (*sent.problems, *more), told=refused.told) from refused


def _problems(messages: Mapping[Any, Any], path: str = "") -> Iterator[Problem]:
    for name, said in messages.items():
        field = path if name == "_schema" else f"{path}.{name}" if path else str(name)
        if isinstance(said, Mapping):
            yield from _problems(said, field)
        else:
            yield from (_problem(field, one) for one in said)


def _problem(field: str, said: str | tuple[Any, ...]) -> Problem:
    """Make a problem of a code, or of a code with values and, where it has one, its own sentence."""
    code, *more = (said,) if isinstance(said, str) else said
    return Problem(field, ProblemCode(code), *more)


def _by_code(problem: Problem, body: Any) -> Problem:
    name, _, rest = problem.field.partition(".")
    place, _, inner = rest.partition(".")
    if name not in NAMED_BY or not inner:
        return problem
    code = body[name][int(place)].get(NAMED_BY[name])
    field = f"{name}.{code}.{inner}" if isinstance(code, str) else problem.field
    return replace(problem, field=field)
