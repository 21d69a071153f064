"""The words of tickets: service requests, incidents and problems."""

from enum import StrEnum, auto


class TicketKind(StrEnum):
    """What a ticket is about."""

    service_request = auto()
    incident = auto()
    problem = auto()


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    new = auto()
    accepted = auto()
    in_progress = auto()
    waiting = auto()
    resolved = auto()
    closed = auto()
    cancelled = auto()
    duplicate = auto()


class TicketAction(StrEnum):
    """What is done with a ticket; in this order buttons stand."""

    edit = auto()
    accept = auto()
    assign = auto()
    begin = auto()
    wait = auto()
    resume = auto()
    pass_on = auto()
    resolve = auto()
    close = auto()
    reopen = auto()
    cancel = auto()
    merge = auto()
    prioritise = auto()
    escalate = auto()
    known_error = auto()
    link = auto()
    unlink = auto()


class WaitingFor(StrEnum):
    """What a waiting ticket waits for."""

    requester = auto()
    third_party = auto()
    activity = auto()


class Level(StrEnum):
    """How much is hit, or how soon it is needed."""

    high = auto()
    medium = auto()
    low = auto()


class Solution(StrEnum):
    """How a ticket was resolved."""

    fixed = auto()
    fulfilled = auto()
    answered = auto()
    workaround = auto()
    refused = auto()
    not_reproducible = auto()
    not_ours = auto()
    no_answer = auto()  # the system's alone


class ClockName(StrEnum):
    """What is measured: the time to leave `new`, and the time to resolve."""

    answer = auto()
    resolution = auto()


PREFIX = {
    TicketKind.service_request: "PP",
    TicketKind.incident: "IN",
    TicketKind.problem: "PR",
}
OPEN = (TicketStatus.new, TicketStatus.accepted, TicketStatus.in_progress, TicketStatus.waiting)
ENDED = (TicketStatus.cancelled, TicketStatus.duplicate)


class CommentSource(StrEnum):
    """By what way something was said."""

    web = auto()
    api = auto()
    mail = auto()
