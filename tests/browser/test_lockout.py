"""Wrong passwords: who types them is told to wait, and the owner of the account is not kept out."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from models import SignInFailure
from tests.browser.program import Program
from tests.helpers.people import PASSWORD

OWNER = "vid.pieteicejs"
WAIT = re.compile(r"Mēģiniet vēlreiz pēc \d+ (sekund|minūt)(es|ēm)\.")
OFFICE, NEW_PLACE = "127.0.0.2", "127.0.0.3"


def test_wrong_passwords_are_answered_by_waiting_and_then_it_works_again(site):
    person, program = site.person(OWNER), Program(site.address)
    page = person.open("/")
    for _ in range(10):
        with page.expect_navigation():
            person.fill_in("nav pareizā parole")
    expect(page.locator(".note-bad")).to_be_visible()
    move_failures(site.app, timedelta(minutes=10))  # they stay recent, however slow this machine is
    with page.expect_navigation() as navigation:
        person.fill_in()
    assert navigation.value.status == 429
    expect(page.locator(".note-bad")).to_have_text(WAIT)
    expect(page.locator("#username")).to_have_value(OWNER)
    person.look_closely()
    refused = program.try_password(OWNER)
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    assert WAIT.search(refused.json()["detail"])
    assert Program(site.address, OFFICE).try_password(OWNER).status_code == 200
    move_failures(site.app, timedelta(minutes=-20))
    assert program.try_password(OWNER).status_code == 200
    person.fill_in()
    page.wait_for_url("**/darbi")


def test_an_attacker_elsewhere_does_not_keep_the_owner_out(site):
    person = site.person(OWNER).sign_in()
    person.context.clear_cookies()
    for number in range(2):
        attacker = Program(site.address, f"127.0.1.{number + 1}")
        assert {attacker.try_password(OWNER, "minēta").status_code for _ in range(10)} == {401}
    held_up = Program(site.address, NEW_PLACE).try_password(OWNER, PASSWORD)
    assert held_up.status_code == 429
    assert 0 < int(held_up.headers["Retry-After"]) <= 30
    person.sign_in()


def move_failures(app, by: timedelta) -> None:
    """Let every failed try have happened later, or earlier."""
    with app.app_context(), writing():
        for failure in db.session.scalars(select(SignInFailure)):
            failure.at += by
        db.session.commit()
