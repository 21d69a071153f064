"""The demo has meetings in three statuses, one of them with minutes."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.seeds.demo import load_demo
from app.services.meeting import reading
from app.visibility import seeing_everything
from models import Meeting, MeetingItem
from rules.meeting.words import MeetingStatus


@pytest.fixture
def demo(sqlite_app):
    with sqlite_app.app_context(), seeing_everything(), writing():
        load_demo(now(), "demo")
        yield


def test_one_is_closed_one_invited_to_and_one_planned(demo):
    assert [one.status for one in reading.page(0, 10, soonest=True)] == [
        MeetingStatus.closed,
        MeetingStatus.invited,
        MeetingStatus.planned,
    ]


def test_minutes_of_the_closed_one_are_kept_with_notes(demo):
    closed = select(MeetingItem).join(Meeting, Meeting.id == MeetingItem.meeting_id)
    items = list(db.session.scalars(closed.where(Meeting.status == MeetingStatus.closed)))
    assert [bool(one.notes and one.record) for one in items] == [True, True]
