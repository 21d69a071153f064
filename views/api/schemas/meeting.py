"""CAB meetings as programs plan, change and read them."""

from marshmallow.fields import List, Nested

from rules.meeting.words import MeetingAction, MeetingStatus
from rules.vocabulary import Outcome
from views.api.schemas.answers import Shown, page_of
from views.api.schemas.bodies import Seen, Sent
from views.api.schemas.fields import Code, Instant, ListOf, Moment, Number, Part, PlainText, Text, Word


class NewItemSent(Sent):
    """A line of an agenda."""

    activity = Code(required=True)
    notes = PlainText()


class Planned(Sent):
    """What is planned of a meeting; what is missing the use case says."""

    title = PlainText(lines=False)
    starts_at = Instant()
    ends_at = Instant()
    place = PlainText(lines=False)
    agenda = ListOf(Part(NewItemSent))


class Changed(Seen, Planned):
    """Body of a change: the agenda whole and in order, who came by user name."""

    attendance = ListOf(Code())


class Cancelled(Seen):
    """Why a meeting is called off."""

    comment = PlainText(required=True)


class MeetingReached(Shown):
    """Where a step has led."""

    status = Word(MeetingStatus)
    revision = Number()


class MeetingPosition(MeetingReached):
    """Which meeting it is and where it stands."""

    id = Number()
    number = Text()


class MeetingRow(MeetingPosition):
    """A meeting in the list."""

    title = Text()
    starts_at = Moment()
    ends_at = Moment()
    place = Text()


class Item(Shown):
    """A line of the agenda; of a card that the reader does not see only its place is told."""

    activity = Text(attribute="line.item.activity.number", dump_default=None, allow_none=True)
    title = Text()
    notes = Text(allow_none=True)
    decision = Word(Outcome, allow_none=True)


class Guest(Shown):
    """Who was invited, for whom."""

    person = Text(attribute="person.username")
    institution = Text(attribute="institution.code", dump_default=None, allow_none=True)


class Meeting(MeetingRow):
    """A meeting with its agenda; what is not its own is known."""

    agenda = List(Nested(Item))
    attendance = List(Text())
    invited = List(Nested(Guest))
    actions = List(Word(MeetingAction))


MeetingPage = page_of("MeetingPage", MeetingRow)
