"""The words of dependencies: where one stands, and what is done with it."""

from enum import StrEnum, auto


class DependencyState(StrEnum):
    """Where a dependency stands."""

    proposed = auto()
    confirmed = auto()
    rejected = auto()
    ended = auto()


# What rules, suggestions and impact go by: nobody makes a need unsaid by not answering.
IN_FORCE = (DependencyState.proposed, DependencyState.confirmed)


class DependencyStep(StrEnum):
    """What is done with a dependency."""

    confirm = auto()
    reject = auto()
    end = auto()
