"""What differs between two contents of a card, said in the words of the card."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, pgettext

from rules.changes import KEYED, Change, changes
from rules.vocabulary import PrincipleAnswer
from views.card.words import field_name, field_text
from views.words.diff import Comparing, Pieces, sides
from views.words.formats import NOTHING
from views.words.labels import label


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
    return [_difference(one.field, *_said(one, before, after), compared) for one in changes(before, after)]


def _said(change: Change, before: dict[str, Any], after: dict[str, Any]) -> tuple[str, str, str]:
    """Return where it stands, the text before and the text after."""
    group, _, code = change.field.partition(".")
    if group not in KEYED:
        field = change.field
        return field_name(field), field_text(field, before), field_text(field, after)
    show = _principle if group == "principles" else _suggestion
    return _named(group, code), show(change.before), show(change.after)


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
