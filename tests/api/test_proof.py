"""The proof of a decision: who gets it, when, always the same bytes, and compared with the database."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from app import clock
from app.database import writing
from app.documents.proof import packed
from app.documents.proof.verify import check
from app.extensions import db
from tests.helpers.api_cards import Journey
from tests.helpers.documents import added
from tests.helpers.obligations import approve, asked
from tests.helpers.pdfs import text_of
from tests.helpers.people import browser_of
from tests.helpers.rounds import number_in, rows_of

APPROVED = pytest.mark.stage("approved")
KEYS = {
    *("number", "card", "rule_set", "facts", "requirements", "votes", "remarks", "decision"),
    *("obligations", "attachments", "events", "hashes"),
}


@pytest.fixture
def journey(app):
    return Journey(app)


def got(caller, path):
    return caller.client.get(f"/api/v1{path}/proof", headers=caller.headers, buffered=True)


def record_of(answer):
    with ZipFile(BytesIO(answer.data)) as archive:
        return json.loads(archive.read("proof.json"))


@pytest.fixture
def kept(tmp_path):
    """What writes a proof to a file and returns its path."""

    def keep(content):
        (tmp_path / "proof.zip").write_bytes(content)
        return str(tmp_path / "proof.zip")

    return keep


@APPROVED
@pytest.mark.both_databases
def test_a_proof_holds_what_was_decided_and_is_the_same_each_time(journey, kept):
    answer = got(journey.applicant, journey.path)
    again = got(journey.member("DVI"), journey.path)
    assert (answer.status_code, answer.mimetype, again.data) == (200, "application/zip", answer.data)
    wrong, record = check(kept(answer.data))
    assert (wrong, record.keys()) == ([], KEYS)
    assert record["decision"]["outcome"] == "approve"
    assert {one["institution"] for one in record["votes"]} == {
        one["institution"] for one in record["requirements"]
    }
    assert record["events"][-1]["action"] == "decide"


@APPROVED
def test_later_events_change_no_byte_of_it(journey):
    before = got(journey.applicant, journey.path).data
    began = {"revision": journey.card()["revision"], "actual_start": clock.today().isoformat()}
    sent = journey.applicant.post(f"{journey.path}/actions/start", began)
    assert (sent.status_code, got(journey.applicant, journey.path).data == before) == (200, True)


@pytest.mark.stage("in_round")
def test_before_the_decision_there_is_nothing_to_prove(journey):
    answer = got(journey.applicant, journey.path)
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")


@pytest.mark.stage("restricted")
def test_who_does_not_read_the_texts_gets_none(journey, app):
    stranger = Journey(app).member("EM")
    assert [got(one, journey.path).status_code for one in (stranger, journey.applicant)] == [404, 200]


@pytest.mark.stage("in_round")
def test_it_has_obligations_and_shared_documents_as_they_were_decided(journey):
    shared = added(journey.applicant, journey)
    journey.vote("DVI", obligations=[asked()])
    for code in (one for one in ("VARAM", "FM", "AiM", "CSP", "KM", "LPS", "PMLP")):
        journey.vote(code)
    approve(journey)
    record = record_of(got(journey.applicant, journey.path))
    assert [(one["asked_by"], one["source"]) for one in record["obligations"]] == [("DVI", "vote")]
    assert [one["id"] for one in record["attachments"]] == [shared]


@APPROVED
def test_the_decision_is_a_pdf_that_names_the_chain(journey):
    answer = got(journey.applicant, journey.path)
    with ZipFile(BytesIO(answer.data)) as archive:
        said = text_of(archive.read("lemums.pdf"))
    last = record_of(answer)["events"][-1]["hash"]
    assert (journey.card()["number"] in said, last in said.replace(" ", "")) == (True, True)


@APPROVED
def test_the_history_shows_the_hash_that_the_check_prints(app, journey):
    last = record_of(got(journey.applicant, journey.path))["events"][-1]["hash"]
    number = number_in(app)
    browser = browser_of(app, "vid.pieteicejs")
    assert last in browser.get(f"/aktivitates/{number}/vesture").text
    assert browser.get(f"/aktivitates/{number}/pieradijums", buffered=True).status_code == 200


def verified(app, path):
    return app.test_cli_runner().invoke(args=["audit", "verify", path])


@APPROVED
@pytest.mark.both_databases
def test_the_database_says_the_same(app, journey, kept):
    said = verified(app, kept(got(journey.applicant, journey.path).data))
    assert (said.exit_code, journey.card()["number"] in said.output) == (0, True)


@APPROVED
def test_a_proof_that_was_written_anew_is_told_from_the_one_that_was_built(app, journey, kept):
    record = record_of(got(journey.applicant, journey.path))
    record.pop("hashes")
    record["decision"]["reasoning"] = "Cits pamatojums"
    said = verified(app, kept(packed(record, b"%PDF another")))
    assert said.exit_code == 1
    assert ("proof.json: decision" in said.output, "lemums.pdf" in said.output) == (True, True)


@APPROVED
def test_a_changed_byte_is_named(app, journey, kept):
    content = bytearray(got(journey.applicant, journey.path).data)
    at = content.index(b'"reasoning":"') + len(b'"reasoning":"')
    content[at] ^= 1
    said = verified(app, kept(bytes(content)))
    assert (said.exit_code, "proof.json" in said.output) == (1, True)


@APPROVED
def test_a_record_that_the_database_no_longer_has_is_found(sqlite_app, kept):
    app, journey = sqlite_app, Journey(sqlite_app)
    path = kept(got(journey.applicant, journey.path).data)
    with rows_of(app), writing():
        for trigger in ("event_no_update", "event_no_delete"):
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
        db.session.execute(text("UPDATE event SET comment = 'cits' WHERE seq = 1"))
        db.session.commit()
    said = verified(app, path)
    assert (said.exit_code, "events, 1" in said.output) == (1, True)


@APPROVED
def test_the_content_lies_in_the_store_under_its_sum(app, journey):
    answer = got(journey.applicant, journey.path)
    total = hashlib.sha256(answer.data).hexdigest()
    with rows_of(app):
        assert db.session.execute(text("SELECT sha256 FROM proof")).scalar_one() == total
