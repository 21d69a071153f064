"""Migrations lead to what the models say, on both databases, in one line, and leave the triggers laid."""

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, select, text, update

from app.extensions import db
from models import Activity, Event, Institution, KeptPassword, Notification, Resource, User
from models.database.triggers import APPEND_ONLY
from tests.architecture.sources import ROOT
from tests.helpers.cards import draft, in_round

pytestmark = pytest.mark.both_databases


def test_there_is_one_head():
    scripts = ScriptDirectory(str(ROOT / "app" / "migrations"))
    assert len(scripts.get_heads()) == 1


def test_tables_are_those_of_the_models(app):
    with app.app_context():
        flask_migrate.check()  # exits when something would be migrated


def test_a_word_that_the_database_does_not_know_is_something_to_migrate(app, monkeypatch):
    column = Notification.__table__.c.message.type
    monkeypatch.setattr(column, "enums", [*column.enums, "recalled"])
    with app.app_context(), pytest.raises(SystemExit):
        flask_migrate.check()


def test_tables_can_be_taken_down_and_laid_again(app):
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        flask_migrate.upgrade()
        assert (left, inspect(db.engine).has_table("activity")) == (set(), True)


def test_checks_are_those_of_the_models(app):
    with app.app_context():
        known, laid = inspect(db.engine), {}
        for table in db.metadata.tables.values():
            laid[table.name] = {check["name"] for check in known.get_check_constraints(table.name)}
        assert laid == {table.name: _checks(table) for table in db.metadata.tables.values()}


def _checks(table):
    return {one.name for one in table.constraints if isinstance(one, CheckConstraint)}


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_append_only_tables_have_their_triggers(app, table):
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
        "postgresql": "SELECT tgname FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgrelid = CAST(:table AS regclass)",
    }
    with app.app_context():
        statement = text(listing[db.engine.dialect.name])
        assert len(db.session.scalars(statement, {"table": table}).all()) == 2


def test_setup_can_be_run_again(app):
    answer = app.test_cli_runner().invoke(args=["setup"])
    assert (answer.exit_code, answer.stdout) == (0, "The database is ready.\n")


def test_passwords_move_out_of_the_accounts_and_back(app):
    hashes = select(User.id, User.password).where(User.password.is_not(None)).order_by(User.id)
    with app.app_context():
        before = [tuple(row) for row in db.session.execute(hashes)]
        db.session.remove()
        flask_migrate.downgrade(revision="0010")
        flask_migrate.upgrade()
        moved = [tuple(row) for row in db.session.execute(select(KeptPassword.user_id, KeptPassword.hash))]
        marks = {mark[:5] for _, mark in db.session.execute(hashes)}
        db.session.remove()
        flask_migrate.downgrade(revision="0010")
        after = [tuple(row) for row in db.session.execute(hashes)]
        db.session.remove()
        flask_migrate.upgrade()
    assert (sorted(moved), marks, after) == (before, {"kept:"}, before)


def test_texts_kept_before_are_found_as_they_are_seen(inside):
    named = {Institution: "search_text", Resource: "name_key", User: "name_sort", Activity: "title_sort"}
    draft(title="Ā\u200bda – “sistēma”")
    db.session.commit()
    filled = _columns(named)
    for model, column in named.items():
        db.session.execute(update(model).values({column: "as it was"}))
    db.session.commit()
    flask_migrate.downgrade(revision="0012")
    flask_migrate.upgrade()
    assert (_columns(named), len(filled) > len(named)) == (filled, True)


@pytest.mark.parametrize(("kept", "seen"), [("VI\u200bDE", "VIDE"), ("VI\u200bD", "VI\u200bD")])
def test_codes_kept_before_lose_what_nobody_sees_unless_they_are_taken(inside, kept, seen):
    db.session.execute(update(Institution).where(Institution.code == "AiM").values(code=kept))
    db.session.commit()
    flask_migrate.downgrade(revision="0012")
    flask_migrate.upgrade()
    db.session.rollback()
    assert seen in db.session.scalars(select(Institution.code)).all()


def test_answers_kept_before_stay_and_unanswered_questions_become_a_no_on_the_way_back(inside):
    answered = draft(statistics=False, heritage=True).id
    db.session.commit()
    flask_migrate.downgrade(revision="0013")
    laid = db.session.execute(text("SELECT statistics, heritage, municipalities FROM activity")).one()
    db.session.rollback()
    flask_migrate.upgrade()
    kept = db.session.get_one(Activity, answered)
    assert list(map(bool, laid)) == [kept.statistics, kept.heritage, kept.municipalities]
    assert [kept.statistics, kept.heritage, kept.municipalities] == [False, True, False]


def test_institutions_of_before_stand_in_the_order_of_their_english_names(inside):
    keys = select(Institution.sort_key_en).order_by(Institution.id)
    before = db.session.scalars(keys).all()
    db.session.rollback()
    flask_migrate.downgrade(revision="0015")
    flask_migrate.upgrade()
    assert ("" in before, db.session.scalars(keys).all()) == (False, before)


def test_cards_of_before_last_changed_with_their_last_event(inside):
    activity = in_round()
    db.session.commit()
    flask_migrate.downgrade(revision="0014")
    flask_migrate.upgrade()
    last = select(Event.at).where(Event.activity_id == activity.id).order_by(Event.seq.desc()).limit(1)
    assert activity.changed_at == db.session.scalar(last) != activity.created_at


def _columns(named):
    """Every value of a column of each table, by table and row."""
    db.session.rollback()
    return {
        (model, key): text
        for model, column in named.items()
        for key, text in db.session.execute(select(model.id, getattr(model, column)))
    }
