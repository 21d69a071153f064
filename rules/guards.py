"""Who may act on a card, and the conditions beyond role and status; used by the transition table."""

from datetime import date, timedelta

from rules.facts import SYSTEM, ActivityFacts, Actor
from rules.refusals import NotAllowed, Refusal, TooEarly, WrongStatus
from rules.text import N_
from rules.vocabulary import OPEN_STATES, Choice, RequirementState, Role, Status

_NOT_FOR_THE_SUBMITTER = N_(
    "%(principal)s submitted this card, so it cannot be forwarded on behalf of this person. "
    "Forward it in your own name."
)
_NOT_PULLER = N_("Who moved this card to those to be discussed, or a CAB head, takes it from there.")
_NOT_FOR_THE_AUTHOR = N_(
    "%(principal)s wrote or submitted this card, so nobody decides on it on behalf of this person. "
    "Decide in your own name."
)

# --- who: role and institution, whatever the status -------------------------------------------


def applicant_of_holder(facts: ActivityFacts, actor: Actor) -> bool:
    """Any applicant of the institution that holds the card."""
    return _is_of_holder(facts, actor, Role.applicant)


def controller_of_holder(facts: ActivityFacts, actor: Actor) -> bool:
    """Any change controller of the institution that holds the card."""
    return _is_of_holder(facts, actor, Role.change_controller)


def applicant_or_controller_of_holder(facts: ActivityFacts, actor: Actor) -> bool:
    """Any applicant or change controller of the institution that holds the card."""
    return _is_of_holder(facts, actor, Role.applicant, Role.change_controller)


def cab_member(facts: ActivityFacts, actor: Actor) -> bool:
    """A CAB member; whether of an institution asked is a guard with its own sentence."""
    return acts_as(actor, Role.cab_member)


def cab_head(facts: ActivityFacts, actor: Actor) -> bool:
    """A CAB head of any institution."""
    return acts_as(actor, Role.cab_head)


def cab_member_or_head(facts: ActivityFacts, actor: Actor) -> bool:
    """A CAB member or a CAB head; whether of an institution asked is a guard with its own sentence."""
    return acts_as(actor, Role.cab_member, Role.cab_head)


def cab_head_or_system(facts: ActivityFacts, actor: Actor) -> bool:
    """A CAB head, or the system itself."""
    return actor == SYSTEM or cab_head(facts, actor)


def the_system(facts: ActivityFacts, actor: Actor) -> bool:
    """Nobody but the system itself."""
    return actor == SYSTEM


def acts_as(actor: Actor, *roles: Role) -> bool:
    """A system administrator acts on no card, whatever other roles he or she has."""
    return actor.has(*roles) and not actor.has(Role.admin)


# --- guards about the person: a refusal is NotAllowed -----------------------------------------


def not_the_submitter(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """Four eyes: nobody both submits and forwards one card, nor has it forwarded in his or her name."""
    if facts.submitter_id is None:
        return None
    if facts.submitter_id == actor.user_id:
        return NotAllowed(
            N_("You submitted this card yourself. Another change controller of %(holder)s forwards it."),
            holder=facts.holder,
        )
    if facts.submitter_id == actor.on_behalf_of_id:
        return NotAllowed(_NOT_FOR_THE_SUBMITTER, principal=actor.on_behalf_of)
    return None


def not_own_institution(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """The holder is never asked about its own card."""
    if actor.institution != facts.holder:
        return None
    return NotAllowed(N_("%(holder)s does not vote on its own card."), holder=facts.holder)


def institution_asked(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """Only institutions with a requirement in the current round vote."""
    asked = tuple(requirement.institution for requirement in facts.requirements)
    if actor.institution in asked:
        return None
    if not asked:
        return NotAllowed(N_("Your institution is not asked about this card."))
    return NotAllowed(
        N_("Your institution is not asked about this card. Those asked vote: %(institutions)s."),
        institutions=asked,
    )


def asked_or_head(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """A CAB head, or somebody of an institution asked in the current round."""
    return None if actor.has(Role.cab_head) else institution_asked(facts, actor, on)


def puller_or_head(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """A CAB head, or who moved the card to those to be discussed: in person or by a substitute."""
    own = {actor.user_id, actor.on_behalf_of_id} & facts.pulled_by
    if own or not facts.pulled_by or actor.has(Role.cab_head):
        return None
    return NotAllowed(_NOT_PULLER)


def not_author_or_submitter(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """The head decides on no card that he or she wrote or submitted, nor does a substitute in that name."""
    own = {facts.author_id, facts.submitter_id} - {None}
    if actor.user_id in own:
        return NotAllowed(N_("You wrote or submitted this card yourself. Another CAB head decides on it."))
    if actor.on_behalf_of_id in own:
        return NotAllowed(_NOT_FOR_THE_AUTHOR, principal=actor.on_behalf_of)
    return None


# --- guards about time and state: a refusal is WrongStatus or TooEarly -------------------------


def something_to_answer(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """An answer needs a remark of a vote in force, or a question that is open in a running round."""
    asking = facts.status is Status.in_approval
    if any(one.remarks or (asking and one.open_question) for one in facts.requirements):
        return None
    return WrongStatus(N_("There is no open question and no remark in force on this card."))


def own_objection_stands(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """Only who objects takes an objection back."""
    mine = (one for one in facts.requirements if one.institution == actor.institution)
    if any(one.choice is Choice.object for one in mine):
        return None
    return WrongStatus(N_("Your institution has no objection in force on this card."))


def not_pulled(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """What was moved to those to be discussed is not moved there again."""
    return (
        WrongStatus(N_("This card was moved to those to be discussed already.")) if facts.pulled_by else None
    )


def is_pulled(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """Only what was moved to those to be discussed is taken from there."""
    return (
        None if facts.pulled_by else WrongStatus(N_("Nobody has moved this card to those to be discussed."))
    )


def round_is_over(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """The system closes when all have answered; the head from the day after the last due date."""
    due = due_on(facts)
    if due is None or (actor != SYSTEM and on > due):
        return None
    return TooEarly(_NOT_OVER, date=due + timedelta(days=1), institutions=open_institutions(facts))


def nothing_unfinished(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """An activity with an obligation that is open or being verified is not completed."""
    if not facts.unfinished:
        return None
    left = list(facts.unfinished)
    return WrongStatus(_UNFINISHED, told={"obligations": left}, count=len(left))


def nothing_besides(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """A resource does not end under another activity that is approved or in progress on it."""
    if not facts.besides:
        return None
    return WrongStatus(_BESIDES, told={"activities": list(facts.besides)}, numbers=facts.besides)


def not_being_amended(facts: ActivityFacts, actor: Actor, on: date) -> Refusal | None:
    """What is being amended neither ends nor is withdrawn until the decision on the amendment."""
    return being_amended(_BEING_AMENDED, facts) if facts.amended_by else None


def being_amended(sentence: str, facts: ActivityFacts) -> WrongStatus:
    """Return the refusal that names the card by which this one is being amended."""
    return WrongStatus(sentence, told={"number": facts.amended_by}, number=facts.amended_by)


# --- what the guards and others read from the round --------------------------------------------


def open_institutions(facts: ActivityFacts) -> tuple[str, ...]:
    """Return the institutions still to answer in the running round, in the order of the sheet."""
    if facts.status != Status.in_approval:
        return ()
    return tuple(one.institution for one in facts.requirements if one.state in OPEN_STATES)


def late_institutions(facts: ActivityFacts, on: date) -> tuple[str, ...]:
    """Return the institutions that are waited for although their due date has passed."""
    if facts.status != Status.in_approval:
        return ()
    waiting = (one for one in facts.requirements if one.state == RequirementState.waiting)
    return tuple(one.institution for one in waiting if one.due_on < on)


def due_on(facts: ActivityFacts) -> date | None:
    """Return the latest due date among the open requirements of the running round."""
    if facts.status != Status.in_approval:
        return None
    return max((one.due_on for one in facts.requirements if one.state in OPEN_STATES), default=None)


def _is_of_holder(facts: ActivityFacts, actor: Actor, *roles: Role) -> bool:
    return acts_as(actor, *roles) and actor.institution == facts.holder


_NOT_OVER = N_("The round can be closed from %(date)s. Until then answers are awaited from %(institutions)s.")
_BEING_AMENDED = N_(
    "%(number)s amends this activity and is not decided yet. Until then this is not possible."
)
_BESIDES = N_(
    "Other activities on this resource are approved or in progress: %(numbers)s. The resource ends only once "
    "they have ended."
)
_UNFINISHED = N_(
    "Obligations that are not fulfilled yet: %(count)s. The activity is completed once each of them is "
    "fulfilled or released."
)
