"""Invented cards: titles and texts put together from parts, by dice that always fall alike."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from models import Institution, Resource
from rules.facts import ResourceFact
from rules.registry import Registry
from rules.registry_vocabulary import ResourceKind
from rules.search import index
from rules.text import sort_key
from rules.vocabulary import FundingSource, Kind, Urgency

_T = TypeVar("_T")


class Dice:
    """Numbers that look random and are the same for the same seed, on every machine."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def roll(self, sides: int) -> int:
        """Return a number from 0 to one less than the sides."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % sides

    def pick(self, options: Sequence[_T]) -> _T:
        """Return one of the options."""
        return options[self.roll(len(options))]


_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_TEXTS = ("goal", "description", "risks", "backout_plan")
_CENTS = Decimal("0.01")


def invented(dice: Dice, kind: Kind, main: ResourceFact, registry: Registry) -> dict[str, Any]:
    """Return a card's fields by column; `resource` and `used` are codes."""
    providers = [one.code for one in registry.providers(main.code) if one.holder != main.holder]
    budget = Decimal(dice.roll(400) * 500)
    return {
        "kind": kind,
        **_what(dice, kind, main),
        **{name: dice.pick(_WORDS[name]) for name in _TEXTS},
        **_how_urgent(dice),
        "restricted": dice.roll(40) == 0,
        "scope_new_system": kind is Kind.creation,
        "scope_functionality": kind is not Kind.creation,
        "scope_others": bool(providers),
        "personal_data": dice.roll(3) > 0,
        "statistics": dice.roll(4) == 0,
        "budget_eur": budget.quantize(_CENTS),
        "funding_source": dice.pick(tuple(FundingSource)) if budget else None,
        "used": tuple(sorted({dice.pick(providers) for _ in range(dice.roll(3))})) if providers else (),
    }


def indexed(
    number: str, card: Mapping[str, Any], main: Resource | None, holder: Institution
) -> dict[str, str]:
    """Return the sort key and the words that `Activity.index_text` would fill in."""
    named = [*([main.code, main.name_lv] if main else []), holder.code, holder.name_lv]
    known, texts = [card.get("new_resource_name", ""), *named], (card[name] for name in _TEXTS)
    return {
        "title_sort": _sort_key(card["title"])[:520],
        "search_text": index([card["title"]], known, texts, number=number),
    }


_sort_key = cache(sort_key)


def _how_urgent(dice: Dice) -> dict[str, Any]:
    emergency = dice.roll(50) == 0
    reason = "Ražotājs izbeidz uzturēšanu, un bez nomaiņas pakalpojums apstāsies." if emergency else ""
    return {"urgency": Urgency.emergency if emergency else Urgency.normal, "urgency_reason": reason}


def _what(dice: Dice, kind: Kind, main: ResourceFact) -> dict[str, Any]:
    if kind is Kind.creation:
        name = f"{dice.pick(_WORDS['new'])} {dice.pick(_WORDS['whom'])}"
        told = {"new_resource_name": name, "new_resource_kind": dice.pick(tuple(ResourceKind))}
        return {**told, "title": f"{name}: izveide", "resource": None}
    if kind is Kind.liquidation:
        return {"title": f"{main.code}: slēgšana pēc datu pārcelšanas", "resource": main.code}
    stage = ("", "", ", otrā kārta", ", trešā kārta")[dice.roll(4)]
    title = f"{main.code}: {dice.pick(_WORDS['what'])} {dice.pick(_WORDS['whom'])}{stage}"
    return {"title": title, "resource": main.code}
