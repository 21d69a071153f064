"""Who is told after an action: roles and institutions, which the service turns into persons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum, auto

from rules.facts import ActivityFacts
from rules.vocabulary import Action, Choice, RequirementState, Role, Status


class Message(StrEnum):
    """What a person is told; each has a mail template of its own."""

    submitted = auto()
    returned = auto()
    opinion_asked = auto()
    opened = auto()
    pulled = auto()  # moved to those to be discussed
    carried_over = auto()  # to an institution whose earlier vote stays in force
    no_longer_asked = auto()  # to an institution that was asked in the round before
    info_requested = auto()
    remark = auto()
    answered = auto()
    objection_withdrawn = auto()
    round_closed = auto()
    decided = auto()
    overruled = auto()  # the decision, to an institution whose objection was overruled
    withdrawn = auto()
    superseded = auto()  # an amendment was approved in its place
    started = auto()
    completed = auto()
    reminder = auto()
    overdue = auto()
    unfinished = auto()  # in progress although the planned end has passed
    digest = auto()  # what waits and what is new, once a day
    nobody_to_vote = auto()
    due_moved = auto()  # the working-day calendar was corrected
    # About documents and discussion: who is told stands in app/services/document.
    attached = auto()
    commented = auto()
    mentioned = auto()
    replied = auto()
    noted = auto()  # mentioned in, or answered by, what the own institution wrote for itself
    # About meetings: the invited are told (app/services/meeting).
    meeting_invited = auto()
    meeting_moved = auto()
    meeting_cancelled = auto()
    # About obligations: who is told stands in rules/obligation.
    obligation_reported = auto()
    obligation_changed = auto()  # accepted, refused, released or moved
    obligation_due = auto()
    obligation_overdue = auto()
    # About the registry: who is told stands in rules/dependency and app/services/registry.
    dependency_proposed = auto()
    dependency_confirmed = auto()
    dependency_rejected = auto()
    dependency_ended = auto()
    # A liquidation, to those whom it reaches although they were not asked.
    liquidation_approved = auto()
    liquidation_completed = auto()
    # Windows, to who needs the system and to those whose work meets: app/services/activity/windows.py.
    window_changed = auto()
    window_collides = auto()
    resource_entered = auto()  # by a controller: the administrator is to confirm it
    # About accounts and access; nothing in the table below sends them.
    invitation = auto()
    password_reset = auto()
    password_changed = auto()  # or the second factor: whoever did not do it is warned
    administrator_asked = auto()
    administrator_approved = auto()  # to somebody who has an account already; else an invitation
    administrator_refused = auto()
    substitution_set = auto()
    substitution_ended = auto()
    work_handed_over = auto()


class MailState(StrEnum):
    """Where the mail of a notification stands.

    `kept` = no mail server is set; `gathered` = it waits for the daily digest of its reader, `digested` = it
    stands in one; `unmailed` = the reader wants no mail of its kind.
    """

    queued = auto()
    sent = auto()
    retry = auto()
    failed = auto()
    kept = auto()
    gathered = auto()
    digested = auto()
    unmailed = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """All active persons of a role, in an institution or in all; `persons` narrows to these accounts."""

    message: Message
    role: Role
    institution: str | None = None
    persons: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What happened, besides the action itself.

    `facts` as they are after the action; `source` = the status before it; `choice` = of a vote;
    `institution` = whose question or remark was answered; `overruled` = whose objections were;
    `left_out` = who was asked in the round before and is not asked in the one just opened; `besides` = who
    is told by another card.
    """

    facts: ActivityFacts
    source: Status
    choice: Choice | None = None
    institution: str | None = None
    overruled: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    besides: frozenset[str] = frozenset()


Whom = Callable[[Occasion, Message], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class Row:
    """After `action` (a vote: of these choices), `whom` gets the message."""

    action: Action
    message: Message
    whom: Whom
    choices: frozenset[Choice] = frozenset()


def applicants(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The applicants of the holder."""
    return (Told(message, Role.applicant, occasion.facts.holder),)


def author_and_submitter(occasion: Occasion, message: Message) -> Iterable[Told]:
    """Who wrote, who submitted and who took over the card, while they are its applicants."""
    facts = occasion.facts
    ids = dict.fromkeys((facts.author_id, facts.submitter_id, facts.caretaker_id))
    persons = tuple(one for one in ids if one is not None)
    return (Told(message, Role.applicant, occasion.facts.holder, persons),) if persons else ()


def change_controllers(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The change controllers of the holder."""
    return (Told(message, Role.change_controller, occasion.facts.holder),)


def cab_heads(occasion: Occasion, message: Message) -> Iterable[Told]:
    """Every CAB head."""
    return (Told(message, Role.cab_head),)


def waited_for(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of each institution that is to vote in the current round."""
    for row in occasion.facts.requirements:
        if row.state == RequirementState.waiting:
            yield Told(message, Role.cab_member, row.institution)


def asked_now(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of each institution that is asked in the current round."""
    return (Told(message, Role.cab_member, row.institution) for row in occasion.facts.requirements)


def carried_over(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of each institution whose earlier vote stays in force in the current round."""
    for row in occasion.facts.requirements:
        if row.state == RequirementState.carried_over:
            yield Told(message, Role.cab_member, row.institution)


def left_out(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of the institutions that were asked in the round before and are not asked now."""
    return (Told(message, Role.cab_member, code) for code in occasion.left_out)


def ever_asked(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of every institution asked in any round, but those overruled or told besides."""
    for code in sorted(occasion.facts.asked - set(occasion.overruled) - occasion.besides):
        yield Told(message, Role.cab_member, code)


def overruled(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of the institutions whose objections were overruled."""
    return (Told(message, Role.cab_member, code) for code in occasion.overruled)


def asker(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The CAB members of the institution that asked or remarked."""
    return (Told(message, Role.cab_member, occasion.institution),) if occasion.institution else ()


def applicants_if_asked(occasion: Occasion, message: Message) -> Iterable[Told]:
    """The applicants of the holder, while a question waits for their answer."""
    asked = any(row.open_question for row in occasion.facts.requirements)
    return applicants(occasion, message) if asked else ()


def whose_turn_it_was(occasion: Occasion, message: Message) -> Iterable[Told]:
    """Those who had to act before; the institutions asked are told by their own row."""
    turn = _TURN.get(occasion.source)
    return turn(occasion, message) if turn else ()


_TURN: dict[Status, Whom] = {
    Status.draft: applicants,
    Status.in_control: change_controllers,
    Status.returned: applicants,
    Status.in_approval: applicants_if_asked,
    Status.awaiting_decision: cab_heads,
    Status.approved: applicants,
    Status.in_progress: applicants,
}

_REMARKING = frozenset({Choice.object, Choice.approve_with_proposals})
AUDIENCE = (
    Row(Action.submit, Message.submitted, change_controllers),
    Row(Action.return_, Message.returned, author_and_submitter),
    Row(Action.forward, Message.opinion_asked, waited_for),
    Row(Action.forward, Message.carried_over, carried_over),
    Row(Action.forward, Message.no_longer_asked, left_out),
    Row(Action.forward, Message.opened, applicants),
    Row(Action.vote, Message.info_requested, applicants, frozenset({Choice.need_info})),
    Row(Action.vote, Message.remark, applicants, _REMARKING),
    Row(Action.answer, Message.answered, asker),
    Row(Action.withdraw_objection, Message.objection_withdrawn, applicants),
    Row(Action.withdraw_objection, Message.objection_withdrawn, cab_heads),
    Row(Action.discuss, Message.pulled, cab_heads),
    Row(Action.discuss, Message.pulled, asked_now),
    Row(Action.close_round, Message.round_closed, cab_heads),
    Row(Action.decide, Message.decided, applicants),
    Row(Action.decide, Message.decided, change_controllers),
    Row(Action.decide, Message.decided, ever_asked),
    Row(Action.decide, Message.overruled, overruled),
    Row(Action.withdraw, Message.withdrawn, whose_turn_it_was),
    Row(Action.withdraw, Message.withdrawn, ever_asked),
    Row(Action.start, Message.started, ever_asked),
    Row(Action.complete, Message.completed, ever_asked),
    Row(Action.complete, Message.completed, cab_heads),
    Row(Action.supersede, Message.superseded, ever_asked),
)


def audience(action: Action, occasion: Occasion) -> tuple[Told, ...]:
    """Return who is told what after the action; the one who acted is still among them."""
    rows = (row for row in AUDIENCE if row.action == action)
    fitting = (row for row in rows if not row.choices or occasion.choice in row.choices)
    return tuple(told for row in fitting for told in row.whom(occasion, row.message))


def reminded(institution: str) -> tuple[Told, ...]:
    """Return who is reminded before the due date of an institution's vote."""
    return (Told(Message.reminder, Role.cab_member, institution),)


def told_of_overdue(institution: str) -> tuple[Told, ...]:
    """Return who is told that an institution's vote is overdue."""
    return (Told(Message.overdue, Role.cab_member, institution), Told(Message.overdue, Role.cab_head))


def told_of_unfinished(holder: str) -> tuple[Told, ...]:
    """Return who is reminded that the planned end of an activity has passed."""
    return (Told(Message.unfinished, Role.applicant, holder),)


def told_of_moved(holder: str, institutions: Iterable[str]) -> tuple[Told, ...]:
    """Return who is told that the due date of these institutions has moved."""
    members = (Told(Message.due_moved, Role.cab_member, code) for code in institutions)
    return (*members, Told(Message.due_moved, Role.applicant, holder))


def told_of_nobody(institution: str) -> tuple[Told, ...]:
    """Return who is told that an institution asked has nobody to vote."""
    return (
        Told(Message.nobody_to_vote, Role.user_admin, institution),
        Told(Message.nobody_to_vote, Role.admin),
    )
