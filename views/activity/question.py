"""What a step asks before it is taken, on a page of its own or in a dialog."""

from dataclasses import dataclass

from flask_babel import gettext

from app.clock import now
from app.services.card.returned import is_untouched
from app.services.kept_texts import key_of_step
from models import Activity
from rules.facts import ActivityFacts
from rules.text import N_
from rules.vocabulary import Action, DraftAs
from views.activity.on_behalf import offer
from views.activity.panel import Panel
from views.activity.step_forms import StepForm
from views.activity.steps import STEPS, address
from views.card.preview import Preview, preview_of

UNTOUCHED = N_(
    "Nothing has been changed since the card was returned: whoever returned it will read the same text "
    "again. Hand it in only if that is meant."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`button` repeats the verb and the number; `preview`: who will be asked, before it is sent round."""

    action: Action | DraftAs
    number: str
    title: str
    text: str
    button: str
    danger: bool
    form: StepForm
    address: str
    preview: Preview | None = None


def question(
    activity: Activity, facts: ActivityFacts, action: Action, form: StepForm | None = None
) -> Question:
    """Return what a step asks, with the form that was sent, or an empty one."""
    told = STEPS[action]
    form = form or (told.form or StepForm)(data={"revision": facts.revision})
    form.suit(activity.kind, activity.urgency)
    if form.asked:
        form.keep_typed(key_of_step(activity.id, action))
    untouched = action is Action.submit and is_untouched(activity)
    if untouched:
        form.sure.show("1")
    offer(activity, action, form.on_behalf_of)
    values = {"number": facts.number, "holder": facts.holder, **told.values(activity)}
    return Question(
        action=action,
        number=facts.number,
        title=str(told.asks) % values,
        text=gettext(UNTOUCHED) if untouched else str(told.consequence) % values,
        button=str(told.button) % values,
        danger=told.danger,
        form=form,
        address=address(facts.number, action),
        preview=preview_of(activity.card_facts(), facts.round, now()) if action is Action.forward else None,
    )


def questions(activity: Activity, facts: ActivityFacts, panel: Panel) -> list[Question]:
    """Return those of the steps that a dialog of the page asks for."""
    steps = [*([panel.main] if panel.main else []), *panel.more]
    return [question(activity, facts, one.action) for one in steps if one.dialog and one.action]
