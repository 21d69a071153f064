"""The words of windows and of what meets them."""

from enum import StrEnum, auto


class WindowEffect(StrEnum):
    """What who uses the system notices of the work."""

    none = auto()
    degraded = auto()
    unavailable = auto()


class Severity(StrEnum):
    """How much it matters that two things fall into the same time; the worst first."""

    high = auto()
    medium = auto()
    low = auto()


class WindowStep(StrEnum):
    """What was done with a window."""

    add = auto()
    move = auto()
    remove = auto()
