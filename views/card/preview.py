"""The panel beside the form: who will have to co-approve the card as it is, why, and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services.activity import rounds
from app.services.card.typed import Typed, typed
from app.services.ruleset import rule_sets
from models import Activity, Institution
from rules.counterfactuals import counterfactuals
from rules.deadlines import day_of
from rules.facts import CardFacts
from rules.refusals import WrongStatus
from rules.requirements import Evaluation, Note, Reason, Requirement, evaluate
from rules.ruleset import SECTOR_MINISTRY, RuleSet
from views.card.form import CardForm
from views.card.values import values_of
from views.words.language import reader_language
from views.words.names import name_of
from views.words.sentences import refusal_sentence


@dataclass(frozen=True, slots=True)
class Need:
    """One row: an institution, or several that are asked for the same reason."""

    codes: tuple[str, ...]
    name: str
    reasons: tuple[Reason, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer of the rules to a card that is still being written."""

    count: int
    due_on: date
    days: int
    assumed: bool
    because: tuple[Need, ...]  # asked because of this card
    always: tuple[Need, ...]
    notes: tuple[Note, ...]
    rule_set: str  # its title
    since: date | None  # from which the rule set holds
    obstacle: str  # why co-approval could not begin now; empty where it could


def typed_in(form: CardForm, card: Activity) -> Typed:
    """Return the card as its form says; what cannot be read or is not known is left out."""
    return typed(card, values_of(form, card))


def preview(found: Typed, last_round: int, at: datetime) -> Preview:
    """Return what would follow if the card were kept as it was typed and co-approval began now."""
    return preview_of(found.facts, last_round, at, found.institutions)


def preview_of(
    facts: CardFacts, last_round: int, at: datetime, known: Mapping[str, Institution] | None = None
) -> Preview:
    """Return what would follow for these facts; `last_round` 0 = none has been opened yet.

    `known` = institutions that have been read already, by code.
    """
    rule_set = rule_sets.in_force(day_of(at))
    found = evaluate(facts, rule_set)
    term = rule_set.term(last_round + 1, facts.urgency)
    read = _read(found.institutions) if known is None else known
    names = _names(read.values())
    without = _without(facts, rule_set)
    always = [one for one in found.requirements if _is_always(one) and one.institution not in without]
    return Preview(
        count=len(found.requirements),
        due_on=rounds.due_on(rule_set, last_round + 1, day_of(at), facts.urgency),
        days=term.value,
        assumed=term.assumption,
        because=tuple(_need(one, names, without) for one in found.requirements if one not in always),
        always=tuple(_together(always, names)),
        notes=found.notes,
        rule_set=said(rule_set.title),
        since=rule_set.valid_from,
        obstacle=_obstacle(facts, rule_set, found, read),
    )


def said(sentence: object) -> str:
    """Return a sentence of the rules in the reader's language."""
    text: str = getattr(sentence, reader_language())
    return text


def institution_names(codes: Iterable[str]) -> dict[str, str]:
    """Return code → name in the reader's language."""
    return _names(_read(codes).values())


def _read(codes: Iterable[str]) -> dict[str, Institution]:
    found = db.session.scalars(select(Institution).where(Institution.code.in_(list(codes))))
    return {one.code: one for one in found}


def _obstacle(
    facts: CardFacts, rule_set: RuleSet, found: Evaluation, known: Mapping[str, Institution]
) -> str:
    try:
        rounds.check_open(facts, rule_set, found, known)
    except WrongStatus as refused:
        return refusal_sentence(refused)
    return ""


def _names(found: Iterable[Institution]) -> dict[str, str]:
    return {one.code: name_of(one) for one in found}


def _is_always(one: Requirement) -> bool:
    return any(reason.fact in ("always", SECTOR_MINISTRY) for reason in one.reasons)


def _without(facts: CardFacts, rule_set: RuleSet) -> dict[str, tuple[str, ...]]:
    """Return institution → what would have to be otherwise for it not to be asked, each in a sentence."""
    found: dict[str, dict[str, None]] = {}  # sentences once each, in their order
    for one in counterfactuals(facts, rule_set):
        for code in one.institutions:
            found.setdefault(code, {})[said(one)] = None
    return {code: tuple(sentences) for code, sentences in found.items()}


def _need(one: Requirement, names: dict[str, str], without: Mapping[str, tuple[str, ...]]) -> Need:
    name = names.get(one.institution, "")
    return Need((one.institution,), name, one.reasons, without.get(one.institution, ()))


def _together(fixed: list[Requirement], names: dict[str, str]) -> Iterable[Need]:
    """Those asked by every card for the same single reason stand in one row, the others before."""
    alike: dict[tuple[str, str], list[Requirement]] = {}
    for one in fixed:
        if len(one.reasons) > 1 or one.reasons[0].fact != "always":
            yield _need(one, names, {})
        else:
            alike.setdefault((one.reasons[0].lv, one.reasons[0].basis), []).append(one)
    for group in alike.values():
        yield Need(tuple(one.institution for one in group), "", tuple(one.reasons[0] for one in group))
