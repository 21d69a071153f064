"""Documents of a card through the API: added, listed, downloaded, replaced, withdrawn."""

import io
from hashlib import sha256

import pytest
from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.services.document import upkeep
from models import Attachment, Event
from tests.helpers.api_cards import Journey, errors
from tests.helpers.documents import added, attach, withdraw
from tests.helpers.files import EXE, PDF, TEXT
from tests.helpers.rounds import rows_of
from tests.helpers.scanner import Daemon

SHAPE = {
    "id",
    "title",
    "file_name",
    "media_type",
    "size",
    "sha256",
    "visibility",
    "institution",
    "by",
    "at",
    "version",
    "replaces",
    "scan",
    "withdrawn_at",
}


@pytest.fixture
def journey(app):
    return Journey(app)


def listed(caller, journey):
    answer = caller.get(f"{journey.path}/attachments")
    return [one["id"] for one in answer.json] if answer.status_code == 200 else answer.status_code


def content(caller, key):
    answer = caller.get(f"/attachments/{key}/content")
    answer.get_data()
    answer.close()
    return answer


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_a_document_of_the_holder_is_for_all_who_read_the_card(journey):
    answer = attach(journey.applicant, journey, title="Arhitektūra", name="Arhitektūra v3.pdf")
    assert (answer.status_code, set(answer.json)) == (201, SHAPE)
    told = {name: answer.json[name] for name in SHAPE - {"id", "at"}}
    assert told == {
        "title": "Arhitektūra",
        "file_name": "Arhitektūra v3.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": sha256(PDF).hexdigest(),
        "visibility": "shared",
        "institution": "VID",
        "by": "vid.pieteicejs",
        "version": 1,
        "replaces": None,
        "scan": "none",
        "withdrawn_at": None,
    }
    assert journey.head.get(f"{journey.path}/attachments").json == [answer.json]


@pytest.mark.stage("in_round")
def test_a_download_is_a_file_that_no_browser_opens_here(journey):
    key = added(journey.applicant, journey, name="Šķēles „plāns”.pdf")
    answer = content(journey.member("DVI"), key)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%C5%A0%C4%B7%C4%93les%20%E2%80%9Epl%C4%81ns%E2%80%9D.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_what_an_institution_adds_stays_inside_unless_it_says_otherwise(journey):
    key = added(journey.member("DVI"), journey)
    others = (journey.applicant, journey.head, journey.member("FM"), journey["admin"])
    assert (listed(journey.member("DVI"), journey), [listed(one, journey) for one in others]) == (
        [key],
        [[], [], [], []],
    )
    assert [content(one, key).status_code for one in others] == [404] * 4
    assert content(journey.member("DVI"), key).data == PDF


@pytest.mark.stage("approved")
def test_everybody_reads_the_shared_documents_of_an_approved_card_and_nobody_new_adds(journey):
    key = added(journey.applicant, journey)
    stranger = journey["bvkb.pieteicejs"]
    assert (listed(stranger, journey), attach(stranger, journey).status_code) == ([key], 403)


@pytest.mark.stage("restricted")
@pytest.mark.both_databases
def test_documents_of_a_restricted_card_are_not_there_for_whom_its_texts_are_not(journey):
    key = added(journey.applicant, journey)
    stranger = journey["bvkb.pieteicejs"]
    assert (listed(stranger, journey), content(stranger, key).status_code) == (404, 404)
    assert attach(stranger, journey).status_code == 404
    assert listed(journey.member("DVI"), journey) == [key]


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 403), ("bvkb.pieteicejs", 404), ("varam.vaditajs", 201), ("vid.administrators", 404)],
)
def test_those_involved_add_and_the_administrator_does_not(journey, who, status):
    assert attach(journey[who], journey).status_code == status


@pytest.mark.stage("draft")
def test_nothing_is_added_once_the_activity_has_ended(journey):
    key = added(journey.applicant, journey)
    journey.act(journey.applicant, "withdraw", comment="Vairs nav vajadzīgs.")
    assert attach(journey.applicant, journey).status_code == 409
    assert withdraw(journey.applicant, key).status_code == 409
    assert attach(journey.applicant, journey, content=EXE, title="").status_code == 409


@pytest.mark.stage("in_round")
def test_everything_that_is_wrong_is_said_at_once(journey):
    answer = attach(
        journey.applicant, journey, content=EXE, title=" ", visibility="secret", replaces="7", kind="x"
    )
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "file": "file_type",
            "title": "required",
            "visibility": "unknown",
            "replaces": "invalid",
            "kind": "unknown_field",
        },
    )
    with rows_of(journey.app):
        assert db.session.scalars(select(Attachment)).all() == []


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({"content": b""}, {"file": "required"}),
        ({"content": None}, {"file": "required"}),
        ({"name": ""}, {"file": "required"}),
        ({"title": None}, {"title": "required"}),
        ({"title": "a" * 251}, {"title": "too_long"}),
        ({"title": "a\x01b"}, {"title": "invalid"}),
        ({"replaces": "viens"}, {"replaces": "invalid"}),
        ({"replaces": "99999999999999"}, {"replaces": "invalid"}),
        ({"content": PDF + b" " * (26 * 2**20) + PDF}, {"file": "too_large"}),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_document_that_is_none_is_refused(journey, sent, problems):
    answer = attach(journey.applicant, journey, **sent)
    assert (answer.status_code, errors(answer)) == (422, problems)


@pytest.mark.stage("in_round")
def test_a_body_above_32_megabytes_is_not_read(journey):
    assert attach(journey.applicant, journey, content=PDF * 800_000).status_code == 413


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"title": "a"}', "application/json", 415),
        (b"title=a", "application/x-www-form-urlencoded", 415),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x", 400),
        (b"nonsense", "multipart/form-data; boundary=x", 400),
        (b"--x--", "multipart/form-data", 400),
        (b"--x--", "multipart/form-data; boundary=\xc4\x81", 400),
    ],
)
def test_a_body_that_is_no_form_is_refused_as_unreadable(journey, body, kind, status):
    caller = journey.applicant
    url = f"/api/v1{journey.path}/attachments"
    answer = caller.client.post(url, data=body, content_type=kind, headers=caller.headers)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


@pytest.mark.stage("in_round")
def test_other_calls_keep_their_limit(journey):
    answer = journey.applicant.post(f"{journey.path}/comments", {"text": "a" * (3 * 2**20)})
    assert answer.status_code == 413


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_a_newer_version_takes_the_place_of_the_newest_one_only(journey):
    first = added(journey.applicant, journey)
    second = attach(journey.applicant, journey, content=TEXT, name="a.txt", replaces=str(first))
    assert (second.status_code, second.json["version"], second.json["replaces"]) == (201, 2, first)
    again = attach(journey.applicant, journey, replaces=str(first))
    assert (again.status_code, errors(again)) == (422, {"replaces": "invalid"})


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("dvi.loceklis", {"visibility": "shared"}),
        ("vid.kontrolieris", {"visibility": "internal"}),
        ("dvi.loceklis", {}),
    ],
)
def test_nobody_replaces_a_document_of_others_or_for_other_readers(journey, who, more):
    first = added(journey.applicant, journey)
    answer = attach(journey[who], journey, replaces=str(first), **more)
    assert (answer.status_code, errors(answer)) == (422, {"replaces": "invalid"})


@pytest.mark.stage("in_round")
def test_a_document_of_another_card_is_not_replaced(journey):
    first = added(journey.applicant, journey)
    other = Journey(journey.app).draft()
    answer = attach(other.applicant, other, replaces=str(first))
    assert (answer.status_code, errors(answer)) == (422, {"replaces": "invalid"})


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_a_document_that_is_withdrawn_stays_in_the_list_and_is_given_to_nobody(journey):
    key = added(journey.applicant, journey)
    answer = withdraw(journey["vid.kontrolieris"], key)
    assert (answer.status_code, bool(answer.json["withdrawn_at"])) == (200, True)
    assert (listed(journey.head, journey), content(journey.head, key).status_code) == ([key], 404)
    assert withdraw(journey.applicant, key).status_code == 409


@pytest.mark.stage("in_round")
def test_only_its_institution_withdraws_a_document_and_says_why(journey):
    key = added(journey.applicant, journey)
    others = ("admin", "dvi.loceklis", "varam.vaditajs")
    assert [withdraw(journey[one], key).status_code for one in others] == [403] * 3
    assert withdraw(journey["bvkb.pieteicejs"], key).status_code == 404
    unsaid = withdraw(journey.applicant, key, comment=" ")
    assert (unsaid.status_code, errors(unsaid)) == (422, {"comment": "required"})


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_shared_documents_are_events_and_internal_ones_leave_none(journey):
    key = added(journey.applicant, journey, title="Arhitektūra")
    inside = added(journey.member("DVI"), journey, title="Piezīmes")
    withdraw(journey.applicant, key, comment="Novecojis.")
    withdraw(journey.member("DVI"), inside)
    events = journey.applicant.get(f"{journey.path}/history").json[-2:]
    told = [(one["action"], one["actor"], one["from"], one["to"], one["comment"]) for one in events]
    assert told == [
        ("attach", "vid.pieteicejs", "in_approval", "in_approval", ""),
        ("detach", "vid.pieteicejs", "in_approval", "in_approval", "Novecojis."),
    ]
    with rows_of(journey.app):
        rows = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(3)).all()
        assert [one.action for one in rows] == ["detach", "attach", "forward"]
        assert rows[0].data == {"title": "Arhitektūra", "sha256": sha256(PDF).hexdigest(), "version": 1}


@pytest.mark.stage("in_round")
def test_a_card_has_a_hundred_documents_and_hidden_ones_do_not_count(journey):
    added(journey.member("DVI"), journey)
    first = added(journey.applicant, journey)
    with rows_of(journey.app):
        row = db.session.get(Attachment, first)
        values = {c.name: getattr(row, c.name) for c in Attachment.__table__.c if c.name != "id"}
        db.session.add_all(Attachment(**values) for _ in range(98))
        db.session.commit()
    assert attach(journey.applicant, journey).status_code == 201
    one_more = attach(journey.applicant, journey)
    assert (one_more.status_code, errors(one_more)) == (422, {"file": "too_many"})


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("answer", "status", "scan"),
    [(b"stream: OK\0", 200, "clean"), (b"stream: Eicar FOUND\0", 422, "infected")],
)
def test_a_file_waits_for_the_scanner_and_the_worker_asks_it_again(
    journey, monkeypatch, answer, status, scan
):
    monkeypatch.setitem(journey.app.config, "CLAMD", "127.0.0.1:1")
    key = added(journey.applicant, journey)
    assert content(journey.head, key).status_code == 409
    with Daemon(answer) as daemon:
        monkeypatch.setitem(journey.app.config, "CLAMD", daemon.address)
        with journey.app.app_context():
            assert upkeep.scan_waiting() == 1
    assert content(journey.head, key).status_code == status
    assert journey.head.get(f"{journey.path}/attachments").json[0]["scan"] == scan


@pytest.mark.stage("draft")
def test_of_a_draft_that_is_thrown_away_no_content_is_kept(journey):
    key = added(journey.applicant, journey)
    file = journey.app.config["VAR"] / "files" / "contents" / sha256(PDF).hexdigest()[:2]
    journey.act(journey.applicant, "withdraw", comment="Kļūda.")
    assert (content(journey.applicant, key).status_code, len(list(file.iterdir()))) == (404, 1)
    jobs.sweep_files(journey.app)
    assert list(file.iterdir()) == []


@pytest.mark.parametrize("key", ["0", "abc", "99999999999999999999", "1"])
def test_a_document_that_is_not_there_is_not_found(journey, key):
    assert content(journey["vid.pieteicejs"], key).status_code == 404
    assert withdraw(journey["vid.pieteicejs"], key).status_code == 404


def test_visitors_send_nothing(app):
    sent = {"file": (io.BytesIO(PDF), "a.pdf"), "title": "a"}
    answer = app.test_client().post("/api/v1/activities/1/attachments", data=sent)
    assert answer.status_code == 401
