"""A rule set as frozen data: rules with reasons, and the parameters of the procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum, auto
from typing import Any

from rules.facts import Answers, CardFacts
from rules.vocabulary import Urgency

# What a rule may ask besides the institution whose code it names.
SECTOR_MINISTRY = "sector_ministry"
DOMAIN_ARCHITECT = "domain_architect"
AFFECTED = "affected"
WORDS = (SECTOR_MINISTRY, DOMAIN_ARCHITECT, AFFECTED)

KIND = "kind"
ANSWERS = tuple(answer.name for answer in fields(Answers))
_TEXTS = ("title", "urgency_reason", "goal", "legal_basis", "description", "risks", "backout_plan")
_LISTS = ("used_resources", "affected_resources", "affected_institutions")
_TIME_AND_MONEY = ("planned_start", "planned_end", "budget_eur", "funding_source")
_PARTS = ("kind", "urgency", "resource", "new_resource", "scope", "principles", "liquidation")
CARD_FIELDS = frozenset({*_PARTS, *_TEXTS, *_LISTS, *_TIME_AND_MONEY, *ANSWERS})
PARAMETERS: Mapping[str, type] = {
    "review_days": int,
    "repeated_round_days": int,
    "reminder_days": int,
    "escalation_days": int,
    "closing_notice_days": int,
    "silence_is_consent": bool,
}
# What a rule set may leave out.
EMERGENCY = "emergency_review_days"
OPTIONAL: Mapping[str, type] = {EMERGENCY: int}


class Source(StrEnum):
    """Which fact makes an institution one that is used or affected; each has its own sentence."""

    used = auto()
    affected = auto()
    consumer = auto()
    named = auto()


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages."""

    lv: str
    en: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number (or a yes/no) of the procedure; an `assumption` until the official value is known."""

    value: int
    assumption: bool
    label: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact and the values of which it must have one."""

    fact: str
    values: tuple[object, ...]

    def holds(self, facts: CardFacts) -> bool:
        """Whether the card fulfils it; an unanswered question fulfils nothing."""
        value = facts.kind if self.fact == KIND else getattr(facts.answers, self.fact)
        return value is not None and value in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who is asked, when, why, and which changes of the card make the answer void."""

    id: str
    basis: str
    asks: str
    fixed: bool
    reason: Text
    watches: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    sentences: Mapping[Source, Text] = field(default_factory=dict)

    def applies(self, facts: CardFacts) -> bool:
        """Whether all conditions hold; without conditions, always."""
        return all(condition.holds(facts) for condition in self.when)


@dataclass(frozen=True, slots=True)
class Case:
    """A golden case: a card as `rules evaluate` reads it, and those whom the rule set must ask."""

    title: str
    card: Mapping[str, Any]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules in their order; without `valid_from` the set is inactive."""

    id: str
    title: Text
    valid_from: date | None
    valid_to: date | None
    parameters: Mapping[str, Parameter]
    rules: tuple[Rule, ...]
    cases: tuple[Case, ...] = field(default=(), compare=False, repr=False)
    file: str = field(default="", compare=False)  # for messages

    def term(self, number: int, urgency: Urgency) -> Parameter:
        """Return the time for an opinion in the round of this number; that of an emergency is its own."""
        if urgency is Urgency.emergency and EMERGENCY in self.parameters:
            return self.parameters[EMERGENCY]
        return self.parameters["review_days" if number <= 1 else "repeated_round_days"]

    def days(self, parameter: str) -> int:
        """Return a parameter that counts working days."""
        return self.parameters[parameter].value
