"""What an institution writes for itself is nowhere for others who see the card, nor for administrators."""

import io

import pytest
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.services.document import attachments, comments
from app.services.document.attachments import Sent
from app.services.document.comments import Written
from app.services.files import look
from app.visibility import looking_as, seeing_everything
from models import Attachment, Comment, CommentMention, Notification, User
from models.account.people import actor_of
from rules.vocabulary import Role
from tests.helpers.api_cards import Journey, errors
from tests.helpers.cards import member, the_card
from tests.helpers.documents import attach
from tests.helpers.files import TEXT
from tests.helpers.people import account
from tests.walls import walking
from tests.walls.hidden import SECRET
from tests.walls.test_leak_walk import THINGS, Walker

OTHERS = ("admin", "vid.pieteicejs", "varam.vaditajs", "fm.loceklis", "bvkb.pieteicejs")
pytestmark = pytest.mark.stage("approved")


def entries():
    """A document, a comment and the answer to it, which DVI keeps to itself; return their ids."""
    account("dvi.otrais", "DVI", Role.cab_member)
    card = the_card()
    seen = look(f"{SECRET}.txt", io.BytesIO(TEXT + SECRET.encode()))
    document = attachments.add(card, member("DVI"), now(), Sent(title=SECRET, file=seen))
    said = Written(text=f"{SECRET} teikums", mentions=("dvi.otrais",))
    comment = comments.write(card, member("DVI"), now(), said)
    return document.id, comment.id


@pytest.fixture
def kept(app):
    with app.app_context(), seeing_everything(), writing():
        document, comment = entries()
        db.session.commit()
        number, key = the_card().number, str(the_card().id)
    named = dict.fromkeys(THINGS, "1")
    return {**named, "number": number, "card": key, "attachment": str(document), "comment": str(comment)}


@pytest.mark.both_databases
@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_reads_it_at_any_address(app, kept, username):
    walker, found = Walker(app, username), {}
    for address, _endpoint, thing in walking.addresses(app, "GET", kept):
        answer = walker.read(address)
        there = thing in ("attachment", "comment") and answer.status_code != 404
        if there or SECRET in walking.said(answer):
            found[address] = answer.status_code
    assert found == {}


@pytest.mark.parametrize("username", OTHERS)
def test_no_page_of_others_differs_by_a_letter(sqlite_app, username):
    with sqlite_app.app_context(), seeing_everything():
        number, key = the_card().number, the_card().id
    walker = Walker(sqlite_app, username)
    tabs = ("", "/kartite", "/dokumenti", "/saruna", "/vesture")
    looks = [f"/aktivitates/{number}{tab}" for tab in tabs]
    looks += [f"/api/v1/activities/{key}{part}" for part in ("", "/attachments", "/comments", "/history")]
    looks += ["/darbi", "/aktivitates", "/pazinojumi/list/", f"/aktivitates?q={SECRET}"]
    before = {look_at: walking.steady(walking.said(walker.read(look_at))) for look_at in looks}
    with sqlite_app.app_context(), seeing_everything(), writing():
        entries()
        db.session.commit()
    after = {look_at: walking.steady(walking.said(walker.read(look_at))) for look_at in looks}
    assert [one for one in looks if before[one] != after[one]] == []


@pytest.mark.both_databases
def test_colleagues_find_it_on_the_same_walk(app, kept):
    walker = Walker(app, "dvi.loceklis")
    pages = {
        address
        for address, _endpoint, _thing in walking.addresses(app, "GET", kept)
        if SECRET in walking.said(walker.read(address))
    }
    number = kept["number"]
    assert {f"/aktivitates/{number}/dokumenti", f"/aktivitates/{number}/saruna"} <= pages


@pytest.mark.parametrize("username", ["admin", "vid.pieteicejs", "fm.loceklis"])
def test_what_is_sent_about_it_is_answered_as_if_it_were_not_there(app, kept, username):
    journey = Journey(app)
    caller = journey[username]
    for path in (f"/attachments/{kept['attachment']}", f"/comments/{kept['comment']}"):
        hidden_one = caller.post(f"{path}/actions/withdraw", {"comment": "Nē."})
        missing = caller.post(f"{path.rpartition('/')[0]}/99999/actions/withdraw", {"comment": "Nē."})
        assert (hidden_one.status_code, hidden_one.text) == (404, missing.text)
    if username != "admin":
        replaced = attach(caller, journey, replaces=kept["attachment"])
        assert (replaced.status_code, errors(replaced)) == (422, {"replaces": "invalid"})
        answered = caller.post(f"{journey.path}/comments", {"text": "a", "reply_to": int(kept["comment"])})
        assert (answered.status_code, errors(answered)) == (422, {"reply_to": "unknown"})


@pytest.mark.both_databases
def test_no_query_of_the_administrator_finds_it_or_its_message(app, kept):
    with app.app_context():
        with seeing_everything():
            admin = actor_of(db.session.scalars(select(User).where(User.username == "admin")).one())
            db.session.expunge_all()
        with looking_as(admin):
            found = [db.session.scalars(select(one)).all() for one in (Attachment, Comment, CommentMention)]
            messages = {one.message.value for one in db.session.scalars(select(Notification))}
    assert (found, "noted" in messages, "decided" in messages) == ([[], [], []], False, True)


def test_behind_the_second_wall_a_plain_select_finds_it_for_colleagues_only(walled_app):
    with walled_app.app_context(), seeing_everything(), writing():
        entries()
        db.session.commit()
    assert {name: counted(walled_app, name) for name in ("dvi.loceklis", *OTHERS)} == {
        "dvi.loceklis": (1, 1, 1),
        **dict.fromkeys(OTHERS, (0, 0, 0)),
    }


def counted(app, username):
    """How many rows of each table a select past the first wall finds."""
    with app.app_context():
        with seeing_everything():
            person = actor_of(db.session.scalars(select(User).where(User.username == username)).one())
        db.session.rollback()
        with looking_as(person):
            tables = (Attachment.__table__, Comment.__table__, CommentMention.__table__)
            return tuple(len(db.session.execute(select(one.c.id)).all()) for one in tables)
