"""Columns of the registry's tables: what they are called, and what stands in their cells."""

from flask import url_for
from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from markupsafe import Markup

from models import Institution, Resource
from rules.registry_vocabulary import Certainty
from views.words.formats import NOTHING, drawn
from views.words.labels import label

LABELS = {
    "search_text": _p("registry", "Code or name"),
    "code": _p("registry", "Code"),
    "name": _p("registry", "Name"),
    "name_lv": _p("registry", "Name"),
    "name_en": _p("registry", "Name in English"),
    "kind": _p("registry", "Kind"),
    "holder": _p("registry", "Holder"),
    "parent": _p("registry", "Institution above"),
    "reg_no": _p("registry", "Registration number"),
    "status": _p("registry", "Status"),
    "closed_on": _p("registry", "Closed on"),
    "successor": _p("registry", "Replaced by"),
    "consumer": _p("dependency", "Consumer"),
    "consumer.code": _p("dependency", "Consumer"),
    "provider": _p("dependency", "Provider"),
    "provider.code": _p("dependency", "Provider"),
    "domain": _l("Domain"),
    "purpose": _l("Purpose"),
    "legal_basis": _l("Legal basis"),
    "responsible": _l("Responsible"),
    "personal_data": _l("Personal data"),
    "criticality": _l("Criticality"),
    "maintainer": _l("Maintainer"),
    "hosting": _l("Hosting"),
    "url": _l("Address"),
    "data_sets": _l("Data sets"),
    "service_hours": _l("Looked after"),
    "dependency": _p("registry", "Dependency"),
    "description_lv": _p("registry", "Description"),
    "architect": _p("reference", "Employer of the chief architect"),
    "certainty": _p("registry", "Certainty"),
    "title_lv": _p("reference", "Title"),
    "title_en": _p("reference", "Title in English"),
    "hint_lv": _p("reference", "Hint"),
    "hint_en": _p("reference", "Hint in English"),
    "group": _p("reference", "Checklist"),
    "position": _p("reference", "Place in the list"),
    "principle_list": _p("reference", "Version of the list"),
    "version": _p("reference", "Version"),
    "valid_from": _p("reference", "Valid from"),
}
UNSURE = frozenset({Certainty.check, Certainty.unofficial})


def page_of(code: str) -> Markup:
    """Return the code of a resource as a link to its page."""
    return Markup('<a class="title-link nowrap" href="{}">{}</a>').format(
        url_for("ResourcePage.show", code=code), code
    )


def institution_page_of(code: str) -> Markup:
    """Return the code of an institution as a link to its page."""
    return Markup('<a class="title-link nowrap" href="{}">{}</a>').format(
        url_for("InstitutionPage.show", code=code), code
    )


def resource_link(resource: Resource | None) -> Markup | str:
    """Return a link to the page of a resource, for lists that name one."""
    return page_of(resource.code) if resource else NOTHING


def certainty_of(certainty: Certainty) -> object:
    """Return the mark of rows that nobody has confirmed, the word of others."""
    return (
        drawn("certainty_badge", "ui/certainty.html")(certainty) if certainty in UNSURE else label(certainty)
    )


def code_of(row: Institution | Resource | None) -> str:
    """Return the code, for lists that have no room for the name."""
    return row.code if row else NOTHING
