"""What PostgreSQL keeps packed can be read for ever, and says what it said."""

from hashlib import sha256

import flask_migrate
import pytest
from sqlalchemy import select, text

from app.extensions import db
from app.services.activity import audit
from models import Event, Requirement, Revision, Round, Vote
from models.packed import pack, unpack
from tests.architecture.sources import ROOT

COLUMNS = (
    *(Round.facts, Round.notes, Requirement.reasons, Requirement.watches, Revision.content, Event.data),
    *(Event.hash, Event.previous_hash, Revision.content_hash, Vote.content_hash),
)
KEPT = {"goal": "Ķīšezers – „miers”", "n": [1, 2.5, None, True], "x": {"": "\u0000\U0001f600"}}


def record():
    """Every value of every column that is packed."""
    db.session.rollback()
    rows = {str(one): db.session.scalars(select(one).order_by(one.class_.id)).all() for one in COLUMNS}
    db.session.rollback()
    return rows


def test_any_json_is_unpacked_as_it_was_packed():
    assert unpack(pack(KEPT)) == KEPT


def test_the_text_against_which_is_packed_never_changes():
    known = (ROOT / "models" / "packed_1.txt").read_bytes()
    assert sha256(known).hexdigest() == "ae328833d98f3aa84a3d795eccd776503e7846e1ab336b805f873feb8c979cfd"


def test_what_was_packed_once_is_read():
    kept = bytes.fromhex("01233cbc0e6ffb1d6950aa0500")
    assert unpack(kept) == {"round": 1, "rule_set": "mk368-2023", "goal": "Ā"}


@pytest.mark.both_databases
@pytest.mark.stage("objected")
def test_the_record_is_the_same_after_it_was_unpacked_and_packed(inside):
    before = record()
    flask_migrate.downgrade(revision="0018")
    flask_migrate.upgrade()
    assert (record(), all(before.values())) == (before, True)


@pytest.mark.both_databases
@pytest.mark.stage("objected")
def test_all_chains_hold_after_the_record_was_unpacked_and_packed(inside):
    db.session.rollback()
    flask_migrate.downgrade(revision="0018")
    flask_migrate.upgrade()
    assert audit.verify()[1] == []


@pytest.mark.stage("objected")
def test_an_old_database_keeps_json_that_is_read_in_sql(owner_app):
    with owner_app.app_context():
        flask_migrate.downgrade(revision="0018")
        asked = text("SELECT count(*) FROM requirement WHERE reasons->0->>'rule' = 'varam'")
        assert db.session.scalar(asked) == 1
