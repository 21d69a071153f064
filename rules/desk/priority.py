"""How urgent a ticket is, and how long it may take: a matrix, and hours that are an assumption."""

from dataclasses import dataclass

from rules.desk.words import Level

_WEIGHT = {Level.high: 0, Level.medium: 1, Level.low: 2}


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours until a ticket leaves `new`, and until it is resolved."""

    answer: int
    resolution: int


# The hours with which an installation begins.
ASSUMED = {1: Hours(1, 8), 2: Hours(4, 16), 3: Hours(8, 40), 4: Hours(16, 80), 5: Hours(24, 120)}


def priority(impact: Level, urgency: Level) -> int:
    """Return the priority, from 1 (critical) to 5 (very low)."""
    return 1 + _WEIGHT[impact] + _WEIGHT[urgency]
