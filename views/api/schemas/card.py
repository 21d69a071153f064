"""The card as a client sends and reads it, generated from the declared fields and their columns."""

from enum import StrEnum
from typing import Any, cast

from marshmallow import Schema, fields, pre_load
from sqlalchemy import Boolean, Column, Date, Enum, Numeric

from models import Activity
from models.activity.card import CODE_LISTS, GROUPS, LINKS, NO_UNLESS_SAID, PLAIN_FIELDS, column_of, presumed
from models.activity.content import content
from rules.vocabulary import PrincipleAnswer
from views.api.schemas.bodies import NAMED_BY, Read, Sent, read
from views.api.schemas.fields import Code, Day, ListOf, Money, Part, PlainText, Word, YesNo

# What everybody may know of a restricted card; the search agrees.
_OPEN_TEXTS = frozenset({"title", "new_resource.name"})


class PrincipleSent(Sent):
    """An answer to a principle; what is absent stays as it is."""

    code = Code(required=True, error_messages={"required": "invalid"})
    answer = Word(PrincipleAnswer, allow_none=True)
    explanation = PlainText()


class SuggestionSent(Sent):
    """A decision on a suggestion of the registry; the server knows `as` itself."""

    resource = Code(required=True, error_messages={"required": "invalid"})
    accepted = YesNo(allow_none=True)
    reason = PlainText()

    @pre_load
    def forget_use(self, one: Any, **_kwargs: Any) -> Any:
        """Take the suggestion as it was given out."""
        return {name: one[name] for name in one if name != "as"} if isinstance(one, dict) else one


def read_card(body: object) -> Read:
    """Return the values of a card for `app.services.cards`, and every problem with what was sent."""
    sent = read(CardSent(), body)
    values = dict(sent.values)
    for group in GROUPS:
        if group in values:
            values |= _whole(group, values.pop(group) or {})
    for name in CODE_LISTS:
        if sent.at(name):
            values.pop(name, None)
    for name in ("principles", "suggestions"):
        if name in values:
            values[name] = [one for one in values[name] if NAMED_BY[name] in one]
    return Read(values, sent.problems)


def changes_of(activity: Activity, values: dict[str, Any]) -> dict[str, Any]:
    """Leave out a no that only repeats what the card gives out for a question nobody has answered."""
    open_still = activity.unanswered
    return {name: said for name, said in values.items() if said is not False or name not in open_still}


def shown_card(activity: Activity, texts: bool) -> dict[str, Any]:
    """Return the fields of a card; without its texts, these are null."""
    shown = {name: presumed(name, said) for name, said in content(activity).items()}
    if texts:
        return shown
    known = CardSent().fields
    return {name: _without_texts(known[name], value, name) for name, value in shown.items()}


def field_for(column: Column[Any]) -> fields.Field[Any]:
    """Return the strict field for a column of the card."""
    if isinstance(column.type, Enum):
        words = cast(type[StrEnum], column.type.enum_class)
        return Word(words, allow_none=column.nullable, error_messages={"null": "required"})
    if isinstance(column.type, Boolean):
        return YesNo(allow_none=column.nullable and column.name not in NO_UNLESS_SAID)
    if isinstance(column.type, Date):
        return Day(allow_none=True)
    if isinstance(column.type, Numeric):
        return Money(allow_none=True)
    return PlainText(lines=bool(column.info.get("rows")))


def _schema() -> type[Schema]:
    plain = {field: field_for(_column(field)) for field in PLAIN_FIELDS if "." not in field}
    groups = {
        group: Part(
            Sent.from_dict(_members(group), name=f"{group.title().replace('_', '')}Sent"), allow_none=True
        )
        for group in GROUPS
    }
    links = {field: Code(allow_none=True) for field in LINKS}
    lists = {field: ListOf(Code()) for field in CODE_LISTS}
    parts = {"principles": ListOf(Part(PrincipleSent)), "suggestions": ListOf(Part(SuggestionSent))}
    return Sent.from_dict({**plain, **groups, **links, **lists, **parts}, name="CardSent")


def _members(group: str) -> dict[str, Any]:
    names = [field for field in PLAIN_FIELDS if field.startswith(f"{group}.")]
    return {name.partition(".")[2]: field_for(_column(name)) for name in names}


def _column(field: str) -> Column[Any]:
    return cast(Column[Any], Activity.__table__.columns[column_of(field)])


CardSent = _schema()


def _without_texts(field: fields.Field[Any] | None, value: Any, path: str) -> Any:
    if isinstance(field, PlainText):
        return value if path in _OPEN_TEXTS else None
    if isinstance(field, ListOf):
        return [_without_texts(field.inner, one, path) for one in value]
    if isinstance(field, Part):
        inner = field.schema.fields
        return {name: _without_texts(inner.get(name), one, f"{path}.{name}") for name, one in value.items()}
    return value


def _whole(group: str, given: dict[str, Any]) -> dict[str, Any]:
    """An object replaces the old one: what it does not name becomes empty."""
    return {f"{group}.{name}": given.get(name, _empty(field)) for name, field in _members(group).items()}


def _empty(field: fields.Field[Any]) -> object:
    if isinstance(field, PlainText):
        return ""
    return None if field.allow_none else False
