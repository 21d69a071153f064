"""Who may stand in for whom, and for which days."""

from dataclasses import replace
from datetime import date

import pytest

from rules.account.substitution import (
    LONGEST_DAYS,
    Person,
    Term,
    Wish,
    in_force,
    may_be_substituted,
    may_name,
    problems_of,
    roles_of,
)
from rules.facts import Actor
from rules.refusals import Problem
from rules.vocabulary import Action, ProblemCode, Role

MEMBER = frozenset({Role.cab_member})
TODAY, FRIDAY, NEXT_FRIDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 13)
LAUMA = Person(id=1, name="Lauma Krūmiņa", institution="VZD", roles=MEMBER)
ANDRIS = Person(id=2, name="Andris Ozoliņš", institution="VZD", roles=MEMBER)
ZANE = Person(id=3, name="Zane Liepa", institution="VZD", roles=MEMBER)
TERM = Term(principal=LAUMA, substitute=ANDRIS, role=Role.cab_member, from_on=FRIDAY, until_on=NEXT_FRIDAY)
WISH = Wish(principal=LAUMA, substitute=ANDRIS, role=Role.cab_member, from_on=FRIDAY, until_on=NEXT_FRIDAY)


def found(wish, others=()):
    return [(one.field, one.code) for one in problems_of(wish, others, TODAY)]


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2026, 3, 5), False), (FRIDAY, True), (NEXT_FRIDAY, True), (date(2026, 3, 14), False)],
)
def test_both_days_are_included(on, holds):
    assert in_force(TERM, on) is holds


@pytest.mark.parametrize("who", ["principal", "substitute"])
@pytest.mark.parametrize(
    "change", [{"active": False}, {"roles": frozenset({Role.applicant})}, {"institution": "VID"}]
)
def test_it_ends_when_either_account_is_closed_or_loses_the_role_or_the_institution(who, change):
    assert not in_force(replace(TERM, **{who: replace(getattr(TERM, who), **change)}), FRIDAY)


def test_two_accounts_without_an_institution_do_not_substitute_each_other():
    nowhere = replace(
        TERM, principal=replace(LAUMA, institution=None), substitute=replace(ANDRIS, institution=None)
    )
    assert not in_force(nowhere, FRIDAY)


def test_a_colleague_of_the_same_institution_and_role_may_substitute():
    assert found(WISH) == []


def test_one_day_is_enough():
    assert found(replace(WISH, from_on=TODAY, until_on=TODAY)) == []


@pytest.mark.parametrize(
    "substitute",
    [
        replace(ANDRIS, institution="VID"),
        replace(ANDRIS, roles=frozenset()),
        replace(ANDRIS, active=False),
        None,
    ],
)
def test_nobody_else_may_and_why_is_not_told(substitute):
    assert found(replace(WISH, substitute=substitute)) == [("substitute", ProblemCode.unknown)]


def test_who_is_unknown_is_told_beside_a_good_role_and_a_substitute():
    assert found(replace(WISH, principal=None)) == [("principal", ProblemCode.unknown)]


def test_nobody_substitutes_oneself():
    assert found(replace(WISH, substitute=LAUMA)) == [("substitute", ProblemCode.invalid)]


@pytest.mark.parametrize("role", [Role.applicant, Role.user_admin, Role.admin, Role.cab_head])
def test_only_roles_that_are_substituted_and_that_the_person_has_are_taken(role):
    assert ("role", ProblemCode.invalid) in found(replace(WISH, role=role))


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ({"from_on": date(2026, 3, 1)}, ("from_on", ProblemCode.in_past)),
        ({"until_on": date(2026, 3, 5)}, ("until_on", ProblemCode.before_start)),
        ({"from_on": TODAY, "until_on": date(2027, 3, 3)}, ("until_on", ProblemCode.too_long)),
        ({"from_on": None}, ("from_on", ProblemCode.required)),
        ({"until_on": None}, ("until_on", ProblemCode.required)),
    ],
)
def test_the_days_are_checked(days, problem):
    assert found(replace(WISH, **days)) == [problem]


def test_the_longest_is_a_year():
    assert LONGEST_DAYS == 366
    assert found(replace(WISH, from_on=TODAY, until_on=date(2027, 3, 2))) == []


def test_every_problem_is_named_at_once():
    empty = Wish(principal=None, substitute=None, role=None, from_on=None, until_on=None)
    assert found(empty) == [
        ("principal", ProblemCode.unknown),
        ("role", ProblemCode.required),
        ("substitute", ProblemCode.unknown),
        ("from_on", ProblemCode.required),
        ("until_on", ProblemCode.required),
    ]


@pytest.mark.parametrize("unsaid", ["from_on", "until_on", "principal"])
def test_what_is_not_said_is_compared_with_no_other_term(unsaid):
    wish = replace(WISH, **{unsaid: None})
    assert found(wish, [TERM]) == found(wish)


def march(day):
    return date(2026, 3, day)


DAYS = {"from_on": FRIDAY, "until_on": NEXT_FRIDAY}
# What a problem says in numbers, days and names. TERM holds: Andris stands in for Lauma.
TOLD = [
    ({"from_on": march(1)}, Problem("from_on", ProblemCode.in_past, {"date": TODAY})),
    ({"until_on": march(5)}, Problem("until_on", ProblemCode.before_start, {"date": FRIDAY})),
    ({"until_on": date(2028, 1, 1)}, Problem("until_on", ProblemCode.too_long, {"maximum": 366})),
    (
        {"substitute": ZANE},
        Problem("from_on", ProblemCode.not_needed, {"substitute": "Andris Ozoliņš", **DAYS}),
    ),
    (
        {"principal": ZANE, "substitute": LAUMA},
        Problem("substitute", ProblemCode.not_active, {"substitute": "Lauma Krūmiņa", **DAYS}),
    ),
]


@pytest.mark.parametrize(("change", "problem"), TOLD)
def test_a_problem_says_which_day_how_many_and_who(change, problem):
    assert problem in problems_of(replace(WISH, **change), [TERM], TODAY)


def test_a_last_day_alone_may_not_be_past():
    wish = replace(WISH, from_on=None, until_on=march(1))
    past = Problem("until_on", ProblemCode.before_start, {"date": TODAY})
    assert problems_of(wish, [], TODAY) == [Problem("from_on", ProblemCode.required), past]


# Days of March beside those of TERM (6 to 13): do they have one in common?
BESIDE = [
    ((2, 4), False),
    ((2, 5), False),
    ((5, 5), False),  # until the 5th, and from the 6th: the days do not touch
    ((2, 6), True),  # until the 6th, and from the 6th: the 6th would have two
    ((5, 6), True),
    ((6, 6), True),
    ((6, 13), True),
    ((8, 9), True),
    ((2, 20), True),
    ((13, 13), True),
    ((13, 20), True),
    ((14, 14), False),  # from the 14th, after until the 13th
    ((14, 20), False),
    ((15, 20), False),
]


@pytest.mark.parametrize(("days", "touch"), BESIDE)
def test_days_touch_when_one_day_belongs_to_both(days, touch):
    first, last = map(march, days)
    other = replace(TERM, from_on=first, until_on=last)
    assert TERM.overlaps(first, last) is other.overlaps(TERM.from_on, TERM.until_on) is touch


@pytest.mark.parametrize(("days", "touch"), BESIDE)
def test_a_person_has_one_substitute_in_a_role_at_a_time(days, touch):
    first, last = map(march, days)
    wish = replace(WISH, substitute=ZANE, from_on=first, until_on=last)
    assert found(wish, [TERM]) == ([("from_on", ProblemCode.not_needed)] if touch else [])


@pytest.mark.parametrize(("days", "touch"), BESIDE)
def test_nobody_substitutes_on_a_day_on_which_he_or_she_is_away(days, touch):
    first, last = map(march, days)
    wish = replace(WISH, principal=ZANE, substitute=LAUMA, from_on=first, until_on=last)
    assert found(wish, [TERM]) == ([("substitute", ProblemCode.not_active)] if touch else [])


def test_days_in_another_role_do_not_count():
    both = frozenset({Role.cab_member, Role.change_controller})
    person, colleague = replace(LAUMA, roles=both), replace(ANDRIS, roles=both)
    other = replace(WISH, principal=person, substitute=colleague, role=Role.change_controller)
    assert found(other, [TERM]) == []


def test_two_who_are_away_on_the_same_day_do_not_substitute_each_other():
    circle = replace(WISH, principal=ANDRIS, substitute=LAUMA)
    assert found(circle, [TERM]) == [("substitute", ProblemCode.not_active)]


def test_a_substitute_who_is_away_too_may_have_one():
    assert found(replace(WISH, principal=ANDRIS, substitute=ZANE), [TERM]) == []


def test_a_circle_of_three_does_not_close():
    closing = replace(WISH, principal=ZANE, substitute=LAUMA)
    assert found(closing, [TERM]) == [("substitute", ProblemCode.not_active)]


def test_that_somebody_of_another_institution_is_away_is_not_told():
    stranger = replace(LAUMA, institution="VID", id=9)
    away = replace(TERM, principal=stranger)
    assert found(replace(WISH, substitute=stranger), [away]) == [("substitute", ProblemCode.unknown)]


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (Actor(username="lauma", user_id=1, institution="VZD", roles=MEMBER), True),
        (Actor(username="andris", user_id=2, institution="VZD", roles=MEMBER), False),
        (Actor(username="a", user_id=5, institution="VZD", roles=frozenset({Role.user_admin})), True),
        (Actor(username="b", user_id=6, institution="VID", roles=frozenset({Role.user_admin})), False),
        (Actor(username="c", user_id=7, roles=frozenset({Role.admin})), False),
    ],
)
def test_the_person_and_the_user_administrator_of_the_institution_name(actor, may):
    assert may_name(actor, LAUMA) is may


@pytest.mark.parametrize("nowhere", [None, ""])
def test_a_user_administrator_of_no_institution_names_for_nobody_else(nowhere):
    actor = Actor(username="d", user_id=8, institution=nowhere, roles=frozenset({Role.user_admin}))
    assert not may_name(actor, replace(LAUMA, institution=nowhere))


@pytest.mark.parametrize(
    ("action", "may"),
    [(Action.vote, True), (Action.decide, True), (Action.forward, True), (Action.submit, False)],
)
def test_a_step_of_an_applicant_is_taken_in_nobodys_stead(action, may):
    assert may_be_substituted(action) is may


@pytest.mark.parametrize(
    ("action", "roles", "role"),
    [
        (Action.vote, {Role.cab_member}, Role.cab_member),
        (Action.vote, {Role.cab_head}, None),
        (Action.forward, {Role.change_controller}, Role.change_controller),
        (Action.decide, {Role.cab_head}, Role.cab_head),
        (Action.submit, {Role.change_controller}, None),
        (Action.withdraw, {Role.change_controller}, Role.change_controller),
        (Action.withdraw, {Role.change_controller, Role.applicant}, None),
    ],
)
def test_a_step_shows_a_substitution_only_in_its_role(action, roles, role):
    acting = Actor(username="x", user_id=1, roles=frozenset(roles))
    assert roles_of(action, acting) == frozenset({role} - {None})
