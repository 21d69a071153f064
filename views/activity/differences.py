"""What differs between two contents of a card, said in the words of the card."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, pgettext

from models.activity.content import changed_fields
from rules.vocabulary import PrincipleAnswer
from views.card.words import field_name, field_text
from views.words.diff import Comparing, Pieces, sides
from views.words.formats import NOTHING
from views.words.labels import label

Found = tuple[str, str, str, str]  # field, where it stands, the text before, the text after


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that differs: the words taken away and the words put in; `merged` is both in one text."""

    field: str
    where: str
    before: Pieces
    after: Pieces
    merged: Pieces


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return the fields in which two contents (as `models.content`) differ, in the card's order."""
    compared = Comparing()
    return [
        _difference(field, where, was, now, compared)
        for name in changed_fields(before, after)
        for field, where, was, now in _of_field(name, before, after)
    ]


def _of_field(field: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Found]:
    if field in ("principles", "suggestions"):
        yield from _of_parts(field, before.get(field, []), after[field])
        return
    yield field, field_name(field), field_text(field, before), field_text(field, after)


def _of_parts(field: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Found]:
    key, show = ("code", _principle) if field == "principles" else ("resource", _suggestion)
    old, new = {one[key]: one for one in before}, {one[key]: one for one in after}
    for code in dict.fromkeys((*new, *old)):
        if old.get(code) != new.get(code):
            where = _named(field, code)
            yield f"{field}.{code}", where, show(old.get(code)), show(new.get(code))


def _named(field: str, code: str) -> str:
    if field == "principles":
        return gettext("Principle %(code)s", code=code)
    return gettext("Registry suggestion: %(resource)s", resource=code)


def _principle(one: dict[str, Any] | None) -> str:
    if one is None or one["answer"] is None:
        return NOTHING
    return ". ".join(filter(None, (label(PrincipleAnswer(one["answer"])), one["explanation"])))


def _suggestion(one: dict[str, Any] | None) -> str:
    if one is None or one["accepted"] is None:
        return NOTHING
    word = pgettext("suggestion", "accepted") if one["accepted"] else pgettext("suggestion", "rejected")
    return f"{word} ({one['reason']})" if one["reason"] else word


def _difference(field: str, where: str, before: str, after: str, compared: Comparing) -> Difference:
    both = compared.merged(before, after)
    was, now = sides(both)
    return Difference(field=field, where=where, before=was, after=now, merged=both)
