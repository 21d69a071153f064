"""Obligations as programs read them, and what they send with a step."""

from marshmallow.fields import List, Nested

from rules.obligation.words import ObligationSource, ObligationState, ObligationStep
from views.api.schemas.answers import Shown, page_of
from views.api.schemas.bodies import Sent
from views.api.schemas.fields import Code, Day, Moment, Number, PlainText, Text, Word


class NewReportSent(Sent):
    """How an obligation was fulfilled; `attachment` = a shared document of the card that shows it."""

    text = PlainText(required=True)
    attachment = Number(allow_none=True)


class VerifiedSent(Sent):
    """What who verifies sends with every step."""

    on_behalf_of = Code(allow_none=True)
    comment = PlainText()


class ReasonedSent(VerifiedSent):
    """The same where the reason has to be said."""

    comment = PlainText(required=True)


class MovedSent(ReasonedSent):
    """Another due date."""

    due_on = Day(required=True)


class Report(Shown):
    """What the holder said of having done it."""

    text = Text(allow_none=True)
    at = Moment(attribute="reported_at", allow_none=True)
    by = Text(attribute="reported_by.username")
    attachment = Number(attribute="attachment_id", allow_none=True)


class Obligation(Shown):
    """An obligation; `verified_by`: whose CAB members verify it, null = a CAB head. Texts may be withheld."""

    id = Number()
    activity = Text(attribute="activity.number")
    holder = Text(attribute="activity.holder.code")
    text = Text(allow_none=True)
    due_on = Day()
    state = Word(ObligationState, attribute="status")
    asked_by = Text(attribute="asked_by.code", dump_default=None, allow_none=True)
    verified_by = Text(allow_none=True)
    source = Word(ObligationSource)
    resource = Text(attribute="resource.code", dump_default=None, allow_none=True)
    reports = List(Nested(Report))
    actions = List(Word(ObligationStep))


ObligationPage = page_of("ObligationPage", Obligation)
