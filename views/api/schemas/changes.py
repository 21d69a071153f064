"""What differs between two revisions of a card."""

from marshmallow.fields import List, Nested, Raw

from views.api.schemas.answers import Shown
from views.api.schemas.fields import Number, Text, YesNo


class Change(Shown):
    """A field that differs between two revisions; `watched`: it concerns the reader's institution."""

    field = Text()
    before = Raw(allow_none=True)
    after = Raw(allow_none=True)
    watched = YesNo()


class Changes(Shown):
    """What differs between two revisions of a card."""

    first = Number(attribute="first.number", data_key="from")
    second = Number(attribute="second.number", data_key="to")
    differing = List(Nested(Change), attribute="told", data_key="fields")
