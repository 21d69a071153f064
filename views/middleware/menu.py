"""The main menu, by role; the inbox says how much waits there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString
from flask_login import current_user

from app.services.activity.search import waiting_count
from rules.facts import Actor
from rules.vocabulary import Role
from views.base.actor import current_actor


@dataclass(frozen=True)
class Item:
    """A line of the menu: its key, its word, where it leads, who has it, how many wait."""

    key: str
    word: LazyString
    url: str
    roles: tuple[Role, ...] = ()  # empty = everybody signed in
    count: Callable[[Actor, int], int] | None = None


COUNTED = 99  # no larger number stands in the menu
ITEMS = [
    Item("inbox", lazy_pgettext("menu", "My work"), "/darbi", count=waiting_count),
    Item("list", lazy_pgettext("menu", "Activities"), "/aktivitates"),
    Item("cab", lazy_pgettext("menu", "CAB"), "/cab", (Role.cab_member, Role.cab_head)),
    Item("obligations", lazy_pgettext("menu", "Obligations"), "/nosacijumi"),
    Item("res", lazy_pgettext("menu", "Resources"), "/resursi"),
    Item("cal", lazy_pgettext("menu", "Calendar"), "/kalendars"),
    Item("desk", lazy_pgettext("menu", "Tickets"), "/pieteikumi"),
    Item("rep", lazy_pgettext("menu", "Overview"), "/parskats"),
    Item("users", lazy_pgettext("menu", "Users"), "/lietotaji", (Role.user_admin,)),
    Item("admin", lazy_pgettext("menu", "Management"), "/parvaldiba", (Role.admin,)),
]


def install(app: Flask) -> None:
    """Give every template the menu, the person and the look (what base.html reads)."""
    app.context_processor(_frame)


def main_menu(actor: Actor) -> list[dict[str, Any]]:
    """Return the lines this person has, of the pages that exist."""
    return [
        {"key": item.key, "label": item.word, "url": item.url, "count": _count(item, actor)}
        for item in ITEMS
        if (not item.roles or actor.has(*item.roles)) and item.url in _addresses()
    ]


def _count(item: Item, actor: Actor) -> str:
    """Return how many wait, as it is written; nothing when none does."""
    found = item.count(actor, COUNTED + 1) if item.count else 0
    return f"{COUNTED}+" if found > COUNTED else str(found or "")


def _frame() -> dict[str, Any]:
    shown = {"demo": current_app.config["ENV"] == "demo", "theme": "auto", "viewer": None, "main_menu": []}
    if request and current_user and current_user.is_authenticated:
        actor = current_actor()
        shown |= {"theme": current_user.theme, "viewer": actor, "main_menu": main_menu(actor)}
    return shown


def _addresses() -> frozenset[str]:
    """Return every address without parameters that somebody answers."""
    known: dict[str, frozenset[str]] = current_app.extensions
    if "addresses" not in known:
        rules = current_app.url_map.iter_rules()
        known["addresses"] = frozenset(
            rule.rule.rstrip("/") for rule in rules if "GET" in (rule.methods or ())
        )
    return known["addresses"]
