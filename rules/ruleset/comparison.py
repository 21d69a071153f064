"""Two rule sets side by side: what the one has that the other has not, and what differs."""

from dataclasses import dataclass, fields
from enum import StrEnum, auto

from rules.ruleset import OPTIONAL, PARAMETERS, Parameter, Rule, RuleSet, Text


class Difference(StrEnum):
    """How a line of two rule sets differs."""

    added = auto()
    removed = auto()
    changed = auto()
    same = auto()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in both sets; `fields` = names of what differs."""

    id: str
    difference: Difference
    before: Rule | None
    after: Rule | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter that differs; None in a set that leaves it out."""

    name: str
    before: Parameter | None
    after: Parameter | None

    @property
    def label(self) -> Text:
        """What it says."""
        told = self.after or self.before
        return told.label if told else Text(self.name, self.name)


def compare_rules(before: RuleSet, after: RuleSet) -> tuple[RuleLine, ...]:
    """Return every rule of both sets: in the order of the later set, then those it has no longer."""
    old = {rule.id: rule for rule in before.rules}
    kept = {rule.id for rule in after.rules}
    gone = (RuleLine(one.id, Difference.removed, one, None) for one in before.rules if one.id not in kept)
    return (*(_line(old.get(rule.id), rule) for rule in after.rules), *gone)


def compare_parameters(before: RuleSet, after: RuleSet) -> tuple[ParameterLine, ...]:
    """Return the parameters that differ, or that one of the sets leaves out."""
    sides = ((name, before.parameters.get(name), after.parameters.get(name)) for name in _NAMES)
    return tuple(ParameterLine(*side) for side in sides if side[1] != side[2])


_NAMES = (*PARAMETERS, *OPTIONAL)


def _line(before: Rule | None, after: Rule) -> RuleLine:
    if before is None:
        return RuleLine(after.id, Difference.added, None, after)
    every = (one.name for one in fields(Rule))
    differing = tuple(name for name in every if getattr(before, name) != getattr(after, name))
    return RuleLine(after.id, Difference.changed if differing else Difference.same, before, after, differing)
