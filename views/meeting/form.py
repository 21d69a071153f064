"""The forms of meetings: what is planned, what was said and who came, why one is called off."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from app.services.meeting.planning import Wanted
from models import MeetingItem
from rules.meeting.words import PLACE_LONGEST, TITLE_LONGEST
from rules.problem_sentences import sentence
from rules.reading import whole
from rules.refusals import Invalid
from views.base.choices import ChoicesField, PicksField
from views.base.fields import HiddenField, LineField, MomentField, NumberField, TextField
from views.base.form import Form

NOTES, PLACE = "notes.", "place_of."


class PlanForm(Form):
    """What is planned of a meeting."""

    revision = HiddenField(read_as=whole)
    title = LineField(_l("Title of the meeting"), longest=TITLE_LONGEST)
    starts_at = MomentField(_p("meeting", "Start"), description=_l("Day and time in Riga"))
    ends_at = MomentField(_p("meeting", "End"), description=_l("Day and time in Riga"))
    place = LineField(_l("Place or link"), longest=PLACE_LONGEST)

    @property
    def values(self) -> dict[str, object]:
        """Return what was typed, by the names of the use case."""
        return {name: self.field(name).data for name in ("title", "starts_at", "ends_at", "place")}


class EditForm(PlanForm):
    """The same of one that is planned already, and its agenda: the place of each activity, what is new."""

    agenda = PicksField(
        _l("Activities to add"),
        optional=True,
        description=_l("Those in co-approval and those that wait for a decision; they are put at the end."),
    )

    def wanted(self, items: list[MeetingItem]) -> list[Wanted]:
        """Return the agenda that is meant: what has no place any more is taken off."""
        places = {one.activity.number: self.field(PLACE + one.activity.number).data for one in items}
        kept = sorted((place, number) for number, place in places.items() if place is not None)
        return [*(Wanted(number) for _place, number in kept), *map(Wanted, self.agenda.data or ())]

    def refuse_agenda(self, refused: Invalid) -> None:
        """Say what is wrong with a line of the agenda at the field in which what is new stands."""
        self.refuse(
            replace(one, field="agenda", key=sentence(one)) if one.field.startswith("agenda") else one
            for one in refused.problems
        )


def edit_form(items: list[MeetingItem]) -> type[EditForm]:
    """Return the form of a meeting with a place for each activity on its agenda."""
    return EditForm.having(
        {
            PLACE + one.activity.number: NumberField(
                _l("Place of %(number)s", number=one.activity.number), least=1, most=999
            )
            for one in items
        }
    )


class NotesForm(Form):
    """What was said about each card, and who came."""

    revision = HiddenField(read_as=whole)
    attendance = ChoicesField(_l("Who came"))


def notes_form(items: list[MeetingItem]) -> type[NotesForm]:
    """Return the form with a text for each activity."""
    return NotesForm.having(
        {
            NOTES + one.activity.number: TextField(
                _l("What was said about %(number)s", number=one.activity.number),
                rows=3,
            )
            for one in items
        }
    )


class StepForm(Form):
    """A step of a meeting."""

    revision = HiddenField(read_as=whole)

    @property
    def values(self) -> dict[str, str]:
        """Return what the use case takes besides."""
        return {}


class CancelForm(StepForm):
    """Why a meeting is called off."""

    comment = TextField(_l("Why the meeting is cancelled"), description=_l("The invited read it."), rows=3)

    @property
    def values(self) -> dict[str, str]:
        return {"comment": self.comment.data or ""}
