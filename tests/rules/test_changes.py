"""What counts as a change between two revisions of a card."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from rules.changes import Change, changed_of, changes, watched

CARD: dict[str, Any] = {
    "title": "EDS attīstība",
    "goal": "Mērķis",
    "domain": None,
    "heritage": False,
    "used_resources": ["FPR"],
    "scope": {"functionality": True, "architecture": False},
    "principles": [
        {"code": "S1", "answer": "met", "explanation": "Žurnāli"},
        {"code": "S2", "answer": None, "explanation": ""},
    ],
    "suggestions": [{"resource": "NDR", "as": "used", "accepted": None, "reason": ""}],
}


def fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [one.field for one in changes(before, after)]


def test_card_does_not_differ_from_itself() -> None:
    assert changes(CARD, dict(CARD)) == ()


@pytest.mark.parametrize(
    ("after", "named"),
    [
        ({"goal": "Cits"}, "goal"),
        ({"domain": "taxes"}, "domain"),
        ({"used_resources": ["FPR", "NDR"]}, "used_resources"),
        ({"used_resources": []}, "used_resources"),
        ({"scope": {"functionality": True, "architecture": True}}, "scope.architecture"),
        (
            {"principles": [CARD["principles"][0], {"code": "S2", "answer": "met", "explanation": ""}]},
            "principles.S2",
        ),
        ({"principles": [{"code": "S1", "answer": "met", "explanation": "Citi"}]}, "principles.S1"),
        (
            {"suggestions": [{"resource": "NDR", "as": "used", "accepted": False, "reason": ""}]},
            "suggestions.NDR",
        ),
        ({"heritage": True}, "heritage"),
    ],
)
def test_field_that_says_something_else_is_named(after: dict[str, Any], named: str) -> None:
    assert fields(CARD, {**CARD, **after}) == [named]


@pytest.mark.parametrize(
    "after",
    [
        {"domain": ""},
        {"principles": [CARD["principles"][0]]},
        {"principles": [*CARD["principles"], {"code": "S3", "answer": None, "explanation": ""}]},
        {"suggestions": []},
        {"suggestions": [{"resource": "NDR", "as": "affected", "accepted": None, "reason": ""}]},
    ],
)
def test_nothing_said_is_the_same_however_it_is_written(after: dict[str, Any]) -> None:
    assert fields(CARD, {**CARD, **after}) == []


@pytest.mark.parametrize(
    ("value", "named"), [(None, []), ("", []), (False, []), ([], []), ("X", ["new_field"])]
)
def test_field_that_the_old_revision_did_not_know_was_empty(value: Any, named: list[str]) -> None:
    assert fields(CARD, {**CARD, "new_field": value}) == named


def test_field_that_is_no_more_is_named_with_what_it_said() -> None:
    rest = {name: value for name, value in CARD.items() if name != "goal"}
    assert changes(CARD, rest) == (Change(field="goal", before="Mērķis", after=None),)


def test_no_and_no_answer_are_two_things_in_a_field_that_both_know() -> None:
    assert fields({"personal_data": None}, {"personal_data": False}) == ["personal_data"]


def test_entry_of_a_list_is_shown_without_its_code() -> None:
    after = {**CARD, "principles": [{"code": "S1", "answer": "partly", "explanation": "Žurnāli"}]}
    assert changes(CARD, after)[0].before == {"answer": "met", "explanation": "Žurnāli"}
    assert changes(CARD, after)[0].after == {"answer": "partly", "explanation": "Žurnāli"}


def test_fields_stand_in_the_order_of_the_card() -> None:
    assert fields(CARD, {**CARD, "goal": "Cits", "title": "Cits"}) == ["title", "goal"]


@pytest.mark.parametrize(
    ("field", "watches", "answer"),
    [
        ("goal", ("goal",), True),
        ("scope.architecture", ("scope",), True),
        ("principles.S1", ("goal", "principles"), True),
        ("goal", ("goals", "scope"), False),
        ("scope.architecture", ("architecture",), False),
        ("goal", (), False),
    ],
)
def test_field_is_watched_by_its_name_or_its_group(
    field: str, watches: tuple[str, ...], answer: bool
) -> None:
    assert watched(field, watches) is answer


def test_watched_fields_are_named_as_and_in_the_order_in_which_they_are_watched() -> None:
    after = {**CARD, "goal": "Cits", "scope": {"functionality": False, "architecture": True}}
    assert changed_of(("scope", "title", "goal"), changes(CARD, after)) == ("scope", "goal")


values = st.sampled_from([None, "", "a", "b", False, True, [], ["a"]])
contents = st.dictionaries(st.sampled_from("abcdef"), values)


@given(contents, contents)
def test_what_differs_in_one_direction_differs_in_the_other(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert set(fields(one, other)) == set(fields(other, one))


@given(contents, contents)
def test_change_taken_back_is_none(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not set(fields(one, {**other, **one})) & set(one)
