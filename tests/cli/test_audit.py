"""`flask audit verify` finds what was changed behind the system's back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.extensions import db
from app.services.card import writing as cards
from app.visibility import seeing_everything
from models import User
from models.account.people import actor_of
from rules.vocabulary import Kind

pytestmark = pytest.mark.both_databases


@pytest.fixture
def begun(app):
    """An application with one card."""
    with app.app_context(), seeing_everything():
        applicant = db.session.query(User).filter_by(username="vid.pieteicejs").one()
        cards.create(actor_of(applicant), datetime(2026, 5, 4, 9, tzinfo=UTC), {"kind": Kind.development})
        db.session.commit()
    return app


def test_verify_says_how_many_events_hold(begun):
    said = begun.test_cli_runner().invoke(args=["audit", "verify"])
    assert (said.exit_code, said.stdout) == (0, "All chains hold: 1 events.\n")


def test_verify_names_a_card_whose_status_was_changed_without_an_event(begun):
    with begun.app_context():
        db.session.execute(text("UPDATE activity SET status = 'rejected'"))
        db.session.commit()
    said = begun.test_cli_runner().invoke(args=["audit", "verify"])
    assert said.exit_code == 1
    assert said.stdout.startswith("AA-2026-000001, event 2: the status was changed without an event")
