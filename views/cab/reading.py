"""The card as a voter reads it: what concerns the institution, and what has changed since its vote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from models import Activity, Requirement
from rules.changes import watched
from rules.ruleset import CARD_FIELDS, Source
from views.activity.differences import Difference
from views.card.shown import Answered, card_parts
from views.card.words import sections_of
from views.words.diff import Pieces
from views.words.formats import NOTHING

# Which field of the card shows the fact of a reason that is not called like a field.
_SHOWN_BY = {
    Source.used: "used_resources",
    Source.affected: "affected_resources",
    Source.consumer: "liquidation",
    Source.named: "affected_institutions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A field to be read, changes marked; an entry about it names `field`, if there can be one."""

    id: str
    field: str
    name: str
    text: Pieces
    watched: bool
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the card; what the institution has no need to read is closed."""

    number: int
    title: str
    passages: list[Passage]

    @property
    def changed(self) -> int:
        """How many of its fields have changed."""
        return sum(one.changed for one in self.passages)

    @property
    def concerns(self) -> bool:
        """Whether the institution watches something in it, or something has changed."""
        return any(one.watched or one.changed for one in self.passages)


def parts_of(activity: Activity, row: Requirement | None, changes: Iterable[Difference]) -> list[Part]:
    """Return the sections in which something stands, or stood before the changes."""
    watches = watched_by(row) if row else frozenset()
    changed = {one.field: one for one in changes}
    found = []
    for section, part in zip(sections_of(activity.kind), card_parts(activity, True), strict=True):
        passages = [
            one
            for answer in part.answers
            for one in _passages(answer, section.fields, watches, _changes_of(answer.id, changed))
        ]
        found.append(Part(number=part.number, title=part.title, passages=passages))
    return [one for one in found if one.passages]


def watched_by(row: Requirement) -> frozenset[str]:
    """Return the fields whose change makes the opinion void, and those that are the reason to ask."""
    facts = chain.from_iterable(one["fact"].partition(":")[0].split(",") for one in row.reasons)
    return frozenset((*row.watches, *(_SHOWN_BY.get(one, one) for one in facts)))


def _passages(
    one: Answered, fields: tuple[str, ...], watches: frozenset[str], changes: list[Difference]
) -> Iterator[Passage]:
    if one.answer == NOTHING and not changes and not watched(one.id, watches):
        return
    named = [field for field in fields if field == one.id or one.id.startswith("principles.")]
    yield Passage(
        id=one.id,
        field=named[0] if named and watched(named[0], CARD_FIELDS) else "",
        name=one.question,
        text=_marked(one.id, changes) or [("same", one.answer)],
        watched=watched(one.id, watches),
        changed=bool(changes),
    )


def _changes_of(field: str, changed: dict[str, Difference]) -> list[Difference]:
    """Return what has changed in a field; suggestions are compared one by one."""
    return [one for name, one in changed.items() if name == field or name.startswith(f"{field}.")]


def _marked(field: str, changes: list[Difference]) -> Pieces:
    found: Pieces = []
    for one in changes:
        found += one.merged if one.field == field else [("same", f"{one.where}:"), *one.merged]
    return found
