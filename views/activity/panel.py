"""The action panel: the next step for this person, the other possible ones, what a step asks before it."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, ngettext

from app.clock import today
from models import Activity
from models.account.people import User
from rules import transitions
from rules.completeness import missing
from rules.facts import ActivityFacts, Actor, RequirementFacts
from rules.refusals import NotAllowed
from rules.vocabulary import FINAL, Action, RequirementState, Status
from views.activity.on_behalf import offer
from views.activity.step_forms import StepForm
from views.activity.steps import STEPS, address
from views.activity.turn import Due, due, turn_words
from views.words.formats import day
from views.words.labels import label
from views.words.sentences import refusal_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button: what it does, where it leads, whether a dialog of the page asks first."""

    action: Action
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
    possible = transitions.offered(facts, actor, today())
    main = _main(possible, facts, actor)
    mine = own_row(facts, actor)
    steps = {action: _step(action, facts, mine) for action in possible}
    title, text = _told(main, activity, facts, actor)
    return Panel(
        title=title,
        text=text,
        main=steps.get(main) if main else None,
        more=[step for action, step in steps.items() if action is not main],
        due=due(mine.due_on) if main is Action.vote and mine else None,
        reasons=_reasons(activity, actor),
    )


def own_row(facts: ActivityFacts, actor: Actor) -> RequirementFacts | None:
    """Return what is required of the person's institution in the current round."""
    return next((one for one in facts.requirements if one.institution == actor.institution), None)


def _main(possible: tuple[Action, ...], facts: ActivityFacts, actor: Actor) -> Action | None:
    mine = own_row(facts, actor)
    not_now = set()
    if mine is None or mine.state is not RequirementState.waiting:
        not_now.add(Action.vote)  # it can be changed, but nobody waits for it
    if not any(one.open_question for one in facts.requirements):
        not_now.add(Action.answer)
    if Action.submit in possible and missing(facts.card, today()):
        return Action.edit
    titled = (action for action, told in reversed(STEPS.items()) if told.title)
    return next((one for one in titled if one in possible and one not in not_now), None)


def _step(action: Action, facts: ActivityFacts, mine: RequirementFacts | None) -> Step:
    given = action is Action.vote and mine is not None and mine.state is not RequirementState.waiting
    return Step(
        action=action,
        text=gettext("Change the opinion") if given else label(action),
        url=address(facts.number, action),
        icon=STEPS[action].icon,
        dialog=STEPS[action].dialog,
    )


def _told(main: Action | None, activity: Activity, facts: ActivityFacts, actor: Actor) -> tuple[str, str]:
    if main is None:
        return gettext("There is nothing for you to do"), _awaited(facts, actor)
    return str(STEPS[main].title), _lacking(facts) if main is Action.edit else _where(activity, facts, actor)


def _lacking(facts: ActivityFacts) -> str:
    return ngettext(
        "%(num)s answer is still missing or wrong.",
        "%(num)s answers are still missing or wrong.",
        len(missing(facts.card, today())),
    )


def _awaited(facts: ActivityFacts, actor: Actor) -> str:
    refused = _why_not(facts, actor)
    if refused:
        return refused
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`button` repeats the verb and the number."""

    action: Action
    number: str
    title: str
    text: str
    button: str
    danger: bool
    form: StepForm


def question(
    activity: Activity, facts: ActivityFacts, action: Action, form: StepForm | None = None
) -> Question:
    """Return what a step asks, with the form that was sent, or an empty one."""
    told = STEPS[action]
    form = form or (told.form or StepForm)(data={"revision": facts.revision})
    form.suit(facts.card.kind)
    offer(activity, action, form.on_behalf_of)
    values = {"number": facts.number, "holder": facts.holder, **told.values(facts)}
    return Question(
        action=action,
        number=facts.number,
        title=str(told.asks) % values,
        text=str(told.consequence) % values,
        button=str(told.button) % values,
        danger=told.danger,
        form=form,
    )


def questions(activity: Activity, facts: ActivityFacts, panel: Panel) -> list[Question]:
    """Return those of the steps that a dialog of the page asks for."""
    steps = [*([panel.main] if panel.main else []), *panel.more]
    return [question(activity, facts, step.action) for step in steps if step.dialog]
