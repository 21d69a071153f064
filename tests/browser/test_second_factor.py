"""A person sets up a second factor in a real browser, and signs in with it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pyotp import TOTP

from app import clock
from tests.browser.person import Person


class Phone:
    """The authenticator app: knows the key that it was shown."""

    def __init__(self, shown: str) -> None:
        self.generator, self.ahead = TOTP(shown.replace(" ", "")), 0

    def code(self) -> str:
        """Return a code not used yet: the next one when that of now has been."""
        code = self.generator.at(clock.now() + self.ahead * timedelta(seconds=30))
        self.ahead += 1
        return code


@pytest.fixture
def owner(site) -> tuple[Person, Phone, list[str]]:
    """Somebody who has just set up a second factor and signed out: the person, the phone, recovery codes."""
    person = site.person("vid.pieteicejs").sign_in()
    page = person.open("/profils")
    page.locator('main a[href="/profils/otrais-faktors"]').click()
    person.look()
    phone = Phone(page.locator("#key").inner_text())
    page.locator("#code").fill(phone.code())
    page.locator("main form button").click()
    shown = page.locator(".recovery-codes code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    person.look_closely()
    page.locator('main a[href="/profils"]').click()
    _sign_out(person)
    return person, phone, codes


def test_code_of_the_phone_signs_in(owner):
    person, phone, _codes = owner
    _type_password(person)
    person.look()
    _type_code(person, phone.code())
    expect(person.page).to_have_url(_ending("/darbi"))


def test_wrong_code_is_said_and_a_recovery_code_helps(owner):
    person, _phone, codes = owner
    _type_password(person)
    _type_code(person, "000000")
    expect(person.page.locator("#code-error")).to_be_visible()
    person.look_closely()
    _type_code(person, codes[0])
    expect(person.page).to_have_url(_ending("/darbi"))


def test_remembered_device_is_asked_for_the_password_only_until_it_is_forgotten(owner):
    person, phone, _codes = owner
    _type_password(person)
    person.page.locator("#remember").check()
    _type_code(person, phone.code())
    _sign_out(person)
    person.sign_in()
    person.open("/profils").locator('form[action$="/aizmirst"] button').click()
    _sign_out(person)
    _type_password(person)
    expect(person.page).to_have_url(_ending("/login/kods"))


def test_person_ends_the_sign_in_of_another_browser(site):
    here, there = (site.person("vid.pieteicejs").sign_in() for _ in range(2))
    here.open("/profils").locator('form[action$="/beigt"] button').click()
    there.open("/resursi")
    expect(there.page).to_have_url(_ending("/login/?next=/resursi"))
    expect(there.page.locator("main .note-info")).to_be_visible()
    there.look_closely()
    there.fill_in()
    expect(there.page).to_have_url(_ending("/resursi"))


def _type_password(person: Person) -> None:
    person.open("/")
    person.fill_in()
    person.page.wait_for_url("**/login/kods")


def _type_code(person: Person, code: str) -> None:
    person.page.locator("#code").fill(code)
    person.page.locator("main form button[type=submit]").click()


def _sign_out(person: Person) -> None:
    person.page.locator(".usernav details.menu summary").click()
    person.page.locator('form[action="/iziet"] button').click()
    person.page.locator("#password").wait_for()


def _ending(path: str) -> re.Pattern[str]:
    return re.compile(re.escape(path) + "$")
