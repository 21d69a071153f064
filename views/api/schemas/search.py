"""What the search of everything answers."""

from marshmallow.fields import List, Nested

from rules.search import SearchType
from views.api.schemas.answers import Shown
from views.api.schemas.fields import Number, Text, Word


class Hit(Shown):
    """Something that was found."""

    type = Word(SearchType)
    code = Text()
    title = Text()
    snippet = Text()
    status = Text(allow_none=True)
    url = Text()


Counts = Shown.from_dict({one.value: Number() for one in SearchType}, name="Counts")


class SearchPage(Shown):
    """How much there is of each type, what stands first, and what may have been meant."""

    count = Number()
    counts = Nested(Counts)
    result = List(Nested(Hit))
    suggestion = Text(allow_none=True)
