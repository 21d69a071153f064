"""The messages of a person, and how each kind of them comes by mail."""

from marshmallow.fields import List, Nested

from rules.account.notices import KINDS, NoticeKind, Way
from rules.audience import Message
from views.api.schemas.answers import Shown
from views.api.schemas.bodies import Sent
from views.api.schemas.fields import ListOf, Moment, Number, Text, Word, YesNo

NoticeSettings = Sent.from_dict({kind.value: Word(Way) for kind in KINDS}, name="NoticeSettings")


class ReadSent(Sent):
    """Which messages were read."""

    ids = ListOf(Number())
    all = YesNo()


class Unread(Shown):
    """How many messages are left to be read."""

    unread = Number()


class Notice(Shown):
    """A message, as the inbox tells it."""

    id = Number(attribute="message.id")
    kind = Word(NoticeKind)
    message = Word(Message, attribute="message.message")
    text = Text(attribute="what")
    number = Text(allow_none=True)
    url = Text(attribute="address")
    at = Moment(attribute="message.created_at")
    read_at = Moment(attribute="message.read_at", allow_none=True)


class NoticePage(Unread):
    """One page of messages, and how many of all are not read."""

    count = Number()
    result = List(Nested(Notice))
