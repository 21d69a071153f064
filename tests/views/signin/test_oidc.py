"""Single sign-on against a real OpenID provider; and against one that answers what it should not."""

import json
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from hashlib import sha256
from threading import Barrier, BrokenBarrierError
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import event, func, select, update

from app import clock
from app.database import writing
from app.extensions import db
from app.services.account.identities import Unwelcome, account_of
from app.visibility import seeing_everything
from models import AccountEvent, ExternalIdentity, Institution, SignIn, User
from rules.account.access import AccountAction, Identity
from rules.registry_vocabulary import InstitutionStatus
from tests.conftest import DATABASES, fresh, let_go, make_app
from tests.helpers.people import PASSWORD, Browser, browser_of
from tests.helpers.providers import CLIENT, NAME, BentProvider, real_provider, sent_to
from views.base.transaction import one_change

MAIL = "vid.pieteicejs@virsis.example"
SECRET = "a-secret-of-thirty-two-characters"
SETTINGS = {"OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "OIDC_NAME": NAME}


@pytest.fixture(scope="module")
def provider():
    with real_provider() as running:
        yield running


@pytest.fixture(scope="module")
def sso_apps(provider, tmp_path_factory):
    made = {}

    def app_on(database):
        settings = {**SETTINGS, "OIDC_ISSUER": provider.issuer}
        return made.setdefault(database.url, make_app(database.url, tmp_path_factory, **settings))

    yield app_on
    for app in made.values():
        let_go(app)


@pytest.fixture(params=DATABASES)
def sso(request, sso_apps, stage):
    """An application that trusts the real provider; on both databases."""
    yield from fresh(request.getfixturevalue(request.param), sso_apps, stage)


@pytest.fixture
def lite(sqlite, sso_apps, stage):
    """The same on SQLite alone."""
    yield from fresh(sqlite, sso_apps, stage)


@pytest.fixture
def bent():
    with BentProvider() as running:
        running.claims["email"] = MAIL
        yield running


@pytest.fixture
def trusting(bent, sqlite, tmp_path_factory):
    """An application that trusts the bent provider."""
    sqlite.reset()
    app = make_app(sqlite.url, tmp_path_factory, **SETTINGS, OIDC_ISSUER=bent.issuer)
    yield app
    let_go(app)


def comes_back(app, provider, subject="p-1", *, knows=MAIL, **form):
    """Somebody whom the provider knows signs in; return the browser and our answer."""
    if knows:
        provider.knows(subject, email=knows, email_verified=True)
    browser = Browser(app)
    return browser, browser.get(provider.answer(sent_to(browser, **form), sub=subject))


def answered(app, bent):
    """Sign in by the bent provider; return our answer."""
    browser = Browser(app)
    return browser.get(bent.answer(sent_to(browser)))


def change(app, username, **values):
    with app.app_context(), writing():
        db.session.execute(update(User).where(User.username == username).values(**values))
        db.session.commit()


def links(app):
    with app.app_context():
        found = select(User.username, ExternalIdentity.subject).join(
            ExternalIdentity, ExternalIdentity.user_id == User.id
        )
        return [tuple(row) for row in db.session.execute(found)]


def events(app, action):
    with app.app_context(), seeing_everything():
        found = select(AccountEvent).where(AccountEvent.action == action).order_by(AccountEvent.id)
        return [event.data for event in db.session.scalars(found)]


def refusals(app):
    """The reasons of the refusals that were traced, and how many sign-ins there are."""
    with app.app_context():
        sign_ins = db.session.scalar(select(func.count()).select_from(SignIn))
    return [data["reason"] for data in events(app, AccountAction.identity_refused)], sign_ins


# --- the provider is there, the person is known


def test_person_with_a_verified_address_comes_in_and_the_account_is_linked(sso, provider):
    browser, answer = comes_back(sso, provider)
    assert answer.location == "/darbi"
    assert browser.get("/profils").status_code == 200
    assert links(sso) == [("vid.pieteicejs", "p-1")]


def test_linking_and_signing_in_are_events(lite, provider):
    comes_back(lite, provider)
    assert events(lite, AccountAction.identity_linked) == [{}]
    assert [data["way"] for data in events(lite, AccountAction.signed_in)] == ["sso"]


@pytest.mark.both_databases
def test_address_is_compared_without_case(sso, provider):
    assert comes_back(sso, provider, knows="VID.Pieteicejs@Virsis.Example")[1].location == "/darbi"


def test_linked_identity_wins_over_an_address_that_has_become_another_persons(sso, provider):
    comes_back(sso, provider)
    browser, _ = comes_back(sso, provider, knows="fm.loceklis@virsis.example")
    assert MAIL in browser.get("/profils").text
    assert links(sso) == [("vid.pieteicejs", "p-1")]


def test_person_goes_where_the_person_wanted_to_go(lite, provider):
    assert comes_back(lite, provider, next="/resursi?q=EDS")[1].location == "/resursi?q=EDS"


def test_single_sign_on_leads_to_no_other_site(lite, provider):
    assert comes_back(lite, provider, next="https://evil.example/")[1].location == "/darbi"


def test_address_and_code_are_bound_to_this_browser(trusting, bent):
    address = sent_to(browser := Browser(trusting))
    asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    browser.get(bent.answer(address))
    digest = urlsafe_b64encode(sha256(bent.asked["code_verifier"].encode()).digest())
    assert digest.decode().rstrip("=") == asked["code_challenge"]


def test_address_is_taken_from_what_the_provider_says_apart_from_the_token(trusting, bent):
    bent.claims = {"email_verified": None}
    bent.told = {"sub": "p-1", "email": MAIL, "email_verified": True}
    assert answered(trusting, bent).location == "/darbi"


def test_what_the_provider_says_of_somebody_else_is_not_taken(trusting, bent):
    bent.claims = {"email_verified": None}
    bent.told = {"sub": "p-2", "email": MAIL, "email_verified": True}
    assert answered(trusting, bent).status_code == 403


def test_provider_may_change_its_keys(trusting, bent):
    answered(trusting, bent)
    bent.key = bent.published = RSAKey.generate_key(2048, {"kid": "one"})
    assert answered(trusting, bent).location == "/darbi"


def test_operator_may_name_another_claim_that_holds_the_address(bent, sqlite, tmp_path_factory):
    sqlite.reset()
    bent.claims = {"upn": MAIL, "email_verified": None}
    settings = {**SETTINGS, "OIDC_ISSUER": bent.issuer, "OIDC_CLAIM": "upn"}
    app = make_app(sqlite.url, tmp_path_factory, **settings)
    assert answered(app, bent).location == "/darbi"
    let_go(app)


# --- the provider is there, nobody belongs to the identity


def test_unknown_person_gets_a_page_and_no_account(sso, provider):
    with sso.app_context():
        before = db.session.scalar(select(func.count()).select_from(User))
    browser, answer = comes_back(sso, provider, "stranger", knows="stranger@elsewhere.example")
    with sso.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == before
    assert (answer.status_code, "stranger@elsewhere.example" in answer.text) == (403, True)
    assert browser.get("/profils").status_code == 302


def test_trace_of_an_unknown_person_holds_no_personal_data(sso, provider):
    comes_back(sso, provider, "stranger", knows="stranger@elsewhere.example")
    assert refusals(sso) == (["unknown"], 0)
    assert "stranger" not in json.dumps(events(sso, AccountAction.identity_refused))


def test_address_that_the_provider_has_not_verified_opens_nothing(lite, provider):
    provider.knows("unverified", email=MAIL, email_verified=False)
    _, answer = comes_back(lite, provider, "unverified", knows=None)
    assert (answer.status_code, refusals(lite)) == (403, (["no_email"], 0))


def test_account_that_is_linked_is_not_taken_over_by_another_identity(sso, provider):
    comes_back(sso, provider)
    _, answer = comes_back(sso, provider, "p-2")
    assert (answer.status_code, links(sso)) == (403, [("vid.pieteicejs", "p-1")])
    assert refusals(sso)[0] == ["other_subject"]


@pytest.mark.both_databases
def test_of_two_identities_at_the_same_moment_one_is_linked(sso):
    together = Barrier(2, timeout=30)

    def arrives(subject):
        together.wait()
        with sso.app_context(), one_change():
            return account_of(Identity("https://id.example", subject, MAIL), clock.now()).username

    with ThreadPoolExecutor(2) as both:
        arriving = [both.submit(arrives, subject) for subject in ("p-1", "p-2")]
    faults = [one.exception() for one in arriving]
    assert [type(fault) for fault in faults if fault] == [Unwelcome]
    assert len(links(sso)) == 1


@pytest.mark.both_databases
def test_identity_that_comes_with_two_addresses_at_the_same_moment_opens_one_account(sso):
    addresses = (MAIL, "vid.kontrolieris@virsis.example")
    both_looked = Barrier(len(addresses))

    def wait_for_the_other(_mapper, _connection, _link):
        """On PostgreSQL both have seen that nobody is linked; on SQLite the other waits for its turn."""
        with suppress(BrokenBarrierError):
            both_looked.wait(1)

    def come(email):
        with sso.app_context(), one_change():
            return account_of(Identity("https://idp.example", "one", email), clock.now()).username

    event.listen(ExternalIdentity, "before_insert", wait_for_the_other)
    try:
        with ThreadPoolExecutor(len(addresses)) as threads:
            came = set(threads.map(come, addresses))
    finally:
        event.remove(ExternalIdentity, "before_insert", wait_for_the_other)
    assert (len(came), len(links(sso))) == (1, 1)


@pytest.mark.parametrize("first", [True, False])
def test_closed_account_opens_to_no_identity(sso, provider, first):
    if first:
        comes_back(sso, provider)
    change(sso, "vid.pieteicejs", active=False)
    _, answer = comes_back(sso, provider)
    assert answer.status_code == 403
    assert refusals(sso)[0] == ["account_closed"]


def test_account_of_a_closed_institution_opens_to_no_identity(sso, provider):
    with sso.app_context(), writing():
        closed = {"status": InstitutionStatus.closed, "closed_on": date(2026, 1, 1)}
        db.session.execute(update(Institution).where(Institution.code == "VID").values(**closed))
        db.session.commit()
    _, answer = comes_back(sso, provider)
    assert (answer.status_code, refusals(sso)) == (403, (["institution_closed"], 0))


def test_account_of_a_system_opens_to_no_identity(lite, provider):
    change(lite, "vid.pieteicejs", is_service=True)
    assert comes_back(lite, provider)[1].status_code == 403


def test_two_accounts_that_differ_in_the_case_of_the_address_open_to_no_identity(sso, provider):
    change(sso, "vid.kontrolieris", email=MAIL.upper())
    _, answer = comes_back(sso, provider)
    assert (answer.status_code, refusals(sso)) == (403, (["several_accounts"], 0))


# --- what comes back proves nothing


def test_person_who_does_not_agree_at_the_provider_is_told(lite, provider):
    browser = Browser(lite)
    answer = browser.get(provider.answer(sent_to(browser), action="deny") + "&state=" + state_of(browser))
    assert (answer.status_code, refusals(lite)) == (403, (["access_denied"], 0))


def state_of(browser):
    with browser.client.session_transaction() as session:
        return session["sso"]["state"]


@pytest.mark.parametrize("query", ["", "?state=forged&code=x", "?code=x", "?state=%C4%81&code=x"])
def test_answer_without_the_state_of_this_browser_is_refused(lite, query):
    browser = Browser(lite)
    sent_to(browser)
    answer = browser.get("/login/oidc/atbilde" + query)
    assert (answer.status_code, refusals(lite)) == (400, (["state"], 0))


@pytest.mark.both_databases
def test_answer_is_taken_once(sso, provider):
    browser = Browser(sso)
    provider.knows("p-1", email=MAIL, email_verified=True)
    back = provider.answer(sent_to(browser), sub="p-1")
    browser.get(back)
    assert browser.get(back).status_code == 400
    assert refusals(sso) == (["state"], 1)


def test_answer_stolen_by_another_browser_is_refused(lite, provider):
    browser, thief = Browser(lite), Browser(lite)
    back = provider.answer(sent_to(browser), sub="p-1")
    sent_to(thief)
    assert thief.get(back).status_code == 400


def test_code_that_the_provider_does_not_know_is_refused(lite, provider):
    browser = Browser(lite)
    sent_to(browser)
    answer = browser.get(f"/login/oidc/atbilde?code=invented&state={state_of(browser)}")
    assert (answer.status_code, refusals(lite)) == (400, (["code"], 0))


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, "token_nonce"),
        ({"nonce": None}, "token_nonce"),
        ({"exp": 1_600_000_000}, "token_exp"),
        ({"exp": None}, "token_exp"),
        ({"iat": 4_000_000_000}, "token_iat"),
        ({"aud": "another-client"}, "token_aud"),
        ({"aud": ["another-client"], "azp": CLIENT}, "token_aud"),
        ({"aud": None}, "token_aud"),
        ({"aud": [CLIENT, "another-client"], "azp": "another-client"}, "token_azp"),
        ({"iss": "https://evil.example"}, "token_iss"),
        ({"iss": None}, "token_iss"),
        ({"sub": None}, "token_sub"),
        ({"sub": 5}, "token_sub"),
        ({"sub": ""}, "subject"),
        ({"sub": "x" * 256}, "subject"),
        ({"sub": "a\0b"}, "subject"),
        ({"at_hash": "wrong"}, "token_at_hash"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_token_with_wrong_claims_is_refused(trusting, bent, claims, reason):
    bent.claims |= claims
    assert answered(trusting, bent).status_code == 400
    assert refusals(trusting) == ([reason], 0)


def test_token_signed_by_another_key_is_refused(trusting, bent):
    bent.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert answered(trusting, bent).status_code == 400


def test_token_without_a_signature_is_refused(trusting, bent):
    bent.algorithm = "none"
    assert answered(trusting, bent).status_code == 400


def test_token_signed_with_the_secret_that_we_know_ourselves_is_refused(trusting, bent):
    bent.algorithm, bent.key = "HS256", OctKey.import_key(SECRET)
    assert answered(trusting, bent).status_code == 400


@pytest.mark.parametrize("body", [{"access_token": "x", "token_type": "Bearer"}, {"error": "invalid_grant"}])
def test_answer_without_a_token_is_refused(trusting, bent, body):
    bent.broken["/token"] = (200, body)
    assert answered(trusting, bent).status_code == 400


# --- the provider is not there


def out_of_reach(answer):
    return (answer.status_code, NAME in answer.text, "Retry-After" in answer.headers)


@pytest.mark.parametrize(
    "broken", [(500, {}), (200, []), (200, {}), (200, {"issuer": "https://evil.example"}), (404, "?")]
)
def test_provider_that_does_not_describe_itself_is_out_of_reach(trusting, bent, broken):
    bent.broken["/.well-known/openid-configuration"] = broken
    assert out_of_reach(Browser(trusting).post("/login/oidc")) == (503, True, True)


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize("broken", [(500, {}), (200, []), (200, "?")])
def test_provider_that_fails_half_way_is_out_of_reach(trusting, bent, path, broken):
    bent.broken[path] = broken
    assert out_of_reach(answered(trusting, bent)) == (503, True, True)


def test_password_signs_in_while_the_provider_is_down(bent, trusting):
    bent.__exit__()
    browser = Browser(trusting)
    assert out_of_reach(browser.post("/login/oidc")) == (503, True, True)
    assert browser.sign_in("vid.pieteicejs").location == "/darbi"


def test_page_with_the_button_asks_the_provider_nothing(trusting, bent):
    bent.broken["/.well-known/openid-configuration"] = (500, {})
    assert NAME in Browser(trusting).get("/").text


# --- settings


def test_button_stands_on_both_sign_in_forms(lite):
    browser = Browser(lite)
    assert [NAME in browser.get(page).text for page in ("/", "/login/?next=/darbi")] == [True, True]


def test_without_a_provider_there_is_no_button_and_no_route(sqlite_app):
    browser = Browser(sqlite_app)
    assert "/login/oidc" not in browser.get("/").text
    assert browser.post("/login/oidc").status_code == browser.get("/login/oidc/atbilde").status_code == 404


def test_form_from_elsewhere_starts_nothing(lite):
    assert lite.test_client().post("/login/oidc").status_code == 400


@pytest.mark.parametrize(
    "settings",
    [
        {"OIDC_ISSUER": "https://id.example"},
        {
            "OIDC_ISSUER": "http://id.example",
            "OIDC_CLIENT_ID": CLIENT,
            "ENV": "production",
            "BASE_URL": "https://virsis.example",
        },
    ],
)
def test_settings_that_cannot_work_are_refused_at_start(tmp_path_factory, settings):
    with pytest.raises(SystemExit, match="VIRSIS_OIDC"):
        make_app("sqlite://", tmp_path_factory, **settings)


# --- unlinking


def identity_of(app):
    with app.app_context():
        return db.session.scalars(select(ExternalIdentity.id)).one()


def unlinked(browser, app):
    return browser.post(f"/profils/identitates/{identity_of(app)}/atsaistit").status_code


def test_person_sees_and_ends_the_link(sso, provider):
    browser, _ = comes_back(sso, provider)
    assert provider.issuer in browser.get("/profils").text
    assert (unlinked(browser, sso), links(sso)) == (302, [])


def test_person_without_a_password_keeps_the_link(sso, provider):
    change(sso, "vid.pieteicejs", password=None)
    browser, _ = comes_back(sso, provider)
    assert (unlinked(browser, sso), len(links(sso))) == (409, 1)


def test_colleague_does_not_end_the_link(sso, provider):
    comes_back(sso, provider)
    assert (unlinked(browser_of(sso, "vid.administrators"), sso), len(links(sso))) == (404, 1)


def test_only_a_system_administrator_sees_the_link_of_somebody_else(lite, provider):
    comes_back(lite, provider)
    with lite.app_context():
        page = f"/lietotaji/show/{db.session.scalars(select(ExternalIdentity.user_id)).one()}"
    seen = [
        provider.issuer in browser_of(lite, who).get(page).text for who in ("admin", "vid.administrators")
    ]
    assert seen == [True, False]


def test_system_administrator_ends_the_link_of_anybody_and_whoever_is_in_by_it(lite, provider):
    browser, _ = comes_back(lite, provider)
    assert (unlinked(browser_of(lite, "admin"), lite), links(lite)) == (302, [])
    assert browser.get("/profils").status_code == 302


def test_unlinked_account_is_linked_anew_by_its_address(lite, provider):
    browser, _ = comes_back(lite, provider)
    unlinked(browser, lite)
    assert comes_back(lite, provider, "p-2")[1].location == "/darbi"


def test_linked_account_still_signs_in_by_password(lite, provider):
    comes_back(lite, provider)
    assert Browser(lite).sign_in("vid.pieteicejs", PASSWORD).location == "/darbi"
