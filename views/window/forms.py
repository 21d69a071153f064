"""The forms of windows and blackouts."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from app.services.activity.windows import WindowGiven
from app.services.window.blackouts import BlackoutGiven
from models import Blackout, Window
from rules.reading import whole
from rules.vocabulary import ProblemCode
from rules.window.words import WindowEffect
from views.base.choices import SelectField, WordField
from views.base.fields import HiddenField, MomentField, TextField
from views.base.form import Form

_RIGA = _l("Day and time in Riga")


class SpanForm(Form):
    """A stretch of time, and the version that was looked at."""

    version = HiddenField(read_as=whole)
    do = HiddenField()
    starts_at = MomentField(_p("window", "Start"), description=_RIGA)
    ends_at = MomentField(_p("window", "End"), description=_RIGA)


class WindowForm(SpanForm):
    """When work touches a running system."""

    effect = WordField(_l("What users notice"), words=WindowEffect, blank=_l("Choose"))
    text = TextField(_l("What is done"), optional=True, rows=2)
    collision_reason = TextField(
        _l("Why then, although it meets something"),
        optional=True,
        rows=2,
        description=_l("Needed where the work meets something seriously or considerably."),
        says={ProblemCode.required: _l("Write why the work is to be done then, although it meets something")},
    )

    @property
    def given(self) -> WindowGiven:
        """Return the window that it says."""
        return WindowGiven(
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            effect=self.effect.data,
            text=self.text.data or "",
            collision_reason=self.collision_reason.data or "",
        )


class BlackoutForm(SpanForm):
    """When nobody is to work on a resource."""

    resource = SelectField(_l("Resource"), optional=True, blank=_l("All resources"))
    reason = TextField(_l("Reason"), rows=2)

    @property
    def given(self) -> BlackoutGiven:
        """Return the blackout that it says; without a resource it is of all."""
        return BlackoutGiven(
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            resource=self.resource.data or None,
            reason=self.reason.data or "",
        )


def held(row: Window | Blackout) -> dict[str, object]:
    """Return what is there, in the shape of the form's fields."""
    names = ("version", "starts_at", "ends_at")
    shown: dict[str, object] = {name: getattr(row, name) for name in names}
    if isinstance(row, Window):
        return shown | {"effect": row.effect, "text": row.text, "collision_reason": row.collision_reason}
    return shown | {"resource": row.resource.code if row.resource else None, "reason": row.reason}
