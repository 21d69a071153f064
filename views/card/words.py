"""What the fields of a card are called, and what stands in them, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from sqlalchemy import Date, Enum, Numeric, select

from app.extensions import db
from models import Activity, Domain
from models.activity.card import CODE_LISTS, SECTIONS, Section, column_of
from rules.text import N_
from rules.vocabulary import Kind, PrincipleAnswer
from views.words.formats import NOTHING, cell, day, money
from views.words.labels import label
from views.words.names import name_of

# Fields that are no column, or several, have no `info`; their names stand here.
LISTS = {
    "used_resources": N_("Used resources"),
    "affected_resources": N_("Affected resources"),
    "affected_institutions": N_("Affected institutions"),
    "suggestions": N_("Suggestions of the registry"),
    "principles": N_("Principles"),
    "principles.security": N_("Security principles"),
    "principles.practice": N_("Good-practice principles"),
    "new_resource": N_("New resource"),
    "scope": N_("Does it need co-approval"),
    "liquidation": N_("Liquidation"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the card as people read it."""

    field: str
    name: str
    text: str


def sections_of(kind: Kind) -> list[Section]:
    """Return the sections that a card of this kind has."""
    return [section for section in SECTIONS if kind in section.kinds]


def field_name(field: str) -> str:
    """Return what a field of the interface contract is called."""
    info = _info(column_of(field)) or _info(f"{field}_id")
    return gettext(LISTS.get(field) or info.get("label") or field)


def field_text(field: str, shown: Mapping[str, Any]) -> str:
    """Return what stands in a field; `shown` is a content (see `models.content`)."""
    first, _, name = field.partition(".")
    said = shown.get(first)
    if first in CODE_LISTS:
        return ", ".join(said or ()) or NOTHING
    if first == "principles":
        return _principles(field, said or ())
    if first == "suggestions":
        return ", ".join(one["resource"] for one in said or () if one["accepted"]) or NOTHING
    if first == "domain" and said:
        return domain_names().get(said, said)
    if isinstance(said, Mapping):
        return _spoken(column_of(field), said.get(name)) if name else _group(field, said)
    return _spoken(column_of(first), said)


def lines(section: Section, shown: Mapping[str, Any]) -> list[Line]:
    """Return the filled-in fields of a section."""
    read = [Line(field, field_name(field), field_text(field, shown)) for field in section.fields]
    return [one for one in read if one.text != NOTHING]


def domain_names() -> dict[str, str]:
    return {one.code: name_of(one) for one in db.session.scalars(select(Domain))}


def _info(column: str) -> dict[str, Any]:
    known = Activity.__table__.columns.get(column)
    return dict(known.info) if known is not None else {}


def _spoken(column: str, value: Any) -> str:
    known = Activity.__table__.columns.get(column)
    kind = known.type if known is not None else None
    if value in (None, ""):
        return NOTHING
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return str(cell(kind.enum_class(value)))
    if isinstance(kind, Date):
        return day(date.fromisoformat(value))
    return money(Decimal(value)) if isinstance(kind, Numeric) else str(cell(value))


def _group(field: str, said: Mapping[str, Any]) -> str:
    """Return all that is answered in a group of fields."""
    inner = [f"{field}.{name}" for name in said]
    read = [Line(one, field_name(one), field_text(one, {field: said})) for one in inner]
    return "\n".join(f"{one.name}: {one.text}" for one in read if one.text != NOTHING) or NOTHING


def _principles(field: str, given: Iterable[Mapping[str, Any]]) -> str:
    """Codes begin with the letter of their checklist: S for security, G for good practice."""
    letter = {"principles.security": "S", "principles.practice": "G"}.get(field, "")
    answered = [one for one in given if one["answer"] and one["code"].startswith(letter)]
    said = [
        f"{one['code']}: {label(PrincipleAnswer(one['answer']))}. {one['explanation']}" for one in answered
    ]
    return "\n".join(said) or NOTHING
