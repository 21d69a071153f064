"""The applicant's answers: all that are filled in are sent together, and sending one keeps the others."""

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from rules.vocabulary import Choice, Outcome
from tests.helpers import cards
from tests.helpers.forms import form_with
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in

pytestmark = [pytest.mark.stage("in_round"), pytest.mark.both_databases]


@pytest.fixture
def three(app):
    """Three things that wait: a question and two objections; the applicant's browser and the page."""
    number = number_in(app)
    change(app, number, lambda one: cards.vote(one, "DVI", Choice.need_info, comment="Kam dati?"))
    for code in ("FM", "KM"):
        change(app, number, lambda one, code=code: cards.vote(one, code, Choice.object))
    return number, browser_of(app, "vid.pieteicejs")


def page_of(browser, number):
    return form_with(browser.get(f"/aktivitates/{number}/answer").text, "revision")


def answers(typed):
    """What is sent to answer these: a remark is accepted."""
    remarks = (name for name, text in typed.items() if text and name.startswith("remark_id."))
    heeds = {name.replace("remark_id", "resolution"): "accepted" for name in remarks}
    return typed | heeds


def texts_of(form):
    return [name for name in form.fields if name.startswith(("requirement_id.", "remark_id."))]


def test_all_that_are_filled_in_are_sent_together(three):
    number, browser = three
    form = page_of(browser, number)
    typed = {name: f"Atbilde {place}" for place, name in enumerate(texts_of(form))}
    answer = browser.client.post(form.action, data={**form.data(), **answers(typed)}, follow_redirects=True)
    assert [f"Atbilde {place}" in answer.text for place in range(3)] == [True] * 3


def test_sending_one_keeps_the_others(three):
    number, browser = three
    form = page_of(browser, number)
    first, second, third = texts_of(form)
    typed = answers({first: "Viena", second: "Otra", third: "Trešā"})
    sent = {**form.data(), **typed, "only": second}
    browser.client.post(form.action, data=sent)
    again = page_of(browser, number)
    kept = {name: again.text(name) for name in texts_of(again) if again.text(name)}
    assert kept == {first: "Viena", third: "Trešā"}
    assert again.text(third.replace("remark_id", "resolution")) == "accepted"


def test_nothing_filled_in_is_said_and_sends_nothing(three):
    number, browser = three
    form = page_of(browser, number)
    answer = browser.client.post(form.action, data=form.data())
    assert (answer.status_code, "error-summary" in answer.text) == (422, True)


def test_a_second_click_answers_nothing_twice(three):
    number, browser = three
    form = page_of(browser, number)
    [first, *_] = texts_of(form)
    sent = {**form.data(), first: "Tikai reizi"}
    for _click in range(2):
        browser.client.post(form.action, data=sent)
    assert browser.get(f"/aktivitates/{number}").text.count("Tikai reizi") == 1


def test_what_was_answered_in_another_tab_meanwhile_costs_no_text(three):
    number, browser = three
    first_tab, second_tab = page_of(browser, number), page_of(browser, number)
    first, second, third = texts_of(first_tab)
    browser.client.post(first_tab.action, data={**first_tab.data(), first: "Viena", "only": first})
    typed = {first: "Par vēlu", second: "Otra", third: ""}
    late = browser.client.post(second_tab.action, data={**second_tab.data(), **answers(typed)})
    again = form_with(late.text, "revision")
    assert (late.status_code, "Par vēlu</blockquote>" in late.text) == (409, True)
    assert {name: again.text(name) for name in texts_of(again)} == {second: "Otra", third: ""}
    assert browser.client.post(again.action, data=again.data()).status_code == 303


def test_a_second_click_is_not_told_that_it_came_too_late(three):
    number, browser = three
    form = page_of(browser, number)
    [first, second, _third] = texts_of(form)
    sent = {**form.data(), **answers({first: "Viena\r\ndivas", second: "Otra"})}
    pages = [browser.client.post(form.action, data=sent, follow_redirects=True).text for _click in range(2)]
    assert ["nav nosūtīts" in page for page in pages] == [False, False]


def test_a_remark_is_not_answered_without_saying_how_far_it_is_followed(three):
    number, browser = three
    form = page_of(browser, number)
    _first, second, _third = texts_of(form)
    refused = browser.client.post(form.action, data={**form.data(), second: "Precizēsim."})
    field = second.replace("remark_id", "resolution")
    assert (refused.status_code, f'href="#{field}"' in refused.text) == (422, True)
    assert form_with(refused.text, "revision").text(second) == "Precizēsim."


def test_how_far_a_remark_is_followed_is_no_answer_without_words(three):
    number, browser = three
    form = page_of(browser, number)
    _first, second, _third = texts_of(form)
    field = second.replace("remark_id", "resolution")
    refused = browser.client.post(form.action, data={**form.data(), field: "partly"})
    assert (refused.status_code, f'href="#{second}"' in refused.text) == (422, True)
    assert form_with(refused.text, "revision").text(field) == "partly"


def test_a_remark_is_answered_again_and_both_answers_stay_on_the_sheet(three):
    number, browser = three
    for text in ("Pirmā atbilde", "Otrā atbilde"):
        form = page_of(browser, number)
        remark = next(name for name in texts_of(form) if name.startswith("remark_id."))
        browser.client.post(form.action, data={**form.data(), **answers({remark: text})})
    sheet = browser.get(f"/aktivitates/{number}").text
    assert ("Pirmā atbilde" in sheet, "Otrā atbilde" in sheet, "<b>Ņemts vērā.</b>" in sheet) == (
        True,
        True,
        True,
    )


def test_remarks_are_answered_while_the_card_is_being_corrected(three, app):
    number, browser = three
    change(app, number, lambda one: cards.vote(one, "DVI"))
    change(app, number, cards.all_vote)
    change(app, number, _send_back)
    form = page_of(browser, number)
    assert [name.split(".")[0] for name in texts_of(form)] == ["remark_id", "remark_id"]
    typed = answers(dict.fromkeys(texts_of(form), "Precizējām."))
    assert browser.client.post(form.action, data={**form.data(), **typed}).status_code == 303


def _send_back(activity):
    head = cards.actor("varam.vaditajs")
    workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Precizējiet mērķi.")
