"""What another rule set would have asked of cards that exist: per card, per institution and year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum, auto

from rules.facts import CardFacts
from rules.requirements import asked
from rules.ruleset import RuleSet


class SimulationState(StrEnum):
    """Where a simulation that was asked for stands."""

    queued = auto()
    running = auto()
    done = auto()
    cancelled = auto()
    failed = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One card under both rule sets; institutions are codes in the order of the sheet."""

    number: str
    year: int
    holder: str
    domain: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """Those whom only the other rule set asks."""
        return tuple(code for code in self.after if code not in self.before)

    @property
    def removed(self) -> tuple[str, ...]:
        """Those whom the other rule set no longer asks."""
        return tuple(code for code in self.before if code not in self.after)

    @property
    def changed(self) -> bool:
        """Whether somebody comes or goes; the order alone is no change."""
        return set(self.before) != set(self.after)


@dataclass(slots=True)
class Load:
    """How many opinions one institution gives in one year: now, and what comes and goes."""

    now: int = 0
    added: int = 0
    removed: int = 0


@dataclass(slots=True)
class Summary:
    """What a simulation amounts to; feed it with `add`."""

    cards: int = 0
    changed: int = 0
    left_without: int = 0  # cards that nobody would co-approve
    opinions_before: int = 0
    opinions_after: int = 0
    added: int = 0
    removed: int = 0
    load: dict[tuple[int, str], Load] = field(default_factory=dict)
    by_domain: Counter[str] = field(default_factory=Counter)  # cards that change

    def add(self, outcome: Outcome) -> None:
        """Count one card."""
        self.cards += 1
        self.left_without += not outcome.after
        self.opinions_before += len(outcome.before)
        self.opinions_after += len(outcome.after)
        for code in outcome.before:
            self._of(outcome.year, code).now += 1
        if outcome.changed:
            self._count_change(outcome)

    def _count_change(self, outcome: Outcome) -> None:
        self.changed += 1
        self.added += len(outcome.added)
        self.removed += len(outcome.removed)
        for code in outcome.added:
            self._of(outcome.year, code).added += 1
        for code in outcome.removed:
            self._of(outcome.year, code).removed += 1
        if outcome.domain:
            self.by_domain[outcome.domain] += 1

    def _of(self, year: int, code: str) -> Load:
        return self.load.setdefault((year, code), Load())


def summary(outcomes: Iterable[Outcome]) -> Summary:
    """Return what the outcomes amount to."""
    counted = Summary()
    for outcome in outcomes:
        counted.add(outcome)
    return counted


def outcome(number: str, year: int, facts: CardFacts, before: RuleSet, after: RuleSet) -> Outcome:
    """Return what both rule sets ask of one card."""
    return Outcome(
        number, year, facts.holder, facts.answers.domain, asked(facts, before), asked(facts, after)
    )
