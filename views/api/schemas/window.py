"""Windows, blackouts, what meets, and the calendar."""

from marshmallow.fields import List, Nested

from rules.vocabulary import Kind, Status
from rules.window.words import Severity, WindowEffect
from views.api.schemas.answers import Shown
from views.api.schemas.bodies import Sent, Tolerant
from views.api.schemas.fields import Code, Day, Instant, Moment, Number, PlainText, Text, Word


class WindowEntrySent(Sent):
    """When work touches running systems."""

    starts_at = Instant()
    ends_at = Instant()
    effect = Word(WindowEffect)
    text = PlainText()
    collision_reason = PlainText()


class WindowChangeSent(WindowEntrySent):
    """Fields that change, and the version that was seen."""

    version = Number(required=True)


class Window(Shown):
    """A window; texts of a restricted card are null for who does not read it."""

    id = Number()
    activity = Text(attribute="activity.number")
    resource = Text(attribute="resource.code", dump_default=None, allow_none=True)
    starts_at = Moment()
    ends_at = Moment()
    effect = Word(WindowEffect)
    text = Text(allow_none=True)
    collision_reason = Text(allow_none=True)
    version = Number()


class CalendarWindow(Window):
    """A window with what its activity is called, and who holds it."""

    title = Text(attribute="activity.title")
    holder = Text(attribute="activity.holder.code")


class BlackoutEntrySent(Sent):
    """When nobody is to work on a resource; null = on any."""

    starts_at = Instant()
    ends_at = Instant()
    resource = Code(allow_none=True)
    reason = PlainText()


class BlackoutChangeSent(BlackoutEntrySent):
    """Fields that change, and the version that was seen."""

    version = Number(required=True)


class Blackout(Shown):
    """A blackout; `resource` null = of all."""

    id = Number()
    starts_at = Moment()
    ends_at = Moment()
    resource = Text(attribute="resource.code", dump_default=None, allow_none=True)
    reason = Text()
    version = Number()


class Other(Shown):
    """What is met: the window of an activity, or a blackout."""

    activity = Text()
    window = Number()
    blackout = Number()


class Collision(Shown):
    """What a window meets; `window` null = one that is not saved, `path` from the consumer on."""

    window = Number(attribute="work.key", allow_none=True)
    severity = Word(Severity)
    other = Nested(Other)
    starts_at = Moment()
    ends_at = Moment()
    path = List(Text())
    text = Text()


class Period(Shown):
    """When an activity is planned to be worked on."""

    activity = Text(attribute="number")
    title = Text()
    resource = Text(attribute="resource.code", dump_default=None, allow_none=True)
    holder = Text(attribute="holder.code")
    kind = Word(Kind)
    status = Word(Status)
    planned_start = Day()
    planned_end = Day()


class Calendar(Shown):
    """What falls into some days, the earliest first."""

    windows = List(Nested(CalendarWindow))
    periods = List(Nested(Period))
    blackouts = List(Nested(Blackout))


class Days(Tolerant):
    """Which days, inclusive; without them the month that runs."""

    since = Day(data_key="from", load_default=None)
    until = Day(data_key="to", load_default=None)


class CalendarSought(Days):
    """Which days of the calendar, and of which resource or holder."""

    resource = Text(load_default="")
    holder = Text(load_default="")
