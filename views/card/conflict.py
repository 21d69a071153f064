"""Somebody saved the card meanwhile: what both changed, field by field, and what is to be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from flask_babel import gettext, pgettext
from sqlalchemy import select

from app.extensions import db
from models import Activity, Revision, User
from models.activity.card import CODE_LISTS, SECTIONS
from models.activity.content import content, plain, says_same
from rules.vocabulary import PrincipleAnswer
from views.card.words import field_name, field_text
from views.words.diff import Comparing, Pieces
from views.words.formats import NOTHING
from views.words.labels import label

MINE, THEIRS = "mine", "theirs"
LOOKED_BACK = 50  # revisions, for who changed a field


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that differs between what is saved and what was typed."""

    field: str
    where: str
    who: str  # who changed what is saved; empty when only the typed differs
    saved: Pieces
    typed: Pieces
    typed_too: bool  # both changed it: a choice is needed
    kept: str  # MINE, THEIRS or not chosen yet


@dataclass(frozen=True, slots=True)
class Conflict:
    """All of them, and who saved last."""

    seen: int
    current: int
    by: User
    at: datetime
    clashes: tuple[Clash, ...]

    @property
    def open(self) -> list[str]:
        """Return the fields that still need a choice."""
        return [one.field for one in self.clashes if one.typed_too and not one.kept]

    def merged(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those values that are to be saved."""
        dropped = {one.field for one in self.clashes if one.who and one.kept != MINE}
        kept = {name: value for name, value in values.items() if name not in dropped}
        for name, key in (("principles", "code"), ("suggestions", "resource")):
            parts = kept.get(name, ())
            kept[name] = [one for one in parts if f"{name}.{one[key]}" not in dropped]
        return kept


def conflict(activity: Activity, seen: int, values: Mapping[str, Any], keep: Mapping[str, str]) -> Conflict:
    """Compare revision `seen`, what is saved now and what was typed; `keep` says field → whose.

    A revision that there never was means that every difference needs a choice.
    """
    seen = seen if seen <= activity.revision else 0
    revisions = _revisions(activity, seen)
    base = next((flat(one.content) for one in revisions if one.number == seen), {})
    compared = _Compared(base, flat(content(activity)), [(one, flat(one.content)) for one in revisions], keep)
    found = (compared.clash(name, typed) for name, typed in saved_as(values).items())
    ordered = sorted((one for one in found if one), key=lambda one: _place(one.field))
    last = revisions[-1]
    return Conflict(seen, activity.revision, last.saved_by, last.saved_at, tuple(ordered))


def flat(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content field by field: groups dotted, one entry for each principle and suggestion."""
    found: dict[str, Any] = {}
    for name, value in shown.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": one for inner, one in value.items()}
        elif name in ("principles", "suggestions"):
            key = "code" if name == "principles" else "resource"
            found |= {f"{name}.{one[key]}": _part(one) for one in value}
        else:
            found[name] = value
    return found


def saved_as(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values in the shape in which a flat content has them."""
    lists = {name: sorted(values[name]) for name in CODE_LISTS if name in values}
    parts = {name: values[name] for name in ("principles", "suggestions") if name in values}
    rest = {name: plain(value) for name, value in values.items() if name not in {*lists, *parts}}
    shaped = {name: [{key: plain(one[key]) for key in one} for one in each] for name, each in parts.items()}
    return {**rest, **lists, **flat(shaped)}


def words_of(field: str, value: Any) -> str:
    """Return what stands in a field of a flat content, as people read it."""
    if isinstance(value, Mapping):
        answer = value.get("answer")
        first = label(PrincipleAnswer(answer)) if answer else ""
        if "accepted" in value and value["accepted"] is not None:
            first = (
                pgettext("suggestion", "accepted")
                if value["accepted"]
                else pgettext("suggestion", "rejected")
            )
        return ". ".join(filter(None, (first, value.get("explanation") or value.get("reason")))) or NOTHING
    group, _, name = field.rpartition(".")
    return field_text(field, {group: {name: value}} if group else {field: value})


def title_of(field: str) -> str:
    """Return where a field stands: number and title of the section, then its name."""
    section = SECTIONS[_place(field)[0]]
    start, _, code = field.partition(".")
    name = f"{field_name(start)}: {code}" if start in ("principles", "suggestions") else field_name(field)
    return f"{section.number}. {gettext(section.title)} · {name}"


def as_text(title: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return what was typed as a plain text to be kept."""
    return "\n\n".join([title, *(f"{name}\n{text}" for name, text in fields if text.strip())]) + "\n"


def _part(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one.get(name) for name in ("answer", "explanation", "accepted", "reason") if name in one}


def _revisions(activity: Activity, seen: int) -> list[Revision]:
    """Return the revision that was seen, if there was one, and the last ones after it, in their order."""
    own = select(Revision).where(Revision.activity_id == activity.id, Revision.number >= seen)
    since = db.session.scalars(own.order_by(Revision.number.desc()).limit(LOOKED_BACK)).all()
    first = db.session.scalars(own.where(Revision.number == seen)).all()
    return sorted({*since, *first}, key=lambda one: one.number)


@dataclass(slots=True)
class _Compared:
    """What was seen, what is saved and what came between, compared with what was typed."""

    base: Mapping[str, Any]
    saved: Mapping[str, Any]
    between: list[tuple[Revision, dict[str, Any]]]
    keep: Mapping[str, str]
    words: Comparing = field(default_factory=Comparing)

    def clash(self, name: str, typed: Any) -> Clash | None:
        """Return how a field differs, None where what is saved and what was typed say the same."""
        base, saved = self.base.get(name), self.saved.get(name)
        if says_same(saved, typed):
            return None
        theirs, mine = not says_same(base, saved), not says_same(base, typed)
        before = words_of(name, base)
        return Clash(
            field=name,
            where=title_of(name),
            who=self._changed_by(name) if theirs else "",
            saved=self._marked(before, words_of(name, saved)),
            typed=self._marked(before, words_of(name, typed)),
            typed_too=theirs and mine,
            kept=self.keep.get(name, "") if theirs and mine else MINE if mine else THEIRS,
        )

    def _changed_by(self, name: str) -> str:
        """Return the name of who last changed the field in these revisions."""
        for (_, before), (revision, after) in reversed(list(pairwise(self.between))):
            if before.get(name) != after.get(name):
                return str(revision.saved_by)
        return str(self.between[-1][0].saved_by)

    def _marked(self, before: str, after: str) -> Pieces:
        old, new = ("" if text == NOTHING else text for text in (before, after))
        return self.words.merged(old, new) or [("same", NOTHING)]


def _place(field: str) -> tuple[int, int]:
    """Return where a field stands on the card, for sorting."""
    start = field.split(".")[0]
    for place, section in enumerate(SECTIONS):
        for inner, name in enumerate(section.fields):
            if field == name or (start in ("principles", "suggestions") and name.split(".")[0] == start):
                return place, inner
    return 0, 0
