"""The words of obligations: where one stands, what is done with it, where it comes from."""

from enum import StrEnum, auto


class ObligationState(StrEnum):
    """Where an obligation stands."""

    proposed = auto()  # of a vote in force, until the decision
    open = auto()
    reported = auto()
    fulfilled = auto()
    released = auto()
    lapsed = auto()


UNFINISHED = frozenset({ObligationState.open, ObligationState.reported})
IN_FORCE = frozenset(
    {*UNFINISHED, ObligationState.fulfilled, ObligationState.released}
)  # what was ever agreed, and so stays with the resource


class ObligationStep(StrEnum):
    """What is done with an obligation; the last two follow by themselves."""

    report = auto()
    accept = auto()
    refuse = auto()
    release = auto()
    move = auto()
    begin = auto()  # the card is approved
    lapse = auto()  # its vote is no longer in force, or the card has ended


BY_PEOPLE = tuple(one for one in ObligationStep if one not in {ObligationStep.begin, ObligationStep.lapse})


class ObligationSource(StrEnum):
    """Where an obligation comes from."""

    vote = auto()
    objection = auto()
    decision = auto()
    registry = auto()  # a system has come to need what is being liquidated
