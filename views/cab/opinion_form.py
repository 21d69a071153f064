"""What stands in the opinion form, whatever state it is in: read, kept, checked, turned into a vote."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from flask_babel import gettext

from app.services.activity import voting
from app.services.activity.voting import Opinion, RemarkGiven
from models import Activity, Vote
from models.activity.card import FIELDS
from rules.refusals import Problem
from rules.ruleset import CARD_FIELDS
from rules.text import N_
from rules.vocabulary import Choice, Kind, ProblemCode, RemarkKind
from views.card.words import field_name, field_text, sections_of
from views.words.sentences import problem_sentence

MOST_REMARKS = 50
# Each has a text box of its own, with its own question; what was typed into another is kept.
TEXT_OF = {Choice.need_info: "question", Choice.not_applicable: "why_not"}
WITH_REMARKS = frozenset({Choice.object, Choice.approve_with_proposals})

_OF_OPINION = {
    ("choice", ProblemCode.invalid, Choice.not_applicable): N_(
        "Your institution approves every activity: choose another opinion"
    ),
    ("comment", ProblemCode.required, Choice.need_info): N_("Write the question to the applicant"),
    ("comment", ProblemCode.required, Choice.not_applicable): N_(
        "Write why the activity does not concern your institution"
    ),
    ("remarks", ProblemCode.required, Choice.object): N_("Add at least one objection, or change the opinion"),
    ("remarks", ProblemCode.required, Choice.approve_with_proposals): N_(
        "Add at least one proposal, or change the opinion"
    ),
}
_OF_ENTRY = {
    ("kind", ProblemCode.invalid): N_(
        "Entry %(number)s is an objection: make it a proposal, or choose “Not approved”"
    ),
    ("section", ProblemCode.required): N_("Choose the field of the card for entry %(number)s"),
    ("reason", ProblemCode.required): N_("Write the reason for entry %(number)s"),
}
_REMARK = re.compile(r"remarks\.([0-9]{1,3})\.")


@dataclass(slots=True)
class RemarkRow:
    """One entry as typed."""

    kind: str = RemarkKind.objection.value
    section: str = ""
    current_text: str = ""
    proposed_text: str = ""
    reason: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed; the kind alone says nothing."""
        return not (self.section or self.proposed_text.strip() or self.reason.strip())


@dataclass(slots=True)
class Draft:
    """The form: everything typed, the revision seen, and the key that makes a double click count once."""

    choice: Choice | None = None
    comment: str = ""
    question: str = ""
    why_not: str = ""
    remarks: list[RemarkRow] = field(default_factory=list)
    seen: int | None = None
    on_behalf_of: str | None = None
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def text(self) -> str:
        """What belongs to the choice, of the three texts."""
        return getattr(self, TEXT_OF.get(self.choice, "comment") if self.choice else "comment")

    @property
    def sent(self) -> list[RemarkRow]:
        """The entries that belong to the choice and are not empty."""
        return [one for one in self.remarks if not one.empty] if self.choice in WITH_REMARKS else []


def begun(activity: Activity, in_force: Vote | None, wanted: str) -> Draft:
    """Return the form as it opens: the vote in force, or the choice that a link asked for."""
    draft = Draft(seen=activity.revision)
    if in_force is not None:
        draft.choice = in_force.choice
        setattr(draft, TEXT_OF.get(in_force.choice, "comment"), in_force.comment)
        draft.remarks = [_row(one) for one in in_force.remarks]
    if wanted in set(Choice):
        draft.choice = Choice(wanted)
    if not draft.remarks:
        objecting = draft.choice is not Choice.approve_with_proposals
        draft.remarks = [RemarkRow(kind=(RemarkKind.objection if objecting else RemarkKind.proposal).value)]
    return draft


def typed(form: Mapping[str, str]) -> Draft:
    """Return the form as it was sent; nothing is refused here and nothing lost."""
    choice, seen = form.get("choice", ""), form.get("revision", "")
    places = sorted({int(found[1]) for name in form if (found := _REMARK.match(name))})[:MOST_REMARKS]
    return Draft(
        choice=Choice(choice) if choice in set(Choice) else None,
        comment=form.get("comment", ""),
        question=form.get("question", ""),
        why_not=form.get("why_not", ""),
        remarks=[_typed_remark(form, place) for place in places],
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 7 else None,
        on_behalf_of=form.get("on_behalf_of"),
        key=form.get("request_key", "")[:64] or uuid4().hex,
    )


def rearranged(draft: Draft, do: str) -> bool:
    """Carry out a button of the entries (`add`, `remove.2`); return whether it was one."""
    verb, _, place = do.partition(".")
    if verb == "add" and len(draft.remarks) < MOST_REMARKS:
        proposal = draft.choice is Choice.approve_with_proposals
        draft.remarks.append(
            RemarkRow(kind=(RemarkKind.proposal if proposal else RemarkKind.objection).value)
        )
    elif verb == "remove" and place.isdecimal() and int(place) < len(draft.remarks):
        del draft.remarks[int(place)]
    return verb in {"add", "remove"}


def opinion_of(draft: Draft, activity: Activity) -> Opinion | None:
    """Return the vote that the form says; None without a choice."""
    if draft.choice is None:
        return None
    remarks = tuple(RemarkGiven(**{**asdict(one), "kind": RemarkKind(one.kind)}) for one in draft.sent)
    sent = [draft.choice.value, draft.text.strip(), [asdict(one) for one in draft.sent], draft.on_behalf_of]
    return Opinion(
        choice=draft.choice,
        comment=draft.text,
        remarks=remarks,
        request_key=draft.key,
        request_hash=voting.fingerprint(activity, sent),
    )


def filled_in(draft: Draft, content: Mapping[str, Any]) -> Draft:
    """Put the card's own text into entries that name a field and quote nothing."""
    for one in draft.remarks:
        if one.section in FIELDS and not one.current_text.strip():
            one.current_text = field_text(one.section, content)
    return draft


def fields_of(kind: Kind, content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, where it stands, what stands in it) of everything that can be objected to."""
    for section in sections_of(kind):
        for name in section.fields:
            if name.split(".")[0] in CARD_FIELDS:
                where = f"{section.number}. {gettext(section.title)}: {field_name(name)}"
                yield name, where, field_text(name, content)


def mistakes(draft: Draft, opinion: Opinion | None, fixed: bool) -> dict[str, str]:
    """Return what is wrong, by the field to correct, in the order of the form."""
    if opinion is None:
        return {"choice": gettext("Choose an opinion")}
    found = voting.problems_of(opinion, fixed)
    places = [place for place, one in enumerate(draft.remarks) if not one.empty]
    return {_field(one, draft, places): _said(one, opinion.choice, places) for one in found}


def _field(problem: Problem, draft: Draft, places: list[int]) -> str:
    if problem.field == "comment" and draft.choice is not None:
        return TEXT_OF.get(draft.choice, "comment")
    group, _, rest = problem.field.partition(".")
    place, _, name = rest.partition(".")
    return f"remarks.{places[int(place)]}.{name}" if name else group


def _said(problem: Problem, choice: Choice, places: list[int]) -> str:
    group, _, rest = problem.field.partition(".")
    place, _, name = rest.partition(".")
    if name and (name, problem.code) in _OF_ENTRY:
        return gettext(_OF_ENTRY[name, problem.code], number=places[int(place)] + 1)
    sentence = _OF_OPINION.get((group, problem.code, choice)) if not name else None
    return gettext(sentence) if sentence else problem_sentence(problem)


def _row(remark: Any) -> RemarkRow:
    return RemarkRow(
        remark.kind.value, remark.section, remark.current_text, remark.proposed_text, remark.reason
    )


def _typed_remark(form: Mapping[str, str], place: int) -> RemarkRow:
    given = {name: form.get(f"remarks.{place}.{name}", "") for name in asdict(RemarkRow())}
    if given["kind"] not in set(RemarkKind):
        given["kind"] = RemarkKind.objection.value
    return RemarkRow(**given)
