"""The new action, from the button to the mail."""

from sqlalchemy import select

from app import mail
from app.extensions import db
from models import Notification
from rules.audience import Message
from tests.helpers import cards
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import in_rounds, put, rows_of


def look(app, tell):
    """Remind from the page and by the API, and look who may."""
    number, other = in_rounds(app, 2)
    early = put(app, cards.submitted)
    person, member = browser_of(app, "vid.pieteicejs"), browser_of(app, "fm.loceklis")
    link = f'href="/aktivitates/{number}/remind"'
    tell("the button is offered to who may", link in person.get(f"/aktivitates/{number}").text)
    tell("nobody else has it", link not in member.get(f"/aktivitates/{number}").text)
    asked = person.get(f"/aktivitates/{number}/remind").text
    tell("a page asks in Latvian", f"Atgādināt tiem, kuri par {number} nav atbildējuši?" in asked)
    refused = member.post(f"/aktivitates/{number}/remind", {"revision": "2"})
    tell("others are refused", refused.status_code == 403 and not _told(app, number))
    too_early = person.post(f"/aktivitates/{early}/remind", {"revision": "2"}, follow_redirects=True)
    tell("another status refuses it", "neatbilst kartītes statusam" in too_early.text)
    taken = person.post(f"/aktivitates/{number}/remind", {"revision": "2"}, follow_redirects=True)
    tell("it is taken, and said so", "nav atbildējuši, ir atgādināts." in taken.text)
    history = person.get(f"/aktivitates/{number}/vesture").text
    tell("the history says who did it", "atgādināja tiem, kuri nav atbildējuši" in history)
    tell("those who are waited for get the mail", _told(app, number) == len(cards.ASKED))
    _look_at_the_api(app, tell, other)


def _look_at_the_api(app, tell, number):
    program, stranger = caller_of(app, "vid.pieteicejs"), caller_of(app, "fm.loceklis")
    described = program.get("/_openapi").json["paths"]["/api/v1/activities/{id}/actions/remind"]["post"]
    tell("the API describes it", described["summary"] == "Atgādināt iestādēm, kuras nav atbildējušas")
    key = next(one["id"] for one in program.get("/activities/").json["result"] if one["number"] == number)
    card = program.get(f"/activities/{key}").json
    tell("the API offers it to who may", "remind" in card["actions"])
    body = {"revision": card["revision"]}
    tell(
        "the API refuses others", stranger.post(f"/activities/{key}/actions/remind", body).status_code == 403
    )
    answer = program.post(f"/activities/{key}/actions/remind", body)
    tell("the API takes it", answer.status_code == 200 and _told(app, number) == len(cards.ASKED))


def _told(app, number):
    with rows_of(app):
        rows = db.session.scalars(select(Notification).where(Notification.message == Message.reminder))
        letters = [mail.letter(one) for one in rows if one.activity.number == number]
        return sum(number in letter.subject and "atzinum" in letter.text for letter in letters)
