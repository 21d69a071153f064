"""The forms of the registry: a resource, a dependency, and what is said with a step."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from sqlalchemy import select

from app.extensions import db
from app.services.registry.facts import working_institutions
from models import Domain, Resource
from rules.facts import Actor
from rules.reading import code, whole
from rules.registry_vocabulary import (
    Certainty,
    Criticality,
    DependencyKind,
    ResourceKind,
    ResourceStatus,
    ServiceHours,
)
from rules.vocabulary import ProblemCode, Role
from views.base.choices import Option, SelectField, WordField, YesNoField
from views.base.fields import DayField, HiddenField, LineField, TextField
from views.base.form import Form
from views.words.names import in_order, name_of, options

RESOURCES = "/izvele/resursi"


class ResourceField(LineField):
    """A resource by its code: chosen in a picker that searches, or typed without scripts."""

    look = "code"
    url = RESOURCES

    @property
    def options(self) -> list[Option]:
        """Return what stands in the picker before anybody searches."""
        if not self.data:
            return []
        found = db.session.scalar(select(Resource).where(Resource.code == self.data))
        return options([found]) if found else [(self.data, self.data)]

    def read_all(self, typed: Sequence[str]) -> str:
        """Take the last that says something: what is typed stands after what is chosen."""
        said = [code(one) for one in typed if one.strip()]
        return said[-1] if said else ""


class ResourceForm(Form):
    """All that a holder says of a resource; a controller is not asked what only the administrator changes."""

    version = HiddenField(read_as=whole)
    code = LineField(_p("registry", "Code"), description=_l("Short and for good; it stands in addresses."))
    name_lv = LineField(_p("registry", "Name"))
    name_en = LineField(_p("registry", "Name in English"), optional=True)
    kind = WordField(_p("registry", "Kind"), words=ResourceKind)
    holder = SelectField(_p("registry", "Holder"))
    purpose = TextField(_l("Purpose"), rows=3, optional=True, description=_l("What it is for, and for whom."))
    legal_basis = TextField(_l("Legal basis"), rows=2, optional=True)
    responsible = LineField(
        _l("Responsible"), optional=True, description=_l("A post or a unit, not a person by name.")
    )
    domain = SelectField(_l("Domain"), optional=True, blank=_p("resource", "Not known"))
    personal_data = YesNoField(_l("Are personal data processed?"))
    criticality = WordField(_l("Criticality"), words=Criticality, optional=True)
    service_hours = WordField(_l("Looked after"), words=ServiceHours, optional=True)
    maintainer = SelectField(_l("Maintainer"), optional=True, blank=_p("resource", "Not known"))
    hosting = LineField(_l("Hosting"), optional=True)
    url = LineField(_l("Address"), optional=True, description=_l("Begins with https:// or http://."))
    data_sets = TextField(
        _l("Data sets"), rows=3, optional=True, description=_l("Each on a line of its own.")
    )
    successor = ResourceField(_p("registry", "Replaced by"), optional=True)
    status = WordField(_p("registry", "Status"), words=ResourceStatus, required=True)
    closed_on = DayField(
        _p("registry", "Closed on"), optional=True, description=_l("Only when the resource is liquidated.")
    )
    certainty = WordField(
        _p("registry", "Certainty"),
        words=Certainty,
        required=True,
        description=_l("Rows “to be checked” carry a visible mark."),
    )

    def suit(self, actor: Actor, new: bool) -> None:
        """Leave what this person is to fill in, and offer what there is to choose from."""
        by_admin = actor.has(Role.admin)
        gone = [] if by_admin else ["certainty", "status", "closed_on", "holder"]
        gone += ["status", "closed_on", "version"] if new else ["code"]
        for name in dict.fromkeys(gone):
            if name in self._fields:
                del self[name]
        known = options(working_institutions(in_order()))
        domains = [(one.code, name_of(one)) for one in db.session.scalars(select(Domain))]
        for name, offered in (("holder", known), ("maintainer", known), ("domain", domains)):
            if name in self._fields:
                self.field(name).options = offered  # type: ignore[attr-defined]  # these are selects

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed, by the names of the use case."""
        said = {one.name: one.data for one in self.typed_fields if one.name != "version"}
        said["data_sets"] = [line.strip() for line in (said["data_sets"] or "").splitlines() if line.strip()]
        return {name: None if value == "" else value for name, value in said.items()}


def held(resource: Resource) -> dict[str, Any]:
    """Return what a resource says, as the fields of its form."""
    codes = {
        name: row.code if (row := getattr(resource, name)) else ""
        for name in ("holder", "domain", "maintainer", "successor")
    }
    plain = {
        name: getattr(resource, name)
        for name in ResourceForm()._fields
        if name not in codes and name != "data_sets"
    }
    return {**plain, **codes, "data_sets": "\n".join(resource.data_sets)}


class DependencyForm(Form):
    """A dependency that is proposed."""

    consumer = ResourceField(_p("dependency", "Consumer"), description=_l("The resource that needs another."))
    provider = ResourceField(_p("dependency", "Provider"), description=_l("The resource that is needed."))
    kind = WordField(_p("registry", "Kind"), words=DependencyKind)
    description = LineField(_p("registry", "Description"), optional=True, longest=500)
    since = DayField(_l("Since"), optional=True)


class AnswerForm(Form):
    """What is said with a step."""

    comment = TextField(
        _p("dependency", "Comment"),
        rows=2,
        description=_l("Needed to reject and to end; the other side reads it."),
        says={ProblemCode.required: _l("Say why, so that the others know what to do next")},
    )
    until = DayField(
        _l("Needed until"), optional=True, description=_l("Only to end it; today at the latest.")
    )
