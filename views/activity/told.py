"""What can be told of an action: how it looks, what is asked before it and said after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel.speaklater import LazyString

from models import Activity
from rules.vocabulary import Status
from views.activity.step_forms import StepForm

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One action.

    `label`: its name. `icon`, `tone`: how it looks. `history`: after the name of who did it, filled with the
    event's data. `title`: of the panel where it is the main step. `inbox`: why it waits for somebody in a
    status; `look_first`: the tab to read before, and what its button says. `page`: the last part of its
    address, where that is not its own word.

    With a `form` the step is taken on a page of its own (`dialog`: or in a dialog of the activity's page):
    `asks`, `consequence` and `button` before it, filled with number, holder and `values`; `done` after it,
    filled with number, status and `done_values`.
    `corrects`: where the card is corrected that the step refuses. Others have screens of their own.
    `says`: what the API's call of this name does; the fields of the form are those of its body.
    """

    label: LazyString
    icon: str
    tone: str = "info"
    history: LazyString | Callable[[Values], LazyString]
    use_case: Callable[..., Any]
    title: LazyString | None = None
    inbox: Mapping[Status, LazyString] = field(default_factory=dict)
    look_first: tuple[str, LazyString] | None = None
    page: str = ""
    form: type[StepForm] | None = None
    dialog: bool = False
    danger: bool = False
    asks: LazyString | None = None
    consequence: LazyString | None = None
    button: LazyString | None = None
    done: LazyString | None = None
    values: Callable[[Activity], Values] = lambda _activity: {}
    done_values: Callable[[Activity], Values] = lambda _activity: {}
    corrects: str = ""
    says: str = ""
