"""One's own messages for programs: told while what they are about is seen, marked as read, never others'."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.services.document import comments
from app.services.document.comments import Written
from app.visibility import seeing_everything
from models import Activity, Comment, Institution, Notification, User
from rules.document.words import Visibility
from tests.helpers.api_cards import errors
from tests.helpers.cards import member, the_card
from tests.helpers.people import browser_of, caller_of

pytestmark = pytest.mark.stage("in_round")


def told(app, who="dvi.loceklis", query=""):
    return caller_of(app, who).get(f"/notices/{query}").json


def do(app, change):
    with app.app_context(), seeing_everything(), writing():
        change()
        db.session.commit()


def mention():
    said = Written(text="DVI, paskatieties", visibility=Visibility.shared, mentions=("DVI",))
    comments.write(the_card(), member("FM"), now(), said)


@pytest.mark.both_databases
def test_a_message_says_what_and_of_what_kind_and_is_read_once(app):
    do(app, mention)
    answer, caller = told(app), caller_of(app, "dvi.loceklis")
    newest, asked = answer["result"]
    with app.app_context(), seeing_everything():
        number = the_card().number
    assert (answer["count"], answer["unread"], asked["message"]) == (2, 2, "opinion_asked")
    assert newest | {"id": 0, "at": ""} == {
        "id": 0,
        "at": "",
        "read_at": None,
        "kind": "discussion",
        "message": "mentioned",
        "text": "sarunā vēršas pie jums",
        "url": f"/aktivitates/{number}/saruna",
        "number": number,
    }
    others = told(app, "fm.loceklis")["result"][0]["id"]
    assert caller.post("/notices/read", {"ids": [newest["id"], others, 10**8]}).json == {"unread": 1}
    assert [one["id"] for one in told(app, query="?state=unread")["result"]] == [asked["id"]]
    assert told(app, "fm.loceklis")["unread"] == 1
    assert [one["id"] for one in told(app, query="?kind=task")["result"]] == [asked["id"]]
    assert told(app, query="?kind=ticket")["result"] == told(app, query="?page=7")["result"] == []
    assert caller.post("/notices/read", {"all": True}).json == {"unread": 0}


@pytest.mark.both_databases
def test_what_is_not_seen_any_more_is_not_told(app):
    do(app, mention)
    do(app, lambda: comments.withdraw(db.session.scalars(select(Comment)).one(), member("FM"), now()))
    assert (told(app)["count"], told(app)["unread"]) == (1, 1)

    def move():
        person = db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one()
        person.institution = db.session.scalars(select(Institution).where(Institution.code == "BVKB")).one()

    do(app, move)
    assert told(app) == {"count": 0, "result": [], "unread": 0}
    with app.app_context(), seeing_everything():
        number = db.session.scalars(select(Activity.number)).one()
        own = Notification.recipient.has(User.username == "dvi.loceklis")
        assert len(db.session.scalars(select(Notification).where(own)).all()) == 2
    assert number not in browser_of(app, "dvi.loceklis").get("/darbi").text


def test_what_cannot_be_asked_or_read_is_told(sqlite_app):
    caller = caller_of(sqlite_app, "dvi.loceklis")
    for query, problems in (
        ("?state=old", {"state": "unknown"}),
        ("?kind=vote", {"kind": "unknown"}),
        ("?page=-1", {"page": "invalid"}),
    ):
        assert errors(caller.get(f"/notices/{query}")) == problems
    for body, problems in (
        ({}, {"ids": "required"}),
        ({"all": False}, {"ids": "required"}),
        ({"ids": "1"}, {"ids": "invalid"}),
        ({"ids": ["x"]}, {"ids.0": "invalid"}),
        ({"everything": True}, {"everything": "unknown_field"}),
    ):
        assert errors(caller.post("/notices/read", body)) == problems
