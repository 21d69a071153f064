"""The pages of substitution: naming, the tab of the CAB list, in whose name a step is recorded, ending."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import today
from app.database import writing
from app.extensions import db
from app.services.account import substitutions
from models import Event, Substitution
from rules.vocabulary import Role
from tests.helpers import cards
from tests.helpers.people import account, browser_of
from tests.helpers.rounds import hidden, number_in, rows_of
from tests.helpers.substitutes import colleague, substituted

SUBSTITUTE = "fm.loceklis.kolega"
PAGE = "/aizvietosana"
FORM = {"role": "cab_member", "substitute": SUBSTITUTE}


def days(first=0, last=3):
    return {
        "from_on": (today() + timedelta(days=first)).isoformat(),
        "until_on": (today() + timedelta(days=last)).isoformat(),
    }


@pytest.fixture
def team(sqlite_app):
    """FM has two members and a user administrator."""
    with rows_of(sqlite_app), writing():
        colleague("fm.loceklis")
        account("fm.administrators", "FM", Role.user_admin)
        db.session.commit()
    return sqlite_app


@pytest.fixture
def away(team):
    with rows_of(team), writing():
        key = substituted("fm.loceklis", Role.cab_member, SUBSTITUTE).id
        db.session.commit()
    return key


@pytest.fixture
def number(team):
    return number_in(team)


def acted_for(app):
    with rows_of(app):
        last = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        return last.on_behalf_of.username if last.on_behalf_of else None


def test_the_substitute_is_named_and_listed(team):
    browser = browser_of(team, "fm.loceklis")
    assert browser.post(PAGE, FORM | days()).status_code == 303
    assert "FM kolega" in browser.get(PAGE).text


def test_every_mistake_is_named_and_nothing_typed_is_lost(team):
    wrong = browser_of(team, "fm.loceklis").post(PAGE, FORM | days(5, 3) | {"role": ""})
    assert wrong.status_code == 422
    assert 'href="#role"' in wrong.text
    assert 'href="#until_on"' in wrong.text
    assert f'value="{days(5)["from_on"]}"' in wrong.text
    assert f'value="{SUBSTITUTE}" selected' in wrong.text


def test_days_are_read_as_people_write_them(team):
    first, last = (today() + timedelta(days=many) for many in (1, 3))
    typed = {"from_on": f"{first:%d.%m.%Y}", "until_on": f"{last:%d.%m.%Y}."}
    assert browser_of(team, "fm.loceklis").post(PAGE, FORM | typed).status_code == 303
    with rows_of(team):
        named = db.session.scalars(select(Substitution)).one()
        assert (named.from_on, named.until_on) == (first, last)


def test_day_that_is_none_is_named_and_stays_as_it_was_typed(team):
    wrong = browser_of(team, "fm.loceklis").post(PAGE, FORM | days() | {"until_on": "rīt"})
    assert (wrong.status_code, 'href="#until_on"' in wrong.text) == (422, True)
    assert 'value="rīt"' in wrong.text


def test_where_nobody_else_has_the_role_the_page_says_whom_to_ask(sqlite_app):
    page = browser_of(sqlite_app, "km.loceklis").get(PAGE, headers={"Accept-Language": "en"}).text
    assert 'name="substitute"' not in page


def test_who_has_no_such_role_gets_no_form(sqlite_app):
    assert 'name="role"' not in browser_of(sqlite_app, "vid.pieteicejs").get(PAGE).text


@pytest.mark.parametrize("form", [{}, {"from_on": "31.12.2026"}, {"role": "admin"}, {"substitute": "'; --"}])
def test_whatever_is_typed_is_answered(team, form):
    assert browser_of(team, "fm.loceklis").post(PAGE, FORM | days() | form if form else {}).status_code == 422


def test_the_user_administrator_names_for_somebody(team):
    form = FORM | days() | {"principal": "fm.loceklis"}
    assert browser_of(team, "fm.administrators").post(f"{PAGE}/iestade", form).status_code == 303


@pytest.mark.parametrize("who", ["fm.loceklis", "admin"])
def test_nobody_else_opens_the_page_of_the_institution(team, who):
    assert browser_of(team, who).get(f"{PAGE}/iestade").status_code == 403


def test_the_user_administrator_of_another_institution_does_not_name(team):
    form = FORM | days() | {"principal": "fm.loceklis"}
    assert browser_of(team, "vid.administrators").post(f"{PAGE}/iestade", form).status_code == 403


def test_it_is_ended_after_a_question(team, away):
    browser = browser_of(team, SUBSTITUTE)
    assert "FM kolega" in browser.get(f"{PAGE}/{away}/beigt").text
    assert browser.post(f"{PAGE}/{away}/beigt").status_code == 303
    with rows_of(team):
        assert db.session.get(Substitution, away).ended_at is not None


def test_ending_twice_is_said_and_breaks_nothing(team, away):
    browser = browser_of(team, "fm.loceklis")
    browser.post(f"{PAGE}/{away}/beigt")
    assert browser.post(f"{PAGE}/{away}/beigt").status_code == 303


@pytest.mark.parametrize("who", ["km.loceklis", "vid.administrators", "admin"])
def test_a_stranger_finds_nothing_to_end(team, away, who):
    assert browser_of(team, who).get(f"{PAGE}/{away}/beigt").status_code == 404


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999"])
def test_what_is_not_there_is_not_found(team, key):
    assert browser_of(team, "fm.loceklis").get(f"{PAGE}/{key}/beigt").status_code == 404


def test_the_tab_is_there_only_while_somebody_is_substituted(team, away):
    assert "/cab/aizvietoju" in browser_of(team, SUBSTITUTE).get("/cab").text
    assert "/cab/aizvietoju" not in browser_of(team, "fm.loceklis").get("/cab").text


@pytest.mark.stage("in_round")
def test_the_tab_shows_for_whom_and_the_cards(team, away, number):
    page = browser_of(team, SUBSTITUTE).get("/cab/aizvietoju").text
    assert "FM loceklis" in page
    assert number in page


def test_without_a_substitution_the_tab_leads_to_the_list(team):
    assert browser_of(team, SUBSTITUTE).get("/cab/aizvietoju").location == "/cab"


def test_my_work_says_for_whom_i_act(team, away):
    assert "FM loceklis" in browser_of(team, SUBSTITUTE).get("/darbi").text


def approve(browser, number, **form):
    page = browser.get("/cab").text
    sent = {"approve": number, f"seen.{number}": "2", "key": hidden(page, "key"), "confirmed": "1"}
    return browser.post("/cab/atzinumi", sent | form)


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("form", "who"),
    [({}, "fm.loceklis"), ({"on_behalf_of": ""}, None), ({"on_behalf_of": "fm.loceklis"}, "fm.loceklis")],
)
def test_votes_from_the_list_are_on_behalf_of_the_person_unless_the_own_name_is_chosen(
    team, away, number, form, who
):
    approve(browser_of(team, SUBSTITUTE), number, **form)
    assert acted_for(team) == who


@pytest.mark.stage("in_round")
def test_a_name_that_is_not_in_force_any_more_votes_nothing(team, number):
    refused = approve(browser_of(team, SUBSTITUTE), number, on_behalf_of="fm.loceklis")
    assert number in refused.text
    assert acted_for(team) is None


def opinion(browser, number, **form):
    page = browser.get(f"/aktivitates/{number}/atzinums").text
    sent = {name: hidden(page, name) for name in ("revision", "request_key")}
    return browser.post(f"/aktivitates/{number}/atzinums", {**sent, "choice": "approve", **form})


@pytest.mark.stage("in_round")
def test_the_recap_of_an_opinion_says_in_whose_name(team, away, number):
    recap = opinion(browser_of(team, SUBSTITUTE), number).text
    assert recap.rindex("FM loceklis") > recap.index('id="recap"')


@pytest.mark.stage("in_round")
def test_an_opinion_is_shown_with_both_names_in_the_history(team, away, number):
    browser = browser_of(team, SUBSTITUTE)
    opinion(browser, number, confirmed="1")
    assert acted_for(team) == "fm.loceklis"
    history = browser.get(f"/aktivitates/{number}/vesture").text
    assert "FM kolega" in history
    assert "FM loceklis" in history


@pytest.mark.stage("in_round")
def test_the_opinion_form_says_when_a_name_is_not_in_force_and_keeps_the_text(team, number):
    form = {"on_behalf_of": "fm.loceklis", "comment": "Atbalstām.", "confirmed": "1"}
    refused = opinion(browser_of(team, SUBSTITUTE), number, **form)
    assert refused.status_code == 422
    assert 'href="#on_behalf_of"' in refused.text
    assert "Atbalstām." in refused.text


@pytest.mark.stage("in_round")
def test_who_substitutes_nobody_is_not_asked_in_whose_name(team, number):
    page = browser_of(team, "fm.loceklis").get(f"/aktivitates/{number}/atzinums").text
    assert 'name="on_behalf_of"' not in page


@pytest.mark.stage("submitted")
def test_a_controller_returns_the_card_on_behalf_of_another(sqlite_app):
    number = number_in(sqlite_app)
    with rows_of(sqlite_app), writing():
        substituted("vid.kontrolieris", Role.change_controller)
        db.session.commit()
    browser = browser_of(sqlite_app, "vid.kontrolieris.kolega")
    assert 'id="return-on_behalf_of"' in browser.get(f"/aktivitates/{number}").text
    browser.post(f"/aktivitates/{number}/return", {"revision": "2", "comment": "Precizēt mērķi."})
    assert acted_for(sqlite_app) == "vid.kontrolieris"


@pytest.mark.stage("awaiting_decision")
def test_a_head_decides_on_behalf_of_another_and_the_page_says_so(sqlite_app):
    number = number_in(sqlite_app)
    with rows_of(sqlite_app), writing():
        substituted("varam.vaditajs", Role.cab_head)
        db.session.commit()
    browser = browser_of(sqlite_app, "varam.vaditajs.kolega")
    assert 'name="on_behalf_of"' in browser.get(f"/aktivitates/{number}/lemums").text
    form = {"outcome": "approve", "reasoning": "Iebildumu nav.", "revision": "2", "confirmed": "1"}
    browser.post(f"/aktivitates/{number}/lemums", form)
    assert acted_for(sqlite_app) == "varam.vaditajs"
    assert "VARAM vaditajs" in browser.get(f"/aktivitates/{number}").text


def test_a_role_taken_away_is_said_beside_the_substitution(team, away):
    with rows_of(team), writing():
        row = db.session.get(Substitution, away)
        row.substitute.roles = []
        db.session.commit()
        assert substitutions.listed(substitutions.own(cards.actor("fm.loceklis")))
    assert "is-warn" in browser_of(team, "fm.loceklis").get(PAGE).text
