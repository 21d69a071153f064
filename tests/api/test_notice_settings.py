"""How messages come by mail, settled by a program: one's own alone."""

import pytest

from tests.helpers.people import caller_of

AT_ONCE = dict.fromkeys(
    ("task", "decision", "discussion", "meeting", "obligation", "registry", "access"), "at_once"
)


@pytest.fixture
def member(app):
    return caller_of(app, "dvi.loceklis")


def settings(caller):
    return caller.get("/notices/settings").get_json()


@pytest.mark.both_databases
def test_everything_comes_at_once_until_something_else_is_settled(member):
    assert settings(member) == AT_ONCE
    answer = member.put("/notices/settings", {"task": "digest", "discussion": "none"})
    assert (answer.status_code, answer.get_json()) == (
        200,
        {**AT_ONCE, "task": "digest", "discussion": "none"},
    )
    assert settings(member) == answer.get_json()


def test_kinds_that_are_not_named_stay(member):
    member.put("/notices/settings", {"task": "digest"})
    member.put("/notices/settings", {"decision": "none"})
    assert settings(member) == {**AT_ONCE, "task": "digest", "decision": "none"}


def test_others_keep_theirs(app, member):
    member.put("/notices/settings", {"task": "digest"})
    assert settings(caller_of(app, "fm.loceklis")) == AT_ONCE


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"task": "none"}, [("task", "invalid")]),
        ({"access": "digest"}, [("access", "invalid")]),
        (
            {"access": "none", "task": "none", "decision": "none"},
            [("access", "invalid"), ("task", "invalid")],
        ),
        ({"decision": "weekly"}, [("decision", "unknown")]),
        ({"decision": None}, [("decision", "invalid")]),
        ({"decision": 1}, [("decision", "invalid")]),
        ({"nonsense": "digest"}, [("nonsense", "unknown_field")]),
        ([], [("", "invalid")]),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_settled(member, body, errors):
    answer = member.put("/notices/settings", body)
    told = [(one["field"], one["code"]) for one in answer.get_json()["errors"]]
    assert (answer.status_code, sorted(told)) == (422, errors)
    assert settings(member) == AT_ONCE


def test_nobody_settles_without_signing_in(app):
    assert app.test_client().put("/api/v1/notices/settings", json={}).status_code == 401
