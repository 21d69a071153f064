"""The words of CAB meetings, and how long their texts may be."""

from enum import StrEnum, auto

TITLE_LONGEST = 250
PLACE_LONGEST = 500


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    planned = auto()
    invited = auto()
    running = auto()
    closed = auto()
    cancelled = auto()


OVER = frozenset({MeetingStatus.closed, MeetingStatus.cancelled})


class MeetingAction(StrEnum):
    """What CAB heads do with a meeting."""

    edit = auto()
    invite = auto()
    start = auto()
    close = auto()
    cancel = auto()
