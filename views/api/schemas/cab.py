"""The CAB list as programs read it."""

from marshmallow.fields import List, Nested

from app.services.activity.ballots import Pile
from app.services.activity.piles import Because
from views.api.schemas.answers import ActivityRow, Reason, Shown, page_of
from views.api.schemas.fields import AskedWord, Number, Text, Word
from views.api.schemas.queries import Paged


class OnPile(Paged):
    """Which pile, and which page of it."""

    pile = AskedWord(Pile, required=True)


class Others(Shown):
    """How the others have answered."""

    answered = Number()
    total = Number()
    objections = Number()


class PiledRow(ActivityRow):
    """A card on a pile: the row of the list, and why it lies there."""

    reasons = List(Nested(Reason))
    discussed_because = List(Word(Because))
    pulled_by = Text(allow_none=True)
    working_days_left = Number(allow_none=True)
    others = Nested(Others)


PilePage = page_of("PilePage", PiledRow)
