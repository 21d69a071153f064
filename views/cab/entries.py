"""Objections and proposals in the form of an opinion: as many entries as the page has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext

from app.services.activity.voting import RemarkGiven
from rules.vocabulary import Choice, ProblemCode, RemarkKind
from views.base.choices import ChoiceField, WordField
from views.base.fields import TextField, TypedField

MOST_ENTRIES = 50
BLANK = 9999  # place and number of the entry of which the page makes new ones
OF_ENTRY = ("kind", "section", "current_text", "proposed_text", "reason")
_PLACE = re.compile(r"remarks\.([0-9]{1,4})\.")


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of one objection or proposal; `number` says which of the page it is, from 1."""

    number: int
    id: str  # how the names of its fields begin
    kind: TypedField
    section: TypedField
    current_text: TypedField
    proposed_text: TypedField
    reason: TypedField

    @property
    def empty(self) -> bool:
        """Whether nothing was typed; the kind alone says nothing."""
        return not any(one.typed.strip() for one in (self.section, self.proposed_text, self.reason))

    def given(self, choice: Choice) -> RemarkGiven:
        """Return the remark that it says; who approves with proposals proposes."""
        proposes = choice is Choice.approve_with_proposals
        current, proposed = self.current_text.data or "", self.proposed_text.data or ""
        return RemarkGiven(
            kind=RemarkKind.proposal if proposes else self.kind.data or RemarkKind.objection,
            section=self.section.data or "",
            reason=self.reason.data or "",
            current_text=current,
            proposed_text="" if proposed == current else proposed,  # filled in, and left as it was
        )


def places_of(names: Iterable[str]) -> list[int]:
    """Return the places of entries that come along among the names of fields."""
    return sorted({int(found[1]) for name in names if (found := _PLACE.match(name))})[:MOST_ENTRIES]


def entry_fields(number: int) -> dict[str, Any]:
    """Return the fields of one entry, as `Entry` has them."""
    return {
        "kind": WordField(
            lazy_gettext("Kind of entry %(number)s", number=number),
            words=RemarkKind,
            default=RemarkKind.objection,
            says={
                ProblemCode.invalid: lazy_gettext(
                    "Entry %(number)s is an objection: make it a proposal, or choose “Not approved”",
                    number=number,
                )
            },
        ),
        "section": ChoiceField(
            lazy_gettext("Field of the card"),
            says={
                ProblemCode.required: lazy_gettext(
                    "Choose the field of the card for entry %(number)s", number=number
                )
            },
        ),
        "current_text": TextField(lazy_gettext("Draft wording"), rows=4, optional=True),
        "proposed_text": TextField(lazy_gettext("Proposed wording"), rows=4, optional=True),
        "reason": TextField(
            lazy_pgettext("remark", "Reason"),
            rows=2,
            says={ProblemCode.required: lazy_gettext("Write the reason for entry %(number)s", number=number)},
        ),
    }
