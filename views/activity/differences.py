"""What differs between two contents of a card, said in the words of the card."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import gettext, pgettext

from models.activity.content import changed_fields
from rules.vocabulary import PrincipleAnswer
from views.card.words import field_name, field_text
from views.words.formats import NOTHING
from views.words.labels import label

_WORDS = 2000  # longer texts are compared as a whole: word by word would take too long
Pieces = list[tuple[str, str]]  # (same, del or ins; text)


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
    return [one for field in changed_fields(before, after) for one in _of_field(field, before, after)]


def _of_field(field: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    if field in ("principles", "suggestions"):
        yield from _of_parts(field, before.get(field, []), after[field])
        return
    yield _difference(field, field_name(field), field_text(field, before), field_text(field, after))


def _of_parts(field: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Difference]:
    key, show = ("code", _principle) if field == "principles" else ("resource", _suggestion)
    old, new = {one[key]: one for one in before}, {one[key]: one for one in after}
    for code in dict.fromkeys((*new, *old)):
        if old.get(code) != new.get(code):
            where = _named(field, code)
            yield _difference(f"{field}.{code}", where, show(old.get(code)), show(new.get(code)))


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


def _difference(field: str, where: str, before: str, after: str) -> Difference:
    old, new = _words(before), _words(after)
    was: Pieces = []
    now: Pieces = []
    merged: Pieces = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, start, end, other_start, other_end in steps:
        same = kind == "equal"
        if end > start:
            was.append(("same" if same else "del", " ".join(old[start:end])))
            merged.append(was[-1])
        if other_end > other_start:
            now.append(("same" if same else "ins", " ".join(new[other_start:other_end])))
            merged += [] if same else now[-1:]
    return Difference(field=field, where=where, before=was, after=now, merged=merged)


def _words(text: str) -> list[str]:
    words = text.split(" ")
    return words if len(words) <= _WORDS else [text]
