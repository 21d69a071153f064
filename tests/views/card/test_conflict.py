"""Two people edit one card: nobody's text is lost, and each choice is theirs."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.visibility import seeing_everything
from models import Activity
from rules.vocabulary import Role
from tests.helpers.card_pages import Controls, form_of, new_card, save
from tests.helpers.people import account, browser_of


@pytest.fixture
def colleagues(app):
    with app.app_context(), seeing_everything():
        account("vid.otrais", "VID", Role.applicant)
        db.session.commit()
    return browser_of(app, "vid.pieteicejs"), browser_of(app, "vid.otrais")


@pytest.fixture
def met(colleagues):
    """The address of a card that the other changed after the form of the one was opened, and that form."""
    mine, other = colleagues
    url = new_card(mine, title="Kopīga kartīte", description="Sākums.", risks="Nav.")
    opened = form_of(mine, url)
    save(other, url, description="Sākums. Viņa teksts.", risks="Daži.")
    return url, opened | {"description": "Sākums. Mans teksts.", "goal": "Mans mērķis."}


def card(app, url):
    with app.app_context(), seeing_everything():
        found = select(Activity).where(Activity.number == url.split("/")[2])
        return db.session.scalars(found).one()


@pytest.mark.both_databases
def test_stale_form_is_answered_with_both_texts_and_changes_nothing(app, colleagues, met):
    url, sent = met
    answer = colleagues[0].post(url, sent)
    assert (answer.status_code, card(app, url).revision) == (409, 2)
    assert all(text in answer.text for text in ("Viņa", "Mans", "Sākums."))


def test_conflict_says_who_changed_the_card(colleagues, met):
    url, sent = met
    assert "VID otrais" in colleagues[0].post(url, sent).text


def test_nothing_is_chosen_in_advance(colleagues, met):
    url, sent = met
    page = colleagues[0].post(url, sent).text
    assert re.findall(r'name="keep\.([^"]+)"', page) == ["description", "description"]
    assert "keep.description" not in Controls(page).sent


@pytest.mark.parametrize(
    ("choice", "description"), [("mine", "Sākums. Mans teksts."), ("theirs", "Sākums. Viņa teksts.")]
)
def test_choice_is_saved_with_what_only_one_of_them_changed(app, colleagues, met, choice, description):
    url, sent = met
    shown = Controls(colleagues[0].post(url, sent).text).sent
    assert colleagues[0].post(url, shown | {"keep.description": choice}).status_code == 302
    found = card(app, url)
    assert (found.description, found.goal, found.risks) == (description, "Mans mērķis.", "Daži.")


def test_without_a_choice_the_page_asks_again_and_keeps_the_text(app, colleagues, met):
    url, sent = met
    shown = Controls(colleagues[0].post(url, sent).text).sent
    answer = colleagues[0].post(url, shown)
    assert (answer.status_code, card(app, url).revision) == (422, 2)
    assert 'href="#keep.description"' in answer.text
    assert Controls(answer.text).sent["description"] == ["Sākums. Mans teksts."]


@pytest.mark.both_databases
def test_third_change_meanwhile_is_met_again(app, colleagues, met):
    url, sent = met
    shown = Controls(colleagues[0].post(url, sent).text).sent
    save(colleagues[1], url, description="Pavisam cits.")
    answer = colleagues[0].post(url, shown | {"keep.description": "mine"})
    assert (answer.status_code, card(app, url).revision) == (409, 3)
    assert "Pavisam cits." in answer.text.replace("<ins>", "").replace("</ins>", "")


def test_script_is_told_to_stop_saving(colleagues, met):
    url, sent = met
    answer = colleagues[0].post(url, sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["stop"]) == (409, True)


def test_same_text_saved_twice_is_no_conflict(colleagues):
    mine, _ = colleagues
    url = new_card(mine, title="Divi klikšķi")
    sent = form_of(mine, url) | {"goal": "Tas pats."}
    assert [mine.post(url, sent).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("revision", ["", "abc", "-1", "99", "9" * 30])
def test_form_that_names_no_revision_overwrites_nothing(app, colleagues, met, revision):
    url, sent = met
    assert colleagues[0].post(url, sent | {"revision": revision}).status_code == 409
    assert card(app, url).revision == 2


def test_typed_text_of_a_conflict_can_be_taken_along(colleagues, met):
    url, sent = met
    shown = Controls(colleagues[0].post(url, sent).text).sent
    answer = colleagues[0].post(f"{url}/teksts", shown)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Sākums. Mans teksts." in answer.text


def test_different_principles_changed_by_both_need_no_choice(app, colleagues):
    mine, other = colleagues
    url = new_card(mine)
    opened = form_of(mine, url)
    save(other, url, principles__S1__answer="met", principles__S1__explanation="Viņa.")
    sent = opened | {"principles.S2.answer": "partly", "principles.S2.explanation": "Mans."}
    shown = Controls(mine.post(url, sent).text).sent
    assert mine.post(url, shown).status_code == 302
    again = form_of(mine, url)
    assert [again[f"principles.{code}.explanation"] for code in ("S1", "S2")] == [["Viņa."], ["Mans."]]


STRANGE = ("x", "-1", str(10**30), None, "", "1.5", "\uff11", "2147483648")


@pytest.mark.parametrize("base", ["absent", "1", "x"])
@pytest.mark.parametrize("revision", [*STRANGE, "1"])
def test_strange_revision_is_one_that_there_never_was(colleagues, met, revision, base):
    url, sent = met
    said = {**sent, "revision": revision, **({} if base == "absent" else {"base": base})}
    answer = colleagues[0].post(url, {name: value for name, value in said.items() if value is not None})
    assert answer.status_code in {409, 422}


def test_texts_that_cannot_be_compared_word_by_word_are_shown_as_a_whole(colleagues):
    mine, other = colleagues
    url = new_card(mine, goal="un vai " * 800, risks="un vai " * 800)
    opened = form_of(mine, url)
    save(other, url, goal="vai un " * 795, risks="vai un " * 795)
    worst = {"goal": "vai un " * 790, "risks": "vai un " * 790}
    assert mine.post(url, opened | worst).text.count("Salīdzināts kopumā") == 4
