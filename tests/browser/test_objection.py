"""An objection is answered while the decision is awaited, then taken back: applicant, co-approver, head."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.helpers.rounds import number_in


@pytest.mark.stage("objected")
def test_an_objection_is_answered_taken_back_and_stands_in_the_second_part(site):
    number = number_in(site.app)
    holder, member = site.person("vid.pieteicejs").sign_in(), site.person("dvi.loceklis").sign_in()
    _answer(holder, number)
    _take_back(member, number)
    head = site.person("varam.vaditajs").sign_in()
    head.open(f"/aktivitates/{number}/lemums")
    expect(head.page.locator("main")).not_to_contain_text("1 iestāde iebilst")
    _read_izzina(head, number)


def _answer(person: Person, number: str) -> None:
    person.open(f"/aktivitates/{number}/answer")
    person.look_closely()
    person.page.get_by_role("button", name="Nosūtīt atbildi").click()
    expect(person.page.locator(".error-summary")).to_be_visible()
    person.page.get_by_label("Atbilde DVI").fill("Mērķi precizēsim.")
    person.page.get_by_text("Daļēji", exact=True).click()
    person.page.get_by_role("button", name="Nosūtīt atbildi").click()
    expect(person.page.locator(".reply")).to_contain_text("Daļēji. Mērķi precizēsim.")


def _take_back(person: Person, number: str) -> None:
    person.open(f"/aktivitates/{number}")
    person.page.get_by_role("link", name="Atsaukt iebildumu").click()
    expect(person.page.locator(".reply")).to_contain_text("Mērķi precizēsim.")
    person.look_closely()
    person.page.locator('[name="choice"][value="approve"]').check()
    person.page.get_by_role("button", name="Atsaukt iebildumu").click()
    person.page.locator("#recap").get_by_role("button", name="Atsaukt iebildumu").click()
    expect(person.page.locator(".note-ok")).to_contain_text("ir atsaukts")
    expect(person.page.locator("article.opinion-block")).to_contain_text("Atsaukts")


def _read_izzina(person: Person, number: str) -> None:
    person.open(f"/aktivitates/{number}")
    person.page.get_by_role("link", name="Izziņa").click()
    agreed = person.page.locator('section[aria-labelledby="agreed"]')
    expect(agreed).to_contain_text("Mērķi precizēsim.")
    expect(person.page.locator('section[aria-labelledby="disputed"]')).to_contain_text("Nav.")
    person.look_closely()
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name="PDF").click()
    assert saved.value.suggested_filename == f"izzina-{number}.pdf"
