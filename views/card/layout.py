"""The card's form as its page shows it: sections with their fields, mistakes, progress, side panel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from flask_babel import gettext
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.services.card.earlier import earlier_card
from app.services.card.returned import AtField, Returned, returned
from app.services.card.typed import Typed
from app.services.kept_texts import key_of_step
from app.services.registry.facts import similar_resources
from models import Activity, Resource, Revision
from models.activity.card import FIELDS, NO_UNLESS_SAID, SECTIONS, Section
from models.activity.content import principles_of
from rules.completeness import missing
from rules.problem_sentences import names_its_field
from rules.refusals import Problem
from rules.registry_vocabulary import PrincipleGroup
from rules.vocabulary import Action, Kind
from views.base.fields import TypedField
from views.card.form import CARDS, KINDS, CardForm
from views.card.marks import declared, said_in, state, written
from views.card.preview import Preview, preview, typed_in
from views.card.values import Suggestions, suggestions_for
from views.card.words import field_name
from views.words.language import reader_language
from views.words.names import named
from views.words.sentences import problem_sentence

FIXED = ("kind", "resource")  # after a round, and of an amendment


@dataclass(frozen=True, slots=True)
class Row:
    """What stands between two lines of a section: one field, or several ticks; or a list of parts."""

    look: str
    fields: tuple[TypedField, ...] = ()
    name: str = ""
    show_for: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the page shows it; `state` is wrong, todo, done, or empty where nothing must be said."""

    section: Section
    title: str
    hint: str
    rows: tuple[Row, ...]
    state: str
    shown: bool

    @property
    def id(self) -> str:
        return f"section-{self.section.number}"


@dataclass
class FormPage:
    """Everything the page needs. `mistakes`: (sentence, id of the field), in the order of the card."""

    activity: Activity
    form: CardForm
    revision: int
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    unsaved: bool = False  # nothing of what was sent could be saved
    trouble: tuple[str, str] | None = None  # what hinders the whole card: title and sentence
    taken: tuple[str, ...] = ()  # the answers just taken over from the earlier card
    _typed: Typed | None = field(default=None, init=False)

    @property
    def kept_as(self) -> str:
        """Return under which key it is kept when it is sent after the sign-in has ended."""
        return key_of_step(self.activity.id, Action.edit) if self.activity.id else "activities.new"

    @cached_property
    def returned(self) -> Returned | None:
        """Return why the card came back; None for one that did not."""
        return returned(self.activity) if self.activity.id else None

    def remarks(self, row: Row) -> list[AtField]:
        """Return what was remarked on the fields of a row."""
        names = {row.name, *(one.name for one in row.fields)}
        return [one for one in self.returned.remarks if one.remark.section in names] if self.returned else []

    @property
    def errors(self) -> dict[str, str]:
        """Return what is wrong, by the id of the field."""
        found: dict[str, str] = {}
        for sentence, place in self.mistakes:
            found[place] = f"{found[place]} {sentence}" if place in found else sentence
        unread = {anchor(name): said for name, said in self.form.mistakes().items()}
        return {place: unread.get(place, said) for place, said in found.items()}  # the label names the field

    @property
    def parts(self) -> list[Part]:
        """Return the sections; those of other kinds are there too, hidden."""
        groups = {one.code: one.group for one, _ in principles_of(self.activity)}
        lacking = [one.field for one in self.lacking]
        names = (self.errors, lacking, said_in(self.form))
        told = [{declared(one, groups) for one in found} for found in names]
        return [
            Part(
                section,
                gettext(section.title),
                gettext(section.hint),
                tuple(self._rows(section)),
                state(section, *told),
                self.kind in section.kinds or len(section.kinds) == len(Kind),
            )
            for section in SECTIONS
        ]

    @property
    def lacking(self) -> tuple[Problem, ...]:
        """Return what the card would lack if it were handed over as the form stands."""
        facts = written(self.form, self.activity, self.typed.facts)
        unanswered = (name for name in NO_UNLESS_SAID if self.form.field(name).data is None)
        return missing(facts, today(), unanswered)

    @property
    def kind(self) -> Kind | None:
        return self.form.kind or self.activity.kind

    @property
    def locked(self) -> tuple[str, ...]:
        """Return the fields that stay as they are."""
        fixed = FIXED if self.activity.round or self.activity.amends else ()
        return (*fixed, "amends")

    @property
    def ministry(self) -> str:
        found = self.activity.holder.sector_ministry
        return named(found) if found else ""

    @property
    def similar(self) -> list[Resource]:
        """Return resources whose names resemble that of the resource to be created."""
        return similar_resources(self.activity.new_resource_name) if self.kind is Kind.creation else []

    @property
    def main_resource(self) -> str:
        """Return the code of the main resource as the form says."""
        return self.typed.facts.resource.code if self.typed.facts.resource else ""

    @cached_property
    def earlier(self) -> Activity | None:
        """Return the card whose answers may be taken over, while something here is unanswered."""
        answers = [one for one in self.form.all if one.name.endswith(".answer")]
        lacks = any(one.data is None for one in answers)
        return earlier_card(self.activity, self.main_resource) if lacks or self.taken else None

    @property
    def typed(self) -> Typed:
        """Return the card as the form says; it is looked up once."""
        if self._typed is None:
            self._typed = typed_in(self.form, self.activity)
        return self._typed

    def preview(self, at: datetime) -> Preview:
        """Return who would be asked if the card were kept as the form says."""
        return preview(self.typed, self.activity.round, at)

    def principles(self, group: str) -> list[dict[str, object]]:
        """Return the lines of a checklist with what was answered."""
        wanted, latvian = PrincipleGroup(group.partition(".")[2]), reader_language() == "lv"
        return [
            {
                "code": one.code,
                "title": one.title_lv if latvian else one.title_en,
                "hint": one.hint_lv if latvian else one.hint_en,
                "answer": self.form.field(f"principles.{one.code}.answer").data,
                "explanation": self.form.field(f"principles.{one.code}.explanation").typed,
            }
            for one, _ in principles_of(self.activity)
            if one.group is wanted
        ]

    def suggestions(self) -> Suggestions:
        """Return what the registry proposes, with the fact behind it and what was decided."""
        return suggestions_for(self.typed)

    def cards(self, words: TypedField) -> list[tuple[str, str, str, str]]:
        """Return (value, icon, title, text) where a field's words are shown as cards; else nothing."""
        kinds = [word for word in getattr(words, "words", ()) if word in CARDS]
        if words.name in self.locked:
            kinds = [word for word in kinds if word == words.data]
        return [(word.value, CARDS[word][0], str(CARDS[word][1]), str(CARDS[word][2])) for word in kinds]

    def _rows(self, section: Section) -> Iterable[Row]:
        ticks: list[TypedField] = []
        names = [name for name in section.fields if name != "amends" or self.activity.amends]
        if not self.activity.id:
            names.sort(key=lambda one: one != "kind")  # a new card begins with the choice of its kind
        for name in names:
            row = self._row(name)
            if row.look == "tick" and "." in name:
                ticks += row.fields
            else:
                yield row
        if ticks:
            yield Row("ticks", tuple(ticks), ticks[0].name.split(".")[0])

    def _row(self, name: str) -> Row:
        if name == "suggestions":
            return Row("suggestions", name=name, show_for=KINDS[name])
        if name.startswith("principles."):
            return Row("principles", name=name)
        one = self.form.field(name)
        return Row(one.look, (one,), name, one.show_for)


def saved_at(activity: Activity) -> datetime | None:
    """Return when the last revision was saved; None before the first."""
    latest = select(Revision.saved_at).where(Revision.activity_id == activity.id)
    return db.session.scalars(latest.order_by(Revision.number.desc()).limit(1)).first()


def anchor(name: str) -> str:
    """Return the id of the control that a problem's field names."""
    start, _, rest = name.partition(".")
    if start.endswith(("_resources", "_institutions")):
        return start
    if start == "principles" and rest.endswith(".answer"):
        return name.removesuffix(".answer")
    return name.replace(" ", "_")


def listed(problems: Iterable[Problem], activity: Activity) -> list[tuple[str, str]]:
    """Return problems as (sentence, id of the field); a principle is called by its title."""
    latvian = reader_language() == "lv"
    titles = {one.code: one.title_lv if latvian else one.title_en for one, _ in principles_of(activity)}
    return [(_naming_its_field(_titled(one, titles)), anchor(one.field)) for one in problems]


def read_mistakes(form: CardForm) -> list[tuple[str, str]]:
    """Return what cannot be read as (sentence that names the field, id of the field)."""
    return [
        (gettext("%(field)s: %(problem)s", field=form.field(name).label.text, problem=said), anchor(name))
        for name, said in form.mistakes().items()
    ]


def _naming_its_field(problem: Problem) -> str:
    said = problem_sentence(problem)
    if names_its_field(problem):
        return said
    name = problem.field if problem.field in FIELDS else problem.field.partition(".")[0]
    return gettext("%(field)s: %(problem)s", field=field_name(name), problem=said)


def _titled(problem: Problem, titles: Mapping[str, str]) -> Problem:
    code = problem.values.get("principle")
    if code not in titles:
        return problem
    return replace(problem, values={**problem.values, "principle": titles[str(code)]})
