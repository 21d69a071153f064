"""The call of a step takes what its form has, and the description of the API says the same."""

import pytest

from rules.vocabulary import Action, Kind, Urgency
from tests.architecture.interface import described
from views.activity.steps import STEPS
from views.api.schemas.steps import body_of

CALLED = [action for action, told in STEPS.items() if told.says]


def test_every_action_but_editing_voting_and_what_the_system_does_has_such_a_call():
    assert set(Action) - set(CALLED) == {Action.edit, Action.vote, Action.supersede}


@pytest.fixture(scope="module")
def bodies(apps, sqlite):
    calls = described(apps(sqlite))
    path = "/api/v1/activities/{id}/actions/"
    return {
        name.removeprefix(path): call["post"]["requestBody"]["content"]["application/json"]["schema"]
        for name, call in calls.items()
        if name.startswith(path)
    }


@pytest.mark.parametrize("action", CALLED)
def test_the_description_names_the_fields_that_are_taken(bodies, action):
    taken = body_of(action, Kind.creation, Urgency.emergency)().fields
    required = {name for name, field in taken.items() if field.required}
    body = bodies[action.value]
    assert (set(body["properties"]), set(body["required"])) == (set(taken), required)


def test_only_a_creation_names_the_code_of_its_resource():
    takes = {kind: "resource_code" in body_of(Action.complete, kind)().fields for kind in Kind}
    assert takes == {Kind.creation: True, Kind.development: False, Kind.liquidation: False}


def test_only_an_emergency_is_reviewed():
    takes = {one: "review" in body_of(Action.complete, Kind.development, one)().fields for one in Urgency}
    assert takes == {Urgency.emergency: True, Urgency.normal: False}
