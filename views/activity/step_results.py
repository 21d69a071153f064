"""What a person is told after a step: the number, and what happens next."""

from collections.abc import Callable

from flask_babel import gettext

from models import Activity
from rules import transitions
from rules.vocabulary import Action
from views.words.formats import day
from views.words.labels import label


def result(activity: Activity, action: Action) -> str:
    """Return the sentence for a step that has just been taken."""
    return _SAID[action](activity)


def _submitted(activity: Activity) -> str:
    return gettext(
        "%(number)s is submitted. A change controller of %(holder)s checks it next.",
        number=activity.number,
        holder=activity.holder.code,
    )


def _forwarded(activity: Activity) -> str:
    facts = activity.facts()
    until = transitions.due_on(facts)
    return gettext(
        "%(number)s is sent for co-approval: round %(round)s, opinions until %(date)s.",
        number=activity.number,
        round=activity.round,
        date=day(until),
    )


_SAID: dict[Action, Callable[[Activity], str]] = {
    Action.submit: _submitted,
    Action.recall: lambda one: gettext("%(number)s is taken back and can be edited.", number=one.number),
    Action.return_: lambda one: gettext("%(number)s is returned to the applicant.", number=one.number),
    Action.forward: _forwarded,
    Action.close_round: lambda one: gettext(
        "The round of %(number)s is closed. A CAB head decides next.", number=one.number
    ),
    Action.withdraw: lambda one: gettext("%(number)s is withdrawn.", number=one.number),
    Action.start: lambda one: gettext(
        "%(number)s is started. Its status: %(status)s.", number=one.number, status=label(one.status)
    ),
    Action.complete: lambda one: gettext(
        "%(number)s is completed and the closing notice is saved.", number=one.number
    ),
    Action.answer: lambda one: gettext("The answer on %(number)s is sent.", number=one.number),
}
