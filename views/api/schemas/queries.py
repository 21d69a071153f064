"""What a client asks for in the address: the page of a list, and what is looked for."""

from marshmallow.validate import Range

from app.services.activity.search import Due, Order
from rules.account.notices import NoticeKind, NoticeState
from rules.impact import DEPTHS, Direction
from rules.obligation.words import ObligationState
from rules.registry_vocabulary import DependencyKind
from rules.search import SearchType
from rules.vocabulary import Kind, Status, Urgency
from views.api.schemas.bodies import Tolerant
from views.api.schemas.fields import AskedDay, AskedNumber, AskedWord, AskedYesNo, Text
from views.base.api import PAGE_SIZE, PAGE_SIZE_MAX


class Paged(Tolerant):
    """Which page of a list is asked for."""

    page = AskedNumber(load_default=0, validate=Range(min=0))
    page_size = AskedNumber(load_default=PAGE_SIZE, validate=Range(1, PAGE_SIZE_MAX, error="invalid"))


class Found(Paged):
    """Which page, and what is looked for."""

    q = Text()


class Reach(Tolerant):
    """How far, along which ends and which kind of dependencies."""

    direction = AskedWord(Direction, strange="invalid", load_default=Direction.both)
    depth = AskedNumber(load_default=2, validate=Range(DEPTHS[0], DEPTHS[-1], error="invalid"))
    kind = AskedWord(DependencyKind, strange="invalid")


class Aim(Tolerant):
    """To which resource a chain is sought."""

    to = Text(load_default=None)


class Everything(Tolerant):
    """What is looked for among everything; a page only of one type."""

    q = Text(load_default="")
    type = AskedWord(SearchType, load_default=None)
    page = AskedNumber(load_default=None, validate=Range(min=0))
    page_size = AskedNumber(load_default=PAGE_SIZE, validate=Range(1, PAGE_SIZE_MAX, error="invalid"))


class NoticesSought(Paged):
    """Which page of one's messages."""

    state = AskedWord(NoticeState, load_default=None)
    kind = AskedWord(NoticeKind, load_default=None)


class Between(Tolerant):
    """Which two revisions are compared."""

    first = AskedNumber(data_key="from", load_default=None)
    second = AskedNumber(data_key="to", load_default=None)


class ObligationsSought(Paged):
    """Which page of the obligations; `mine`: on which I am to report, or whose report I am to verify."""

    state = AskedWord(ObligationState, several=True, attribute="states")
    mine = AskedYesNo()
    overdue = AskedYesNo()


class Counted(Tolerant):
    """What figures are narrowed to, called like the fields of `app.services.report.look.Asked`."""

    first = AskedDay(data_key="from")
    last = AskedDay(data_key="to")
    holder = Text()
    ministry = Text()
    asked = Text()
    kind = AskedWord(Kind)


class Sought(Paged):
    """Which page of the activities, called like the fields of `app.services.activity.search.Search`.

    `behind`: a row of a report, which `from` and `to` belong to.
    """

    status = AskedWord(Status, several=True, attribute="statuses")
    kind = AskedWord(Kind)
    holder = Text()
    ministry = Text()
    resource = Text()
    asked = Text()
    due = AskedWord(Due)
    urgency = AskedWord(Urgency)
    changed_from = AskedDay()
    q = Text()
    mine = AskedYesNo()
    waiting = AskedYesNo()
    sort = AskedWord(Order, strange="invalid", attribute="order")
    behind = Text()
    first = AskedDay(data_key="from")
    last = AskedDay(data_key="to")
