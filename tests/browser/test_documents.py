"""An applicant adds a document and talks with a co-approver; both look closely at what they see."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.helpers.files import PDF
from tests.helpers.rounds import number_in


@pytest.mark.stage("in_round")
def test_a_document_is_added_talked_about_and_withdrawn(site):
    number = number_in(site.app)
    holder, member = site.person("vid.pieteicejs").sign_in(), site.person("dvi.loceklis").sign_in()
    _add(holder, number, "Arhitektūras apraksts")
    holder.look_closely()
    _say(holder, number, "Apraksts ir pievienots.", "DVI")
    member.open("/darbi")
    member.page.locator(f'a[href="/aktivitates/{number}/saruna"]').click()
    member.page.get_by_role("link", name="Atbildēt").click()
    member.page.locator("#text").fill("Paldies, izlasīšu.")
    member.page.locator('[name="visibility"][value="shared"]').check()
    member.page.get_by_role("button", name="Publicēt ierakstu").click()
    expect(member.page.locator("article article")).to_contain_text("Paldies, izlasīšu.")
    member.look_closely()
    _withdraw(holder, number)
    member.open(f"/aktivitates/{number}/dokumenti")
    expect(member.page.locator("main")).to_contain_text("Kļūda aprēķinā.")
    expect(member.page.get_by_role("link", name="apraksts.pdf")).to_have_count(0)


def _add(person: Person, number: str, title: str) -> None:
    person.open(f"/aktivitates/{number}/dokumenti")
    person.page.locator("#file").set_input_files(
        {"name": "apraksts.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    person.page.locator("#title").fill(title)
    person.page.get_by_role("button", name="Pievienot dokumentu").click()
    expect(person.page.locator("table")).to_contain_text(title)
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name="apraksts.pdf").click()
    assert saved.value.suggested_filename == "apraksts.pdf"


def _say(person: Person, number: str, text: str, whom: str) -> None:
    person.open(f"/aktivitates/{number}/saruna")
    person.page.locator("#text").fill(text)
    picker = person.page.locator("#mentions-ts-control")
    picker.click()
    picker.press_sequentially(whom)
    person.page.locator(f'#mentions-ts-dropdown [data-value="{whom}"]').click()
    picker.press("Escape")
    person.page.get_by_role("button", name="Publicēt ierakstu").click()
    expect(person.page.locator("article")).to_contain_text(text)


def _withdraw(person: Person, number: str) -> None:
    person.open(f"/aktivitates/{number}/dokumenti")
    person.page.locator("table").get_by_role("link", name="Atsaukt").click()
    person.page.locator("#comment").fill("Kļūda aprēķinā.")
    person.page.get_by_role("button", name="Atsaukt dokumentu").click()
    expect(person.page.locator("table")).to_contain_text("Kļūda aprēķinā.")
