"""What a sent form says, as the typed values that `app.services.cards` takes."""

from collections.abc import Iterator
from typing import Any

from models import Activity
from models.activity.card import FIELDS, column_of
from rules.vocabulary import Kind, ResourceUse
from views.base.fields import TypedField, WordField, YesNoField
from views.card.form import CardForm

_LIST_OF_USE = {ResourceUse.used: "used_resources", ResourceUse.affected: "affected_resources"}


def values_of(form: CardForm, activity: Activity) -> dict[str, Any]:
    """Return the fields that were sent and can be read; what was not sent stays as it is."""
    read = {one.name: one.data for one in form.all if one.sent and not one.process_errors}
    values = {name: read[name] for name in FIELDS if name in read and _says(form.all, name, read[name])}
    values["principles"] = _parts(read, "principles", "code", ("answer", "explanation"))
    suggestions = _parts(read, "suggestions", "resource", ("accepted", "reason"))
    for one in suggestions:
        if one.get("reason") and "accepted" not in one:
            one["accepted"] = False  # who gives a reason rejects
    list_accepted(values, suggestions, activity)
    if _fit(form.suggestions_of, values, activity):
        values["suggestions"] = suggestions
    return values


def revision_seen(text: str | None) -> int:
    """Return the revision the form was made from; 0, which is never current, when it does not say."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _says(fields: list[TypedField], name: str, value: Any) -> bool:
    """A word or an answer that must be there is left as it is where nothing is chosen."""
    if value is not None:
        return True
    field = next(one for one in fields if one.name == name)
    column = Activity.__table__.columns.get(column_of(name))
    choosing = isinstance(field, WordField | YesNoField)
    return not (choosing and column is not None and not column.nullable)


def _parts(read: dict[str, Any], group: str, key: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Gather `group.CODE.name` fields by code, in the order of the form."""
    found: dict[str, dict[str, Any]] = {}
    for field, value in read.items():
        start, _, name = field.rpartition(".")
        head, _, code = start.partition(".")
        if head == group and name in names:
            found.setdefault(code, {key: code})[name] = value
    return list(found.values())


def list_accepted(values: dict[str, Any], suggestions: list[dict[str, Any]], activity: Activity) -> None:
    """The pickers hold what was added by hand; suggestions accepted before stand in the same lists."""
    rows = {one.resource.code: one for one in activity.suggestions}
    for one in suggestions:
        row = rows.get(one["resource"])
        if row is None or not row.accepted or not one.get("accepted", True):
            continue
        name = _LIST_OF_USE[row.use]
        if name in values and one["resource"] not in values[name]:
            values[name] = [*values[name], one["resource"]]


def _fit(offered_for: str | None, values: dict[str, Any], activity: Activity) -> bool:
    """Whether decisions are on suggestions for the kind and main resource sent: others have other ones."""
    held = activity.resource.code if activity.resource else ""
    main, kind = values.get("resource", held) or "", values.get("kind", activity.kind)
    if offered_for is None:
        return main == held and kind == activity.kind
    return main == offered_for and kind == Kind.development


def pairs(form: Any) -> Iterator[tuple[str, str]]:
    """Yield what was sent, field by field, without what belongs to the sending."""
    for name, value in form.items(multi=True):
        if name not in {"csrf_token", "revision", "base", "do"} and not name.startswith("keep."):
            yield name, value
