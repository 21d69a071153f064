"""The record of what happened, read-only: nothing of it can be changed or deleted on any screen."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from markupsafe import Markup

from models import Event
from views.activity.history import event_word
from views.base import ListView, SlimInterface
from views.base.declared import Group, Managed
from views.words.formats import NOTHING, drawn

LINK = Markup('<a class="title-link nowrap" href="/aktivitates/{0}">{0}</a>')


class EventView(ListView):
    """Notikumi."""

    datamodel = SlimInterface(Event, eager=("activity", "actor", "on_behalf_of"))
    route_base = "/notikumi"
    management = Managed(group=Group.people, about=_l("every step of every activity"))
    include_route_methods = {"list"}
    base_permissions = ["can_list"]
    list_title = _p("event", "Events")
    list_hint = _l("Every step of every activity that you may see. Nothing here can be changed.")
    list_columns = ["activity", "seq", "at", "actor", "action", "from_status", "to_status", "comment"]
    order_columns = ["at"]
    base_order = ("at", "desc")
    search_columns = ["to_status"]
    label_columns = {
        "activity": _p("event", "Activity"),
        "seq": _p("event", "No."),
        "at": _p("event", "Time"),
        "actor": _p("event", "Who"),
        "action": _p("event", "What"),
        "from_status": _p("event", "Status before"),
        "to_status": _p("event", "Status after"),
        "comment": _p("event", "Comment"),
    }
    formatters_columns = {
        "activity": lambda one: LINK.format(one.number),
        "actor": lambda actor: actor.username if actor else _p("event", "system"),
        "action": event_word,
        "comment": lambda text: (text if len(text) <= 80 else f"{text[:79]}…") or NOTHING,
        "to_status": drawn("status_badge"),
    }
