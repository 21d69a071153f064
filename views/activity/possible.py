"""What a person may do with the card that an address names: the pages of refusals say it."""

from dataclasses import dataclass

from flask import request

from rules.refusals import NotFound
from views.activity.found import whole
from views.activity.panel import Panel, Step, panel_for
from views.base import current_actor


@dataclass(frozen=True, slots=True)
class Possible:
    """The card by its number, and the panel that its page shows."""

    number: str
    panel: Panel

    @property
    def steps(self) -> list[Step]:
        """Return every step that the person may take, the main one first."""
        return [*([self.panel.main] if self.panel.main else []), *self.panel.more]


def possible_here() -> Possible | None:
    """Return what can be done with the card of this address; None where none is named, or seen."""
    number = (request.view_args or {}).get("number", "")
    try:
        activity = whole(number)
    except NotFound:
        return None
    return Possible(activity.number, panel_for(activity, activity.facts(), current_actor()))
