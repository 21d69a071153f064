"""A rule set from the text that is downloaded to the day on which it holds, by two administrators."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.clock import today
from tests.browser.person import Person

PAGE = "/parvaldiba/noteikumi"
POINT = "Oficiālais punkts, ko ieraksta administrators"
BASIS = "MK 368 (VIRSIS prezentācija, 21.05.2025.)"

# Sent a moment later: asked while it is sent, the page might never answer.
APPROVE_INSTEAD = """form => {
  form.action = form.action.replace("noraidit", "apstiprinat");
  setTimeout(() => form.submit());
}"""


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_a_draft_with_an_official_point_begins_when_a_second_administrator_approves(site, tmp_path):
    first, second = site.person("admin").sign_in(), site.person("admin2").sign_in()
    draft = _draft_of(first, tmp_path / "draft.toml")
    _faulty_is_refused(first, draft)
    _upload(first, draft)
    _is_compared(first)
    _proposed(first)
    _own_proposal_is_not_approved(first)
    _approved(second)
    for person in (first, second):
        history = person.open(f"{PAGE}/draft").locator("section", has=person.page.locator("#past-title"))
        expect(history).to_contain_text("VIRSIS admin (admin) ierosināja sākumu")
        expect(history).to_contain_text("apstiprināja VIRSIS admin2 (admin2).")
    first.look_closely()


def _draft_of(person: Person, file: Path) -> Path:
    """The text of the set in force, with another id and the official point in its first rule."""
    page = person.open(f"{PAGE}/mk368-2023")
    person.look()
    with page.expect_download() as download:
        page.get_by_role("button", name="Lejupielādēt tekstu (TOML)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    file.write_text(text.replace('"mk368-2023"', '"draft"', 1).replace(BASIS, POINT, 1), encoding="utf-8")
    return file


def _upload(person: Person, file: Path) -> Page:
    page = person.open(PAGE)
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Pārbaudīt un saglabāt projektu").click()
    return page


def _faulty_is_refused(person: Person, good: Path) -> None:
    faulty = good.with_name("faulty.toml")
    faulty.write_text(good.read_text(encoding="utf-8").replace('asks = "DVI"', 'asks = "NAV"'), "utf-8")
    page = _upload(person, faulty)
    mistake = page.locator(".error-summary")
    expect(mistake).to_contain_text("faulty.toml:")
    expect(mistake).to_contain_text("noteikums dvi, lauks asks")
    expect(page.locator("main")).not_to_contain_text("Augšupielādēja")
    person.look()


def _is_compared(person: Person) -> None:
    page = person.page
    expect(page.locator(".flashes")).to_contain_text("Datumu datnē (12.07.2023.) neizmanto.")
    expect(page.locator("#salidzinajums ins")).to_have_text([POINT])
    expect(page.locator("#salidzinajums del")).to_have_text([BASIS])
    person.look()


def _proposed(person: Person) -> None:
    page = person.page
    page.locator("#valid_from").fill((today() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Ierosināt sākumu").click()
    expect(page.locator(".flashes")).to_contain_text("Ierosināts.")


def _own_proposal_is_not_approved(person: Person) -> None:
    """The page does not offer it, and who sends it all the same is refused."""
    page = person.page
    expect(page.locator("[data-dialog=dlg-approve]")).to_have_count(0)
    person.look_closely()
    page.locator("form[action*='/noraidit/']").evaluate(APPROVE_INSTEAD)
    expect(page.locator("main")).to_contain_text("Tas jāapstiprina citam sistēmas administratoram.")


def _approved(person: Person) -> None:
    page = person.open(f"{PAGE}/draft")
    person.look_closely()
    page.locator("[data-dialog=dlg-approve]").click()
    page.locator("#dlg-approve button[type=submit]").click()
    expect(page.locator(".flashes")).to_contain_text("draft")
    expect(page.locator("main")).to_contain_text("Stāsies spēkā")
