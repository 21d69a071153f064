"""Mail about meetings: to the invited singly, with a file that calendars take, move and cancel."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from app.clock import now
from app.extensions import db
from app.services.mail import delivery
from app.services.meeting import planning, steps
from app.services.meeting.planning import Wanted
from rules.vocabulary import Role
from tests.helpers import cards
from tests.helpers.mail_server import text_of
from tests.helpers.meetings import meeting_about
from tests.helpers.people import account

pytestmark = pytest.mark.stage("in_round")


@pytest.fixture
def meeting(outbox):
    """A meeting about the card, to which people were invited."""
    one = meeting_about(cards.the_card())
    db.session.commit()
    return one


def head():
    return cards.actor("varam.vaditajs")


def sent(server, who="dvi.loceklis"):
    """The last letter to somebody, and what its file says."""
    delivery.deliver(now())
    letter = server.to(who)[-1]
    part = next(one for one in letter.walk() if one.get_content_type() == "text/calendar")
    return letter, part, Calendar.from_ical(part.get_payload(decode=True))


def event_in(calendar):
    [event] = calendar.walk("VEVENT")
    return event


def test_invitation_enters_the_meeting_into_a_calendar(meeting, server):
    letter, part, calendar = sent(server)
    event = event_in(calendar)
    assert meeting.number in letter["Subject"]
    assert (part.get_param("method"), calendar["method"]) == ("REQUEST", "REQUEST")
    assert (event.start, event.end) == (
        meeting.starts_at.replace(microsecond=0),
        meeting.ends_at.replace(microsecond=0),
    )
    assert (event["summary"], event["location"]) == ("CAB: Kārtējā sēde", "VARAM")
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert event["uid"].startswith(f"{meeting.number}@")
    assert str(event["attendee"]) == "mailto:dvi.loceklis@virsis.example"


def test_file_is_attached_too(meeting, server):
    letter, part, _calendar = sent(server)
    attached = next(one for one in letter.walk() if one.get_filename() == f"{meeting.number}.ics")
    lines = attached.get_payload(decode=True)
    assert lines.endswith(b"END:VCALENDAR\r\n")
    assert lines.replace(b"\r\n", b"\n") == part.get_payload(decode=True).replace(b"\r\n", b"\n")


def test_each_of_the_invited_gets_it_singly_and_who_invited_gets_none(meeting, server):
    delivery.deliver(now())
    for name in ("dvi", "fm", "km", "csp"):
        [letter] = [one for one in server.to(f"{name}.loceklis") if meeting.number in one["Subject"]]
        assert letter["To"] == f"{name}.loceklis@virsis.example"
    assert [one for one in server.to("varam.vaditajs") if meeting.number in one["Subject"]] == []


def test_another_time_moves_it_by_a_higher_sequence(meeting, server):
    starts = meeting.starts_at + timedelta(days=1)
    planning.edit(meeting, head(), now(), {"starts_at": starts, "ends_at": starts + timedelta(hours=1)})
    db.session.commit()
    letter, _part, calendar = sent(server)
    event = event_in(calendar)
    assert (calendar["method"], event["sequence"]) == ("REQUEST", 1)
    assert event.start == starts.replace(microsecond=0)
    assert "mainīt" in letter["Subject"]


def test_another_agenda_or_who_came_is_not_mailed(meeting, server):
    delivery.deliver(now())
    before = len(server.to("dvi.loceklis"))
    planning.edit(meeting, head(), now(), {}, [Wanted(cards.the_card().number, "Saruna.")])
    db.session.commit()
    delivery.deliver(now())
    assert len(server.to("dvi.loceklis")) == before


def test_cancelling_takes_it_out_and_says_why(meeting, server):
    steps.cancel(meeting, head(), now(), comment="Iebildums ir atsaukts.")
    db.session.commit()
    letter, part, calendar = sent(server)
    event = event_in(calendar)
    assert (part.get_param("method"), calendar["method"]) == ("CANCEL", "CANCEL")
    assert (event["sequence"], event["status"]) == (1, "CANCELLED")
    assert "Iebildums ir atsaukts." in text_of(letter)


def test_card_that_the_reader_does_not_see_is_another_matter_in_mail_and_file(outbox, server):
    account("bvkb.loceklis", "BVKB", Role.cab_member)
    db.session.flush()
    first, second = cards.the_card(), cards.in_round(title="Būvniecība", used_resources=["BIS"])
    at, starts = now(), now() + timedelta(days=2)
    values = {"title": "Sēde", "place": "VARAM", "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    one = planning.plan(head(), at, values, [Wanted(first.number, "Slepeni."), Wanted(second.number)])
    steps.invite(one, head(), at)
    db.session.commit()
    letter, _part, calendar = sent(server, "bvkb.loceklis")
    for said in (text_of(letter), str(event_in(calendar)["description"])):
        assert "1. cits jautājums" in said
        assert f"2. {second.number} Būvniecība" in said
        assert first.number not in said
        assert "Slepeni." not in said
