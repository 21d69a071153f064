"""The way of a CAB meeting, as one table: any head plans and leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.facts import Actor
from rules.flow import Flow, Transition
from rules.meeting.words import MeetingAction, MeetingStatus
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.vocabulary import Role

NOT_A_HEAD = N_("Only CAB heads plan and lead meetings.")
STARTED = N_("The meeting was to start already. Set another time, then invite.")
_EMPTY = N_("Nothing is on the agenda yet. Add an activity, then invite.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """Where a meeting stands: `agenda` = how many activities are on it; the day on which it starts."""

    number: str
    status: MeetingStatus
    agenda: int
    starts_on: date


def leads(_facts: MeetingFacts, actor: Actor) -> bool:
    """Any CAB head leads any meeting."""
    return is_head(actor)


def is_head(actor: Actor) -> bool:
    """A CAB head; a system administrator plans nothing, whatever other roles he or she has."""
    return actor.has(Role.cab_head) and not actor.has(Role.admin)


def check_head(actor: Actor) -> None:
    """Raise `NotAllowed` for somebody who plans no meeting."""
    if not is_head(actor):
        raise NotAllowed(NOT_A_HEAD)


def sees_every_meeting(actor: Actor) -> bool:
    """Whether the person sees meetings to which he or she was not invited."""
    return actor.has(Role.cab_head, Role.admin)


def _something_to_discuss(facts: MeetingFacts, actor: Actor, on: date) -> Refusal | None:
    return None if facts.agenda else WrongStatus(_EMPTY)


def _ahead(facts: MeetingFacts, actor: Actor, on: date) -> Refusal | None:
    """The hour is looked at by who invites."""
    return WrongStatus(STARTED) if facts.starts_on < on else None


A, S = MeetingAction, MeetingStatus
MEETING_TRANSITIONS = (
    *(Transition(A.edit, (one,), one, leads, NOT_A_HEAD) for one in (S.planned, S.invited, S.running)),
    Transition(A.invite, (S.planned,), S.invited, leads, NOT_A_HEAD, (_something_to_discuss, _ahead)),
    Transition(A.start, (S.invited,), S.running, leads, NOT_A_HEAD),
    Transition(A.close, (S.running,), S.closed, leads, NOT_A_HEAD),
    Transition(A.cancel, (S.planned, S.invited), S.cancelled, leads, NOT_A_HEAD),
)


def _named(_facts: MeetingFacts) -> Mapping[str, object]:
    return {}


def _misfit(facts: MeetingFacts, _action: MeetingAction, possible: tuple[MeetingAction, ...]) -> WrongStatus:
    sentence = N_("This does not fit the status of the meeting: %(status)s. Possible now: %(fitting)s.")
    if not possible:
        sentence = N_("Nothing more can be done with this meeting. Its status: %(status)s.")
    return WrongStatus(sentence, possible, status=facts.status)


MEETING_FLOW: Flow[MeetingFacts, MeetingStatus, MeetingAction] = Flow(
    MEETING_TRANSITIONS, MeetingAction, _named, _misfit
)
