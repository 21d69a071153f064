"""The form that corrects a day of the calendar, and how it is confirmed."""

from hashlib import sha256

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from app.services.calendar import days
from app.services.calendar.days import LONGEST_SOURCE, SHORTEST_SOURCE, Correction, DayWanted
from app.services.calendar.moved_due_dates import Move
from models import CalendarOverride
from rules.refusals import Invalid
from rules.vocabulary import ProblemCode
from views.base.choices import Option, TickField, WordField
from views.base.fields import DayField, HiddenField, LineField
from views.base.form import Form

NO_DAY = _l("Choose a day of the years %(first)s to %(last)s", first=days.FIRST_YEAR, last=days.LAST_YEAR)
NO_WORD = _l("Choose what the day is")
NO_SOURCE = _l(
    "Name the order or law in %(minimum)s to %(maximum)s characters",
    minimum=SHORTEST_SOURCE,
    maximum=LONGEST_SOURCE,
)
WORDS = {
    Correction.working: _l("Working day"),
    Correction.free: _l("Free day"),
    Correction.deleted: _l("As the library says: delete the correction"),
}


class CorrectionField(WordField):
    """What the day becomes."""

    @property
    def options(self) -> list[Option]:
        return [(one.value, str(word)) for one, word in WORDS.items()]


class DayForm(Form):
    """A day, what it becomes and by which order; `seen` are the due dates that were shown as moving."""

    day = DayField(
        _p("reference", "Day"),
        in_words=False,
        says={
            ProblemCode.invalid: NO_DAY,
            ProblemCode.required: NO_DAY,
            ProblemCode.not_needed: _l("This day is not corrected: there is nothing to delete"),
        },
    )
    working = CorrectionField(
        _l("What it is"), words=Correction, says={ProblemCode.unknown: NO_WORD, ProblemCode.required: NO_WORD}
    )
    source = LineField(
        _p("reference", "Source"),
        description=_l("The order or law that moves the day; not needed to delete a correction"),
        render_kw={"maxlength": LONGEST_SOURCE},
        says={ProblemCode.too_short: NO_SOURCE, ProblemCode.too_long: NO_SOURCE},
    )
    seen = HiddenField()
    recompute = TickField(_l("Move these due dates"), value="1")

    def wanted(self) -> DayWanted | None:
        """Return the day as it is to be; None when the form says what has to be corrected."""
        self.validate()
        try:
            return days.wanted(self.day.data, self.working.data, self.source.data or "")
        except Invalid as refused:
            self.refuse(refused)
            return None

    def confirms(self, moves: list[Move]) -> bool:
        """Whether exactly these due dates were shown."""
        return bool(self.seen.data == seal(moves))

    @classmethod
    def of(cls, ours: CalendarOverride) -> "DayForm":
        """Return the form with what stands of a day now."""
        made = Correction.working if ours.working else Correction.free
        return cls(day=ours.day, working=made, source=ours.source)


def seal(moves: list[Move]) -> str:
    """Return what a confirmation is for: exactly these due dates."""
    return sha256(repr(moves).encode()).hexdigest()[:16]
