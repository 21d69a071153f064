"""The door through which a status changes serves any thing; here one that is no activity."""

from dataclasses import dataclass
from enum import StrEnum, auto

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.clock import now
from app.extensions import db
from app.services.door import Door, Step
from rules.facts import Actor
from rules.flow import Flow, Transition
from rules.refusals import NotAllowed, Stale, WrongStatus

ANNA, OTHER = Actor(username="anna"), Actor(username="juris")


class Stand(StrEnum):
    new = auto()
    closed = auto()


class Deed(StrEnum):
    close = auto()


@dataclass(frozen=True)
class Facts:
    status: Stand


class Base(DeclarativeBase):
    """Tables of this test alone."""


class Request(Base):
    __tablename__ = "request_of_a_test"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(20), default=Stand.new)
    version: Mapped[int] = mapped_column(default=1)

    def facts(self):
        return Facts(Stand(self.status))


def compare(request, seen):
    if seen not in (None, request.version - 1):
        raise Stale("It was changed.", current_revision=request.version - 1)


told = []
DOOR = Door(
    flow=Flow(
        (
            Transition(
                Deed.close,
                (Stand.new,),
                Stand.closed,
                lambda facts, actor: actor == ANNA,
                "Only Anna closes it.",
            ),
        ),
        Deed,
        lambda facts: {},
        lambda facts, deed, fitting: WrongStatus("It is closed."),
    ),
    whole=(),
    step_of=Step,
    compare=compare,
    tell=lambda request, deed, actor, at, done: told.append((deed, request.status, done.comment)),
)


@pytest.fixture
def request_row(inside):
    told.clear()
    Base.metadata.create_all(db.engine)
    row = Request()
    db.session.add(row)
    db.session.commit()
    return row


def close(row, actor=ANNA, seen=None):
    with DOOR.step(row, Deed.close, actor, now(), seen=seen) as done:
        done.comment = "Atbildēts."


def test_a_step_leads_to_the_status_of_its_row_and_is_told_after_it(request_row):
    close(request_row)
    assert (request_row.status, told) == (Stand.closed, [(Deed.close, Stand.closed, "Atbildēts.")])


def test_a_step_counts_a_change_of_its_subject(request_row):
    close(request_row)
    assert request_row.version == 2


@pytest.mark.parametrize(
    ("actor", "seen", "refusal"), [(OTHER, None, NotAllowed), (OTHER, 7, NotAllowed), (ANNA, 7, Stale)]
)
def test_who_may_not_is_refused_before_what_is_stale_and_nothing_changes(request_row, actor, seen, refusal):
    with pytest.raises(refusal):
        close(request_row, actor, seen)
    assert (request_row.status, told) == (Stand.new, [])


def test_a_status_that_does_not_fit_is_refused_before_what_is_stale(request_row):
    close(request_row)
    with pytest.raises(WrongStatus):
        close(request_row, seen=7)
