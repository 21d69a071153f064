"""Single sign-on in a real browser: to a real provider and back, under our content security policy."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.live import served
from tests.conftest import let_go, make_app
from tests.helpers.mail_server import MailServer
from tests.helpers.providers import CLIENT, NAME, RealProvider, real_provider

HEARING = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
});"""


@pytest.fixture(scope="module")
def provider() -> Iterator[RealProvider]:
    with real_provider() as running:
        running.knows("known", email="vid.pieteicejs@virsis.example", email_verified=True)
        running.knows("stranger", email="stranger@elsewhere.example", email_verified=True)
        yield running


@pytest.fixture
def joined(browser, sqlite, provider, tmp_path_factory) -> Iterator[Site]:
    """A site that trusts the provider."""
    sqlite.reset()
    client = {"OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": "a-secret", "OIDC_NAME": NAME}
    app = make_app(sqlite.url, tmp_path_factory, OIDC_ISSUER=provider.issuer, **client)
    with served(app) as address:
        yield Site(browser, address, app, MailServer())
        for context in browser.contexts:
            context.close()
    let_go(app)


def visitor(site, **settings):
    person = site.person("", **settings)
    person.context.add_init_script(HEARING)
    # The provider's page takes a style sheet from elsewhere; tests reach nobody else.
    person.context.route(re.compile("^https:"), lambda route: route.fulfill(content_type="text/css", body=""))
    return person


def goes_there(person, subject, address="/"):
    """Press the button and sign in at the provider."""
    person.open(address)
    person.page.get_by_role("button", name=NAME).click()
    person.page.locator("input[name=sub]").fill(subject)
    person.page.get_by_role("button", name="Authorize").click()


@pytest.mark.parametrize("settings", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_person_signs_in_there_and_comes_back_to_the_page_asked_for(joined, settings):
    person = visitor(joined, **settings)
    goes_there(person, "known", "/login/?next=/resursi")
    person.page.wait_for_url("**/resursi")
    expect(person.page.locator("h1")).to_have_count(1)
    assert person.complaints == []


def test_profile_shows_the_link_and_ends_it(joined, provider):
    person = visitor(joined)
    goes_there(person, "known")
    person.page.wait_for_url("**/darbi")
    person.open("/profils")
    expect(person.page.get_by_text(provider.issuer)).to_be_visible()
    person.look_closely()
    person.page.locator("form[action$=atsaistit] button").click()
    expect(person.page.get_by_text(provider.issuer)).to_have_count(0)


def test_unknown_person_reads_what_to_do(joined):
    person = visitor(joined)
    goes_there(person, "stranger")
    person.page.wait_for_url("**/login/oidc/atbilde*")
    expect(person.page.get_by_text("stranger@elsewhere.example")).to_be_visible()
    person.look_closely()
    assert person.status_of("/profils") == 200
    assert "/login/" in person.page.url


def test_sign_in_page_with_the_button_has_no_barriers(joined):
    person = visitor(joined)
    person.open("/login/")
    person.look_closely()
