"""Who may begin a card with the content of another: a copy, or an amendment of what was approved."""

from rules.facts import ActivityFacts, Actor
from rules.guards import acts_as, applicant_of_holder
from rules.refusals import BeingAmended, NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.visibility import sees_texts
from rules.vocabulary import AMENDABLE, DraftAs, Role

_COPIED_BY = N_("Only an applicant who reads the whole card makes a copy of it.")
_AMENDED_BY = N_("Only an applicant of %(holder)s amends this activity.")
_AMENDABLE = N_(
    "Only an activity that is approved or in progress is amended. The status of this one: %(status)s."
)
_RUNS = N_("%(number)s amends this activity already and is not decided yet. Change that card.")


def may_begin(facts: ActivityFacts, restricted: bool, actor: Actor) -> tuple[DraftAs, ...]:
    """Return what kinds of cards this person may begin with the content of this one."""
    return tuple(kind for kind in DraftAs if _allowed(kind, facts, restricted, actor))


def check_draft(kind: DraftAs, facts: ActivityFacts, restricted: bool, actor: Actor) -> None:
    """Raise the reason why this person does not begin such a card now.

    `NotAllowed` first, then `WrongStatus`; `BeingAmended` where another amendment is not decided yet.
    """
    if kind is DraftAs.copy:
        _check_copy(facts, restricted, actor)
    else:
        _check_amendment(facts, actor)


def _allowed(kind: DraftAs, facts: ActivityFacts, restricted: bool, actor: Actor) -> bool:
    try:
        check_draft(kind, facts, restricted, actor)
    except Refusal:
        return False
    return True


def _check_copy(facts: ActivityFacts, restricted: bool, actor: Actor) -> None:
    if not acts_as(actor, Role.applicant) or not sees_texts(facts, restricted, actor):
        raise NotAllowed(_COPIED_BY)


def _check_amendment(facts: ActivityFacts, actor: Actor) -> None:
    if not applicant_of_holder(facts, actor):
        raise NotAllowed(_AMENDED_BY, holder=facts.holder)
    if facts.status not in AMENDABLE:
        raise WrongStatus(_AMENDABLE, status=facts.status)
    if facts.amended_by:
        raise BeingAmended(_RUNS, facts.amended_by)
