"""Two rule sets side by side."""

from dataclasses import replace

from rules.ruleset import Parameter
from rules.ruleset.comparison import (
    Difference,
    ParameterLine,
    RuleLine,
    compare_parameters,
    compare_rules,
)
from tests.helpers.registry import rule_set

BEFORE, AFTER = rule_set(), rule_set("mk368-architect")


def test_the_architect_is_the_only_rule_added() -> None:
    lines = compare_rules(BEFORE, AFTER)
    told = [(one.id, one.difference) for one in lines if one.difference is not Difference.same]
    assert told == [("domain-architect", Difference.added)]


def test_a_line_has_the_rule_as_it_was_and_as_it_is() -> None:
    first, new = AFTER.rules[0], AFTER.rules[-1]
    lines = compare_rules(BEFORE, AFTER)
    assert lines[0] == RuleLine(first.id, Difference.same, BEFORE.rules[0], first)
    assert lines[-1] == RuleLine(new.id, Difference.added, None, new)


def test_the_other_way_round_it_is_removed() -> None:
    last = compare_rules(AFTER, BEFORE)[-1]
    assert last == RuleLine("domain-architect", Difference.removed, AFTER.rules[-1], None)


def test_a_changed_rule_names_what_differs() -> None:
    other = replace(BEFORE, rules=(replace(BEFORE.rules[0], fixed=False, basis="p. 1"), *BEFORE.rules[1:]))
    line = compare_rules(BEFORE, other)[0]
    assert (line.difference, line.fields) == (Difference.changed, ("basis", "fixed"))
    assert (line.id, line.before, line.after) == ("varam", BEFORE.rules[0], other.rules[0])


def test_parameters_that_differ_stand_beside_each_other() -> None:
    longer = replace(BEFORE.parameters["review_days"], value=15)
    other = replace(BEFORE, parameters={**BEFORE.parameters, "review_days": longer})
    (line,) = compare_parameters(BEFORE, other)
    assert line == ParameterLine("review_days", BEFORE.parameters["review_days"], longer)
    assert isinstance(line.after, Parameter)


def test_a_parameter_that_one_set_leaves_out_stands_beside_nothing() -> None:
    name = "emergency_review_days"
    ordinary = {key: one for key, one in BEFORE.parameters.items() if key != name}
    without = replace(BEFORE, parameters=ordinary)
    one = BEFORE.parameters[name]
    assert compare_parameters(without, BEFORE) == (ParameterLine(name, None, one),)
    (line,) = compare_parameters(BEFORE, without)
    assert (line.before, line.after, line.label) == (one, None, one.label)
