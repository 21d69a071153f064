"""The opinion form: what it asks, the entries that are added and removed, the vote that it says."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import uuid4

from flask_babel import gettext, lazy_gettext, lazy_pgettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.services.activity import obligations, voting
from app.services.activity.voting import Opinion
from models import Activity, Institution, Vote
from models.activity.card import FIELDS
from rules import reading
from rules.facts import Actor
from rules.liquidation import consumers
from rules.refusals import Invalid, Problem
from rules.registry_vocabulary import InstitutionStatus
from rules.ruleset import CARD_FIELDS
from rules.vocabulary import APPROVING, Choice, Kind, ProblemCode, RemarkKind
from views.activity.on_behalf import InName
from views.base.choices import ChoiceField, WordField
from views.base.fields import HiddenField, TextField, TypedField
from views.base.form import Form
from views.cab import system_fields
from views.cab.entries import BLANK, MOST_ENTRIES, OF_ENTRY, Entry, entry_fields, places_of
from views.cab.obligation_fields import (
    ADD,
    Wish,
    fields,
    one_more,
    placed,
    places as obligation_places,
    wishes,
)
from views.cab.system_fields import System
from views.card.words import field_name, field_text, sections_of
from views.words.names import in_order, options

# Each has a text box of its own, with its own question; what was typed into another is kept.
TEXT_OF = {Choice.need_info: "question", Choice.not_applicable: "why_not"}
LACKING = {
    Choice.object: lazy_gettext("Add at least one objection, or change the opinion"),
    Choice.approve_with_proposals: lazy_gettext("Add at least one proposal, or change the opinion"),
}


class OpinionForm(Form):
    """Everything but the entries; `request_key` makes a double click count once."""

    revision = HiddenField(read_as=reading.whole)
    request_key = HiddenField(read_as=lambda typed: reading.line(typed)[:64])
    do = HiddenField()
    confirmed = HiddenField()
    choice = WordField(
        lazy_gettext("Opinion"),
        words=Choice,
        says={
            ProblemCode.required: lazy_gettext("Choose an opinion"),
            ProblemCode.invalid: lazy_gettext(
                "Your institution approves every activity: choose another opinion"
            ),
        },
    )
    question = TextField(
        lazy_gettext("Question to the applicant"),
        description=lazy_gettext("You will get the answer by e-mail, and your due date goes on."),
        rows=3,
        says={ProblemCode.required: lazy_gettext("Write the question to the applicant")},
    )
    why_not = TextField(
        lazy_gettext("Why does the activity not concern your institution?"),
        rows=2,
        says={ProblemCode.required: lazy_gettext("Write why the activity does not concern your institution")},
    )
    suggested_institution = ChoiceField(
        lazy_gettext("Which institution it concerns instead"),
        description=lazy_gettext("If the card is returned, the applicant can add it with one click."),
        optional=True,
        says={
            ProblemCode.invalid: lazy_gettext("Name another institution than your own and the holder"),
            ProblemCode.unknown: lazy_gettext("Choose an institution from the list"),
        },
    )
    comment = TextField(lazy_pgettext("field", "Comment"), optional=True, rows=2)
    on_behalf_of = InName()
    remarks = HiddenField()  # the entries as a whole: here it is said that there are none

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request_key.data:
            self.request_key.show(uuid4().hex)
        if self.choice.data in LACKING:
            self.remarks.says = {ProblemCode.required: LACKING[self.choice.data]}

    @property
    def text(self) -> TypedField:
        """Return what belongs to the choice, of the three texts."""
        return self.field(TEXT_OF.get(self.choice.data, "comment"))

    @property
    def entries(self) -> list[Entry]:
        """Return every entry of the page."""
        starts = [name.removesuffix(".kind") for name in self._fields if name.endswith(".kind")]
        return [
            Entry(number, start, *(self.field(f"{start}.{name}") for name in OF_ENTRY))
            for number, start in enumerate(starts, start=1)
        ]

    @property
    def given(self) -> list[Entry]:
        """Return the entries that belong to the choice and are not empty."""
        return [one for one in self.entries if not one.empty] if self.choice.data in LACKING else []

    @property
    def wishes(self) -> list[Wish]:
        """Return every obligation of the page."""
        return wishes(self)

    @property
    def asked(self) -> list[Wish]:
        """Return the obligations that belong to the choice and are not empty."""
        return [one for one in self.wishes if not one.empty] if self.choice.data in APPROVING else []

    @property
    def systems(self) -> list[System]:
        """Return every system of which something is to be said with an approval."""
        return system_fields.systems(self)

    @property
    def rearranged(self) -> bool:
        """Whether a button of the entries was pressed."""
        return (self.do.data or "").partition(".")[0] in {"add", "remove", ADD}

    def opinion(self, activity: Activity) -> Opinion | None:
        """Return the vote that the form says; None without a choice."""
        if self.choice.data is None:
            return None
        text, remarks = self.text.data or "", tuple(one.given(self.choice.data) for one in self.given)
        asked = tuple(one.given() for one in self.asked)
        instead = self.suggested_institution.data if self.choice.data is Choice.not_applicable else None
        sent = [
            self.choice.data.value,
            text,
            [asdict(one) for one in remarks],
            self.on_behalf_of.wish,
            instead,
        ]
        sent += [[asdict(one) for one in asked]] if asked else []
        said = tuple(one.given() for one in self.systems) if self.choice.data in APPROVING else ()
        sent += [[one.record for one in said]] if said else []
        return Opinion(
            choice=self.choice.data,
            comment=text,
            remarks=remarks,
            suggested_institution=instead or None,
            obligations=asked,
            consumers=said,
            request_key=self.request_key.data,
            request_hash=voting.fingerprint(activity, sent),
        )

    def quote(self, content: Callable[[], Mapping[str, Any]]) -> None:
        """Put the card's own text into entries that name a field and quote nothing."""
        for one in self.entries:
            if one.section.data in FIELDS and not one.current_text.typed.strip():
                one.current_text.show(field_text(one.section.data, content()))

    def refuse(self, refused: Invalid | Iterable[Problem]) -> None:
        """Put each problem at its field; the use case counts the entries that it was given."""
        found = refused.problems if isinstance(refused, Invalid) else refused
        super().refuse([self._placed(one) for one in found])

    def _placed(self, one: Problem) -> Problem:
        if one.field == "comment":
            return replace(one, field=self.text.name)
        if one.field.startswith(f"{consumers.FIELD}."):
            known = [each.code for each in self.systems]
            return replace(one, field=system_fields.placed(one.field, known))
        if one.field.startswith("obligations."):
            return replace(one, field=placed(one.field, self.asked))
        place, _, name = one.field.removeprefix("remarks.").partition(".")
        return replace(one, field=f"{self.given[int(place)].id}.{name}") if name else one


def begun(
    activity: Activity,
    in_force: Vote | None,
    wanted: str,
    systems: Iterable[str],
    kept: Iterable[str] = (),
) -> OpinionForm:
    """Return the form as it opens: the vote in force, or the choice that a link asked for.

    `systems`: those that need the resource to be liquidated. `kept` names fields that will be filled with
    what was kept: the form has them all.
    """
    data: dict[str, Any] = {"revision": activity.revision}
    if in_force is not None and in_force.choice is Choice.need_info and in_force.answers:
        in_force = None  # its question is answered: the opinion begins anew
    remarks = list(in_force.remarks) if in_force else []
    data |= _said(in_force) if in_force is not None else {}
    if wanted in set(Choice):
        data["choice"] = Choice(wanted)
    for place, one in enumerate(remarks):
        data |= {f"remarks.{place}.{name}": getattr(one, name) for name in OF_ENTRY}
    asked = [one for one in obligations.asked_with(in_force) if one.resource is None] if in_force else []
    for place, each in enumerate(asked):
        data |= {f"obligations.{place}.text": each.text, f"obligations.{place}.due_on": each.due_on}
    wished = obligation_places(kept) or one_more(range(len(asked)), None)
    form = _having(places_of(kept) or range(len(remarks) or 1), wished, systems)(data=data)
    if not remarks:
        form.entries[0].kind.show(_first_kind(form))
    return form


def is_confirmed(values: MultiDict[str, str]) -> bool:
    """Whether the recap was confirmed."""
    return OpinionForm(values).confirmed.data is not None


def sent(values: MultiDict[str, str], systems: Iterable[str]) -> OpinionForm:
    """Return the form as it was sent, with an entry more or less where such a button was pressed.

    `systems`: those asked about now; what was typed of others stays.
    """
    places = places_of(values)
    do = OpinionForm(values).do.data or ""
    kept = [place for place in places if do != f"remove.{place}"]
    added = do == "add" and len(kept) < MOST_ENTRIES
    if added:
        kept.append(max(kept, default=-1) + 1)
    asked = dict.fromkeys([*systems, *system_fields.codes(values)])
    form = _having(kept, one_more(obligation_places(values), do), asked)(values)
    if added:
        form.entries[-1].kind.show(_first_kind(form))
    return form


def blank() -> Entry:
    """Return an entry for the page to copy; place and number are to be put in."""
    made = OpinionForm.having({f"remarks.{BLANK}.{name}": one for name, one in entry_fields(BLANK).items()})
    return replace(made().entries[0], number=BLANK)


def fields_of(kind: Kind, content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, where it stands, what stands in it) of everything that can be objected to."""
    for section in sections_of(kind):
        for name in section.fields:
            if name.split(".")[0] in CARD_FIELDS:
                where = f"{section.number}. {gettext(section.title)}: {field_name(name)}"
                yield name, where, field_text(name, content)


def others(activity: Activity, actor: Actor) -> list[tuple[str, str]]:
    """Return the institutions that the activity may concern instead: neither the own one nor the holder."""
    left_out = (actor.institution, activity.holder.code)
    found = select(Institution).where(Institution.code.not_in(left_out)).order_by(in_order())
    return options(db.session.scalars(found.where(Institution.status == InstitutionStatus.active)))


def _said(vote: Vote) -> dict[str, Any]:
    """Return what a vote says besides its remarks and obligations."""
    instead = vote.suggested_institution
    return {
        "choice": vote.choice,
        TEXT_OF.get(vote.choice, "comment"): vote.comment,
        "suggested_institution": instead.code if instead else "",
        **system_fields.shown(vote.consumers),
    }


def _first_kind(form: OpinionForm) -> RemarkKind:
    proposing = form.choice.data is Choice.approve_with_proposals
    return RemarkKind.proposal if proposing else RemarkKind.objection


def _having(places: Iterable[int], wished: Iterable[int], systems: Iterable[str]) -> type[OpinionForm]:
    """Return the form with an entry and an obligation at each of these places, and for each system."""
    named = ((f"remarks.{place}", entry_fields(number)) for number, place in enumerate(places, start=1))
    entries = {f"{start}.{name}": one for start, many in named for name, one in many.items()}
    return OpinionForm.having({**entries, **fields(wished), **system_fields.fields(systems)})
