"""The opinion page as a reading room: what concerns the institution stands open, and before the ballot."""

import re

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import answering
from models import Remark
from rules.vocabulary import Choice
from tests.helpers import cards
from tests.helpers.forms import form_with
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in, rows_of

ENTRY = {
    "remarks.0.section": "goal",
    "remarks.0.current_text": cards.TEXT,
    "remarks.0.proposed_text": cards.NEW_TEXT,
    "remarks.0.reason": "Tā ir skaidrāk.",
}


def page_of(app, username="dvi.loceklis"):
    return browser_of(app, username).get(f"/aktivitates/{number_in(app)}/atzinums").text


def sent(app, **typed):
    """Return the page that answers when the form is sent like this."""
    browser, address = browser_of(app, "dvi.loceklis"), f"/aktivitates/{number_in(app)}/atzinums"
    form = form_with(browser.get(address).text, "revision")
    return browser.post(address, form.data(**typed) | typed).text


def open_sections(page):
    """Return the numbers of the sections of the card that stand open."""
    return re.findall(r'<details class="sec" open>.*?<h3>(\d+)\.', page, re.DOTALL)


@pytest.mark.stage("in_round")
def test_the_reason_and_the_card_come_before_the_choices(sqlite_app):
    page = page_of(sqlite_app)
    places = [page.index(one) for one in ('id="why"', 'class="sec"', 'name="choice"', 'class="ballot-foot"')]
    assert places == sorted(places)


@pytest.mark.stage("in_round")
def test_sections_with_watched_fields_stand_open_and_the_others_closed(sqlite_app):
    assert open_sections(page_of(sqlite_app)) == ["2", "4", "7"]


@pytest.mark.stage("in_round")
def test_the_fact_that_is_the_reason_stands_open_too(sqlite_app):
    page = page_of(sqlite_app, "pmlp.loceklis")
    assert "2" in open_sections(page)
    assert re.search(r'class="fld fld-watch" id="f-used_resources"', page)


@pytest.mark.stage("second_round")
def test_what_has_changed_since_the_vote_stands_open_marked_word_by_word(sqlite_app):
    page = page_of(sqlite_app)
    assert "3" in open_sections(page)
    field = page[page.index('id="f-goal"') :]
    assert "<del>vienuviet,</del> <ins>portālā,</ins>" in field[: field.index("</p>")]


@pytest.mark.stage("second_round")
def test_the_page_says_what_the_institution_said_in_the_earlier_round(sqlite_app):
    assert re.search(r"jūsu iestāde sniedza atzinumu: Nesaskaņots", page_of(sqlite_app))


@pytest.fixture
def answered(sqlite_app):
    """A card on which the question of DVI is answered."""

    def ask_and_answer(one):
        cards.vote(one, "DVI", Choice.need_info, comment="Cik ilgi glabā?")
        row = next(row for row in one.current_round.requirements if row.institution.code == "DVI")
        holder = cards.actor("vid.pieteicejs")
        answering.answer(one, holder, now(), text="Trīs gadus.", requirement_id=row.id)

    change(sqlite_app, number_in(sqlite_app), ask_and_answer)
    return sqlite_app


@pytest.mark.stage("in_round")
def test_question_and_answer_stand_on_top_and_nothing_is_chosen(answered):
    page = page_of(answered)
    places = [page.index(one) for one in ("Cik ilgi glabā?", "Trīs gadus.", 'id="why"')]
    assert places == sorted(places)
    assert "choice" not in form_with(page, "revision").fields


@pytest.mark.stage("in_round")
def test_what_is_entered_with_consent_is_shown_as_a_proposal_word_by_word(sqlite_app):
    answer = sent(sqlite_app, choice="approve_with_proposals", **ENTRY)
    recap = answer[answer.index('id="recap"') :]
    assert ("Priekšlikums" in recap, "Iebildums" in recap) == (True, False)
    assert ("<del>vienuviet,</del>" in recap, "<ins>portālā,</ins>" in recap) == (True, True)


@pytest.mark.stage("in_round")
def test_a_wording_left_as_the_card_has_it_proposes_nothing(sqlite_app):
    left = ENTRY | {"remarks.0.proposed_text": cards.TEXT}
    sent(sqlite_app, choice="object", confirmed="1", **left)
    with rows_of(sqlite_app):
        [remark] = db.session.scalars(select(Remark))
        assert (remark.current_text, remark.proposed_text) == (cards.TEXT, "")


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(("times", "folded"), [(1, 0), (100, 1)])
def test_only_a_long_quotation_is_folded(sqlite_app, times, folded):
    page = sent(sqlite_app, choice="object", **ENTRY | {"remarks.0.current_text": "Gari. " * times})
    assert page[: page.index('id="new-entry"')].count('<details class="quoted">') == folded
