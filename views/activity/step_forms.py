"""What a person gives with a step: one form each. The API takes the same fields, by the same names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from rules import reading
from rules.refusals import Problem
from rules.vocabulary import Heed, Kind, ProblemCode, Urgency
from views.activity.on_behalf import InName
from views.base.choices import WordField
from views.base.fields import DayField, HiddenField, LineField, MoneyField, NumberField, TextField, TypedField
from views.base.form import Form

_OF_EVERY_STEP = ("revision", "sure", "on_behalf_of")
_WHY = {ProblemCode.required: _l("Say why, so that the others know what to do next")}


class StepForm(Form):
    """What every step takes: the revision that the person saw, and in whose name it is taken."""

    only_for: ClassVar[Mapping[str, Kind | Urgency]] = MappingProxyType({})  # field → what a card has to be

    revision = HiddenField(read_as=reading.whole)
    sure = HiddenField()  # somebody was asked once more, and means it
    on_behalf_of = InName()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields["on_behalf_of"] = self._fields.pop("on_behalf_of")  # it stands last on the page

    @property
    def own(self) -> list[TypedField]:
        """Return the fields of this step alone."""
        return [self.field(name) for name in self._fields if name not in _OF_EVERY_STEP]

    @property
    def asked(self) -> list[TypedField]:
        """Return those that a person fills in."""
        return [one for one in self.own if one.look != "hidden"]

    @property
    def values(self) -> dict[str, Any]:
        """Return what was given, by the names of the use case's arguments."""
        return {one.name: one.data for one in self.own}

    @property
    def seen(self) -> int:
        """Return the revision that the person saw; 0, which is always stale, where the form does not say."""
        return self.revision.data or 0

    def suit(self, *card: Kind | Urgency | None) -> None:
        """Take away the fields that a card of this kind and urgency does not have."""
        for name, only in self.only_for.items():
            if only not in card and name in self:
                del self[name]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Say what cannot be read, and what is missing: use cases take no None."""
        super().validate(*args, **kwargs)
        given = (one for one in self.asked if not one.optional)
        missing = [one for one in given if one.data is None and not one.process_errors]
        self.refuse(Problem(one.name, ProblemCode.required) for one in missing)
        return not self.mistakes


class SubmitForm(StepForm):
    """A card handed over by a person, who answers every question."""

    @property
    def values(self) -> dict[str, Any]:
        return {"by_hand": True}


class ReturnForm(StepForm):
    """Why the card goes back."""

    comment = TextField(
        _l("What has to be made clearer"),
        description=_l("The applicant reads it in the card and in the e-mail."),
        says=_WHY,
        rows=4,
    )


class DiscussForm(StepForm):
    """Why a card is to be discussed, or need not be any more."""

    comment = TextField(
        _l("Comment"),
        optional=True,
        default="",
        description=_l("Stands in the history; who is told reads it in the e-mail."),
        rows=3,
    )


class WithdrawForm(StepForm):
    """Why the activity ends."""

    comment = TextField(_l("Reason"), description=_l("Everybody who saw the card will read it."), says=_WHY)


class StartForm(StepForm):
    """When the work began."""

    actual_start = DayField(
        _l("Actual start"),
        says={
            ProblemCode.required: _l("Say when the work began"),
        },
    )


class ProgressForm(StepForm):
    """How the work goes on."""

    text = TextField(
        _l("How the work goes on"),
        description=_l("Everybody who sees the activity can read it in the history."),
        says={ProblemCode.required: _l("Say how the work goes on")},
        rows=4,
    )
    percent = NumberField(
        _l("How much is done, in per cent"),
        optional=True,
        most=100,
        says={ProblemCode.invalid: _l("Give a whole number from 0 to 100, or nothing")},
    )


class CompleteForm(StepForm):
    """The closing notice; of a creation also the code of what it made, of an emergency what was learnt."""

    only_for = MappingProxyType({"resource_code": Kind.creation, "review": Urgency.emergency})

    actual_end = DayField(
        _l("Actual end"),
        says={
            ProblemCode.required: _l("Say when the work ended"),
        },
    )
    actual_cost_eur = MoneyField(
        _l("Actual cost, EUR"),
        description=_l("With taxes; 0 when nothing was spent."),
        says={
            ProblemCode.required: _l("State the actual cost in euro; write 0 if nothing was spent"),
        },
    )
    result = TextField(
        _l("Result"),
        description=_l("What was done and what changed."),
        says={ProblemCode.required: _l("Describe the result")},
        rows=4,
    )
    review = TextField(
        _l("Review of the emergency"),
        description=_l(
            "Why it came to the emergency, what worked, and what is done so that it does not recur."
        ),
        says={ProblemCode.required: _l("Say what was learnt from the emergency")},
        rows=4,
    )
    resource_code = LineField(
        _l("Code of the new resource"),
        description=_l("By this code everybody will find it in the registry."),
        says={
            ProblemCode.required: _l("Give the new resource a code"),
            ProblemCode.invalid: _l(
                "A resource has this code already, it is the number of an activity, or it has a slash or an "
                "invisible character. Give another code."
            ),
        },
    )


class AnswerForm(StepForm):
    """An answer to a question (by requirement) or to a remark."""

    requirement_id = HiddenField(
        read_as=reading.whole, says={ProblemCode.unknown: _l("This question has already been answered")}
    )
    remark_id = HiddenField(read_as=reading.whole)
    resolution = WordField(
        _l("How far it is followed"),
        words=Heed,
        says={ProblemCode.required: _l("Say whether the remark is accepted")},
    )
    text = TextField(_l("Answer"), says={ProblemCode.required: _l("Write the answer")}, rows=4)
