"""Words are found wherever they stand, the same on both databases, by an index that is kept by itself."""

import flask_migrate
import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import array

from app.extensions import db
from app.services.activity import search_words
from app.services.activity.search import Search, page
from app.visibility import looking_as
from models import Resource
from tests.helpers.cards import actor, draft
from tests.helpers.searched import ASKED, read_through

APPLICANT, STRANGER = "vid.pieteicejs", "bvkb.pieteicejs"
FEW_STEPS, FEW_CARDS = 60_000, 2_000  # reading all 20,000 takes SQLite's machine 240,000 steps


def found(q, who=APPLICANT):
    """The numbers on the first page of what somebody finds."""
    person = actor(who)
    with looking_as(person):
        return [row.number for row in page(Search(q=q), person)]


@pytest.mark.both_databases
@pytest.mark.stage("searched")
@pytest.mark.parametrize("most", [0, search_words.MOST])
@pytest.mark.parametrize("who", [APPLICANT, STRANGER])
def test_words_and_their_parts_find_what_reading_every_card_finds(inside, monkeypatch, who, most):
    monkeypatch.setattr(search_words, "MOST", most)
    read = {q: read_through(q, reads=who == APPLICANT) for q in ASKED}
    assert {q: found(q, who) for q in ASKED} == read


@pytest.mark.stage("searched")
def test_what_is_asked_in_these_tests_finds_some_cards_and_not_others(inside):
    numbers = [len(read_through(q, reads=True)) for q in ASKED]
    assert (len(ASKED) >= 60, {0, 1, 14} <= set(numbers), len(set(numbers)) > 4) == (True, True, True)


@pytest.mark.stage("searched")
def test_a_word_in_restricted_texts_finds_nothing_for_who_does_not_read_them(walled_app):
    with walled_app.app_context():
        assert (len(found("kriptogrāfija", "varam.vaditajs")), found("kriptogrāfija", STRANGER)) == (1, [])


@pytest.mark.stage("searched")
def test_the_function_that_asks_the_index_names_only_cards_that_the_viewer_sees(walled_app):
    asked, named = select(func.virsis_found(*[array(["%apdrosinato%"])] * 3, 100)), {}
    with walled_app.app_context():
        for name in (APPLICANT, STRANGER):
            with looking_as(actor(name)):
                named[name] = len(db.session.scalars(asked).all())
            db.session.rollback()
    assert named == {APPLICANT: 4, STRANGER: 0}


@pytest.mark.stage("searched")
def test_the_function_that_asks_the_index_names_nothing_to_who_names_nobody(walled_app, plain_role):
    with psycopg.connect(plain_role.url.replace("+psycopg", "")) as stranger:
        pattern = ["%apdrosinato%"]
        assert stranger.execute("SELECT virsis_found(%s, %s, %s, 9)", [pattern] * 3).fetchall() == []


@pytest.mark.both_databases
@pytest.mark.stage("searched")
def test_a_changed_text_is_found_by_its_new_words_only(inside):
    card = draft(title="Sākumā ziemassvētku")
    db.session.commit()
    card.title = "Tagad līgosvētku"
    db.session.commit()
    assert (found("ziemassvetku"), found("ligosvetku")) == ([], [card.number])


@pytest.mark.both_databases
@pytest.mark.stage("searched")
def test_cards_of_a_renamed_resource_are_found_by_its_new_name(inside):
    resource = db.session.scalars(select(Resource).where(Resource.code == "EDS")).one()
    resource.name_lv = "Deklarēšanās velosipēds"
    db.session.commit()
    assert len(found("velosip")) == 14


@pytest.mark.both_databases
@pytest.mark.stage("searched")
def test_words_are_found_after_a_migration_that_lays_the_table_anew(inside):
    db.session.rollback()
    flask_migrate.downgrade(revision="0013")
    flask_migrate.upgrade()
    draft(title="Pēc tam: ziemassvētku")
    db.session.commit()
    assert (len(found("kriptografija")), len(found("ziemassvetku"))) == (5, 1)


@pytest.mark.stage("many")
@pytest.mark.parametrize("words", ["retais", "retais vards", "aa-2020-112345", "kvantumehanika"])
def test_sqlite_finds_a_rare_word_without_reading_every_card(sqlite_app, words):
    assert _steps_of_sqlite(sqlite_app, words) < FEW_STEPS


@pytest.mark.stage("many")
@pytest.mark.parametrize("words", ["eds", "veidlapa eds", "e", ""])
def test_sqlite_finds_a_common_word_without_reading_every_card(sqlite_app, words):
    assert _steps_of_sqlite(sqlite_app, words) < FEW_STEPS


@pytest.mark.stage("many")
@pytest.mark.parametrize("words", ["retais", "retais vards", "aa-2020-112345", "kvantumehanika"])
def test_postgresql_finds_a_rare_word_by_the_index_behind_the_wall(walled_app, words):
    assert _read_by_postgresql(walled_app, words) < FEW_CARDS


@pytest.mark.stage("many")
@pytest.mark.parametrize("words", ["eds", "veidlapa eds", "e"])
def test_postgresql_finds_a_common_word_without_reading_every_card(walled_app, words):
    assert _read_by_postgresql(walled_app, words) < FEW_CARDS


def _steps_of_sqlite(app, words):
    """How many hundreds of steps SQLite's machine takes for a page, times a hundred."""
    taken = []
    with app.app_context():
        person = actor(STRANGER)
        driver = db.session.connection().connection.driver_connection
        driver.set_progress_handler(lambda: taken.append(100) and None, 100)
        with looking_as(person):
            page(Search(q=words), person)
        driver.set_progress_handler(None, 0)
    return sum(taken)


def _read_by_postgresql(app, words):
    """How many cards PostgreSQL has taken from the table for a page, by whatever way."""
    asked = text(
        "SELECT pg_stat_get_xact_tuples_returned('activity'::regclass)"
        " + pg_stat_get_xact_tuples_fetched('activity'::regclass)"
    )
    with app.app_context():
        person = actor(STRANGER)
        before = db.session.scalar(asked)
        with looking_as(person):
            page(Search(q=words), person)
        return db.session.scalar(asked) - before
