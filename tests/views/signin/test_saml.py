"""Single sign-on by SAML, with answers signed as a provider signs them."""

import json
import sys
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree
from zlib import decompress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import func, select

from app.extensions import db
from app.visibility import seeing_everything
from models import AccountEvent, ExternalIdentity, SignIn
from rules.account.access import AccountAction
from tests.conftest import let_go, make_app
from tests.helpers.people import Browser
from tests.helpers.providers import leads_to

BASE = "https://virsis.example"
IDP = "https://idp.example/metadata"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
MAIL = "vid.pieteicejs@virsis.example"
ANSWER = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="{now}"
 Destination="{acs}"{to}><saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="{success}"/></samlp:Status>{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="_a1" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="{format}">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{acs}"{to}/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="mail"><saml:AttributeValue xsi:type="xs:string"
 xmlns:xs="http://www.w3.org/2001/XMLSchema">{mail}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
</saml:Assertion>"""


def key_and_certificate():
    key = rsa.generate_private_key(65537, 2048)
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")]), datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = made.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), signed.public_bytes(Encoding.PEM).decode()


KEYS, OTHER_KEYS = key_and_certificate(), key_and_certificate()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What an operator puts into VIRSIS_SAML_SETTINGS."""
    made = tmp_path_factory.mktemp("saml")
    sso = {"url": "https://idp.example/sso", "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"}
    idp = {"entityId": IDP, "singleSignOnService": sso, "x509cert": KEYS[1]}
    (made / "settings.json").write_text(json.dumps({"idp": idp}), encoding="utf-8")
    return made


@pytest.fixture
def site(sqlite, folder, tmp_path_factory):
    sqlite.reset()
    settings = {"BASE_URL": BASE, "SAML_SETTINGS": str(folder), "SAML_NAME": "IdP"}
    app = make_app(sqlite.url, tmp_path_factory, **settings)
    yield app
    let_go(app)


class Visitor(Browser):
    """A browser that keeps to https, as the cookies ask for."""

    def __init__(self, app):
        super().__init__(app)
        self.client.environ_base["wsgi.url_scheme"] = "https"
        self.client.environ_base["HTTP_REFERER"] = BASE + "/"

    def get(self, url, **rest):
        return self.client.get(url, base_url=BASE, **rest)

    def post(self, url, data=None, **rest):
        return super().post(url, data, base_url=BASE, **rest)

    def token(self):
        self.client.get = _secure(type(self.client).get, self.client)
        return super().token()

    def asks(self, wanted=""):
        """Press the button; return the number of the question."""
        page = self.post("/login/saml", {"next": wanted})
        asked = parse_qs(urlsplit(leads_to(page)).query)["SAMLRequest"][0]
        return ElementTree.fromstring(decompress(b64decode(asked), -15)).attrib["ID"]  # noqa: S314 (our own)

    def answers(self, answer):
        """Bring the provider's answer, as a form of its site does: without a token of ours."""
        form = {"SAMLResponse": b64encode(answer.encode()).decode()}
        return self.client.post("/login/saml/acs", data=form, base_url=BASE)


def _secure(get, client):
    return lambda url, **rest: get(client, url, **{"base_url": BASE, **rest})


def answer_to(number, keys=KEYS, **bent):
    """Return a signed answer to a question; `bent` changes what it says."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils

    moments = {name: datetime.now(UTC) + timedelta(minutes=far) for name, far in _TIMES.items()}
    said = {name: moment.strftime("%Y-%m-%dT%H:%M:%SZ") for name, moment in moments.items()}
    said |= {"to": f' InResponseTo="{number}"' if number else "", "acs": f"{BASE}/login/saml/acs"}
    said |= {"issuer": IDP, "audience": f"{BASE}/login/saml/metadata", "success": SUCCESS}
    said |= {"format": PERSISTENT, "subject": "p-1", "mail": MAIL, **bent}
    assertion = ASSERTION.format(**said)
    if keys:
        assertion = OneLogin_Saml2_Utils.add_sign(assertion, *keys).decode()
    return ANSWER.format(**said, assertion=assertion)


_TIMES = {"now": 0, "since": -1, "until": 5}


def refused(app):
    with app.app_context(), seeing_everything():
        found = select(AccountEvent.data).where(AccountEvent.action == AccountAction.identity_refused)
        sign_ins = db.session.scalar(select(func.count()).select_from(SignIn))
        return [data["reason"] for data in db.session.scalars(found)], sign_ins


def test_person_with_a_signed_answer_comes_in_and_the_account_is_linked(site):
    visitor = Visitor(site)
    assert visitor.answers(answer_to(visitor.asks("/resursi"))).location == "/resursi"
    assert visitor.get("/profils").status_code == 200
    with site.app_context():
        link = db.session.scalars(select(ExternalIdentity)).one()
        assert (link.issuer, link.subject) == (IDP, "p-1")


def test_unknown_person_gets_a_page_and_no_account(site):
    visitor = Visitor(site)
    assert visitor.answers(answer_to(visitor.asks(), mail="stranger@elsewhere.example")).status_code == 403
    assert refused(site) == (["unknown"], 0)


@pytest.mark.parametrize(
    ("bent", "reason"),
    [
        ({"keys": None}, "saml_invalid"),
        ({"keys": OTHER_KEYS}, "saml_invalid"),
        ({"audience": "https://another.example"}, "saml_invalid"),
        ({"issuer": "https://evil.example"}, "saml_invalid"),
        ({"acs": "https://another.example/acs"}, "saml_invalid"),
        ({"until": "2026-01-01T00:00:00Z"}, "saml_invalid"),
        ({"success": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "saml_invalid"),
        ({"to": ' InResponseTo="_another"'}, "saml_invalid"),
        ({"to": ""}, "saml_unasked"),
        ({"format": TRANSIENT}, "subject"),
    ],
    ids=[
        "unsigned",
        "signed by another key",
        "for another audience",
        "of another issuer",
        "for another address",
        "too old",
        "no success",
        "to another question",
        "to no question",
        "without a lasting name",
    ],
)
def test_answer_that_proves_nothing_is_refused(site, bent, reason):
    visitor = Visitor(site)
    assert visitor.answers(answer_to(visitor.asks(), **bent)).status_code == 400
    assert refused(site) == ([reason], 0)


def test_answer_that_was_changed_after_signing_is_refused(site):
    visitor = Visitor(site)
    changed = answer_to(visitor.asks()).replace(MAIL, "admin@virsis.example")
    assert (visitor.answers(changed).status_code, refused(site)[1]) == (400, 0)


@pytest.mark.parametrize("answer", ["", "nonsense", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a/>"])
def test_nonsense_is_refused_without_a_fault(site, answer):
    visitor = Visitor(site)
    visitor.asks()
    assert visitor.answers(answer).status_code == 400


def test_answer_is_taken_once_and_by_the_browser_that_asked(site):
    visitor, thief = Visitor(site), Visitor(site)
    answer = answer_to(visitor.asks())
    thief.asks()
    assert thief.answers(answer).status_code == 400
    assert visitor.answers(answer).status_code == 302
    assert visitor.answers(answer).status_code == 400


def test_cookie_of_the_question_goes_along_from_another_site_and_over_https_only(site):
    cookie = Visitor(site).post("/login/saml").headers.getlist("Set-Cookie")
    kept = next(one for one in cookie if one.startswith("__Secure-virsis-saml"))
    assert all(word in kept for word in ("Secure", "HttpOnly", "SameSite=None", "Path=/login/saml/acs"))


def test_metadata_name_where_the_answer_goes(site):
    answer = Visitor(site).get("/login/saml/metadata")
    assert (answer.status_code, f"{BASE}/login/saml/acs" in answer.text) == (200, True)


def test_button_stands_on_the_sign_in_form(site):
    assert 'action="/login/saml"' in Visitor(site).get("/login/").text


def test_without_a_provider_there_is_no_route(sqlite_app):
    browser = Browser(sqlite_app)
    answers = [
        browser.post("/login/saml"),
        browser.post("/login/saml/acs"),
        browser.get("/login/saml/metadata"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_start_is_refused_without_the_library(monkeypatch, folder, tmp_path_factory):
    monkeypatch.setitem(sys.modules, "onelogin.saml2.auth", None)
    with pytest.raises(SystemExit, match=r"requirements/saml\.txt"):
        make_app("sqlite://", tmp_path_factory, SAML_SETTINGS=str(folder), BASE_URL=BASE)


def test_start_is_refused_without_https(folder, tmp_path_factory):
    with pytest.raises(SystemExit, match="https://"):
        make_app("sqlite://", tmp_path_factory, SAML_SETTINGS=str(folder), BASE_URL="http://virsis.example")
