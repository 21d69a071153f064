"""Kinds of messages, and how somebody gets each of them by mail; the inbox has all of them."""

from collections.abc import Mapping
from enum import StrEnum, auto
from types import MappingProxyType

from rules.audience import MailState, Message
from rules.refusals import Problem
from rules.vocabulary import ProblemCode


class NoticeKind(StrEnum):
    """What a message is about; a kind is offered once there are messages of it."""

    task = auto()  # all that asks somebody to act
    decision = auto()  # how a card goes on, and what was decided
    discussion = auto()
    meeting = auto()
    obligation = auto()
    registry = auto()  # registry and calendar
    ticket = auto()
    access = auto()


class NoticeState(StrEnum):
    """Which messages are looked at."""

    all = auto()
    unread = auto()


class Way(StrEnum):
    """How somebody gets the messages of a kind by mail."""

    at_once = auto()
    digest = auto()
    none = auto()


KINDS: Mapping[NoticeKind, tuple[Message, ...]] = MappingProxyType(
    {
        NoticeKind.task: (
            Message.submitted,
            Message.returned,
            Message.opinion_asked,
            Message.info_requested,
            Message.answered,
            Message.round_closed,
            Message.reminder,
            Message.overdue,
            Message.unfinished,
            Message.obligation_due,
            Message.obligation_overdue,
            Message.nobody_to_vote,
            Message.dependency_proposed,
            Message.liquidation_completed,
            Message.resource_entered,
            Message.administrator_asked,
            Message.work_handed_over,
            Message.digest,
        ),
        NoticeKind.decision: (
            Message.opened,
            Message.carried_over,
            Message.no_longer_asked,
            Message.remark,
            Message.objection_withdrawn,
            Message.decided,
            Message.overruled,
            Message.withdrawn,
            Message.superseded,
            Message.started,
            Message.completed,
            Message.pulled,
        ),
        NoticeKind.discussion: (
            Message.attached,
            Message.commented,
            Message.mentioned,
            Message.replied,
            Message.noted,
        ),
        NoticeKind.meeting: (Message.meeting_invited, Message.meeting_moved, Message.meeting_cancelled),
        NoticeKind.obligation: (Message.obligation_reported, Message.obligation_changed),
        NoticeKind.registry: (
            Message.due_moved,
            Message.dependency_confirmed,
            Message.dependency_rejected,
            Message.dependency_ended,
            Message.liquidation_approved,
            Message.window_changed,
            Message.window_collides,
        ),
        NoticeKind.access: (
            Message.invitation,
            Message.password_reset,
            Message.password_changed,
            Message.administrator_approved,
            Message.administrator_refused,
            Message.substitution_set,
            Message.substitution_ended,
        ),
    }
)
# These make sense by mail only: who reads the inbox has come in already.
BY_MAIL_ONLY = (
    Message.invitation,
    Message.password_reset,
    Message.administrator_refused,
    Message.digest,
)
KIND_OF = {message: kind for kind, messages in KINDS.items() for message in messages}
# What asks to act always comes, and what is about the own account at once.
_LEFT_OUT = {NoticeKind.task: {Way.none}, NoticeKind.access: {Way.digest, Way.none}}
_FIRST_STATE = {Way.at_once: MailState.queued, Way.digest: MailState.gathered, Way.none: MailState.unmailed}


def ways(kind: NoticeKind) -> tuple[Way, ...]:
    """Return the ways that may be chosen for a kind."""
    return tuple(way for way in Way if way not in _LEFT_OUT.get(kind, ()))


def problems_of(chosen: Mapping[NoticeKind, Way]) -> list[Problem]:
    """Return a problem for each kind for which a way was chosen that it does not have."""
    return [Problem(kind, ProblemCode.invalid) for kind, way in chosen.items() if way not in ways(kind)]


def settled(kept: Mapping[str, str]) -> dict[NoticeKind, Way]:
    """Return the way of every kind that is offered: as kept, else at once."""
    return {kind: Way(kept.get(kind, Way.at_once)) for kind in KINDS}


def first_state(message: Message, kept: Mapping[str, str]) -> MailState:
    """Return where the mail of a new message stands, as its reader has settled it."""
    return _FIRST_STATE[Way(kept.get(KIND_OF[message], Way.at_once))]
