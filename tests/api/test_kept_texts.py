"""Kept texts by the API: one's own, of what one sees, within bounds."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.jobs import forget_old_texts
from app.services import kept_texts
from models import Activity, KeptText
from tests.helpers.people import caller_of
from tests.helpers.rounds import rows_of

FIELDS = {"comment": "Ņemsim vērā.", "choice": "object"}
pytestmark = pytest.mark.stage("in_round")


def key_in(app, name="votes"):
    with rows_of(app):
        return f"/kept/activities.{db.session.scalar(select(Activity.id))}.{name}"


def delete(caller, url):
    return caller.client.delete(f"/api/v1{url}", headers=caller.headers)


@pytest.mark.both_databases
def test_a_text_is_kept_read_replaced_and_thrown_away(app):
    caller, url = caller_of(app, "dvi.loceklis"), key_in(app)
    assert caller.get(url).status_code == 404
    kept = caller.put(url, {"fields": FIELDS})
    assert (kept.status_code, list(kept.json)) == (200, ["saved_at"])
    assert caller.get(url).json["fields"] == FIELDS
    caller.put(url, {"fields": {"comment": "Citādi."}})
    assert caller.get(url).json["fields"] == {"comment": "Citādi."}
    assert (delete(caller, url).status_code, delete(caller, url).status_code) == (204, 404)


@pytest.mark.both_databases
@pytest.mark.parametrize("username", ["admin", "vid.pieteicejs", "varam.vaditajs"])
def test_nobody_reads_what_another_keeps(app, username):
    url = key_in(app)
    caller_of(app, "dvi.loceklis").put(url, {"fields": FIELDS})
    assert caller_of(app, username).get(url).status_code == 404


@pytest.mark.parametrize("name", ["comments", "return", "decide", "answer", "complete", "withdraw"])
def test_each_step_and_the_discussion_keep_for_themselves(sqlite_app, name):
    caller = caller_of(sqlite_app, "dvi.loceklis")
    caller.put(key_in(sqlite_app, name), {"fields": FIELDS})
    assert caller.get(key_in(sqlite_app)).status_code == 404


@pytest.mark.parametrize(
    "key",
    ["activities.99.votes", "activities.x.votes", "activities.1.vote", "activities.1.odd", "x", "a.b.c"],
)
def test_what_is_not_there_keeps_nothing(sqlite_app, key):
    assert caller_of(sqlite_app, "dvi.loceklis").put(f"/kept/{key}", {"fields": FIELDS}).status_code == 404


def test_who_does_not_see_the_activity_keeps_nothing_of_it(sqlite_app):
    caller = caller_of(sqlite_app, "bvkb.pieteicejs")
    assert caller.put(key_in(sqlite_app), {"fields": FIELDS}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "fields", "required"),
        ({"fields": []}, "fields", "invalid"),
        ({"fields": {"a": "ā" * 40_000}}, "fields", "too_long"),
        ({"fields": FIELDS, "more": 1}, "more", "unknown_field"),
        ({"fields": {"a": "\x00"}}, "fields", "invalid"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(sqlite_app, body, field, code):
    answer = caller_of(sqlite_app, "dvi.loceklis").put(key_in(sqlite_app), body)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]


@pytest.mark.parametrize("name", ["edit", "votes"])
def test_no_step_keeps_more_than_the_bound(sqlite_app, name):
    answer = caller_of(sqlite_app, "dvi.loceklis").put(
        key_in(sqlite_app, name), {"fields": {"a": "a" * 66_000}}
    )
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "too_long")


def test_a_value_that_is_no_text_is_named(sqlite_app):
    answer = caller_of(sqlite_app, "dvi.loceklis").put(key_in(sqlite_app), {"fields": {"a": 1}})
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "invalid")


@pytest.mark.both_databases
def test_the_oldest_of_more_than_a_hundred_gives_way(app):
    with rows_of(app):
        at = clock.now()
        for number in range(102):
            kept_texts.keep(1, f"activities.{number}.votes", FIELDS, at + timedelta(seconds=number))
        db.session.commit()
        keys = set(db.session.scalars(select(KeptText.key)))
    assert (len(keys), "activities.1.votes" in keys, "activities.2.votes" in keys) == (100, False, True)


@pytest.mark.both_databases
def test_after_ninety_days_nothing_is_kept(app):
    with rows_of(app):
        kept_texts.keep(1, "activities.1.votes", FIELDS, clock.now() - timedelta(days=90, minutes=1))
        kept_texts.keep(1, "activities.2.votes", FIELDS, clock.now() - timedelta(days=89))
        db.session.commit()
    assert forget_old_texts(app) == 1
