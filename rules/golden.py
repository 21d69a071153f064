"""Golden cases: cards that stand in the file of a rule set, with those whom it must ask about them."""

from dataclasses import dataclass

from rules.refusals import Invalid, Problem
from rules.registry import Registry, facts_from_json
from rules.requirements import evaluate
from rules.ruleset import Case, RuleSet
from rules.ruleset.toml_table import RuleSetRefused
from rules.text import N_


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
    return tuple(_verdict(rule_set, registry, one) for one in rule_set.cases)


def refuse_unless_passed(rule_set: RuleSet, registry: Registry) -> None:
    """Raise `RuleSetRefused` when there is no case, or for the first one that does not pass."""
    found = verdicts(rule_set, registry)
    where = {"file": rule_set.file, "rule": "-", "field": "case"}
    if not found:
        raise RuleSetRefused(_NONE, **where)
    for place, one in enumerate(found, start=1):
        told = {**where, "title": one.title}
        if one.problems:
            wrong = tuple(_wrong(problem) for problem in one.problems)
            raise RuleSetRefused(_UNREADABLE, **{**told, "field": f"case.{place}.card"}, wrong=wrong)
        if not one.passed:
            asked = {"found": one.found, "expected": one.expected}
            raise RuleSetRefused(_FAILED, **{**told, "field": f"case.{place}.asked"}, **asked)


def _verdict(rule_set: RuleSet, registry: Registry, case: Case) -> Verdict:
    try:
        facts = facts_from_json(case.card, registry)
    except Invalid as refused:
        return Verdict(case.title, case.asked, problems=refused.problems)
    return Verdict(case.title, case.asked, evaluate(facts, rule_set).institutions)


def _wrong(problem: Problem) -> str:
    code = problem.values.get("code")
    return f"{problem.field} = {code}" if code else problem.field


_NONE = N_(
    "%(file)s, rule %(rule)s, field %(field)s: the draft has no golden cases. Add at least one [[case]] that "
    "it must pass."
)
_UNREADABLE = N_(
    "%(file)s, rule %(rule)s, field %(field)s: the card of the golden case “%(title)s” has a field or a code "
    "that is missing, unknown or of the wrong type: %(wrong)s."
)
_FAILED = N_(
    "%(file)s, rule %(rule)s, field %(field)s: the draft does not pass its golden case “%(title)s”. "
    "It asks %(found)s, the case says %(expected)s."
)
