"""A kept “no”: who may keep one, under which number, who reads it, how many there are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.services.ruleset import no_need
from app.services.ruleset.no_need import Answered
from app.visibility import looking_as, seeing_everything
from models import Institution, NoNeed
from rules.refusals import Invalid, NotAllowed, WrongStatus
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor
from tests.helpers.people import PEOPLE

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NO = Answered("maintenance", {"new_system": False, "functionality": False})
YES = Answered("development", {"new_system": False, "functionality": True})


def kept(username="vid.pieteicejs", title="Kļūdu labošana EDS", at=AT):
    return no_need.keep(NO, title, actor(username), at)


@pytest.mark.both_databases
def test_a_no_gets_the_next_number_of_its_year_and_the_rule_set_of_its_day(inside):
    with writing():
        other = kept(title="Kļūdu labošana VEDLUDB")
        numbers = [other.number, kept().number, kept(at=AT.replace(year=2027)).number]
        assert numbers == ["NJ-2026-000001", "NJ-2026-000002", "NJ-2027-000001"]
        assert kept().rule_set == "mk368-2023"


def test_the_same_answer_sent_twice_in_a_row_is_kept_once(inside):
    with writing():
        first, second, later = kept(), kept(), kept(at=AT + timedelta(minutes=2))
        assert (first is second, first is later) == (True, False)


@pytest.mark.both_databases
def test_two_clicks_at_the_same_moment_keep_one_answer(inside):
    assert at_once(inside, kept, kept) == []
    with writing():
        assert len(db.session.scalars(select(NoNeed)).all()) == 1


@pytest.mark.parametrize("answered", [YES, Answered("creation", NO.scope), Answered("liquidation", NO.scope)])
def test_a_yes_is_not_kept(inside, answered):
    with pytest.raises(WrongStatus, match="needs co-approval"):
        no_need.keep(answered, "Jauna veidlapa", actor("vid.pieteicejs"), AT)


@pytest.mark.parametrize("title", ["", "Četr", "g" * 251])
def test_what_is_planned_is_said_in_5_to_250_characters(inside, title):
    with pytest.raises(Invalid):
        kept(title=title)


@pytest.mark.parametrize("username", ["vid.administrators", "fm.loceklis", "varam.vaditajs"])
def test_whoever_works_at_an_institution_keeps_for_it(inside, username):
    assert kept(username).institution_id == actor(username).institution_id


def test_an_account_of_no_institution_keeps_nothing(inside):
    with pytest.raises(NotAllowed):
        kept("admin")


@pytest.mark.both_databases
def test_it_is_read_by_its_author_the_controllers_of_the_institution_and_the_administrator(inside):
    with writing():
        kept()
        db.session.commit()
    readers = {"vid.pieteicejs", "vid.kontrolieris", "admin", "admin2"}
    assert {name for name in PEOPLE if seen_by(name)} == readers


def test_nobody_known_reads_nothing(app):
    with app.app_context():
        with seeing_everything(), writing():
            kept()
            db.session.commit()
        assert db.session.scalars(select(NoNeed)).all() == []


def test_the_wall_of_the_database_says_the_same(walled_app):
    with walled_app.app_context(), seeing_everything():
        kept()
        db.session.commit()
        found = {name for name in PEOPLE if raw_count(name)}
    assert found == {"vid.pieteicejs", "vid.kontrolieris", "admin", "admin2"}


def test_an_applicant_keeps_behind_the_wall_of_the_database(walled_app):
    with walled_app.app_context():
        with seeing_everything():
            person = actor("vid.pieteicejs")
        with looking_as(person):
            assert no_need.keep(NO, "Kļūdu labošana", person, AT).id


@pytest.mark.both_databases
def test_a_kept_answer_is_never_changed(inside):
    with writing():
        row = kept()
        db.session.commit()
        row.title = "Pavisam kas cits"
        with pytest.raises(Exception, match="append-only"):
            db.session.flush()
        db.session.rollback()


@pytest.mark.both_databases
def test_search_finds_without_case_and_diacritics(inside):
    with writing():
        wanted = kept(title="Žurnāla ĒKA").number
        kept()
    rows, total = no_need.page("zurnala eka vid", 0)
    assert ([one.number for one in rows], total) == ([wanted], 1)


@pytest.mark.both_databases
def test_pages_hold_25_the_newest_first(inside):
    with writing():
        numbers = [kept(title=f"Kļūdu labošana, {number}. reize").number for number in range(26)]
    rows, total = no_need.page("", 1)
    assert ([one.number for one in rows], total) == ([numbers[0]], 26)


@pytest.mark.both_databases
def test_statistics_count_by_year_and_institution(inside):
    with writing():
        (
            kept(),
            kept(title="Kļūdu labošana VEDLUDB"),
            kept("bvkb.kontrolieris"),
            kept(at=AT.replace(year=2027)),
        )
    counted = [(one.year, one.institution, one.count) for one in no_need.totals(Institution.sort_key)]
    assert counted == [("2027", "VID", 1), ("2026", "BVKB", 1), ("2026", "VID", 2)]


def test_statistics_of_a_controller_hold_the_own_institution_only(inside):
    with writing():
        kept(), kept("bvkb.pieteicejs")
        db.session.commit()
    with looking_as(actor("bvkb.kontrolieris")):
        assert [one.institution for one in no_need.totals(Institution.sort_key)] == ["BVKB"]


def seen_by(username):
    with looking_as(actor(username)):
        return db.session.scalars(select(NoNeed.number)).all()


def raw_count(username):
    """How many rows SQL without any criterion of ours finds."""
    person = actor(username)
    with looking_as(person):
        return db.session.connection().exec_driver_sql("SELECT count(*) FROM no_need").scalar_one()
