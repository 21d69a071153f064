"""The action panel: the next step for this person, the other possible ones, what a step asks before it."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, ngettext

from app.clock import today
from app.services.activity.on_behalf import offered
from app.services.card.returned import Returned, returned
from models import Activity
from models.account.people import User
from rules import transitions
from rules.completeness import missing
from rules.facts import ActivityFacts, Actor, RequirementFacts
from rules.refusals import NotAllowed
from rules.transitions import may_begin
from rules.vocabulary import FINAL, Action, DraftAs, RequirementState, Status
from views.activity.duty import Duty, duty_of
from views.activity.steps import STEPS, address
from views.activity.turn import Due, due, turn_words
from views.words.formats import day
from views.words.labels import label
from views.words.sentences import refusal_sentence

DRAFT_PAGES = {DraftAs.copy: "kopet", DraftAs.amendment: "grozit"}
_DRAFT_ICONS = {DraftAs.copy: "copy", DraftAs.amendment: "edit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button: what it does, where it leads, whether a dialog of the page asks first."""

    action: Action | None  # None = no step of the activity itself
    text: str
    url: str
    icon: str
    dialog: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the panel says; without `main` there is nothing to do for this person."""

    title: str
    text: str
    main: Step | None
    more: list[Step]
    due: Due | None = None
    reasons: list[dict[str, Any]] = field(default_factory=list)


def panel_for(activity: Activity, facts: ActivityFacts, actor: Actor) -> Panel:
    """Return what this person can do with the activity now."""
    possible = offered(facts, actor, today())
    back = returned(activity)
    main = _main(possible, activity, facts, actor, back)
    waits = duty_of(activity, actor)
    mine = own_row(facts, actor)
    steps = {action: _step(action, facts, mine) for action in possible}
    if Action.withdraw in steps and _is_own_beginning(activity, actor):
        steps[Action.withdraw] = _discard(facts)
    begins = _drafts(activity, facts, actor)
    if main is None and waits is not None:
        more = [*steps.values(), *begins]
        return Panel(title=waits.title, text=waits.text, main=_duty(waits), more=more, due=waits.due)
    title, text = _told(main, activity, facts, actor, back)
    return Panel(
        title=title,
        text=text,
        main=steps.get(main) if main else None,
        more=[
            *([_duty(waits)] if waits else []),
            *(step for action, step in steps.items() if action is not main),
            *begins,
        ],
        due=due(mine.due_on) if main is Action.vote and mine else None,
        reasons=_reasons(activity, actor),
    )


def _drafts(activity: Activity, facts: ActivityFacts, actor: Actor) -> list[Step]:
    """Return the cards that this person may begin with what this one says."""
    return [
        Step(
            action=None,
            text=label(kind),
            url=f"/aktivitates/{facts.number}/{DRAFT_PAGES[kind]}",
            icon=_DRAFT_ICONS[kind],
            dialog=False,
        )
        for kind in may_begin(facts, activity.restricted, actor)
    ]


def _duty(waits: Duty) -> Step:
    return Step(action=None, text=waits.button, url=waits.url, icon="list-check", dialog=False)


def _is_own_beginning(activity: Activity, actor: Actor) -> bool:
    begun = activity.status is Status.draft and activity.first_submitted_on is None
    return begun and activity.created_by_id == actor.user_id


def _discard(facts: ActivityFacts) -> Step:
    return Step(
        action=Action.withdraw,
        text=gettext("Throw the draft away"),
        url=f"/aktivitates/{facts.number}/izmest",
        icon="trash",
        dialog=False,
    )


def own_row(facts: ActivityFacts, actor: Actor) -> RequirementFacts | None:
    """Return what is required of the person's institution in the current round."""
    return next((one for one in facts.requirements if one.institution == actor.institution), None)


def _main(
    possible: tuple[Action, ...],
    activity: Activity,
    facts: ActivityFacts,
    actor: Actor,
    back: Returned | None,
) -> Action | None:
    mine = own_row(facts, actor)
    not_now = set()
    if mine is None or mine.state is not RequirementState.waiting:
        not_now.add(Action.vote)  # it can be changed, but nobody waits for it
    if facts.status is Status.returned or not _waits_for_answer(facts):
        not_now.add(Action.answer)
    if Action.submit in possible and ((back and back.unrepaired) or _missing(activity, facts)):
        return Action.edit
    titled = (action for action, told in reversed(STEPS.items()) if told.title)
    return next((one for one in titled if one in possible and one not in not_now), None)


def _waits_for_answer(facts: ActivityFacts) -> bool:
    return bool(_asking(facts)) or any(one.unanswered_objections for one in facts.requirements)


def _asking(facts: ActivityFacts) -> list[str]:
    """Return who waits for the answer to a question: once the round is closed nobody does."""
    running = facts.status is Status.in_approval
    return [one.institution for one in facts.requirements if running and one.open_question]


def _step(action: Action, facts: ActivityFacts, mine: RequirementFacts | None) -> Step:
    given = action is Action.vote and mine is not None and mine.state is not RequirementState.waiting
    return Step(
        action=action,
        text=gettext("Change the opinion") if given else label(action),
        url=address(facts.number, action),
        icon=STEPS[action].icon,
        dialog=STEPS[action].dialog,
    )


def _told(
    main: Action | None, activity: Activity, facts: ActivityFacts, actor: Actor, back: Returned | None
) -> tuple[str, str]:
    if main is Action.edit and back is not None:
        return gettext("Correct the card"), _to_repair(back)
    if main is None:
        return gettext("There is nothing for you to do"), _awaited(facts, actor)
    if main is Action.answer:
        return str(STEPS[main].title), to_be_answered(facts)
    if main is Action.edit:
        return str(STEPS[main].title), _lacking(activity, facts)
    return str(STEPS[main].title), _where(activity, facts, actor)


def _to_repair(back: Returned) -> str:
    if not back.remarks:
        return gettext("The reason of the return stands at the top of the form.")
    said = gettext("%(repaired)s of %(all)s repaired", repaired=back.repaired, all=len(back.remarks))
    return gettext("%(said)s. Each remark stands at its field.", said=said)


def to_be_answered(facts: ActivityFacts) -> str:
    """Return who asks, whose due date stands until the answer, and who objects."""
    said = [
        gettext("%(institution)s asks; the due date stands until you answer", institution=one)
        for one in _asking(facts)
    ]
    objecting = [one for one in facts.requirements if one.unanswered_objections]
    said += [
        ngettext(
            "%(institution)s objects: answer the objection",
            "%(institution)s objects: answer the %(num)s objections",
            one.unanswered_objections,
            institution=one.institution,
        )
        for one in objecting
    ]
    return "; ".join(said) + "."


def _missing(activity: Activity, facts: ActivityFacts) -> int:
    return len(missing(activity.card_facts(), today(), activity.unanswered))


def _lacking(activity: Activity, facts: ActivityFacts) -> str:
    return ngettext(
        "%(num)s answer is still missing or wrong.",
        "%(num)s answers are still missing or wrong.",
        _missing(activity, facts),
    )


def _awaited(facts: ActivityFacts, actor: Actor) -> str:
    refused = _why_not(facts, actor)
    if refused:
        return refused
    if facts.unfinished:
        return gettext("Obligations that are not fulfilled yet: %(count)s.", count=len(facts.unfinished))
    if facts.status in FINAL:
        return gettext("The activity has ended: %(status)s.", status=label(facts.status))
    who, until = turn_words(transitions.waiting_for(facts), facts.holder), due(transitions.due_on(facts))
    if until is None:
        return gettext("Awaited: %(who)s.", who=who)
    return gettext("Awaited until %(date)s: %(who)s.", date=day(until.date), who=who)


def _why_not(facts: ActivityFacts, actor: Actor) -> str:
    """Say it where the person has the role for the step, but may not take it on this card."""
    for action in (Action.forward, Action.decide):
        if action not in transitions.fitting(facts.status):
            continue
        try:
            transitions.check(facts, action, actor, today())
        except NotAllowed as refusal:
            if not any(row.otherwise == refusal.key for row in transitions.TRANSITIONS):
                return refusal_sentence(refusal)
    return ""


def _where(activity: Activity, facts: ActivityFacts, actor: Actor) -> str:
    if facts.status in (Status.in_approval, Status.awaiting_decision) and facts.round:
        name = actor.institution or ""
        return gettext("%(institution)s · round %(round)s", institution=name, round=facts.round)
    author: User = activity.created_by
    return gettext("%(institution)s · written by %(person)s", institution=facts.holder, person=author)


def _reasons(activity: Activity, actor: Actor) -> list[dict[str, Any]]:
    current = activity.current_round
    rows = current.requirements if current else []
    return next((one.reasons for one in rows if one.institution.code == actor.institution), [])
