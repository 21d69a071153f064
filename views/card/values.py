"""What a sent form says, as the typed values that `app.services.card` takes; what comes beside them."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.services.card.typed import Suggested, Typed
from models import Activity
from models.activity.card import FIELDS, LIST_OF_USE, column_of
from rules.reading import whole
from rules.vocabulary import Kind
from views.base.choices import WordField, YesNoField
from views.base.fields import HiddenField, TypedField
from views.base.form import Form
from views.base.keeping import MARK
from views.card.form import CardForm

KEEP = "keep."


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is suggested for a main resource; `of` = its code, empty while none is chosen."""

    of: str
    lines: tuple[Suggested, ...]


class Sending(Form):
    """What comes with a card's form and is none of its fields: `keep.FIELD` says whose text is kept."""

    revision = HiddenField(read_as=whole)
    base = HiddenField(read_as=whole)  # after a conflict: from which revision the typed text came
    do = HiddenField()

    def __init__(self, sent: MultiDict[str, str]) -> None:
        super().__init__(sent)
        self._all = sent

    @property
    def seen(self) -> int:
        """Return the revision the form was made from; 0, which is never current, when it does not say."""
        return self.revision.data or 0

    @property
    def typed_from(self) -> int | None:
        """Return from which revision the text came that met another one; None before a conflict."""
        return (self.base.data or 0) if self.base.sent else None

    @property
    def keep(self) -> dict[str, str]:
        return {one.name.removeprefix(KEEP): one.data or "" for one in self if one.name.startswith(KEEP)}

    @property
    def others(self) -> list[tuple[str, str]]:
        """Return the fields of the card as they were sent."""
        sent, besides = self._all.items(multi=True), {*self._fields, "csrf_token", MARK}
        return [(name, value) for name, value in sent if name not in besides]


def sending(sent: MultiDict[str, str]) -> Sending:
    return Sending.having({name: HiddenField() for name in sent if name.startswith(KEEP)})(sent)


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


def suggestions_for(found: Typed) -> Suggestions:
    """Return the suggestions for a typed card."""
    main = found.facts.resource
    return Suggestions(main.code if main else "", found.suggested)


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
        name = LIST_OF_USE[row.use]
        if name in values and one["resource"] not in values[name]:
            values[name] = [*values[name], one["resource"]]


def _fit(offered_for: str | None, values: dict[str, Any], activity: Activity) -> bool:
    """Whether decisions are on suggestions for the kind and main resource sent: others have other ones."""
    held = activity.resource.code if activity.resource else ""
    main, kind = values.get("resource", held) or "", values.get("kind", activity.kind)
    if offered_for is None:
        return main == held and kind == activity.kind
    return main == offered_for and kind == Kind.development
