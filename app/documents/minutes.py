"""Protokols: the minutes of a CAB meeting, written from the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.documents.document import Document
from app.documents.typography import Exact


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited, for whom, and whether they came."""

    person: str
    institution: str
    present: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an institution answered about a card, in words."""

    institution: str
    choice: str


@dataclass(frozen=True, slots=True)
class Item:
    """A card of the agenda; `decision` and `reasoning` are empty where none was taken."""

    activity: Exact
    title: str
    holder: str
    opinions: tuple[Opinion, ...]
    notes: str
    decision: str
    reasoning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes(Document):
    """The minutes, a draft until `closed_at`; an item that its reader does not see is None."""

    template: ClassVar[str] = "minutes.typ"
    starts_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    place: str
    leader: str
    invited: tuple[Invited, ...]
    agenda: tuple[Item | None, ...]
