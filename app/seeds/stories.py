"""The demo activities as their files tell them: a card, and what happened to it on which day."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from models import Activity
from models.activity.card import PLAIN_FIELDS, column_of
from models.activity.content import flat
from models.columns import typed
from rules.vocabulary import PrincipleAnswer, Status

_FOLDER = Path(__file__).parent / "demo"


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


def values_of(card: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return card fields as `app.services.card` takes them: typed, groups dotted."""
    values = dict(flat(card))
    for name in ("planned_start", "planned_end"):
        if f"{name}_in" in values:
            values[name] = (today + timedelta(days=values.pop(f"{name}_in"))).isoformat()
    columns = inspect(Activity).columns
    for name in values.keys() & set(PLAIN_FIELDS):
        values[name] = typed(columns[column_of(name)], values[name])
    if "principles" in values:
        given = values["principles"]
        values["principles"] = [{**one, "answer": PrincipleAnswer(one["answer"])} for one in given]
    return values


def _story(told: dict[str, Any]) -> Story:
    begun = {"do": "create", "days_ago": told["created_days_ago"], "set": told["card"]}
    return Story(told["key"], told["holder"], Status(told["status"]), (begun, *told["path"]))
