"""What is told of a step with an obligation, once: the page of the card and the API read this table."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.services.obligation import steps
from rules.obligation.words import ObligationStep
from rules.text import N_
from views.obligation.form import ReportForm, VerifyForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step: `look` are classes of its button, `done` is said after it, `says` what its call does."""

    icon: str
    look: str
    form: type[ReportForm] | type[VerifyForm]
    use_case: Callable[..., None]
    done: LazyString
    says: str


STEPS: dict[ObligationStep, Told] = {
    ObligationStep.report: Told(
        icon="send",
        look="btn-primary",
        form=ReportForm,
        use_case=steps.report,
        done=_l("The report is sent. Who asked for the obligation verifies it."),
        says=N_("Report that an obligation is fulfilled"),
    ),
    ObligationStep.accept: Told(
        icon="check",
        look="btn-primary",
        form=VerifyForm,
        use_case=steps.accept,
        done=_l("The report is accepted: the obligation is fulfilled."),
        says=N_("Accept the report: the obligation is fulfilled"),
    ),
    ObligationStep.refuse: Told(
        icon="arrow-back-up",
        look="btn-plain",
        form=VerifyForm,
        use_case=steps.refuse_report,
        done=_l("The report is refused: the obligation is open again."),
        says=N_("Refuse the report, with the reason: the obligation is open again"),
    ),
    ObligationStep.move: Told(
        icon="calendar-event",
        look="btn-plain",
        form=VerifyForm,
        use_case=steps.move,
        done=_l("The obligation has a new due date."),
        says=N_("Give an obligation another due date, with the reason"),
    ),
    ObligationStep.release: Told(
        icon="ban",
        look="btn-text",
        form=VerifyForm,
        use_case=steps.release,
        done=_l("The holder is released from the obligation."),
        says=N_("Release the holder from an obligation, with the reason"),
    ),
}
