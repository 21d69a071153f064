"""Requests for the right of a user administrator: sent once, decided once, traced, told by mail."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app import clock, mail
from app.database import writing
from app.extensions import db
from app.origin import origin
from app.services.account import form_limits, requests as administrator_requests
from app.services.account.request_cautions import administrators_of, cautions
from app.services.account.requests import approve, hand_out, refuse
from app.visibility import seeing_everything
from models import AccountEvent, AdministratorRequest, Institution, Notification, User
from models.account.people import roles_of
from rules.account.access import AccountAction, RequestState
from rules.audience import Message
from rules.refusals import Invalid, NotAllowed, NotFound, Refusal, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import ProblemCode, Role
from tests.helpers.people import account
from tests.helpers.requests import actor, asked, person, sent
from tests.helpers.signed import container

WINDOW = timedelta(hours=1)


@pytest.fixture(autouse=True)
def changes_are_written(inside):
    with writing():
        yield


def letters(message):
    return list(db.session.scalars(select(Notification).where(Notification.message == message)))


def traced(action):
    return list(db.session.scalars(select(AccountEvent).where(AccountEvent.action == action)))


def accounts():
    return db.session.query(User).count()


def closed(code):
    institution = db.session.query(Institution).filter_by(code=code).one()
    institution.status, institution.closed_on = InstitutionStatus.closed, date(2026, 1, 1)
    db.session.commit()


def approved(request):
    approve(request.id, actor("admin"), clock.now(), verified=True)
    db.session.commit()
    return db.session.get_one(User, request.user_id)


@pytest.mark.both_databases
def test_a_request_gets_the_next_number_of_its_year():
    at = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # already 2027 in Riga
    assert [sent(at=at).number, sent(at=at, email="b@lad.example").number] == [
        "LA-2027-000001",
        "LA-2027-000002",
    ]


def test_a_request_makes_no_account():
    before = accounts()
    sent()
    assert accounts() == before


def test_every_system_administrator_is_told_of_a_request():
    sent()
    assert {one.recipient.username for one in letters(Message.administrator_asked)} == {"admin", "admin2"}


def test_a_request_leaves_a_trace_without_personal_data():
    request = sent()
    (event,) = traced(AccountAction.administrator_asked)
    assert (event.actor_id, event.data) == (
        None,
        {"form": "administrator_request", "number": request.number, "institution": "LAD"},
    )


def test_the_same_form_sent_twice_is_one_request():
    assert sent().id == sent().id


def test_the_same_form_sent_after_a_refusal_is_a_new_request():
    first = sent()
    refuse(first.id, "Paraksts nav derīgs.", actor("admin"), clock.now())
    db.session.commit()
    assert sent().id != first.id


def test_the_form_with_another_file_is_another_request():
    assert sent().id != sent(container(document=b"cits")).id


@pytest.mark.parametrize(
    ("over", "problem"),
    [
        ({"institution": ""}, ("request.institution", ProblemCode.required)),
        ({"institution": "NAV"}, ("request.institution", ProblemCode.unknown)),
        ({"first_name": " "}, ("request.first_name", ProblemCode.required)),
        ({"last_name": "x" * 65}, ("request.last_name", ProblemCode.too_long)),
        ({"position": "a\u0007b"}, ("request.position", ProblemCode.invalid)),
        ({"email": "ilze"}, ("request.email", ProblemCode.invalid)),
        ({"email": "a@b.lv\r\nBcc: x@y.lv"}, ("request.email", ProblemCode.invalid)),
        ({"email": f"{'x' * 250}@lad.lv"}, ("request.email", ProblemCode.too_long)),
        ({"replaces": None}, ("request.replaces", ProblemCode.required)),
    ],
)
def test_a_wrong_field_is_named(over, problem):
    with pytest.raises(Invalid) as refusal:
        sent(**over)
    assert problem in [(one.field, one.code) for one in refusal.value.problems]


def test_a_closed_institution_asks_for_nothing():
    closed("LAD")
    problems = administrator_requests.problems_of(asked())
    assert [one.code for one in problems] == [ProblemCode.unknown]


def test_approval_makes_an_account_with_this_role_alone():
    made = approved(sent())
    assert (made.email, made.institution.code, roles_of(made), made.password) == (
        "ilze.skele@lad.example",
        "LAD",
        {Role.user_admin},
        None,
    )


def test_approval_mails_an_invitation():
    made = approved(sent())
    assert [one.recipient_id for one in letters(Message.invitation)] == [made.id]


def test_approval_does_not_fail_for_an_address_of_one_letter():
    assert approved(sent(email="i@lad.example")).email == "i@lad.example"


def test_approval_names_the_account_in_the_record():
    made = approved(sent())
    (event,) = traced(AccountAction.administrator_approved)
    assert (event.actor_id, event.account_id) == (person("admin").id, made.id)


def test_approval_adds_the_role_to_the_account_that_has_the_address():
    approved(sent(institution="VID", email="VID.pieteicejs@virsis.example"))
    assert roles_of(person("vid.pieteicejs")) == {Role.applicant, Role.user_admin}


def test_approval_tells_who_has_an_account_already_by_mail():
    approved(sent(institution="VID", email="vid.pieteicejs@virsis.example"))
    (letter,) = letters(Message.administrator_approved)
    assert (letter.recipient.username, "vid.pieteicejs" in mail.letter(letter).text) == (
        "vid.pieteicejs",
        True,
    )


def test_approval_is_refused_when_the_address_belongs_to_another_institution():
    request = sent(email="vid.pieteicejs@virsis.example")
    with pytest.raises(WrongStatus, match=r"belongs to account vid\.pieteicejs"):
        approved(request)


def test_approval_is_refused_when_the_account_with_the_address_is_closed():
    person("vid.pieteicejs").active = False
    request = sent(institution="VID", email="vid.pieteicejs@virsis.example")
    with pytest.raises(WrongStatus, match="closed or of another institution"):
        approved(request)


def test_approval_is_refused_when_the_institution_was_closed_meanwhile():
    request = sent()
    closed("LAD")
    with pytest.raises(WrongStatus, match="LAD is closed"):
        approved(request)


def test_a_refusal_is_mailed_with_its_reason_in_the_language_of_the_request():
    request = sent(locale="en")
    refuse(request.id, " The signer is not authorised. ", actor("admin"), clock.now())
    (letter,) = letters(Message.administrator_refused)
    assert (letter.address, letter.locale, letter.values) == (
        "ilze.skele@lad.example",
        "en",
        {"number": request.number, "institution": "LAD", "reason": "The signer is not authorised."},
    )


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_refusal_needs_a_reason_of_fitting_length(reason):
    request = sent()
    with pytest.raises(Invalid):
        refuse(request.id, reason, actor("admin"), clock.now())


def test_a_refusal_leaves_a_trace():
    refuse(sent().id, "Nav parakstīts.", actor("admin"), clock.now())
    assert [one.data["institution"] for one in traced(AccountAction.administrator_refused)] == ["LAD"]


def test_nothing_is_approved_before_somebody_has_checked_the_signature():
    request = sent()
    with pytest.raises(Invalid) as refused:
        approve(request.id, actor("admin"), clock.now(), verified=False)
    assert [one.field for one in refused.value.problems] == ["request.verified"]
    assert request.state is RequestState.waiting


@pytest.mark.parametrize(
    "again",
    [
        lambda key, who, at: approve(key, who, at, verified=True),
        lambda key, who, at: refuse(key, "Par vēlu.", who, at),
    ],
)
def test_a_decided_request_is_not_decided_again(again):
    request = sent()
    approved(request)
    with pytest.raises(WrongStatus, match=f"has decided request {request.number} already"):
        again(request.id, actor("admin2"), clock.now())


@pytest.mark.parametrize("username", ["vid.administrators", "varam.vaditajs", "vid.pieteicejs"])
def test_nobody_but_the_system_administrator_decides(username):
    request = sent()
    with pytest.raises(NotAllowed):
        approve(request.id, actor(username), clock.now(), verified=True)


def test_an_unknown_request_is_not_there():
    with pytest.raises(NotFound):
        approve(4711, actor("admin"), clock.now(), verified=True)


def test_handing_out_the_document_leaves_a_trace():
    request = sent()
    assert hand_out(request, actor("admin"), clock.now()) == container()
    assert [one.data["number"] for one in traced(AccountAction.downloaded)] == [request.number]


def test_an_unsigned_document_is_warned_of():
    request = sent(container(signature=b"<nothing/>"))
    assert any("nothing that looks like" in one.key for one in cautions(request))


def test_an_institution_closed_meanwhile_is_warned_of():
    request = sent()
    closed("LAD")
    assert any("is closed in the registry" in one.key for one in cautions(request))


def test_an_address_that_has_an_account_is_warned_of():
    request = sent(institution="VID", email="vid.pieteicejs@virsis.example")
    assert [one.account.username for one in cautions(request) if one.account] == ["vid.pieteicejs"]


def test_an_address_in_another_domain_is_warned_of():
    request = sent(institution="VID", email="ilze@inbox.example")
    assert [one.values["domains"] for one in cautions(request)] == [("virsis.example",)]


def test_a_request_with_nothing_odd_has_no_warnings():
    assert cautions(sent()) == ()


def test_administrators_of_the_institution_are_known():
    vid = db.session.query(Institution).filter_by(code="VID").one()
    account("vid.slegts", "VID", Role.user_admin).active = False
    assert [one.username for one in administrators_of(vid)] == ["vid.administrators"]


@pytest.mark.both_databases
def test_the_form_takes_so_many_requests_from_a_network_in_a_while():
    token, at = origin.set("198.51.100.0/24"), clock.now()
    try:
        for number in range(3):
            sent(at=at + timedelta(minutes=number), email=f"{number}@lad.example")
        now = at + timedelta(minutes=10)
        waits = _wait(now, network=3), _wait(now, network=4), _wait(now + WINDOW, network=3)
    finally:
        origin.reset(token)
    assert waits == (50 * 60, 0, 0)


def test_the_form_takes_so_many_requests_in_all():
    at = clock.now()
    sent(at=at)
    token = origin.set("203.0.113.0/24")
    try:
        waits = _wait(at, network=1), _wait(at, total=1)
    finally:
        origin.reset(token)
    assert waits == (0, 3600)


def _wait(at, network=100, total=100):
    allowed = {"network": network, "all": total}
    return form_limits.seconds_to_wait(form_limits.ADMINISTRATOR_REQUEST, at, WINDOW, allowed)


@pytest.mark.both_databases
def test_the_same_form_sent_twice_at_once_is_one_request(inside):
    db.session.remove()
    _at_once(inside, sent, sent)
    assert db.session.query(AdministratorRequest).count() == 1


@pytest.mark.both_databases
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(inside):
    key = sent().id
    db.session.remove()
    refusals = _at_once(
        inside,
        lambda: approve(key, actor("admin"), clock.now(), verified=True),
        lambda: refuse(key, "Nē.", actor("admin2"), clock.now()),
    )
    state = db.session.get_one(AdministratorRequest, key).state
    assert (len(refusals), state is RequestState.waiting) == (1, False), refusals


def _at_once(app, *steps):
    """Let each step run in a thread of its own, all beginning together; return what was refused."""
    together, refusals = Barrier(len(steps)), []

    def run(step):
        with app.app_context(), seeing_everything(), writing():
            together.wait()
            try:
                step()
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                refusals.append(str(refusal))
            db.session.remove()

    people = [Thread(target=run, args=(step,)) for step in steps]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return refusals
