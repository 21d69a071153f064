"""How transactions begin, how roles and the clock behave."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import clock
from app.database import writing
from app.extensions import db
from app.security.roles import EVERYBODY, ROLES, allowed

pytestmark = pytest.mark.both_databases


def test_foreign_keys_hold_on_both_databases(inside):
    with writing(), pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE ab_user SET institution_id = 999999"))


def test_sqlite_writer_holds_the_lock_from_its_first_statement(sqlite_app):
    with sqlite_app.app_context(), writing():
        db.session.execute(text("SELECT 1"))
        with db.engine.connect() as other:
            begun = other.connection.driver_connection
            begun.execute("PRAGMA busy_timeout=0")
            with pytest.raises(Exception, match="locked"):
                begun.execute("BEGIN IMMEDIATE")


def test_sqlite_reader_holds_no_lock(sqlite_app):
    with sqlite_app.app_context():
        db.session.execute(text("SELECT 1 FROM ab_user"))
        with writing(), db.engine.connect() as other:
            assert other.execute(text("UPDATE ab_user SET login_count = 0")).rowcount > 0


def test_time_can_be_another_inside_a_block():
    with clock.at(datetime(2026, 3, 29, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 30)


def test_patterns_of_roles_are_matched_whole():
    assert allowed(frozenset({"cab_member"}), "can_list", "CabPage")
    assert not allowed(frozenset({"cab_member"}), "can_list", "CabPageOfOthers")
    assert not allowed(frozenset({"applicant"}), "can_edit", "ResourceView")


def test_every_pattern_ends_where_the_name_ends():
    pairs = [*EVERYBODY, *(pair for patterns in ROLES.values() for pair in patterns)]
    assert (len(pairs) >= 10, [one for pair in pairs for one in pair if not one.endswith("$")]) == (True, [])


def test_somebody_without_a_role_reads_the_registry_and_changes_nothing_in_it():
    opened = [allowed(frozenset(), permission, "ResourceView") for permission in ("can_list", "can_edit")]
    assert opened == [True, False]


def test_nobody_but_the_system_administrator_opens_what_no_pattern_names():
    opened = {role for role in ROLES if allowed(frozenset({role}), "can_list", "SomethingNew")}
    assert opened == {"Admin"}
