"""The forms of obligations: a report, and what who verifies says with any step."""

from typing import Any

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from rules.obligation.words import ObligationStep
from rules.reading import whole
from rules.vocabulary import ProblemCode
from views.activity.on_behalf import InName
from views.base.choices import SelectField
from views.base.fields import DayField, TextField
from views.base.form import Form


class ReportForm(Form):
    """How an obligation was fulfilled."""

    text = TextField(
        _l("How the obligation was fulfilled"),
        says={ProblemCode.required: _l("Write how the obligation was fulfilled")},
        rows=3,
    )
    attachment = SelectField(
        _l("Document that shows it"),
        optional=True,
        blank=_p("document", "None"),
        description=_l("One of the documents that all who read the card can read."),
    )

    def said(self, _step: ObligationStep) -> dict[str, Any]:
        """Return what the use case takes; a document that is no number is none that there is."""
        chosen = self.attachment.data
        return {"text": self.text.data or "", "attachment": (whole(chosen) or 0) if chosen else None}


class VerifyForm(Form):
    """What who verifies says; another due date is given only to move it."""

    comment = TextField(
        _p("obligation", "Note"),
        says={ProblemCode.required: _l("Say why, so that the others know what to do next")},
        description=_l("Needed to refuse a report, to move the due date and to release from the obligation."),
        rows=2,
    )
    due_on = DayField(_l("New due date"), says={ProblemCode.required: _l("Give the new due date")})
    on_behalf_of = InName()

    def said(self, step: ObligationStep) -> dict[str, Any]:
        """Return what the use case takes."""
        comment = {"comment": self.comment.data or ""}
        return {**comment, "due_on": self.due_on.data} if step is ObligationStep.move else comment
