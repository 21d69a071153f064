"""Substitutions as lines of a list: who acts for whom, when, and where that stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from app.services.account import substitutions
from models import Substitution
from rules.account.substitution import in_force
from views.base.listing import Column, Listing
from views.words.formats import drawn
from views.words.labels import label

PIECES = "account/substitution_pieces.html"


class State(StrEnum):
    """Where a substitution stands on a day."""

    running = auto()
    ahead = auto()
    void = auto()  # an account was closed, or a role or the institution changed
    past = auto()
    ended = auto()


STATES: dict[State, LazyString] = {
    State.running: _p("substitution", "in force"),
    State.ahead: _p("substitution", "not yet"),
    State.void: _p("substitution", "has no effect: the role or the account has changed"),
    State.past: _p("substitution", "over"),
    State.ended: _p("substitution", "ended early"),
}
OPEN = (State.running, State.ahead, State.void)


@dataclass(frozen=True, slots=True)
class Line:
    """A substitution of the list."""

    row: Substitution
    state: State

    @property
    def said(self) -> str:
        return str(STATES[self.state])

    @property
    def open(self) -> bool:
        return self.state in OPEN


LINES = Listing(
    title=_l("Substitution"),
    columns=(
        Column("role", _p("column", "Role"), lambda line: label(line.row.role), names_row=True),
        Column("principal", _p("column", "Who is away"), lambda line: line.row.principal),
        Column("substitute", _p("column", "Substitute"), lambda line: line.row.substitute),
        Column("days", _p("column", "Days"), drawn("days", PIECES)),
        Column("state", _p("column", "State"), drawn("state", PIECES)),
        Column(
            "tools", _l("What can be done"), drawn("tools", PIECES, nothing=""), look="t-fit", unseen=True
        ),
    ),
)


def line_of(row: Substitution, on: date) -> Line:
    """Return a substitution as it stands on a day."""
    if row.ended_at is not None:
        return Line(row, State.ended)
    if row.until_on < on:
        return Line(row, State.past)
    if not in_force(substitutions.term(row), max(on, row.from_on)):
        return Line(row, State.void)
    return Line(row, State.running if row.from_on <= on else State.ahead)
