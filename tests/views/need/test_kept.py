"""Keeping the “no” of the questionnaire: refused clearly, nothing lost, read by whom it concerns."""

import re
from urllib.parse import urlencode

import pytest

from tests.helpers.pages import squeezed
from tests.helpers.people import Browser, browser_of
from tests.views.need.test_page import ALL

TITLE = "Kļūdu labošana EDS"


def address(kind="maintenance", **more):
    return "/vai-jasaskano?" + urlencode({"kind": kind, **dict.fromkeys(ALL, "false"), **more}, doseq=True)


def keep(app, username="vid.pieteicejs", title=TITLE):
    answer = browser_of(app, username).post(address(resource="EDS"), {"title": title})
    assert answer.status_code == 302
    return answer.location


def test_an_applicant_keeps_a_no_and_gets_its_page(app):
    page = browser_of(app, "vid.pieteicejs").post(address(), {"title": TITLE}, follow_redirects=True).text
    assert re.search(r"NJ-\d{4}-000001", page)
    assert f"<h1>{TITLE}</h1>" in page
    assert ("MK noteikumi Nr. 368" in page, "mk368-2023" in page) == (True, False)


def test_the_form_of_the_page_sends_the_answers_along(sqlite_app):
    page = browser_of(sqlite_app, "vid.pieteicejs").get(address()).text
    assert f'<form action="{address().replace("&", "&amp;")}" method="post"' in page


def test_the_page_says_what_was_answered_by_whom_and_why(app):
    page = browser_of(app, "vid.kontrolieris").get(keep(app)).text
    assert page.count("<dd>Nē</dd>") == 5
    assert page.count("<li><svg") == 5
    assert "VID pieteicejs" in page
    assert "<dd>EDS</dd>" in page


@pytest.mark.both_databases
def test_the_controller_finds_it_in_the_list_and_the_statistics(app):
    link = keep(app)
    page = browser_of(app, "vid.kontrolieris").get("/vai-jasaskano/saglabatas").text
    assert f'href="{link}"' in page
    assert '<td class="num">1</td>' in page


def test_others_are_told_that_there_is_none(app):
    link = keep(app)
    for username in ("bvkb.kontrolieris", "fm.loceklis", "vid.administrators", "varam.vaditajs"):
        browser = browser_of(app, username)
        assert browser.get(link).status_code == 404
        assert TITLE not in browser.get("/vai-jasaskano/saglabatas").text


@pytest.mark.both_databases
def test_the_administrator_sees_the_institutions_side_by_side(app):
    keep(app)
    keep(app, "bvkb.kontrolieris")
    page = browser_of(app, "admin").get("/vai-jasaskano/saglabatas").text
    assert re.findall(r"<td><span title=[^>]*>(\w+)<", page) == ["BVKB", "VID"]


def test_nobody_keeps_an_answer_for_another_institution(app):
    browser = browser_of(app, "vid.pieteicejs")
    assert 'id="title"' not in browser.get(address(holder="PMLP")).text
    answer = browser.post(address(holder="PMLP"), {"title": TITLE})
    assert answer.status_code == 422
    assert 'href="#holder"' in answer.text
    assert f'<input type="hidden" name="title" value="{TITLE}">' in answer.text
    assert f'id="title" name="title" type="text" value="{TITLE}"' in squeezed(
        browser.get(address(title=TITLE)).text
    )
    assert TITLE not in browser_of(app, "vid.pieteicejs").get("/vai-jasaskano/saglabatas").text


def test_an_account_of_no_institution_sees_why_there_is_no_form_and_is_refused(app):
    browser = browser_of(app, "admin")
    page = browser.get(address()).text
    assert "Atbildi saglabā iestādei, bet šis konts nepieder nevienai iestādei." in page
    assert 'id="title"' not in page
    assert browser.post(address(), {"title": TITLE}).status_code == 403


def test_a_yes_is_refused_with_the_answers_and_the_title_in_place(app):
    answer = browser_of(app, "vid.pieteicejs").post(address("development", others="true"), {"title": TITLE})
    assert answer.status_code == 409
    assert 'name="others" value="true" checked' in squeezed(answer.text)
    assert "Jā, jāsaskaņo" in answer.text


def test_a_title_that_is_too_short_is_named_and_kept(app):
    answer = browser_of(app, "vid.pieteicejs").post(address(), {"title": " Ēka "})
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert 'value=" Ēka "' in answer.text


def test_forged_answers_are_refused_and_nothing_is_kept(app):
    browser = browser_of(app, "vid.pieteicejs")
    for odd in (address("demolition"), address(resource="NAV"), "/vai-jasaskano", address(others="maybe")):
        assert browser.post(odd, {"title": TITLE}).status_code == 422
    assert TITLE not in browser.get("/vai-jasaskano/saglabatas").text


def test_whoever_is_signed_in_keeps_it_for_the_own_institution(app):
    browser = browser_of(app, "fm.loceklis")
    page = browser.post(address(), {"title": TITLE}, follow_redirects=True).text
    assert re.search(r"<dd>FM · ", page)
    assert TITLE in browser.get("/vai-jasaskano/saglabatas").text


def test_a_visitor_is_led_to_sign_in_and_back_to_the_answers(sqlite_app):
    page = sqlite_app.test_client().get(address()).text
    link = re.search(r'href="(/login/\?next=[^"]+)"', page).group(1).replace("&amp;", "&")
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    back = browser.get(link)
    assert back.location == address()
    assert 'id="title"' in browser.get(back.location).text


def test_whoever_was_signed_out_meanwhile_finds_title_and_answers_after_signing_in(sqlite_app):
    browser = Browser(sqlite_app)
    sent = browser.post(address(), {"title": TITLE})
    assert sent.location.startswith("/login/?next=")
    browser.sign_in("vid.pieteicejs")
    assert f'value="{TITLE}"' in browser.get(browser.get(sent.location).location).text


def test_title_that_a_visitor_cannot_keep_comes_back_and_is_named(sqlite_app):
    answer = Browser(sqlite_app).post(address(), {"title": "Vā\0rds"})
    assert answer.status_code == 422
    assert 'href="#title">Kas plānots: 1. rinda, 3. zīme, „Vā\ufffdrds”: rakstzīme U+0000' in answer.text
    assert 'name="title" value="Vārds"' in answer.text


def test_nonsense_numbers_and_pages_are_no_error(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert browser.get("/vai-jasaskano/NJ-9999-000001").status_code == 404
    assert browser.get("/vai-jasaskano/saglabatas?page=x&q=%25").status_code == 200
