"""The agenda of a meeting as a page or a program shows it."""

from dataclasses import dataclass

from flask_babel import gettext

from app.agenda import Line
from app.services.meeting import reading
from models import Meeting
from rules.facts import Actor
from rules.vocabulary import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A place on the agenda in words: of a card that the reader does not see, that it is another matter."""

    line: Line
    title: str
    notes: str | None
    decision: Outcome | None


def shown(meeting: Meeting, actor: Actor) -> list[Shown]:
    """Return every place of the agenda, in its order."""
    return [
        Shown(line=one.line, title=title(one.line), notes=one.notes, decision=one.decision)
        for one in reading.agenda_of(meeting, actor)
    ]


def title(line: Line) -> str:
    """Return what stands at a place of the agenda."""
    return line.item.activity.title if line.item else gettext("another matter")
