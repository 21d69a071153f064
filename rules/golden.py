"""Golden cases: cards that stand in the file of a rule set, with those whom it must ask about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules.refusals import Invalid, Problem
from rules.registry import Registry, facts_from_json
from rules.requirements import evaluate
from rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one case: `found` are those asked, `problems` what its card cannot be read for."""

    title: str
    expected: tuple[str, ...]
    found: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether exactly those are asked, in this order."""
        return not self.problems and self.found == self.expected


def verdicts(rule_set: RuleSet, registry: Registry) -> tuple[Verdict, ...]:
    """Return what comes of every case of a rule set over a registry; the card is as in `rules evaluate`."""
    return tuple(_verdict(rule_set, registry, one.title, one.card, one.asked) for one in rule_set.cases)


def _verdict(
    rule_set: RuleSet, registry: Registry, title: str, card: Mapping[str, Any], expected: tuple[str, ...]
) -> Verdict:
    try:
        facts = facts_from_json(card, registry)
    except Invalid as refused:
        return Verdict(title, expected, problems=refused.problems)
    return Verdict(title, expected, evaluate(facts, rule_set).institutions)
