"""What is told of a step with a dependency, once: its page and the API read this table."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.services.registry import dependencies
from rules.dependency.words import DependencyStep
from rules.text import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step: `look` are classes of its button, `done` is said after it, `says` what its call does."""

    icon: str
    look: str
    use_case: Callable[..., None]
    done: LazyString
    says: str


STEPS: dict[DependencyStep, Told] = {
    DependencyStep.confirm: Told(
        icon="check",
        look="btn-primary",
        use_case=dependencies.confirm,
        done=_l("The dependency is confirmed."),
        says=N_("Confirm a dependency, or that it still holds"),
    ),
    DependencyStep.reject: Told(
        icon="x",
        look="btn-plain",
        use_case=dependencies.reject,
        done=_l("The dependency is rejected; who proposed it is told."),
        says=N_("Reject a dependency that was proposed, with the reason"),
    ),
    DependencyStep.end: Told(
        icon="ban",
        look="btn-plain",
        use_case=dependencies.end,
        done=_l("The dependency has ended; the other side is told."),
        says=N_("End a dependency, with the reason"),
    ),
}
