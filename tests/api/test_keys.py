"""Systems of institutions call with a key: it opens what its scope says, for as long as it says."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.database import writing
from app.extensions import db
from app.security.api_keys import new_key
from app.services.account import api_keys
from app.services.account.api_keys import Wish
from app.visibility import seeing_everything
from models import AccountEvent, Activity, ApiKey, Institution, User
from rules.account.access import KEY_ACTIONS, AccountAction, KeyScope
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import Role, Status
from tests.helpers import api_cards as sent, cards
from tests.helpers.people import Browser, Caller
from views.api.actions import CALLS
from views.middleware.api_key import opened as opened_by
from views.middleware.gate import PUBLIC

LOGIN = "/api/v1/security/login"


def key_of(app, scope=KeyScope.read, by="vid.administrators", days=90):
    """The text of a new key of this person's institution."""
    with app.app_context(), seeing_everything(), writing():
        made, actor = new_key(), cards.actor(by)
        api_keys.create(actor, clock.now(), Wish("Lietvedība", scope, days), made)
        db.session.commit()
        return made.text


def calling(app, **wish):
    return Caller(app, key_of(app, **wish))


def change(app, do):
    """Do something with the one key of the database and its account."""
    with app.app_context(), seeing_everything(), writing():
        do(db.session.scalars(select(ApiKey)).one())
        db.session.commit()


def traced(app, action):
    with app.app_context(), seeing_everything():
        return list(db.session.scalars(select(AccountEvent).where(AccountEvent.action == action)))


def opened(app, caller):
    """What comes of the calls that are not refused for want of a right, each without a body."""
    found = {}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/") or rule.endpoint in PUBLIC:
            continue
        named = [rule.rule.replace("<action>", name) for name in CALLS]
        for address in named if "<action>" in rule.rule else [rule.rule]:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                url = re.sub(r"<[^>]+>", "0", address)
                answer = caller.client.open(url, method=method, headers=caller.headers, **_body(address))
                if answer.status_code != 403:
                    found[method, address.removeprefix("/api/v1")] = answer.status_code
    return found


def _body(address):
    """Nothing, in the form in which each call takes it."""
    form = {"data": {"title": ""}, "content_type": "multipart/form-data"}
    return form if address.endswith("/attachments") else {"json": {}}


READ = {
    ("GET", "/activities/"): 200,
    ("GET", "/activities/<key>"): 404,
    ("GET", "/activities/<key>/requirements"): 404,
    ("GET", "/activities/<key>/changes"): 404,
    ("GET", "/activities/<key>/liquidation"): 404,
    ("GET", "/activities/<key>/history"): 404,
    ("GET", "/activities/<key>/remarks"): 404,
    ("GET", "/activities/<key>/izzina.pdf"): 404,
    ("GET", "/activities/<key>/izzina.docx"): 404,
    ("GET", "/activities/<key>/attachments"): 404,
    ("GET", "/activities/<key>/proof"): 404,
    ("GET", "/activities/<key>/comments"): 404,
    ("GET", "/attachments/<key>/content"): 404,
    ("GET", "/activities/<key>/obligations"): 404,
    ("GET", "/obligations/"): 200,
    ("GET", "/resources/<code>/impact"): 404,
    ("GET", "/resources/<code>/path"): 404,
    ("GET", "/cab/"): 422,
    ("GET", "/meetings/"): 200,
    ("GET", "/meetings/<key>"): 404,
    ("GET", "/meetings/<key>/minutes.pdf"): 404,
    ("POST", "/requirements/preview"): 422,
    ("GET", "/institutions/"): 200,
    ("GET", "/search/"): 422,
    ("GET", "/reports/<code>"): 404,
    ("GET", "/resources/"): 200,
    ("GET", "/resources/<code>"): 404,
    ("GET", "/resources/<code>/dependencies"): 404,
    ("GET", "/resources/<code>/history"): 404,
    ("GET", "/dependencies/"): 200,
    ("GET", "/activities/<key>/windows"): 404,
    ("GET", "/activities/<key>/collisions"): 404,
    ("POST", "/activities/<key>/collisions"): 404,
    ("GET", "/blackouts/"): 200,
    ("GET", "/calendar/"): 200,
}
STEPS = {("POST", f"/activities/<key>/actions/{name}"): 404 for name in KEY_ACTIONS}
ENTRIES = {
    ("POST", "/activities/<key>/attachments"): 404,
    ("POST", "/activities/<key>/comments"): 404,
    ("POST", "/activities/<key>/drafts"): 404,
    ("POST", "/activities/<key>/windows"): 404,
    ("PUT", "/windows/<key>"): 404,
    ("DELETE", "/windows/<key>"): 404,
    ("POST", "/attachments/<key>/actions/withdraw"): 404,
    ("POST", "/comments/<key>/actions/withdraw"): 404,
}


def test_reading_key_opens_what_reads_and_nothing_else_of_the_whole_api(app):
    assert opened(app, calling(app)) == READ


def test_applicants_key_opens_also_the_card_and_the_steps_of_an_applicant(app):
    wanted = READ | STEPS | ENTRIES | {("POST", "/activities/"): 422, ("PUT", "/activities/<key>"): 404}
    assert opened(app, calling(app, scope=KeyScope.applicant)) == wanted


@pytest.mark.parametrize("scope", KeyScope)
@pytest.mark.parametrize("endpoint", ["SubstitutionApi.post", "OpenApi.get", "InboxPage.inbox"])
def test_what_does_not_say_which_key_opens_it_is_closed(sqlite_app, endpoint, scope):
    with sqlite_app.app_context():
        assert not opened_by(scope, endpoint)


def test_calls_of_the_api_and_nothing_else_may_say_which_key_opens_them(sqlite_app):
    rules, views = list(sqlite_app.url_map.iter_rules()), sqlite_app.view_functions
    saying = {rule.rule for rule in rules if hasattr(views[rule.endpoint], "calls")}
    assert saying == {rule.rule for rule in rules if rule.rule.startswith("/api/")} - {"/api/v1/_openapi"}


def test_reading_key_that_would_write_is_told_so(sqlite_app):
    answer = Caller(sqlite_app, key_of(sqlite_app), "en").post("/activities/", sent.DRAFT)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert answer.json["detail"].startswith("This key only reads.")


def test_system_takes_a_card_to_check_under_its_own_account(app):
    caller = calling(app, scope=KeyScope.applicant)
    made = caller.post("/activities/", {"kind": "development", "title": "EDS ar atslēgu", "resource": "EDS"})
    assert made.status_code == 201
    with app.app_context(), seeing_everything():
        author = db.session.get_one(Activity, made.json["id"]).created_by
        assert (author.username, author.is_service) == ("vid.sistema-1", True)


@pytest.mark.stage("complete")
def test_system_submits_and_recalls_what_a_colleague_began(app):
    with app.app_context(), seeing_everything(), writing():
        card = cards.the_card()
        db.session.commit()
        number, revision = card.id, card.revision
    caller = calling(app, scope=KeyScope.applicant)
    handed = caller.post(f"/activities/{number}/actions/submit", {"revision": revision})
    back = caller.post(f"/activities/{number}/actions/recall", {"revision": revision})
    assert (handed.json["status"], back.json["status"]) == (Status.in_control, Status.draft)


@pytest.mark.stage("complete")
def test_key_of_another_institution_finds_nothing_of_a_draft(app):
    with app.app_context(), seeing_everything(), writing():
        card = cards.the_card()
        db.session.commit()
        number = card.id
    caller = calling(app, scope=KeyScope.applicant, by="bvkb.administrators")
    walked = [caller.get(f"/activities/{number}{part}") for part in ("", "/requirements", "/history")]
    walked += [caller.put(f"/activities/{number}", {"title": "x", "revision": 1})]
    walked += [caller.post(f"/activities/{number}/actions/{name}", {"revision": 1}) for name in KEY_ACTIONS]
    assert {one.status_code for one in walked} == {404}
    assert caller.get("/activities/").json["count"] == 0


ENDINGS = {
    "revoked": lambda key: api_keys.revoke(key, cards.actor("vid.administrators"), clock.now()),
    "expired": lambda key: setattr(key, "expires_on", clock.now().replace(tzinfo=None)),
    "account closed": lambda key: setattr(key.user, "active", False),
    "institution closed": lambda key: close(key.user.institution),
    "switched off": lambda key: setattr(key, "active", False),
    "account of a person": lambda key: setattr(key.user, "is_service", False),
}


def close(institution: Institution) -> None:
    institution.status, institution.closed_on = InstitutionStatus.closed, clock.today()


@pytest.mark.parametrize("ending", ENDINGS)
def test_key_that_ended_is_refused_like_any_stranger_and_traced(app, ending):
    caller = calling(app)
    change(app, ENDINGS[ending])
    answer = caller.get("/activities/")
    stranger = app.test_client().get("/api/v1/activities/", headers={"Accept-Language": "lv"})
    assert (answer.status_code, answer.json) == (401, stranger.json)
    trace = traced(app, AccountAction.key_refused)[0]
    assert trace.data.keys() == {"key"}
    assert trace.institution_id is not None


def test_unknown_key_is_refused_and_traced_without_its_text(app):
    answer = Caller(app, "virsis_" + "x" * 43).get("/activities/")
    assert answer.status_code == 401
    assert [one.data for one in traced(app, AccountAction.key_refused)] == [{}]


@pytest.mark.parametrize(
    "text", ["virsis_", "virsis_ā\x7f", "virsis_" + "y" * 5000, "VIRSIS_x", "virsis_'--"]
)
def test_nonsense_for_a_key_is_refused(sqlite_app, text):
    headers = {"Authorization": f"Bearer {text}"}
    assert sqlite_app.test_client().get("/api/v1/activities/", headers=headers).status_code == 401


@pytest.mark.both_databases
def test_key_tried_too_often_waits(app):
    caller = Caller(app, "virsis_" + "x" * 43)
    answers = [caller.get("/activities/") for _ in range(11)]
    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 5
    assert len(traced(app, AccountAction.key_refused)) == 10


def test_failures_of_another_key_do_not_stop_a_good_one(app):
    caller = calling(app)
    for _ in range(12):
        Caller(app, "virsis_" + "x" * 43).get("/activities/")
    assert caller.get("/activities/").status_code == 200


def test_key_opens_no_page(app):
    headers = {"Authorization": f"Bearer {key_of(app)}"}
    answer = app.test_client().get("/aktivitates", headers=headers)
    assert answer.location.startswith("/login/")


@pytest.mark.parametrize(("password", "status"), [("", 422), ("the key", 401), ("None", 401)])
def test_service_account_cannot_sign_in_with_any_password(app, password, status):
    key = key_of(app)
    typed = key if password == "the key" else password
    answer = app.test_client().post(LOGIN, json={"username": "vid.sistema-1", "password": typed})
    form = Browser(app).sign_in("vid.sistema-1", typed)
    assert (answer.status_code, form.status_code, form.location) == (status, 200, None)


@pytest.mark.both_databases
def test_text_of_a_key_stands_in_no_table(app):
    key = key_of(app)
    Caller(app, key).get("/activities/")
    with app.app_context():
        tables = {
            table.name: str(list(db.session.execute(table.select()))) for table in db.metadata.sorted_tables
        }
    assert "Lietvedība" in tables["ab_api_key"]
    assert [name for name, rows in tables.items() if key.removeprefix("virsis_") in rows] == []


def test_use_is_noted_once_a_minute(app):
    caller, start = calling(app), clock.now()

    def used_after(seconds):
        with clock.at(start + timedelta(seconds=seconds)):
            assert caller.get("/institutions/").status_code == 200
        with app.app_context():
            return round(
                (
                    db.session.scalars(select(ApiKey.last_used_on)).one() - start.replace(tzinfo=None)
                ).total_seconds()
            )

    assert [used_after(seconds) for seconds in (0, 30, 59, 61, 100)] == [0, 0, 0, 61, 61]


@pytest.mark.both_databases
def test_key_works_until_its_last_moment_in_any_time_zone(app):
    caller = calling(app, days=1)
    for seconds, status in ((-5, 200), (5, 401)):
        with clock.at(clock.now() + timedelta(days=1, seconds=seconds)):
            assert caller.get("/institutions/").status_code == status


def test_system_is_nobody_who_is_told_or_counted(app):
    key_of(app)
    with app.app_context(), seeing_everything():
        from app.services.outbox import anybody, persons
        from rules.audience import Message, Told

        told = db.session.scalars(persons(Told(Message.decided, Role.applicant, "VID")))
        assert [one.username for one in told] == ["vid.pieteicejs"]
        person = db.session.scalars(select(User).where(User.username == "vid.pieteicejs")).one()
        assert not anybody(Role.applicant, "VID", besides=person.id)


def test_two_keys_have_an_account_each(app):
    key_of(app), key_of(app)
    with app.app_context():
        names = db.session.scalars(select(User.username).where(User.is_service).order_by(User.id))
        assert list(names) == ["vid.sistema-1", "vid.sistema-2"]


def test_api_of_flask_appbuilder_for_keys_is_not_there(sqlite_app):
    assert [rule.rule for rule in sqlite_app.url_map.iter_rules() if "api_keys" in rule.rule] == []


def test_document_describes_keys(sqlite_app):
    schemes = sqlite_app.test_client().get("/api/v1/_openapi").json["components"]["securitySchemes"]
    assert "virsis_" in schemes["api_key"]["description"]
