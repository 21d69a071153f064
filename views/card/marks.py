"""What the card says as its form stands, and how far each section of it is: wrong, todo, empty or done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from app.extensions import db
from models import Activity
from models.activity.card import Section
from models.activity.facts import namesakes
from rules.facts import CardFacts, LiquidationFact, NewResourceFact, PrincipleFact
from rules.registry_vocabulary import PrincipleGroup
from rules.vocabulary import Kind
from views.base.choices import YesNoField
from views.base.fields import TypedField
from views.card.form import CardForm

TEXTS = ("title", "urgency_reason", "goal", "description", "risks", "backout_plan")
PLAIN = ("planned_start", "planned_end", "budget_eur", "funding_source")


def written(form: CardForm, card: Activity, decided: CardFacts) -> CardFacts:
    """Return all facts of the card as its form stands; `decided` are those that decide who is asked."""
    plain: dict[str, Any] = {name: form.field(name).data for name in PLAIN}
    return replace(
        decided,
        **(plain | {name: _text(form, name) for name in TEXTS}),
        scope={one.name.partition(".")[2]: bool(one.data) for one in form.all if _is_of(one, "scope")},
        principles=tuple(_principle(form, one.name) for one in form.all if _is_answer(one)),
        new_resource=_new_resource(form),
        liquidation=_liquidation(form),
        first_submitted_on=card.first_submitted_on,
    )


def state(section: Section, wrong: Iterable[str], lacking: Iterable[str], said: Iterable[str]) -> str:
    """Return how far a section is; of what is wrong, lacking and said come names as sections declare them."""
    if _in(section, wrong):
        return "wrong"
    if _in(section, lacking):
        return "todo"
    return "done" if _in(section, said) else "empty"


def said_in(form: CardForm) -> Iterator[str]:
    """Yield the names of the fields that say something."""
    return (one.name for one in form.all if _says_something(one))


def declared(name: str, groups: Mapping[str, PrincipleGroup]) -> str:
    """Return the name under which a section declares the field that a problem names."""
    start, _, rest = name.partition(".")
    if start == "principles":
        return f"principles.{groups[rest.split('.')[0]]}"
    return "suggestions" if start == "suggestions" else name


def _in(section: Section, names: Iterable[str]) -> bool:
    groups = {one.split(".")[0] for one in section.fields}
    return any(name in section.fields or ("." not in name and name in groups) for name in names)


def _says_something(field: TypedField) -> bool:
    """A box that is not ticked says nothing; a question answered with No does."""
    return field.data is not None if isinstance(field, YesNoField) else bool(field.data)


def _text(form: CardForm, name: str) -> str:
    return form.field(name).data or ""


def _is_of(field: TypedField, group: str) -> bool:
    return field.name.startswith(f"{group}.")


def _is_answer(field: TypedField) -> bool:
    return _is_of(field, "principles") and field.name.endswith(".answer")


def _principle(form: CardForm, name: str) -> PrincipleFact:
    start = name.removesuffix(".answer")
    code = start.removeprefix("principles.")
    return PrincipleFact(code, form.field(name).data, _text(form, f"{start}.explanation"))


def _new_resource(form: CardForm) -> NewResourceFact:
    name, kind = _text(form, "new_resource.name"), form.field("new_resource.kind").data
    same = namesakes(db.session(), name) if form.kind is Kind.creation else ()
    return NewResourceFact(name=name, kind=kind, same_name=same)


def _liquidation(form: CardForm) -> LiquidationFact:
    said = {one.name: form.field(f"liquidation.{one.name}").data for one in fields(LiquidationFact)}
    return LiquidationFact(**{name: value for name, value in said.items() if value})
