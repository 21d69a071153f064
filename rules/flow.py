"""A workflow as one table, of whatever thing: who may do what, from which status to which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from rules.facts import Actor
from rules.refusals import NotAllowed, Refusal, WrongStatus


class Standing(Protocol):
    """Facts about a thing that stands somewhere."""

    @property
    def status(self) -> StrEnum:
        """Where it stands."""


F = TypeVar("F", bound=Standing)
S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[F, S, A]):
    """One row: `otherwise` says who may, to somebody who is not `who`; `outcome` tells rows apart."""

    action: A
    sources: tuple[S, ...]
    target: S
    who: Callable[[F, Actor], bool]
    otherwise: str
    guards: tuple[Callable[[F, Actor, date], Refusal | None], ...] = ()
    outcome: StrEnum | None = None


@dataclass(frozen=True)
class Flow(Generic[F, S, A]):
    """The table of one kind of thing, with what its refusals say.

    `named` = the values that the rows' `otherwise` names; `misfit` = what is refused where an action does
    not fit the status, told with the actions that do. The order is that of the enum `actions`.
    """

    rows: tuple[Transition[F, S, A], ...]
    actions: type[A]
    named: Callable[[F], Mapping[str, object]]
    misfit: Callable[[F, A, tuple[A, ...]], WrongStatus]

    def check(
        self, facts: F, action: A, actor: Actor, on: date, outcome: StrEnum | None = None
    ) -> Transition[F, S, A]:
        """Return the row that allows the action on that day, or raise the reason why not.

        Raises `NotAllowed` first (whatever the status), then `WrongStatus`, then what time and state
        forbid (`TooEarly` is one). Without an outcome, an action with several is answered by its first
        row: enough to ask whether a person may take it, not to take it.
        """
        row = self._row(action, facts, outcome)
        refused = self._first_refusal(facts, row, actor, on)
        if refused is not None:
            raise refused
        return row

    def offered(self, facts: F, actor: Actor, on: date) -> tuple[A, ...]:
        """Return what this person may do now.

        Whether the thing is complete does not count: the button is there and says what is missing.
        """
        rows = (self._row(action, facts) for action in self.fitting(facts.status))
        return tuple(row.action for row in rows if self._first_refusal(facts, row, actor, on) is None)

    def fitting(self, status: StrEnum) -> tuple[A, ...]:
        """Return the actions that fit a status, whoever does them."""
        return self._fitting.get(status, ())

    @cached_property
    def _fitting(self) -> dict[StrEnum, tuple[A, ...]]:
        by_status: dict[StrEnum, set[A]] = {}
        for row in self.rows:
            for source in row.sources:
                by_status.setdefault(source, set()).add(row.action)
        return {status: tuple(one for one in self.actions if one in fit) for status, fit in by_status.items()}

    def _row(self, action: A, facts: F, outcome: StrEnum | None = None) -> Transition[F, S, A]:
        """Return the row for where the thing stands; where none fits, one that says who may at all."""
        rows = [row for row in self.rows if row.action == action and outcome in (None, row.outcome)]
        return next((row for row in rows if facts.status in row.sources), rows[0])

    def _first_refusal(self, facts: F, row: Transition[F, S, A], actor: Actor, on: date) -> Refusal | None:
        if not row.who(facts, actor):
            return NotAllowed(row.otherwise, **self.named(facts))
        refusals = [no for guard in row.guards if (no := guard(facts, actor, on)) is not None]
        forbidden = next((no for no in refusals if isinstance(no, NotAllowed)), None)
        if forbidden is not None or facts.status in row.sources:
            return forbidden or next(iter(refusals), None)
        return self.misfit(facts, row.action, self.fitting(facts.status))
