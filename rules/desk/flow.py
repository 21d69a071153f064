"""The way of a ticket, as one table: who may do what with it, from which status to which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from rules.desk.access import takes_part
from rules.desk.words import ENDED, OPEN, Level, TicketAction, TicketKind, TicketStatus, WaitingFor
from rules.facts import SYSTEM, Actor
from rules.flow import Flow, Transition
from rules.refusals import Refusal, WrongStatus
from rules.text import N_
from rules.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """Where a ticket stands and who has to do with it; ids are account ids.

    `institutions` = the requester's and every one that was ever the assignee; `openers` = who opened it or a
    duplicate of it; `reopens_until` = the last day on which it can be opened again, once it is closed.
    """

    number: str
    kind: TicketKind
    status: TicketStatus
    requester_institution: str
    assignee_institution: str
    institutions: frozenset[str]
    openers: frozenset[int] = frozenset()
    assignee_id: int | None = None
    restricted: bool = False
    waiting_for: WaitingFor | None = None
    impact: Level = Level.medium
    urgency: Level = Level.medium
    major: bool = False
    known_error: bool = False
    reopens_until: date | None = None


Who = Callable[[TicketFacts, Actor], bool]


def requester(facts: TicketFacts, actor: Actor) -> bool:
    """Anybody of the requester's institution; of a restricted ticket only who opened it or a duplicate."""
    if not _acts(actor) or actor.institution != facts.requester_institution:
        return False
    return not facts.restricted or actor.user_id in facts.openers


def worker(facts: TicketFacts, actor: Actor) -> bool:
    """A change controller of the assignee institution, or the person assigned."""
    if not _acts(actor) or actor.institution != facts.assignee_institution:
        return False
    return actor.has(Role.change_controller) or actor.user_id == facts.assignee_id


def worker_or_system(facts: TicketFacts, actor: Actor) -> bool:
    """Somebody who works on it, or the system itself."""
    return actor == SYSTEM or worker(facts, actor)


def either_side(facts: TicketFacts, actor: Actor) -> bool:
    """Somebody who asked, or somebody who works on it."""
    return requester(facts, actor) or worker(facts, actor)


def closer(facts: TicketFacts, actor: Actor) -> bool:
    """Who asked, or the system; a problem is closed by who works on it."""
    if facts.kind is TicketKind.problem:
        return worker(facts, actor)
    return actor == SYSTEM or requester(facts, actor)


def opens_problems(holder: str, actor: Actor) -> bool:
    """A change controller of the institution that holds the resource."""
    return _acts(actor) and actor.has(Role.change_controller) and actor.institution == holder


def opens_tickets(actor: Actor) -> bool:
    """Everybody with a process role, for the own institution."""
    return _acts(actor)


def _acts(actor: Actor) -> bool:
    """A system administrator acts on no ticket, whatever other roles he or she has."""
    return takes_part(actor) and not actor.has(Role.admin)


# --- guards: a refusal is WrongStatus ------------------------------------------------------------


def an_incident(facts: TicketFacts, actor: Actor, on: date) -> Refusal | None:
    """Only an incident is a major one."""
    return None if facts.kind is TicketKind.incident else WrongStatus(N_("Only an incident is a major one."))


def a_problem(facts: TicketFacts, actor: Actor, on: date) -> Refusal | None:
    """Only a problem is a known error."""
    return None if facts.kind is TicketKind.problem else WrongStatus(N_("Only a problem is a known error."))


def not_restricted(facts: TicketFacts, actor: Actor, on: date) -> Refusal | None:
    """What is restricted is told to nobody else."""
    return WrongStatus(_RESTRICTED) if facts.restricted else None


def still_reopens(facts: TicketFacts, actor: Actor, on: date) -> Refusal | None:
    """What is closed can be opened again for some time."""
    if facts.status is not TicketStatus.closed or facts.reopens_until is None or on <= facts.reopens_until:
        return None
    return WrongStatus(_TOO_LATE, date=facts.reopens_until)


_RESTRICTED = N_("A restricted ticket is neither a major incident nor a known error.")
_TOO_LATE = N_("This ticket could be opened again until %(date)s. Open a new one.")
_BY_REQUESTER = N_("Only people of %(requester)s who see this ticket as theirs do this.")
_BY_WORKER = N_("Only change controllers of %(assignee)s and the person assigned do this.")
_BY_EITHER = N_("Only people of %(requester)s and those who work on the ticket for %(assignee)s do this.")

A, S = TicketAction, TicketStatus
_BEFORE_END = tuple(status for status in S if status not in ENDED)
_FROM_NEW = (S.new, S.accepted)
_MAJOR, _KNOWN, _AGAIN = (an_incident, not_restricted), (a_problem, not_restricted), (still_reopens,)


def _staying(
    action: TicketAction, sources: tuple[TicketStatus, ...], guards: tuple[Callable[..., Refusal | None], ...]
) -> tuple[Transition[TicketFacts, TicketStatus, TicketAction], ...]:
    """Return the rows of what somebody who works on a ticket does with it wherever it stands."""
    return tuple(Transition(action, (one,), one, worker, _BY_WORKER, guards) for one in sources)


TICKET_TRANSITIONS = (
    Transition(A.edit, (S.new,), S.new, requester, _BY_REQUESTER),
    Transition(A.accept, (S.new,), S.accepted, worker, _BY_WORKER),
    Transition(A.assign, (S.new,), S.accepted, worker, _BY_WORKER),
    *_staying(A.assign, (S.accepted, S.in_progress, S.waiting), ()),
    Transition(A.begin, _FROM_NEW, S.in_progress, worker, _BY_WORKER),
    Transition(A.wait, OPEN, S.waiting, worker, _BY_WORKER),
    Transition(A.resume, (S.waiting,), S.in_progress, worker_or_system, _BY_WORKER),
    Transition(A.pass_on, OPEN, S.new, worker, _BY_WORKER),
    Transition(A.resolve, OPEN, S.resolved, worker_or_system, _BY_WORKER),
    Transition(A.close, (S.resolved,), S.closed, closer, _BY_EITHER),
    Transition(A.reopen, (S.resolved, S.closed), S.in_progress, either_side, _BY_EITHER, _AGAIN),
    Transition(A.cancel, OPEN, S.cancelled, requester, _BY_REQUESTER),
    Transition(A.merge, OPEN, S.duplicate, worker, _BY_WORKER),
    *_staying(A.prioritise, OPEN, ()),
    *_staying(A.escalate, OPEN, _MAJOR),
    *_staying(A.known_error, _BEFORE_END, _KNOWN),
    *_staying(A.link, _BEFORE_END, ()),
    *_staying(A.unlink, _BEFORE_END, ()),
)


def _named(facts: TicketFacts) -> Mapping[str, object]:
    return {"requester": facts.requester_institution, "assignee": facts.assignee_institution}


def _misfit(facts: TicketFacts, _action: TicketAction, possible: tuple[TicketAction, ...]) -> WrongStatus:
    sentence = N_("This does not fit the status of the ticket: %(status)s. Possible now: %(fitting)s.")
    if not possible:
        sentence = N_("Nothing more can be done with this ticket. Its status: %(status)s.")
    return WrongStatus(sentence, possible, status=facts.status)


TICKET_FLOW: Flow[TicketFacts, TicketStatus, TicketAction] = Flow(
    TICKET_TRANSITIONS, TicketAction, _named, _misfit
)
