"""Approval sheets for invented cards: what the rules say, worked out once for each set of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.seeds.load.bulk import as_json
from rules.evidence import evidence
from rules.registry import Registry, facts_from_json
from rules.requirements import evaluate
from rules.requirements_json import note_json, reason_json
from rules.ruleset import RuleSet
from rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One institution asked; the JSON is text that many rows share."""

    institution: str
    fixed: bool
    reasons: str
    watches: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who is asked, with the evidence."""

    facts: str
    notes: str
    lines: tuple[Line, ...]


class Sheets:
    """Sheets by the facts that matter."""

    def __init__(self, known: Registry, rule_set: RuleSet) -> None:
        self._known, self.rule_set = known, rule_set
        self._of = cache(self._worked_out)

    def of(self, holder: str, card: Mapping[str, Any]) -> Sheet:
        """Return the sheet of a card."""
        return self._of(holder, card["kind"], card["resource"], card["used"])

    def _worked_out(self, holder: str, kind: Kind, main: str | None, used: tuple[str, ...]) -> Sheet:
        told = {"kind": kind.value, "holder": holder, "resource": main, "used_resources": list(used)}
        facts = facts_from_json(told, self._known)
        answer = evaluate(facts, self.rule_set)
        lines = tuple(
            Line(
                one.institution,
                one.fixed,
                as_json([reason_json(reason) for reason in one.reasons]),
                as_json(list(one.watches)),
            )
            for one in answer.requirements
        )
        return Sheet(as_json(evidence(facts)), as_json([note_json(one) for one in answer.notes]), lines)
