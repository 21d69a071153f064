"""From the public questions to a kept “no” that the change controller reads."""

import re

from playwright.sync_api import expect

QUESTIONS = ("new_system", "functionality", "architecture", "infrastructure", "others")
TITLE = "EDS veidlapu drukas kļūdu labošana"


def answer(page, kind, yes=()):
    page.locator(f"[name=kind][value={kind}]").check(force=True)
    for name in QUESTIONS:
        value = "true" if name in yes else "false"
        page.locator(f"[name={name}][value={value}]").check(force=True)
    page.locator("main form[method=get] button[type=submit]").click()


def test_a_visitor_answers_signs_in_and_keeps_the_no_for_the_controller(site):
    person = site.person("vid.pieteicejs")
    page = person.open("/vai-jasaskano")
    answer(page, "development", yes=("others",))
    expect(page.locator("#answer")).to_contain_text("Jā, jāsaskaņo")
    page.goto("/vai-jasaskano")
    answer(page, "maintenance")
    expect(page.locator("#answer")).to_contain_text("Nē, nav jāsaskaņo")
    person.look()
    page.locator("a[href^='/login/?next=']").last.click()
    person.fill_in()
    expect(page.locator("[name=others][value=false]")).to_be_checked()
    page.locator("form[method=post] button", has_text="Saglabāt atbildi").click()
    expect(page.locator("#title-error")).to_be_visible()
    page.locator("#title").fill(TITLE)
    person.look_closely()
    page.locator("form[method=post] button", has_text="Saglabāt atbildi").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    number = re.search(r"NJ-\d{4}-\d{6}", page.url)[0]
    person.look()
    controller = site.person("vid.kontrolieris").sign_in()
    listed = controller.open("/vai-jasaskano/saglabatas")
    controller.look()
    listed.get_by_role("link", name=TITLE).click()
    expect(listed.locator("main")).to_contain_text(number)
