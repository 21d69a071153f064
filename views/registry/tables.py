"""The registry as generated screens: institutions, resources, how resources depend on one another."""

from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import select
from wtforms.validators import InputRequired

from app.extensions import db
from models import Dependency, Institution, Resource
from views.base import ReferenceView, SlimInterface
from views.base.generated import LookupField
from views.base.management import Group, Managed
from views.registry.closing import CHECKS, settle
from views.registry.columns import certainty_of, code_of, page_of, resource_link
from views.words.formats import drawn

RESOURCES = "/izvele/resursi"  # answers {"results": [{"value": code, "text": name}]} to ?q=


class Sorted(SlimInterface):
    """Names stand in the order of the Latvian alphabet on every database: by their sort key."""

    def apply_order_by(self, query: Any, order_column: str, *args: Any, **kwargs: Any) -> Any:
        """Order by the sort key where the name is asked for."""
        return super().apply_order_by(
            query, {"name_lv": "sort_key"}.get(order_column, order_column), *args, **kwargs
        )


class ByCode:
    """Rows named by their codes, as the lookups answer them."""

    def __init__(self, model: type[Any]) -> None:
        self.model = model

    def get(self, code: str) -> Any:
        """Return the row with this code, or None."""
        return db.session.scalars(select(self.model).where(self.model.code == code)).one_or_none()

    def get_pk_value(self, row: Any) -> str:
        """Return the code of a row."""
        return row.code


class ResourceView(ReferenceView):
    """Resursi."""

    datamodel = Sorted(Resource, eager=("holder",))
    route_base = "/resursi"
    attempts = {
        "add": lazy_pgettext("tried", "adding a resource"),
        "delete": lazy_pgettext("tried", "deleting a resource"),
        "edit": lazy_pgettext("tried", "changing a resource"),
    }
    management = Managed(group=Group.registry, about=lazy_gettext("systems, platforms, tools, services"))
    include_route_methods = {"list", "add", "edit", "delete"}
    list_title = lazy_pgettext("registry", "Resources")
    add_title = lazy_gettext("New resource")
    edit_title = lazy_gettext("Edit the resource")
    extra_args = {
        "active": "res",
        "list_hint": lazy_gettext(
            "Information systems, platforms, tools, infrastructure and services of the VIRSIS registry."
        ),
    }
    list_columns = ["code", "name_lv", "kind", "holder", "status", "certainty"]
    order_columns = ["code", "name_lv"]
    base_order = ("sort_key", "asc")
    search_columns = ["search_text", "kind", "holder", "status"]
    add_columns = ["code", "name_lv", "kind", "holder", "status", "closed_on", "successor", "certainty"]
    edit_columns = add_columns
    add_form_extra_fields = {
        "successor": LookupField(
            lazy_pgettext("registry", "Replaced by"), datamodel=ByCode(Resource), url=RESOURCES
        )
    }
    edit_form_extra_fields = dict(add_form_extra_fields)
    label_columns = {
        "search_text": lazy_pgettext("registry", "Code or name"),
        "code": lazy_pgettext("registry", "Code"),
        "name_lv": lazy_pgettext("registry", "Name"),
        "kind": lazy_pgettext("registry", "Kind"),
        "holder": lazy_pgettext("registry", "Holder"),
        "status": lazy_pgettext("registry", "Status"),
        "closed_on": lazy_pgettext("registry", "Closed on"),
        "successor": lazy_pgettext("registry", "Replaced by"),
        "certainty": lazy_pgettext("registry", "Certainty"),
    }
    description_columns = {
        "certainty": lazy_gettext("Rows “to be checked” carry a visible mark."),
        "closed_on": lazy_gettext("Only when the resource is liquidated."),
    }
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
        "add": lazy_pgettext("tried", "adding an institution"),
        "delete": lazy_pgettext("tried", "deleting an institution"),
        "edit": lazy_pgettext("tried", "changing an institution"),
    }
    management = Managed(group=Group.registry, about=lazy_gettext("who holds and co-approves"))
    related_views = [ResourceView]
    list_title = lazy_pgettext("registry", "Institutions")
    show_title = lazy_pgettext("registry", "Institution")
    add_title = lazy_gettext("New institution")
    edit_title = lazy_gettext("Edit the institution")
    extra_args = {
        "active": "admin",
        "list_hint": lazy_gettext("Institutions that hold resources and co-approve activities."),
    }
    list_columns = ["code", "name_lv", "kind", "parent", "status", "certainty"]
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
    add_columns = show_columns
    edit_columns = show_columns
    order_columns = ["code", "name_lv"]
    base_order = ("sort_key", "asc")
    search_columns = ["search_text", "kind", "status"]
    label_columns = {
        "search_text": lazy_pgettext("registry", "Code or name"),
        "code": lazy_pgettext("registry", "Code"),
        "name_lv": lazy_pgettext("registry", "Name"),
        "name_en": lazy_pgettext("registry", "Name in English"),
        "kind": lazy_pgettext("registry", "Kind"),
        "parent": lazy_pgettext("registry", "Institution above"),
        "reg_no": lazy_pgettext("registry", "Registration number"),
        "status": lazy_pgettext("registry", "Status"),
        "closed_on": lazy_pgettext("registry", "Closed on"),
        "successor": lazy_pgettext("registry", "Replaced by"),
        "certainty": lazy_pgettext("registry", "Certainty"),
    }
    description_columns = {
        "status": lazy_gettext("People of a closed institution cannot sign in; its API keys are revoked."),
        "closed_on": lazy_gettext("A closed institution needs the day; a working one has none."),
        "successor": lazy_gettext("It takes over the opinions that a closed institution still owes."),
    }
    formatters_columns = {"parent": code_of, "successor": code_of, "certainty": certainty_of}
    validators_columns = CHECKS
    post_update = settle


class DependencyView(ReferenceView):
    """Atkarības."""

    datamodel = SlimInterface(Dependency, eager=("consumer", "provider"))
    route_base = "/atkaribas"
    attempts = {
        "add": lazy_pgettext("tried", "adding a dependency"),
        "delete": lazy_pgettext("tried", "deleting a dependency"),
        "edit": lazy_pgettext("tried", "changing a dependency"),
    }
    management = Managed(group=Group.registry, about=lazy_gettext("which resource needs which"))
    include_route_methods = {"list", "add", "edit", "delete"}
    list_title = lazy_pgettext("registry", "Dependencies")
    add_title = lazy_gettext("New dependency")
    edit_title = lazy_gettext("Edit the dependency")
    extra_args = {
        "active": "admin",
        "list_hint": lazy_gettext("Which resource needs which. Suggestions on the card come from here."),
    }
    list_columns = ["consumer", "provider", "kind", "description_lv", "certainty"]
    add_columns = ["consumer", "provider", "kind", "description_lv", "certainty"]
    edit_columns = add_columns
    order_columns = ["consumer.code", "provider.code"]
    base_order = ("consumer.code", "asc")
    search_columns = ["kind", "certainty"]
    add_form_extra_fields = {
        "consumer": LookupField(
            lazy_pgettext("dependency", "Consumer"),
            datamodel=ByCode(Resource),
            url=RESOURCES,
            validators=[InputRequired()],
        ),
        "provider": LookupField(
            lazy_pgettext("dependency", "Provider"),
            datamodel=ByCode(Resource),
            url=RESOURCES,
            validators=[InputRequired()],
        ),
    }
    edit_form_extra_fields = dict(add_form_extra_fields)
    label_columns = {
        "consumer": lazy_pgettext("dependency", "Consumer"),
        "consumer.code": lazy_pgettext("dependency", "Consumer"),
        "provider": lazy_pgettext("dependency", "Provider"),
        "provider.code": lazy_pgettext("dependency", "Provider"),
        "kind": lazy_pgettext("registry", "Kind"),
        "description_lv": lazy_pgettext("registry", "Description"),
        "certainty": lazy_pgettext("registry", "Certainty"),
    }
    formatters_columns = {
        "consumer": resource_link,
        "provider": resource_link,
        "certainty": certainty_of,
    }
