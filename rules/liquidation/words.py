"""The words of liquidations."""

from enum import StrEnum, auto


class ConsumerAnswer(StrEnum):
    """What the holder of a system says of the end of a resource that the system needs."""

    migrated = auto()
    not_affected = auto()
    blocked_until = auto()
