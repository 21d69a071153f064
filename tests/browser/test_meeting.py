"""A CAB meeting from plan to minutes: the head leads, a member and the applicant are invited and read on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.helpers.pdfs import text_of
from tests.helpers.rounds import number_in
from tests.helpers.waiting import eventually

SAID = "DVI: iebildumu nav, ja datus glabā trīs gadus."


@pytest.mark.stage("awaiting_decision")
def test_a_meeting_is_planned_invited_to_held_and_written_down(site):
    number = number_in(site.app)
    head, member = site.person("varam.vaditajs").sign_in(), site.person("dvi.loceklis").sign_in()
    applicant = site.person("vid.pieteicejs").sign_in()
    _move_to_discussed(member, number)
    _plan(head, number)
    _step(head, "Nosūtīt uzaicinājumus")
    eventually(lambda: _invitations(site), lambda: [one["Subject"] for one in site.letters.letters])
    member.open("/darbi")
    member.page.get_by_role("link", name=re.compile("jūs aicina uz CAB sēdi")).click()
    expect(member.page.locator("main")).to_contain_text(number)
    member.look_closely()
    _step(head, "Sākt sēdi")
    head.page.locator(f'[name="notes.{number}"]').fill(SAID)
    head.page.get_by_label("DVI loceklis").check()
    head.look_closely()
    head.page.get_by_role("button", name="Saglabāt pierakstus un klātbūtni").click()
    expect(head.page.locator("main")).to_contain_text("Piedalās 2 no")
    _decide(head, number)
    _step(head, "Slēgt sēdi")
    applicant.open(head.page.url.removeprefix(site.address))
    expect(applicant.page.locator("main")).to_contain_text(SAID)
    minutes = _minutes(applicant)
    assert SAID in minutes
    assert "Lēmums Saskaņot" in minutes
    assert "Piedalās 2 no" in minutes


def _invitations(site) -> list:
    return [one for one in site.letters.to("dvi.loceklis") if "CAB sēdi" in one["Subject"]]


def _move_to_discussed(member: Person, number: str) -> None:
    member.open(f"/aktivitates/{number}/discuss")
    member.page.locator("#comment").fill("Jāpārrunā glabāšanas termiņš.")
    member.page.get_by_role("button", name="Pārcelt").click()
    expect(member.page.locator("main")).to_contain_text(number)


def _plan(head: Person, number: str) -> None:
    head.open("/cab/sedes")
    head.page.get_by_role("link", name="Plānot sēdi").click()
    head.page.locator("#starts_at").fill("2031-10-14T14:00")
    head.page.locator("#ends_at").fill("2031-10-14T15:30")
    head.page.locator("#place").fill("VARAM, 204. telpa")
    head.look_closely()
    head.page.get_by_role("button", name="Saglabāt sēdi").click()
    expect(head.page.locator("main")).to_contain_text(number)


def _step(head: Person, name: str) -> None:
    head.page.get_by_role("link", name=name).click()
    head.page.get_by_role("button", name=name).click()
    expect(head.page.locator("h1")).to_contain_text("Kārtējā sēde")


def _decide(head: Person, number: str) -> None:
    meeting = head.page.url
    head.page.get_by_role("link", name="Pieņemt lēmumu").click()
    head.page.locator("label").filter(has_text="Saskaņot").first.click()
    head.page.locator("#reasoning").fill("Iebildumu nav.")
    head.page.get_by_role("button", name="Pieņemt lēmumu").click()
    head.page.locator('button[name="confirmed"]').click()
    expect(head.page.locator("main")).to_contain_text("Saskaņota")
    head.page.goto(meeting)


def _minutes(person: Person) -> str:
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name="Protokols").click()
    return text_of(Path(saved.value.path()).read_bytes())
