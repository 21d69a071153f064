"""Lēmums: what was decided about an activity, by whom, on what grounds, with the hashes that prove it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.documents.document import Document
from app.documents.typography import Exact


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who acted: role and institution; `on_behalf_of` is empty unless a substitute did."""

    role: str
    institution: str
    on_behalf_of: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """An institution that was asked, why, and what it answered."""

    institution: str
    reasons: tuple[str, ...]
    choice: str
    at: datetime | None
    on_behalf_of: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection in force, and what became of it: its resolution with reasons."""

    institution: str
    text: str
    resolution: str
    reasoning: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """A condition of the approval; `verified_by` says who looks whether it is fulfilled."""

    text: str
    due_on: date
    source: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A shared attachment as it was at the decision."""

    title: str
    file_name: Exact
    version: int
    sha256: Exact


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules by which institutions were asked."""

    name: Exact
    sha256: Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Document):
    """The record of a decision to approve or reject; `chain` is the hash of the last event."""

    template: ClassVar[str] = "decision.typ"
    holder: str
    resource: str
    goal: str
    round: int
    revision: int
    outcome: str
    decided_at: datetime
    decided_by: Signatory
    reasoning: str
    opinions: tuple[Opinion, ...]
    objections: tuple[Objection, ...]
    obligations: tuple[Obligation, ...]
    rule_set: RuleSet
    chain: Exact
    attachments: tuple[Attachment, ...]
