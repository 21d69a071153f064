"""The questionnaire as a form: what was answered, and what is missing in it."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from app.services.registry.facts import registry, resources_in_use, working_institutions
from app.services.ruleset.no_need import Answered
from rules.completeness import TITLE_MAXIMUM, TITLE_MINIMUM
from rules.refusals import Problem
from rules.vocabulary import Kind, ProblemCode
from views.base.choices import ChoiceField, PicksField, YesNoField
from views.base.fields import LineField
from views.base.form import Form
from views.need.questions import KINDS, QUESTIONS
from views.words.names import in_order, options

MOST_USED = 50
OWN_ONLY = _l("An answer is kept for your own institution: choose %(institution)s")


def _question(name: str) -> YesNoField:
    question, explanation, *_ = QUESTIONS[name]
    lacking = _l("Answer “%(question)s”", question=question)
    return YesNoField(question, description=explanation, says={ProblemCode.required: lacking})


class NeedForm(Form):
    """What is planned, and by whom; it stands in the address, which can be passed on."""

    kind = ChoiceField(_l("What do you plan?"), says={ProblemCode.required: _l("Choose what you plan")})
    new_system = _question("new_system")
    functionality = _question("functionality")
    architecture = _question("architecture")
    infrastructure = _question("infrastructure")
    others = _question("others")
    holder = ChoiceField(
        _l("Your institution"),
        description=_l("By it we name the co-approvers"),
        optional=True,
        says={
            ProblemCode.unknown: _l("Choose your institution from the list"),
            ProblemCode.not_own: OWN_ONLY,
        },
    )
    resource = ChoiceField(
        _l("Which resource do you change or liquidate"),
        optional=True,
        says={
            ProblemCode.unknown: _l("Choose the resource from the list"),
            ProblemCode.not_own: _l(
                "%(resource)s is held by %(holder)s: choose a resource of your institution, and name "
                "%(resource)s among the other resources"
            ),
        },
    )
    used = PicksField(
        _l("Which other resources does the activity use or affect"),
        description=_l("By these we tell which institutions would have to co-approve"),
        optional=True,
        says={ProblemCode.unknown: _l("Choose the resources from the list")},
    )

    def offer(self) -> None:
        self.holder.options = options(working_institutions(in_order()))
        self.resource.options = self.used.options = options(resources_in_use())

    @property
    def answered(self) -> Answered:
        """Return what was answered, as far as it can be used."""
        scope = {name: self.field(name).data for name in QUESTIONS if self.field(name).data is not None}
        used = tuple(code for code in self.used.data or () if code)[:MOST_USED]
        return Answered(self.kind.data or "", scope, self.holder.data or "", self.resource.data or "", used)

    def check(self) -> None:
        """Say at each field what is missing in the answers, or cannot be."""
        self.validate()
        self.refuse(self._lacking())
        if not self.mistakes:
            self.refuse(self._others_resource())

    def _lacking(self) -> Iterator[Problem]:
        given, resources = self.answered, dict(self.resource.options)
        if given.kind not in {key for key, *_ in KINDS}:
            yield Problem("kind", ProblemCode.required)
        elif not given.is_certain:
            yield from (Problem(name, ProblemCode.required) for name in QUESTIONS if name not in given.scope)
        if given.holder and given.holder not in dict(self.holder.options):
            yield Problem("holder", ProblemCode.unknown)
        if given.resource and given.resource not in resources:
            yield Problem("resource", ProblemCode.unknown)
        if any(code not in resources for code in given.used):
            yield Problem("used", ProblemCode.unknown)

    def _others_resource(self) -> Iterator[Problem]:
        """A card about it would be refused, and its holder left out of the answer."""
        given = self.answered
        if not (given.holder and given.resource) or given.kind == Kind.creation:
            return
        holder = registry().resources[given.resource].holder
        if holder != given.holder:
            values = {"resource": given.resource, "holder": holder}
            yield Problem("resource", ProblemCode.not_own, values)


class KeepForm(Form):
    """Under what title a “no” is kept."""

    title = LineField(
        _l("What is planned"),
        description=_l("You can show a kept answer with its reasons later."),
        says=dict.fromkeys(
            (ProblemCode.too_short, ProblemCode.too_long),
            _l(
                "Say in %(minimum)s to %(maximum)s characters what is planned",
                minimum=TITLE_MINIMUM,
                maximum=TITLE_MAXIMUM,
            ),
        ),
    )
