"""What the API answers: schemas that dump rows and facts, in the shapes of the interface contract."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, post_dump
from marshmallow.fields import List, Nested

from rules.liquidation.words import ConsumerAnswer
from rules.vocabulary import (
    Action,
    Choice,
    Heed,
    Kind,
    NoteCode,
    ProblemCode,
    RemarkKind,
    RemarkState,
    RequirementState,
    Status,
)
from views.activity.rule_set_words import rule_set_since
from views.api.schemas.fields import Day, Moment, Money, Number, Text, Word, YesNo

# What of a requirement only those are given who read the texts of the card.
OPINION = ("comment", "answers", "remarks", "suggested_institution", "consumers")


class Shown(Schema):
    """Base of all answers; `known` are values that are not read off the row, by field.

    A function among them says the value of each row.
    """

    class Meta:
        unknown = EXCLUDE

    def __init__(self, *, known: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.known = known or {}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Return what is known; ask the row for the rest."""
        if attr not in self.known:
            return super().get_attribute(obj, attr, default)
        value = self.known[attr]
        return value(obj) if callable(value) else value


def page_of(name: str, row: type[Shown]) -> type[Schema]:
    """Return the schema of one page of a list: how many rows there are in all, and those of the page."""
    return Shown.from_dict({"count": Number(), "result": List(Nested(row))}, name=name)


class Trouble(Shown):
    """What is wrong with one field."""

    field = Text()
    code = Word(ProblemCode)
    message = Text()


class Problem(Shown):
    """Every refusal (RFC 9457); `views.middleware.errors` writes it."""

    type = Text(required=True)
    title = Text(required=True)
    status = Number(required=True)
    detail = Text(required=True)
    errors = List(Nested(Trouble), required=True)
    current_revision = Number()
    actions = List(Word(Action))
    obligations = List(Number())
    activities = List(Text())  # others that are under way on the resource
    number = Text()  # of the card that amends this one


class ActivityRow(Shown):
    """An activity in the list."""

    id = Number()
    number = Text()
    title = Text()
    kind = Word(Kind)
    status = Word(Status)
    holder = Text()
    resource = Text(allow_none=True)
    revision = Number()
    round = Number()
    due_on = Day(allow_none=True)
    waiting_for = List(Text())
    changed_at = Moment()


class Reached(Shown):
    """Where a step has led."""

    status = Word(Status)
    revision = Number()


class Position(Shown):
    """Which card it is and where it stands."""

    id = Number()
    number = Text()
    status = Word(Status)
    revision = Number()


class Note(Shown):
    """Why an institution is not asked; only one code names resources."""

    institution = Text()
    code = Word(NoteCode)
    lv = Text()
    en = Text()
    resources = List(Text())


class Closing(Shown):
    """The closing notice."""

    actual_start = Day(allow_none=True)
    actual_end = Day(allow_none=True)
    actual_cost_eur = Money(allow_none=True, metadata={"type": "string"})
    notice_late = YesNo(allow_none=True)
    result = Text(allow_none=True)
    review = Text(allow_none=True)


class Activity(Position, Closing):
    """What is told of a card beside its fields, which are known as `card`, as is what its reader may do."""

    round = Number()
    holder = Text(attribute="holder.code")
    notes = List(Nested(Note), attribute="current_round.notes", dump_default=list)
    waiting_for = List(Text())
    due_on = Day(allow_none=True)
    waiting_since = Moment(allow_none=True)
    working_days_left = Number(allow_none=True)
    amended_by = Text(allow_none=True)
    lacking_dependencies = List(Text())  # used, but not in the registry; for the holder
    actions = List(Word(Action))

    @post_dump
    def add_card(self, shown: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Let the fields of the card come first."""
        return {**self.known["card"], **shown}


class Reason(Shown):
    """Why an institution is asked."""

    rule = Text()
    rule_set = Text()
    basis = Text()
    fact = Text()
    lv = Text()
    en = Text()


class Since(Day):
    """The day from which the rule set of a reason holds."""

    _CHECK_ATTRIBUTE = False

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        return super()._serialize(rule_set_since(obj["rule_set"]), attr, obj, **options)


class DatedReason(Reason):
    """Why an institution has been asked, and since when that is so."""

    since = Since(allow_none=True)


class GivenAnswer(Shown):
    """The applicant's answer to a question or a remark."""

    text = Text()
    at = Moment(attribute="given_at", allow_none=True)


class Reply(Shown):
    """The applicant's answer to a remark; older ones do not say how far it is followed."""

    resolution = Word(Heed, allow_none=True)
    text = Text()
    at = Moment(attribute="given_at", allow_none=True)


class GivenRemark(Shown):
    """An objection or a proposal to one field of the card."""

    id = Number()
    kind = Word(RemarkKind)
    section = Text()
    current_text = Text()
    proposed_text = Text()
    reason = Text()
    answers = List(Nested(Reply))


class RemarkOfCard(Shown):
    """An objection or a proposal, and what has become of it."""

    id = Number(attribute="remark.id")
    round = Number()
    institution = Text(attribute="vote.institution.code")
    kind = Word(RemarkKind, attribute="remark.kind")
    section = Text(attribute="remark.section")
    current_text = Text(attribute="remark.current_text")
    proposed_text = Text(attribute="remark.proposed_text")
    reason = Text(attribute="remark.reason")
    state = Word(RemarkState)
    answers = List(Nested(Reply), attribute="remark.answers")


class OpenDay(Day):
    """The due date of a requirement; none where an earlier vote stays in force."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **options: Any) -> Any:
        carried = obj.state is RequirementState.carried_over
        return super()._serialize(None if carried else value, attr, obj, **options)


class ConsumerAnswered(Shown):
    """What was said of a system that needs the resource to be liquidated; null so far."""

    resource = Text()
    answer = Word(ConsumerAnswer, allow_none=True)
    date = Day(attribute="until", allow_none=True)
    comment = Text()


class Requirement(Shown):
    """A required co-approval with the vote in force."""

    id = Number()
    institution = Text(attribute="institution.code")
    round = Number(attribute="round.number")
    fixed = YesNo()
    rule_set = Text(attribute="round.rule_set")
    opened_at = Moment(attribute="round.opened_at", allow_none=True)
    reasons = List(Nested(DatedReason))
    state = Word(RequirementState)
    choice = Word(Choice, allow_none=True)
    due_on = OpenDay(allow_none=True)
    carried_from = Number(attribute="carried_from.round.number", dump_default=None, allow_none=True)
    again_because = List(Text())
    working_days_left = Number(allow_none=True)
    answered_at = Moment(allow_none=True)
    comment = Text(attribute="vote_in_force.comment", dump_default=None, allow_none=True)
    suggested_institution = Text(
        attribute="vote_in_force.suggested_institution.code", dump_default=None, allow_none=True
    )
    answers = List(Nested(GivenAnswer), attribute="vote_in_force.answers", dump_default=list)
    remarks = List(Nested(GivenRemark), attribute="vote_in_force.remarks", dump_default=list)
    consumers = List(Nested(ConsumerAnswered))


class GivenVote(Shown):
    """What giving a vote answers, the first time and again."""

    id = Number()
    institution = Text(attribute="institution.code")
    choice = Word(Choice)
    status = Word(Status, attribute="status_after")
    revision = Number()


class Event(Shown):
    """A step of the history; nobody has taken those of the system."""

    seq = Number()
    at = Moment(allow_none=True)
    actor = Text(attribute="actor.username", dump_default="system")
    on_behalf_of = Text(attribute="on_behalf_of.username", dump_default=None, allow_none=True)
    action = Text()
    from_status = Word(Status, data_key="from", allow_none=True)
    to_status = Word(Status, data_key="to")
    comment = Text(allow_none=True)


ActivityPage = page_of("ActivityPage", ActivityRow)
