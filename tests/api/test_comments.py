"""The discussion of a card through the API: written, answered, mentioned in, withdrawn."""

import pytest
from sqlalchemy import select

from app.extensions import db
from models import Comment, Event, Notification, User
from tests.helpers.api_cards import Journey, errors
from tests.helpers.rounds import rows_of

SHAPE = {"id", "text", "visibility", "institution", "by", "at", "reply_to", "mentions", "withdrawn_at"}
TEXT = "Kad būs pieejama testa vide?"


@pytest.fixture
def journey(app):
    return Journey(app)


def say(caller, journey, text=TEXT, **more):
    return caller.post(f"{journey.path}/comments", {"text": text, **more})


def said(caller, journey, text=TEXT, **more):
    answer = say(caller, journey, text, **more)
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def texts(caller, journey, query=""):
    answer = caller.get(f"{journey.path}/comments{query}")
    return [one["text"] for one in answer.json["result"]] if answer.status_code == 200 else answer.status_code


def withdraw(caller, key):
    return caller.post(f"/comments/{key}/actions/withdraw")


def told(journey, key):
    """Who was told of a comment, by which message."""
    with rows_of(journey.app):
        rows = db.session.execute(select(Notification, User.username).join(User, Notification.recipient))
        return {name: row.message.value for row, name in rows if row.values.get("comment_id") == key}


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_a_comment_of_the_holder_is_for_all_involved(journey):
    answer = say(journey.applicant, journey, mentions=["DVI", "fm.loceklis", "DVI"])
    assert (answer.status_code, set(answer.json)) == (201, SHAPE)
    assert {name: answer.json[name] for name in SHAPE - {"id", "at"}} == {
        "text": TEXT,
        "visibility": "shared",
        "institution": "VID",
        "by": "vid.pieteicejs",
        "reply_to": None,
        "mentions": ["DVI", "fm.loceklis"],
        "withdrawn_at": None,
    }
    listed = journey.head.get(f"{journey.path}/comments").json
    assert listed == {"count": 1, "result": [answer.json]}


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_what_an_institution_says_stays_inside_unless_it_says_otherwise(journey):
    said(journey.member("DVI"), journey, "Iekšēji")
    said(journey.member("DVI"), journey, "Visiem", visibility="shared")
    others = (journey.applicant, journey.head, journey.member("FM"), journey["admin"])
    assert [texts(one, journey) for one in others] == [["Visiem"]] * 4
    assert texts(journey.member("DVI"), journey) == ["Iekšēji", "Visiem"]
    assert journey["admin"].get(f"{journey.path}/comments").json["count"] == 1


@pytest.mark.stage("approved")
@pytest.mark.both_databases
def test_who_is_not_involved_gets_an_empty_list_and_adds_nothing(journey):
    said(journey.applicant, journey)
    stranger = journey["bvkb.pieteicejs"]
    assert stranger.get(f"{journey.path}/comments").json == {"count": 0, "result": []}
    assert say(stranger, journey).status_code == 403


@pytest.mark.stage("restricted")
def test_of_a_restricted_card_there_is_no_discussion_for_whom_its_texts_are_not(journey):
    said(journey.applicant, journey)
    stranger = journey["bvkb.pieteicejs"]
    assert (texts(stranger, journey), say(stranger, journey).status_code) == (404, 404)


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 403), ("bvkb.pieteicejs", 404), ("varam.vaditajs", 201), ("vid.administrators", 404)],
)
def test_those_involved_write_and_the_administrator_does_not(journey, who, status):
    assert say(journey[who], journey).status_code == status


@pytest.mark.stage("draft")
def test_nothing_is_said_once_the_activity_has_ended(journey):
    key = said(journey.applicant, journey)
    journey.act(journey.applicant, "withdraw", comment="Vairs nav vajadzīgs.")
    assert (
        say(journey.applicant, journey, "").status_code,
        withdraw(journey.applicant, key).status_code,
    ) == (
        409,
        409,
    )


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"text": " \n "}, {"text": "required"}),
        ({"text": None}, {"text": "required"}),
        ({"text": "a" * 100_000}, {"text": "too_long"}),
        ({"text": "a\x00b"}, {"text": "invalid"}),
        ({"text": TEXT, "visibility": "public"}, {"visibility": "unknown"}),
        ({"text": TEXT, "reply_to": 77}, {"reply_to": "unknown"}),
        ({"text": TEXT, "reply_to": 10**30}, {"reply_to": "unknown"}),
        ({"text": TEXT, "reply_to": "1"}, {"reply_to": "invalid"}),
        (
            {"text": TEXT, "mentions": ["DVI", "NAV", "bvkb.pieteicejs", "BVKB"]},
            {"mentions.1": "unknown", "mentions.2": "unknown", "mentions.3": "unknown"},
        ),
        ({"text": TEXT, "mentions": "DVI"}, {"mentions": "invalid"}),
        ({"text": TEXT, "mentions": [1]}, {"mentions.0": "invalid"}),
        ({"text": TEXT, "mentions": ["DVI"] * 201}, {"mentions": "too_long"}),
        (
            {"text": "", "mentions": ["NAV"], "reply_to": 7, "kind": "x"},
            {"text": "required", "mentions.0": "unknown", "reply_to": "unknown", "kind": "unknown_field"},
        ),
    ],
    ids=lambda one: str(one)[:50],
)
def test_everything_that_is_wrong_is_said_at_once(journey, body, problems):
    answer = journey.applicant.post(f"{journey.path}/comments", body)
    assert (answer.status_code, errors(answer)) == (422, problems)


@pytest.mark.stage("in_round")
def test_an_internal_entry_mentions_and_answers_nobody_outside(journey):
    inside = said(journey.member("DVI"), journey)
    mentioned = say(journey.member("DVI"), journey, mentions=["VID", "dvi.loceklis", "admin", "DVI"])
    assert errors(mentioned) == {"mentions.0": "unknown", "mentions.2": "unknown"}
    aloud = say(journey.member("DVI"), journey, visibility="shared", reply_to=inside)
    assert errors(aloud) == {"reply_to": "unknown"}
    foreign = say(journey.member("FM"), journey, reply_to=inside)
    assert errors(foreign) == {"reply_to": "unknown"}
    assert say(journey.member("DVI"), journey, reply_to=inside).status_code == 201


@pytest.mark.stage("in_round")
def test_what_is_withdrawn_and_what_stands_at_another_card_is_not_answered(journey):
    key = said(journey.applicant, journey)
    other = Journey(journey.app).draft()
    assert errors(say(other.applicant, other, reply_to=key)) == {"reply_to": "unknown"}
    assert withdraw(journey.applicant, key).status_code == 200
    assert errors(say(journey.member("DVI"), journey, reply_to=key)) == {"reply_to": "unknown"}


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_an_author_takes_words_back_and_the_text_is_gone(journey):
    key = said(journey.applicant, journey)
    others = ("vid.kontrolieris", "admin", "varam.vaditajs", "dvi.loceklis")
    assert [withdraw(journey[one], key).status_code for one in others] == [403] * 4
    answer = withdraw(journey.applicant, key)
    assert (answer.status_code, answer.json["text"], bool(answer.json["withdrawn_at"])) == (200, None, True)
    assert texts(journey.head, journey) == [None]
    assert withdraw(journey.applicant, key).status_code == 409
    with rows_of(journey.app):
        assert db.session.get(Comment, key).text is None


@pytest.mark.parametrize("key", ["0", "abc", "99999999999999999999", "1"])
def test_a_comment_that_is_not_there_is_not_found(journey, key):
    assert withdraw(journey["vid.pieteicejs"], key).status_code == 404


@pytest.mark.stage("in_round")
def test_the_internal_entry_of_another_institution_is_not_there_to_be_withdrawn(journey):
    key = said(journey.member("DVI"), journey)
    assert [withdraw(journey[one], key).status_code for one in ("admin", "vid.pieteicejs")] == [404, 404]


@pytest.mark.stage("in_round")
def test_comments_come_by_pages_oldest_first(journey):
    for number in range(5):
        said(journey.applicant, journey, f"{number}")
    assert texts(journey.head, journey, "?page_size=2") == ["0", "1"]
    assert texts(journey.head, journey, "?page_size=2&page=2") == ["4"]
    assert texts(journey.head, journey, "?page_size=101") == 422


@pytest.mark.stage("in_round")
def test_comments_leave_no_event(journey):
    with rows_of(journey.app):
        before = db.session.scalars(select(Event.id)).all()
    withdraw(journey.applicant, said(journey.applicant, journey))
    with rows_of(journey.app):
        assert db.session.scalars(select(Event.id)).all() == before


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_those_mentioned_answered_and_the_author_of_the_card_are_told_once_each(journey):
    first = said(journey.member("DVI"), journey, visibility="shared")
    assert told(journey, first) == {"vid.pieteicejs": "commented"}
    second = said(journey.member("FM"), journey, visibility="shared", reply_to=first, mentions=["VID", "FM"])
    assert told(journey, second) == {"vid.pieteicejs": "mentioned", "dvi.loceklis": "replied"}


@pytest.mark.stage("in_round")
def test_of_an_internal_entry_only_colleagues_are_told(journey):
    assert told(journey, said(journey.member("DVI"), journey)) == {}
    third = said(journey["vid.kontrolieris"], journey, visibility="internal", mentions=["VID"])
    assert told(journey, third) == {"vid.pieteicejs": "noted"}
