"""The demo activities as their files tell them: a card, and what happened to it on which day."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Date, Enum, Numeric

from app.seeds import files
from models import Activity
from models.activity.card import GROUPS, PLAIN_FIELDS, column_of
from rules.registry import facts_from_json
from rules.requirements import evaluate
from rules.ruleset import known as rulesets
from rules.vocabulary import PrincipleAnswer, ResourceUse, Status

_FOLDER = Path(__file__).parent / "demo"
_FACTS = ("kind", "resource", "used_resources", "affected_resources", "affected_institutions")


@dataclass(frozen=True, slots=True)
class Story:
    """One file: `path` are the steps in their order, the first of them is `create`."""

    key: str
    holder: str
    status: Status
    path: tuple[Mapping[str, Any], ...]


@cache
def stories() -> tuple[Story, ...]:
    """Return all demo activities, oldest card first."""
    told = [
        _story(tomllib.loads(file.read_text(encoding="utf-8"))) for file in sorted(_FOLDER.glob("*.toml"))
    ]
    return tuple(sorted(told, key=lambda one: -one.path[0]["days_ago"]))


def asked_in(story: Story) -> Iterator[str]:
    """Yield the institutions asked in any round of the story, by the rules of the files."""
    card: dict[str, Any] = {}
    for one in story.path:
        card |= one.get("set", {})
        if one["do"] == "forward":
            facts = facts_from_json(_facts(story, card), files.registry())
            yield from evaluate(facts, rulesets.shipped().sets[0]).institutions


def values_of(card: Mapping[str, Any], today: date, numbers: Mapping[str, str]) -> dict[str, Any]:
    """Return card fields as `app.services.cards` takes them: typed, groups dotted.

    `numbers`: of the demo activities loaded so far, by key.
    """
    values = dict(_flat(card))
    for name in ("planned_start", "planned_end"):
        if f"{name}_in" in values:
            values[name] = (today + timedelta(days=values.pop(f"{name}_in"))).isoformat()
    if "amends" in values:
        values["amends"] = numbers[values["amends"]]
    typed = {name: _typed(name, one) if name in PLAIN_FIELDS else one for name, one in values.items()}
    if "principles" in typed:
        typed["principles"] = [
            {**one, "answer": PrincipleAnswer(one["answer"])} for one in typed["principles"]
        ]
    return typed


def _story(told: dict[str, Any]) -> Story:
    begun = {"do": "create", "days_ago": told["created_days_ago"], "set": told["card"]}
    return Story(told["key"], told["holder"], Status(told["status"]), (begun, *told["path"]))


def _facts(story: Story, card: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that decide who is asked; accepted suggestions stand in their lists."""
    facts = {"holder": story.holder, **{name: card[name] for name in _FACTS if name in card}}
    accepted = [one["resource"] for one in card.get("suggestions", ()) if one["accepted"]]
    return {**facts, ResourceUse.used + "_resources": [*facts.get("used_resources", ()), *accepted]}


def _flat(card: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, one in card.items():
        if name in GROUPS:
            yield from ((f"{name}.{inner}", value) for inner, value in one.items())
        else:
            yield name, one


def _typed(field: str, value: Any) -> Any:
    kind = Activity.__table__.columns[column_of(field)].type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, Numeric):
        return Decimal(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
