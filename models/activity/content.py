"""A card's content in the shape of the interface contract: codes, texts, dates as text."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from models.activity.card import CODE_LISTS, GROUPS, PLAIN_FIELDS, column_of, presumed
from models.activity.card_parts import ActivityPrinciple
from models.activity.row import ActivityRow
from models.registry.reference import Principle
from rules.changes import KEYED, changes
from rules.text import nfc


def content(activity: ActivityRow) -> dict[str, Any]:
    """Return every card field; all principles of the list and all suggestions are there."""
    shown: dict[str, Any] = {group: {} for group in GROUPS}
    for field in PLAIN_FIELDS:
        group, _, name = field.rpartition(".")
        (shown[group] if group else shown)[name] = plain(getattr(activity, column_of(field)))
    shown |= {
        "resource": activity.resource.code if activity.resource else None,
        "domain": activity.domain.code if activity.domain else None,
        "amends": activity.amended,
        "suggestions": [
            {
                "resource": one.resource.code,
                "as": one.use.value,
                "accepted": one.accepted,
                "reason": one.reason,
            }
            for one in activity.suggestions
        ],
        "principles": [_principle(answer, one) for one, answer in principles_of(activity)],
    }
    for name in CODE_LISTS:
        shown[name] = sorted(one.code for one in getattr(activity, name))
    return shown


def answered(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content as the rules read it: a question that need not be answered says no until it is."""
    return {name: presumed(name, said) for name, said in shown.items()}


def plain(value: Any) -> Any:
    """Return a column's value as JSON knows it; money as text with two decimals."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool) else str(value)


def principles_of(activity: ActivityRow) -> Iterator[tuple[Principle, ActivityPrinciple | None]]:
    """Yield every principle of the card's list with the answer on it, if there is one."""
    given = {answer.code: answer for answer in activity.principles}
    for one in activity.principle_list.principles:
        yield one, given.get(one.code)


def content_hash(shown: dict[str, Any]) -> str:
    """Return the SHA-256 of a content, independent of the order of its keys."""
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields in which two contents differ, groups dotted, a list as a whole."""
    named = (one.field.partition(".") for one in changes(before, after))
    return tuple(dict.fromkeys(name if name in KEYED else f"{name}{dot}{part}" for name, dot, part in named))


def differs(before: dict[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether values that come in (see `app.services.cards`) say something else than a content."""
    fields = dict(flat(before))
    for field, value in values.items():
        if field in CODE_LISTS:
            agrees = sorted(map(nfc, value)) == fields[field]
        elif field in ("principles", "suggestions"):
            key = "code" if field == "principles" else "resource"
            held = {one[key]: one for one in fields[field]}
            agrees = all(
                one[key] in held
                and says_same(held[one[key]], {name: plain(said) for name, said in one.items()})
                for one in value
            )
        else:
            agrees = says_same(fields[field], plain(value.strip() if isinstance(value, str) else value))
        if not agrees:
            return True
    return False


def says_same(held: Any, said: Any) -> bool:
    """Whether two values in the shape of a content say the same; a part may say less than what is held.

    An empty text says as little as no value; a `False` says no.
    """
    if isinstance(held, Mapping) and isinstance(said, Mapping):
        return all(says_same(held.get(name), one) for name, one in said.items())
    return (None if held == "" else held) == (None if said == "" else said)


def flat(shown: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a content, groups dotted."""
    for name, value in shown.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _principle(answer: ActivityPrinciple | None, one: Principle) -> dict[str, Any]:
    return {
        "code": one.code,
        "answer": answer.answer.value if answer and answer.answer else None,
        "explanation": answer.explanation if answer else "",
    }
