"""The one door through which a status changes, of whatever thing: rules before, record and messages after."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import select, update

from app.database import noted
from app.extensions import db
from app.services import rights
from app.visibility import seeing_everything
from rules.deadlines import day_of
from rules.facts import SYSTEM, Actor
from rules.flow import Flow


class Subject(Protocol):
    """A row that stands somewhere. Its table counts its changes in a column `version`."""

    id: Any
    status: Any

    def facts(self) -> Any:
        """Return the frozen facts that the rules look at."""


@dataclass(slots=True)
class Step:
    """What the body of a step knows (`facts` before it) and says about it for the record."""

    facts: Any
    target: StrEnum
    comment: str = ""
    data: dict[str, Any] = field(default_factory=dict)


S = TypeVar("S", bound=Subject)
A = TypeVar("A", bound=StrEnum)
D = TypeVar("D", bound=Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Generic[S, A, D]):
    """What an area says once of its subjects, so that the same door serves them all.

    `flow`: the table of who may do what. `whole`: options of a select that loads what the facts need.
    `begin`: what a step locks before its subject. `compare`: raises `Stale` unless what the person saw
    (None = not said) is current. `step_of`: the class of `Step`. `tell`: writes the record of a step that
    has been taken, and the messages. `hold`: raises unless the actor still has the rights of the request,
    once the subject has been waited for, and keeps them as they are.
    """

    flow: Flow[Any, Any, A]
    whole: tuple[Any, ...]
    step_of: Callable[[Any, StrEnum], D]
    compare: Callable[[S, int | None], None]
    tell: Callable[[S, A, Actor, datetime, D], None]
    begin: Callable[[A], None] = lambda _action: None
    hold: Callable[[A, Actor, datetime], None] = lambda _action, actor, _at: rights.hold(actor)

    @contextmanager
    def step(
        self,
        subject: S,
        action: A,
        actor: Actor,
        at: datetime,
        *,
        seen: int | None = None,
        outcome: StrEnum | None = None,
    ) -> Iterator[D]:
        """Run the body only if the rules allow the action; then record it and tell those concerned.

        Raises `NotAllowed`, `WrongStatus`, `TooEarly`, `Stale`; whatever the body raises leaves nothing
        behind once the transaction is rolled back.
        """
        with seeing_everything():
            self.begin(action)
            self.lock(subject)
            self.hold(action, actor, at)
            facts = subject.facts()
            row = self.flow.check(facts, action, actor, day_of(at), outcome)
            self.compare(subject, seen)
            done = self.step_of(facts, row.target)
            yield done
            _arrive(subject, row.target)
            self.tell(subject, action, actor, at, done)

    def follow(self, subject: S, action: A, at: datetime) -> None:
        """Let the system take a step that follows from another thing's, which is locked: it is told there."""
        follow(self.flow, subject, action, at)

    def gate(self, subject: S, action: A, actor: Actor, at: datetime, seen: int | None) -> None:
        """Refuse what the person, the status or something stale forbids, before the body is looked at."""
        with seeing_everything():
            self.flow.check(subject.facts(), action, actor, day_of(at))
        self.compare(subject, seen)

    def lock(self, subject: S) -> None:
        """Touch it first, so that whoever changes it at the same moment waits; then read it anew.

        Once in a transaction: until it ends nobody else changes what has been locked.
        """
        lock_row(type(subject), subject.id, *self.whole)


def lock_row(table: Any, key: Any, *whole: Any) -> None:
    """Lock a row as `Door.lock` does; `whole`: options of the select that reads it anew."""
    notes = noted(db.session())
    if (table, key) in notes:
        return
    notes.add((table, key))
    touched = update(table).where(table.id == key).values(version=table.version + 1)
    db.session.execute(touched.execution_options(synchronize_session=False))
    db.session.expire_all()
    fresh = select(table).where(table.id == key).options(*whole)
    db.session.scalars(fresh, execution_options={"see_everything": True}).one()


def follow(flow: Flow[Any, Any, A], subject: Subject, action: A, at: datetime) -> None:
    """Let the system take a step as `Door.follow` does, where the door itself is of a higher floor."""
    row = flow.check(subject.facts(), action, SYSTEM, day_of(at))
    _arrive(subject, row.target)


def _arrive(subject: Subject, target: StrEnum) -> None:
    subject.status = target
    db.session.flush()
