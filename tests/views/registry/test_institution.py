"""The page of an institution: what it holds, uses and is asked for, and its deletion."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from models import AccountEvent, Institution
from tests.helpers.institutions import close, institution
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import number_in, rows_of


def section(page, name):
    return squeezed(page).partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


@pytest.mark.both_databases
@pytest.mark.stage("in_round")
def test_the_page_of_an_institution_tells_what_it_holds_uses_and_is_asked_for_as_far_as_seen(app):
    number = number_in(app)
    seen = browser_of(app, "vid.pieteicejs").get("/iestades/PMLP").text
    assert 'href="/resursi/FPR"' in section(seen, "held")
    assert number in section(seen, "asked")
    used = section(browser_of(app, "bvkb.pieteicejs").get("/iestades/BVKB").text, "used")
    assert ('href="/resursi/FPR"' in used, 'href="/iestades/PMLP"' in used, "BIS" in used) == (True,) * 3
    unseen = browser_of(app, "bvkb.pieteicejs").get("/iestades/PMLP").text
    assert (number in unseen, "atzinumu negaida" in section(unseen, "asked")) == (False, True)
    assert browser_of(app, "bvkb.pieteicejs").get("/iestades/NAV").status_code == 404


def test_the_successor_holds_what_a_closed_institution_held(sqlite_app):
    with rows_of(sqlite_app), writing():
        close("PMLP", "IeM")
        db.session.commit()
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert 'href="/resursi/FPR"' in section(browser.get("/iestades/IeM").text, "held")
    closed = browser.get("/iestades/PMLP").text
    assert ("Slēgta" in closed, 'href="/iestades/IeM"' in section(closed, "facts")) == (True, True)


@pytest.mark.both_databases
def test_an_institution_that_only_records_name_stays_too(app):
    with rows_of(app), writing():
        db.session.add(Institution(code="JAUNA", name_lv="Jaunā", kind="ministry", certainty="check"))
        db.session.flush()
        db.session.add(AccountEvent(at=now(), action="signed_in", institution_id=institution("JAUNA").id))
        db.session.commit()
    answer = browser_of(app, "admin").post("/iestades/JAUNA/dzest", {})
    assert (answer.status_code, "tāpēc tas paliek" in answer.text) == (409, True)
    deleted = caller_of(app, "admin").delete("/institutions/JAUNA")
    assert (deleted.status_code, deleted.json["references"]) == (409, [])


def test_an_institution_that_nothing_names_is_deleted_by_the_administrator_alone(sqlite_app):
    admin = browser_of(sqlite_app, "admin")
    new = {"code": "JAUNA", "name_lv": "Jaunā iestāde", "name_en": "New", "kind": "ministry"}
    admin.post("/iestades/add", {**new, "status": "active", "certainty": "check"})
    assert "Jaunā iestāde" in admin.get("/iestades/JAUNA/dzest").text
    refused = browser_of(sqlite_app, "vid.kontrolieris").post("/iestades/JAUNA/dzest", {})
    assert (refused.status_code, admin.post("/iestades/JAUNA/dzest", {}).status_code) == (403, 303)
    with rows_of(sqlite_app):
        assert db.session.scalars(select(Institution.id).where(Institution.code == "JAUNA")).all() == []


@pytest.mark.parametrize("code", ["A/B", "add", "=1"])
def test_a_code_that_no_address_can_hold_is_refused_at_its_field(sqlite_app, code):
    sent = {"code": code, "name_lv": "Jaunā", "name_en": "New", "kind": "ministry", "status": "active"}
    answer = browser_of(sqlite_app, "admin").post("/iestades/add", {**sent, "certainty": "check"})
    assert ('id="code-error"' in answer.text or "invalid" in answer.text, "Jaunā" in answer.text) == (
        True,
    ) * 2
    with rows_of(sqlite_app):
        assert db.session.scalars(select(Institution.id).where(Institution.code == code)).all() == []
