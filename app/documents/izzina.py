"""Izziņa: every objection and proposal with its answer, in the two parts of Cabinet practice."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.documents.document import Document


@dataclass(frozen=True, slots=True)
class Round:
    """A round of co-approval; one that still runs has not closed."""

    number: int
    opened: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Result:
    """What an institution answered in a round, in words."""

    institution: str
    round: int
    answer: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A row; `final_text` is None where nothing was changed, `resolution` is empty until it is answered."""

    institution: str
    kind: str
    section: str
    current_text: str
    reason: str
    proposed_text: str
    resolution: str
    answer: str
    final_text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Izzina(Document):
    """The table of remarks: `disputed` is part I, `agreed` part II."""

    template: ClassVar[str] = "izzina.typ"
    words: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": ("Izziņa par atzinumos sniegtajiem iebildumiem un priekšlikumiem",),
        "parts": (
            "I. Jautājumi, par kuriem saskaņošanā vienošanās nav panākta",
            "II. Jautājumi, par kuriem saskaņošanā vienošanās ir panākta",
        ),
        "columns": (
            "Nr.",
            "Atzinuma sniedzējs",
            "Projekta redakcija",
            "Iebildums / Priekšlikums\nPiedāvātā redakcija",
            "Ņemts vērā / Daļēji / Nav ņemts vērā",
            "Galīgā redakcija",
        ),
        "results": ("Iestāde", "Kārta", "Atzinums", "Sniegts"),
    }
    holder: str
    rounds: tuple[Round, ...]
    results: tuple[Result, ...]
    disputed: tuple[Remark, ...]
    agreed: tuple[Remark, ...]
