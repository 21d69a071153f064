"""What is told of a step of a meeting, once: button, page, result, and what the API says of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.services.meeting import steps
from rules.meeting.words import MeetingAction
from rules.text import N_
from views.meeting.form import CancelForm, StepForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step: `page` is the last part of its address; the sentences are filled with the number."""

    page: str
    icon: str
    asks: LazyString
    consequence: LazyString
    done: LazyString
    says: str
    use_case: Callable[..., None]
    form: type[StepForm] = StepForm
    danger: bool = False


STEPS: dict[MeetingAction, Told] = {
    MeetingAction.invite: Told(
        page="uzaicinat",
        icon="send",
        asks=_l("Send the invitations to %(number)s?"),
        consequence=_l(
            "CAB heads, the CAB members of the institutions asked about each activity, and who wrote or "
            "submitted its card, get an e-mail with a file for their calendar."
        ),
        done=_l("The invitations to %(number)s are sent."),
        says=N_("Invite everybody whom the agenda concerns"),
        use_case=steps.invite,
    ),
    MeetingAction.start: Told(
        page="sakt",
        icon="player-play",
        asks=_l("Begin %(number)s?"),
        consequence=_l("You lead the meeting. Who came and what is said are written down while it runs."),
        done=_l("%(number)s is running."),
        says=N_("Begin the meeting"),
        use_case=steps.start,
    ),
    MeetingAction.close: Told(
        page="slegt",
        icon="lock",
        asks=_l("Close %(number)s?"),
        consequence=_l("The minutes stay as they are then. What was not decided stays to be discussed."),
        done=_l("%(number)s is closed, and its minutes are final."),
        says=N_("Close the meeting and its minutes"),
        use_case=steps.close,
    ),
    MeetingAction.cancel: Told(
        page="atcelt",
        icon="ban",
        asks=_l("Cancel %(number)s?"),
        consequence=_l("The invited get an e-mail that takes the meeting out of their calendars."),
        done=_l("%(number)s is cancelled."),
        says=N_("Call the meeting off"),
        use_case=steps.cancel,
        form=CancelForm,
        danger=True,
    ),
}
BY_PAGE = {told.page: action for action, told in STEPS.items()}


def address(number: str, action: MeetingAction) -> str:
    """Return the page on which a step is taken."""
    return f"/cab/sedes/{number}/{'labot' if action is MeetingAction.edit else STEPS[action].page}"


def filled(sentence: LazyString, number: str) -> str:
    """Return a sentence about a meeting."""
    values: dict[str, Any] = {"number": number}
    return str(sentence) % values
