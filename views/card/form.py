"""The card's form, generated from the card's declaration: sections, columns and their types."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, cast

from flask_babel import gettext, lazy_pgettext as _p
from sqlalchemy import Boolean, Date, Enum, Numeric, select
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from app.extensions import db
from app.services.card.typed import DECISIVE, MOST
from models import Activity, Institution, Resource
from models.activity.card import CODE_LISTS, FIELDS, LINKS, PARTS, RESOURCE_LISTS, column_of
from models.activity.content import principles_of
from rules import reading
from rules.signs import storable
from rules.text import N_, nfc, sort_key
from rules.vocabulary import DataDestiny, Kind, PrincipleAnswer
from views.base.choices import Option, TickField, WordField, YesNoField
from views.base.fields import DayField, MoneyField, TextField, TypedField
from views.card.words import domain_names, field_name
from views.words.names import named, options

Sent = MultiDict[str, str] | None
Unbound = Any  # a field that WTForms makes when the form is made
# Fields that only some kinds of activity have; sections say it themselves.
KINDS: dict[str, tuple[Kind, ...]] = {
    "resource": (Kind.development, Kind.liquidation),
    "suggestions": (Kind.development,),
    "new_resource.name": (Kind.creation,),
    "new_resource.kind": (Kind.creation,),
}
HINTS = {
    "used_resources": N_("Others' resources that the activity uses. Search by code or name."),
    "affected_resources": N_("Others' resources that change because of the activity."),
    "affected_institutions": N_("May stay empty."),
}
LOOKUPS = {
    "resource": "/izvele/resursi?own=1",
    "affected_institutions": "/izvele/iestades",
    **dict.fromkeys(RESOURCE_LISTS, "/izvele/resursi"),
}
# Words shown as cards instead of a list: icon, title, explanation.
CARDS: dict[StrEnum, tuple[str, Any, Any]] = {
    Kind.creation: (
        "square-plus",
        _p("kind card", "Creation of a new resource"),
        _p("kind card", "A system, platform or tool that does not exist yet"),
    ),
    Kind.development: (
        "trending-up",
        _p("kind card", "Development of an existing resource"),
        _p("kind card", "New functions or another architecture"),
    ),
    Kind.liquidation: (
        "archive",
        _p("kind card", "Liquidation of a resource"),
        _p("kind card", "The resource is closed down"),
    ),
    DataDestiny.transfer: ("", _p("data card", "Transfer"), _p("data card", "To another system")),
    DataDestiny.archive: ("", _p("data card", "Archive"), _p("data card", "To be kept for good")),
    DataDestiny.delete: ("", _p("data card", "Delete"), _p("data card", "The time to keep them is over")),
}


class CardForm(BaseForm):
    """All fields of a card, by the names of the interface contract."""

    def __init__(self, activity: Activity, sent: Sent = None) -> None:
        super().__init__(dict(_fields(activity, sent)))
        self.suggestions_of = _offered_for(sent)
        self.process(sent, data=held(activity))
        for field in self.all:
            field.show_for = KINDS.get(field.name, ())
            if isinstance(field, CodeField) and field.url and not field.known.keys() >= set(field.codes):
                field.known |= _named(field)

    @property
    def all(self) -> list[TypedField]:
        return [self.field(name) for name in self._fields]

    def field(self, name: str) -> TypedField:
        found: TypedField = self._fields[name]  # type: ignore[assignment]  # we bind no other fields
        return found

    @property
    def kind(self) -> Kind | None:
        chosen: Kind | None = self.field("kind").data
        return chosen

    def mistakes(self) -> dict[str, str]:
        """Return what cannot be read, by field."""
        return {one.name: str(one.process_errors[0]) for one in self.all if one.process_errors}


class TypedForm(CardForm):
    """The fields that decide who is asked, as they were sent; no choices are looked up for them."""

    def __init__(self, activity: Activity, sent: MultiDict[str, str]) -> None:
        BaseForm.__init__(self, dict(_decisive(activity, sent)))
        self.suggestions_of = _offered_for(sent)
        self.process(sent)


class CodeField(TypedField):
    """One row of another table by its code: chosen in a picker that searches at `url`, or typed."""

    look = "code"
    many = False

    def __init__(self, *args: Any, url: str = "", options: Iterable[Option] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url, self.known = url, dict(options)

    @property
    def codes(self) -> list[str]:
        return [self.data] if self.data else []

    @property
    def options(self) -> list[Option]:
        """Return the choices there are without a search; codes nobody knows stay as typed."""
        return [*self.known.items(), *((code, code) for code in self.codes if code not in self.known)]

    @property
    def chosen(self) -> list[Option]:
        return [(code, self.known.get(code, code)) for code in self.codes]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was sent; what cannot be read is shown as it was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = self.meant([storable(value) for value in valuelist if value])
            raise

    def read_all(self, typed: Sequence[str]) -> Any:
        """Return what is chosen, from every value that came in."""
        return self.meant([code for value in typed for code in _codes(value)])

    def meant(self, codes: list[str]) -> Any:
        """Take the last that says something: what is typed stands after what is chosen."""
        return codes[-1] if codes else None


class CodesField(CodeField):
    """Some rows of another table by their codes."""

    look = "codes"
    many = True

    @property
    def codes(self) -> list[str]:
        return list(self.data or ())

    def meant(self, codes: list[str]) -> Any:
        return list(dict.fromkeys(codes))


def held(activity: Activity) -> dict[str, Any]:
    """Return what the card has now, in the shape of the form's fields."""
    by_suggestion = {one.resource.code for one in activity.suggestions if one.accepted}
    plain = [name for name in FIELDS if name not in {*CODE_LISTS, *LINKS, *PARTS}]
    data: dict[str, Any] = {name: getattr(activity, column_of(name)) for name in plain}
    for name in CODE_LISTS:
        data[name] = [one.code for one in getattr(activity, name) if one.code not in by_suggestion]
    for name, attribute in (("resource", "code"), ("domain", "code"), ("amends", "number")):
        data[name] = getattr(getattr(activity, name), attribute, None)
    for principle, given in principles_of(activity):
        data[f"principles.{principle.code}.answer"] = given.answer if given else None
        data[f"principles.{principle.code}.explanation"] = given.explanation if given else ""
    for one in activity.suggestions:
        data[f"suggestions.{one.resource.code}.accepted"] = one.accepted
        data[f"suggestions.{one.resource.code}.reason"] = one.reason
    return data


def _fields(activity: Activity, sent: Sent) -> Iterator[tuple[str, Unbound]]:
    for name in FIELDS:
        if name in CODE_LISTS or name in LINKS:
            yield name, _picker(activity, name)
        elif name not in PARTS:
            yield name, _from_column(name)
    for principle, _given in principles_of(activity):
        start = f"principles.{principle.code}"
        named = gettext("Principle %(code)s", code=principle.code)
        yield f"{start}.answer", WordField(label=named, words=PrincipleAnswer)
        yield f"{start}.explanation", TextField(label=named, rows=2)
    yield from _suggested(activity, sent)


def _decisive(activity: Activity, sent: Sent) -> Iterator[tuple[str, Unbound]]:
    for name in DECISIVE:
        if name in CODE_LISTS:
            yield name, CodesField()
        elif name in LINKS:
            yield name, CodeField()
        elif name not in PARTS:
            yield name, _from_column(name)
    yield from _suggested(activity, sent)


def _suggested(activity: Activity, sent: Sent) -> Iterator[tuple[str, Unbound]]:
    for code in _suggested_codes(activity, sent or ()):
        named = gettext("Registry suggestion: %(resource)s", resource=code)
        yield f"suggestions.{code}.accepted", YesNoField(label=named)
        yield f"suggestions.{code}.reason", TextField(label=named)


def _suggested_codes(card: Activity, sent: Iterable[str]) -> list[str]:
    """Return the resources suggested to the card, and those that the page offered before it was saved."""
    held = (one.resource.code for one in card.suggestions)
    offered = (name.split(".", 1)[1].rpartition(".")[0] for name in sent if _is_decision(name))
    return list(dict.fromkeys((*held, *offered)))[:MOST]


def _is_decision(name: str) -> bool:
    return name.startswith("suggestions.") and name.endswith((".accepted", ".reason"))


def _offered_for(sent: Mapping[str, str] | None) -> str | None:
    """Return the main resource for which the sent form offered suggestions; None when it does not say."""
    return sent.get("suggestions_of") if sent else None


def _from_column(name: str) -> Unbound:
    """A column's type says which field it is, its `info` how it is asked for."""
    column = Activity.__table__.columns[column_of(name)]
    texts = _texts(name, column.info.get("hint"))
    if isinstance(column.type, Boolean):  # what asks is answered with Yes or No; what states is ticked
        field = YesNoField if column.info["label"].endswith("?") else TickField
        return field(**texts)
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        words = cast(type[StrEnum], column.type.enum_class)
        return WordField(words=words, required=not column.nullable, **texts)
    kinds = ((Date, DayField), (Numeric, MoneyField))
    plain = next((field for kind, field in kinds if isinstance(column.type, kind)), None)
    rows = column.info.get("rows") or 0
    return plain(**texts) if plain else TextField(rows=rows, lines=bool(rows), **texts)


def _texts(name: str, hint: str | None) -> dict[str, Any]:
    return {"label": field_name(name), "description": gettext(hint) if hint else ""}


def _picker(activity: Activity, name: str) -> Unbound:
    column = Activity.__table__.columns.get(f"{name}_id")
    texts = _texts(name, HINTS.get(name) or (column.info.get("hint") if column is not None else None))
    if name == "domain":
        return CodeField(options=sorted(domain_names().items(), key=lambda one: sort_key(one[1])), **texts)
    field = CodesField if name in CODE_LISTS else CodeField
    return field(url=LOOKUPS.get(name, ""), options=_chosen(activity, name), **texts)


def _chosen(activity: Activity, name: str) -> list[Option]:
    if name in CODE_LISTS:
        return options(getattr(activity, name))
    one = getattr(activity, name)
    return [(one.number if isinstance(one, Activity) else one.code, named(one))] if one else []


def _named(field: CodeField) -> dict[str, str]:
    if field.name == "affected_institutions":
        asked = select(Institution).where(Institution.code.in_(field.codes))
        return dict(options(db.session.scalars(asked)))
    rows = db.session.scalars(select(Resource).where(Resource.code.in_(field.codes)))
    return dict(options(rows))


def _codes(value: str) -> list[str]:
    """Codes in one value: a choice is one code, typed ones are separated by commas."""
    parts = re.split(r"[,;\n]", reading.lines(value))
    return [code for part in parts if (code := nfc(" ".join(part.split())).strip())]
