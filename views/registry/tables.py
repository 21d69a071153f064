"""The registry as generated screens: institutions, resources, how resources depend on one another."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from wtforms import Form
from wtforms.validators import StopValidation

from app.clock import now
from app.services.account import api_keys
from app.services.activity.takeover import take_over
from models import Dependency, Institution, Resource
from rules.refusals import Problem
from rules.registry_vocabulary import InstitutionStatus
from rules.sheet import cells
from rules.text import nfc
from rules.vocabulary import ProblemCode
from views.base import ReferenceView, SlimInterface, current_actor
from views.base.declared import Group, Managed
from views.registry.columns import LABELS, certainty_of, code_of, institution_page_of, page_of, resource_link
from views.words.formats import drawn
from views.words.names import in_order
from views.words.sentences import problem_sentence


class Sorted(SlimInterface):
    """Names stand in the order of the alphabet, as the reader sees them, on every database: by a sort key."""

    def apply_order_by(self, query: Any, order_column: str, *args: Any, **kwargs: Any) -> Any:
        """Order by the sort key where the name is asked for."""
        return super().apply_order_by(
            query,
            {"name": in_order().key, "name_lv": "sort_key"}.get(order_column, order_column),
            *args,
            **kwargs,
        )


def settle(_view: object, institution: Institution) -> None:
    """Revoke the keys of its systems, and let the successor give its opinions: after each change."""
    if institution.status is InstitutionStatus.closed:
        api_keys.revoke_all(institution, current_actor(), now())
        take_over(institution, current_actor(), now())


def _closing_day(form: Form, field: Any) -> None:
    closed = form["status"].data is InstitutionStatus.closed
    if closed and not any(field.raw_data or ()):
        field.errors = []  # that nothing is no date
        raise StopValidation(gettext("Give the day on which the institution is closed."))
    if field.data and not closed:
        raise StopValidation(gettext("Leave this empty, or choose the status “Closed”."))


def _fit_for_addresses(_form: Form, field: Any) -> None:
    if field.data and not cells.is_code(nfc(field.data)):
        raise StopValidation(problem_sentence(Problem("code", ProblemCode.invalid)))


def _another(form: Form, field: Any) -> None:
    if field.data and field.data.code == form["code"].data:
        raise StopValidation(gettext("Choose another institution than this one."))


# What the database would refuse without naming the field.
CHECKS = {
    "code": [_fit_for_addresses],
    "closed_on": [_closing_day],
    "successor": [_another],
    "parent": [_another],
}


class ResourceView(ReferenceView):
    """Resursi: only listed here; they are entered and changed on pages of their own."""

    datamodel = Sorted(Resource, eager=("holder",))
    route_base = "/resursi"
    management = Managed(group=Group.registry, about=_l("systems, platforms, tools, services"))
    include_route_methods = {"list"}
    list_title = _p("registry", "Resources")
    active = "res"
    add_page = "ResourceKeepingPage.enter"
    list_hint = _l(
        "Information systems, platforms, tools, infrastructure and services of the VIRSIS registry."
    )
    list_columns = ["code", "name_lv", "kind", "holder", "status", "certainty"]
    order_columns = ["code", "name_lv"]
    base_order = ("sort_key", "asc")
    search_columns = ["search_text", "kind", "holder", "status"]
    label_columns = LABELS
    formatters_columns = {
        "code": page_of,
        "holder": code_of,
        "status": drawn("resource_badge"),
        "certainty": certainty_of,
    }


class InstitutionView(ReferenceView):
    """Iestādes."""

    datamodel = Sorted(Institution, eager=("parent", "successor"))
    route_base = "/iestades"
    attempts = {
        "add": _p("tried", "adding an institution"),
        "edit": _p("tried", "changing an institution"),
    }
    management = Managed(group=Group.registry, about=_l("who holds and co-approves"))
    include_route_methods = {"list", "add", "edit"}
    list_title = _p("registry", "Institutions")
    add_title = _l("New institution")
    edit_title = _l("Edit the institution")
    list_hint = _l("Institutions that hold resources and co-approve activities.")
    list_columns = ["code", "name", "kind", "parent", "status", "certainty"]
    show_columns = [
        "code",
        "name_lv",
        "name_en",
        "kind",
        "parent",
        "reg_no",
        "status",
        "closed_on",
        "successor",
        "certainty",
    ]
    order_columns = ["code", "name"]
    base_order = ("name", "asc")
    search_columns = ["search_text", "kind", "status"]
    label_columns = LABELS
    description_columns = {
        "status": _l("People of a closed institution cannot sign in; its API keys are revoked."),
        "closed_on": _l("A closed institution needs the day; a working one has none."),
        "successor": _l("It takes over the opinions that a closed institution still owes."),
    }
    formatters_columns = {
        "parent": code_of,
        "successor": code_of,
        "certainty": certainty_of,
        "code": institution_page_of,
    }
    validators_columns = CHECKS
    post_update = settle


class DependencyView(ReferenceView):
    """Atkarības: only listed here; the two sides agree on each on its page."""

    datamodel = SlimInterface(Dependency, eager=("consumer", "provider"))
    route_base = "/atkaribas"
    management = Managed(group=Group.registry, about=_l("which resource needs which"))
    include_route_methods = {"list"}
    list_title = _p("registry", "Dependencies")
    add_page = "DependencyPage.propose"
    list_hint = _l("Which resource needs which. Suggestions on the card come from here.")
    list_columns = ["consumer", "provider", "kind", "status", "certainty"]
    order_columns = ["consumer.code", "provider.code"]
    base_order = ("consumer.code", "asc")
    search_columns = ["kind", "status", "certainty"]
    label_columns = LABELS
    formatters_columns = {
        "consumer": resource_link,
        "provider": resource_link,
        "status": drawn("dependency_badge"),
        "certainty": certainty_of,
    }
