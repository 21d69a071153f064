"""Reference data as generated screens: principles and their lists, domains."""

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p, ngettext
from flask_babel.speaklater import LazyString

from app.services.ruleset import obstacles as rule_set_obstacles, rule_sets
from models import Domain, Principle, PrincipleList
from views.base import ReferenceView, SlimInterface
from views.base.declared import Group, Managed
from views.registry.columns import LABELS, certainty_of, code_of


class PrincipleView(ReferenceView):
    """Principi."""

    datamodel = SlimInterface(Principle, eager=("principle_list",))
    route_base = "/principi"
    attempts = {
        "add": _p("tried", "adding a principle"),
        "delete": _p("tried", "deleting a principle"),
        "edit": _p("tried", "changing a principle"),
    }
    management = Managed(group=Group.rules, about=_l("the lines of the two checklists"))
    list_title = _p("reference", "Principles")
    show_title = _p("reference", "Principle")
    add_title = _l("New principle")
    edit_title = _l("Edit the principle")
    list_hint = _l("The two checklists of the card: security and good practice.")
    list_columns = ["title_lv", "code", "group", "principle_list"]
    show_columns = [
        "code",
        "title_lv",
        "title_en",
        "hint_lv",
        "hint_en",
        "group",
        "position",
        "principle_list",
    ]
    add_columns = [
        "principle_list",
        "group",
        "code",
        "position",
        "title_lv",
        "title_en",
        "hint_lv",
        "hint_en",
    ]
    order_columns = ["code"]
    base_order = ("code", "asc")
    search_columns = ["group", "principle_list"]
    label_columns = LABELS


class PrincipleListView(ReferenceView):
    """Principu saraksti."""

    datamodel = SlimInterface(PrincipleList)
    route_base = "/principu-saraksti"
    attempts = {
        "add": _p("tried", "adding a list of principles"),
        "delete": _p("tried", "deleting a list of principles"),
        "edit": _p("tried", "changing a list of principles"),
    }
    management = Managed(group=Group.rules, about=_l("from when each holds"))
    related_views = [PrincipleView]
    list_title = _p("reference", "Versions of the checklists")
    show_title = _p("reference", "Version of the checklists")
    add_title = _l("New version of the checklists")
    edit_title = _l("Edit the version of the checklists")
    list_hint = _l("A card keeps the version with which it was begun.")
    list_columns = show_columns = ["version", "valid_from"]
    order_columns = ["version"]
    base_order = ("version", "desc")
    search_columns = ["valid_from"]
    label_columns = LABELS


def _architects() -> str:
    """Say what the list is, and which rule sets wait for it to be complete."""
    told = gettext(
        "Fields of state administration and the institutions that employ their chief architects. "
        "The list is unofficial until somebody confirms it; a round that runs keeps whom it asked."
    )
    empty, sets = len(rule_set_obstacles.without_architect()), rule_sets.asking_architects()
    if not empty or not sets:
        return told
    waits = ngettext(
        "%(num)s domain has no institution: %(rule_sets)s cannot begin before it is entered.",
        "%(num)s domains have no institution: %(rule_sets)s cannot begin before all are entered.",
        empty,
        rule_sets=", ".join(sets),
    )
    return f"{told} {waits}"


class DomainView(ReferenceView):
    """Jomas."""

    datamodel = SlimInterface(Domain, eager=("architect",))
    route_base = "/jomas"
    attempts = {
        "add": _p("tried", "adding a domain"),
        "delete": _p("tried", "deleting a domain"),
        "edit": _p("tried", "changing a domain"),
    }
    management = Managed(group=Group.rules, about=_l("fields and their chief architects"))
    list_title = _p("reference", "Domains")
    show_title = _p("reference", "Domain")
    add_title = _l("New domain")
    edit_title = _l("Edit the domain")
    extra_args = {"list_hint": LazyString(_architects)}  # as an attribute it would be asked for too early
    list_columns = ["name", "code", "architect", "certainty"]
    show_columns = ["code", "name_lv", "name_en", "architect", "certainty"]
    order_columns = ["code"]
    base_order = ("code", "asc")
    search_columns = ["certainty"]
    label_columns = LABELS
    formatters_columns = {"architect": code_of, "certainty": certainty_of}


TABLES = (PrincipleView, PrincipleListView, DomainView)  # in the order of Pārvaldība
