"""No text is lost: not when the sign-in ends while somebody writes, not when the page is left."""

import pytest
from playwright.sync_api import expect

from app.clock import now
from app.database import writing
from app.extensions import db
from models import KeptText, SignIn
from tests.browser.test_need import QUESTIONS
from tests.helpers.people import PASSWORD
from tests.helpers.rounds import number_in, rows_of

TEXT = "Lūdzu, skaidrojiet „mērķi”: kas mainās lietotājiem?"
NEED = "/vai-jasaskano?kind=maintenance" + "".join(f"&{name}=false" for name in QUESTIONS)
MAIN = "main form .btn-primary"
# Who, where (~ is the card), the control that is written in, the button that sends.
EVERYWHERE = [
    ("submitted", "vid.kontrolieris", "~/return", "#comment", MAIN),
    ("in_round", "vid.pieteicejs", "~/withdraw", "#comment", "main .btn-danger"),
    ("in_round", "dvi.loceklis", "~/atzinums?choice=need_info", "#question", "#opinion .btn-primary"),
    ("questioned", "vid.pieteicejs", "~/answer", "#answers textarea", MAIN),
    ("awaiting_decision", "varam.vaditajs", "~/lemums", "#reasoning", "#decision .btn-primary"),
    ("started", "vid.pieteicejs", "~/complete", "#result", MAIN),
    ("complete", "vid.pieteicejs", "~/labot", "#goal", '.savebar [name=do][value="save"]'),
    ("fresh", "vid.pieteicejs", NEED, "#title", "main form[method=post] .btn"),
    ("fresh", "vid.administrators", "/lietotaji/add", "#last_name", MAIN),
    ("fresh", "admin", "/resursi/add", "#name_lv", MAIN),
]
IDS = [one[2].partition("?")[0].strip("~/") for one in EVERYWHERE]
# tests/views/base/test_keeping.py goes through every form, without scripts; here one of each kind always.
REPEATS = pytest.mark.repeats
REPEATED = {"withdraw", "complete", "lietotaji/add"}
WRITERS = [
    pytest.param(*one, marks=REPEATS if name in REPEATED else ())
    for name, one in zip(IDS, EVERYWHERE, strict=True)
]


def end_sign_ins(app):
    with rows_of(app), writing():
        db.session.query(SignIn).update({"ended_at": now()})
        db.session.commit()


def kept(app):
    with rows_of(app):
        return db.session.query(KeptText).count()


@pytest.mark.parametrize("lost", ["sign-in", pytest.param("cookies", marks=REPEATS)])
@pytest.mark.parametrize(("stage", "username", "where", "control", "button"), WRITERS, ids=IDS)
def test_what_is_sent_after_the_sign_in_ended_stands_in_the_form_again(
    site, username, where, control, button, lost
):
    person = site.person(username).sign_in()
    page = person.open(where.replace("~", f"/aktivitates/{number_in(site.app)}") if "~" in where else where)
    page.locator(control).fill(TEXT)
    end_sign_ins(site.app)
    if lost == "cookies":
        person.context.clear_cookies()
    page.locator(button).first.click()
    expect(page.locator("#password")).to_be_visible()
    person.fill_in()
    expect(page.locator(control)).to_have_value(TEXT)


@pytest.mark.stage("in_round")
def test_a_text_is_kept_while_it_is_written_and_there_in_another_window(site):
    person = site.person("dvi.loceklis").sign_in()
    page = person.open(f"/aktivitates/{number_in(site.app)}/atzinums?choice=need_info")
    page.locator("#question").fill(TEXT)
    expect(page.locator("[data-kept-status]")).to_contain_text("Saglabāts")
    other = person.new_page()
    other.goto(f"/aktivitates/{number_in(site.app)}/atzinums")
    expect(other.locator("#question")).to_have_value(TEXT)
    person.look_closely(other)


@pytest.mark.stage("in_round")
def test_who_signs_in_again_in_another_tab_goes_on_in_the_first(site):
    person = site.person("dvi.loceklis").sign_in()
    page = person.open(f"/aktivitates/{number_in(site.app)}/atzinums?choice=need_info")
    person.context.clear_cookies()
    page.locator("#question").fill(TEXT)
    expect(page.locator("[data-kept-status]")).to_contain_text("sesija ir beigusies")
    other = person.new_page()
    other.goto("/login/")
    other.locator("#username").fill("dvi.loceklis")
    other.locator("#password").fill(PASSWORD)
    other.locator("main form button[type=submit]").click()
    other.wait_for_url("**/darbi")
    page.locator("#question").fill(TEXT + " Un kāpēc?")
    expect(page.locator("[data-kept-status]")).to_contain_text("Saglabāts")
    page.locator("#opinion .btn-primary").click()
    expect(page.locator("dialog[open]")).to_contain_text("Un kāpēc?")


@pytest.mark.stage("in_round")
def test_leaving_with_a_text_that_is_not_kept_asks(site):
    person = site.person("dvi.loceklis").sign_in()
    page = person.open(f"/aktivitates/{number_in(site.app)}/atzinums?choice=need_info")
    page.route("**/teksti", lambda route: route.abort())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#question").press_sequentially("Kam dati?")
    page.goto("/darbi")
    assert asked == ["beforeunload"]


@pytest.mark.stage("in_round")
def test_leaving_with_a_kept_text_asks_nothing(site):
    person = site.person("dvi.loceklis").sign_in()
    page = person.open(f"/aktivitates/{number_in(site.app)}/atzinums?choice=need_info")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#question").press_sequentially("Kam dati?")
    expect(page.locator("[data-kept-status]")).to_contain_text("Saglabāts")
    page.goto("/darbi")
    assert (asked, kept(site.app)) == ([], 1)
