"""`flask admin invite`, `flask user-admin invite`: a link on stdout, refusals on stderr."""

import re
import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import select, update

from app.extensions import db
from app.visibility import seeing_everything
from models import AccountLink, Institution, Notification, User
from models.account.people import roles_of
from rules.audience import MailState
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import Role
from tests.conftest import let_go, make_app
from tests.helpers.mail_server import MailServer, text_of
from tests.helpers.people import Browser

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/parole/[\w-]{43})\n")
NEW = "zaļš zirgs pār kalnu"


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def invite_admin(app, email="pirmais.admins@virsis.example"):
    return run(app, "admin", "invite", "--email", email)


def invite_user_admin(app, institution="VID", email="anna.berzina@vid.example"):
    return run(app, "user-admin", "invite", "--institution", institution, "--email", email)


def account(app, email):
    with app.app_context(), seeing_everything():
        return db.session.scalars(select(User).where(User.email == email)).one()


def close(app, code):
    with app.app_context():
        closed = update(Institution).where(Institution.code == code)
        db.session.execute(closed.values(status=InstitutionStatus.closed, closed_on=date(2026, 1, 1)))
        db.session.commit()


def test_the_link_alone_is_on_stdout(app):
    said = invite_admin(app)
    assert (said.exit_code, bool(LINK.fullmatch(said.stdout))) == (0, True)


def test_signs_that_nobody_sees_are_no_part_of_an_address(sqlite_app):
    invite_admin(sqlite_app, "pirmais\u200b.admins@virsis.example\u202e")
    assert account(sqlite_app, "pirmais.admins@virsis.example").username == "pirmais.admins"


def test_address_with_a_sign_that_no_text_may_have_is_refused_in_one_sentence(sqlite_app):
    said = invite_admin(sqlite_app, "pirmais\x07@virsis.example")
    assert (said.exit_code, said.stdout, "U+0007" in said.stderr) == (1, "", True)


def test_a_new_system_administrator_gets_in_by_the_printed_link(app):
    address = LINK.fullmatch(invite_admin(app).stdout)[1]
    browser = Browser(app)
    assert browser.post(address, {"password": NEW, "again": NEW}).status_code == 303
    assert browser.sign_in("pirmais.admins", NEW).status_code == 302
    assert browser.get("/parvaldiba").status_code == 200


def test_the_name_comes_from_the_address_or_from_the_command(app):
    invite_admin(app)
    run(app, "admin", "invite", "--email", "anna@virsis.example", "--name", "Anna Bērziņa Kalna")
    names = [
        account(app, email).get_full_name()
        for email in ("pirmais.admins@virsis.example", "anna@virsis.example")
    ]
    assert names == ["Pirmais Admins", "Anna Bērziņa Kalna"]


def test_a_user_administrator_belongs_to_the_institution(app):
    assert invite_user_admin(app).exit_code == 0
    with app.app_context(), seeing_everything():
        made = db.session.scalars(select(User).where(User.email == "anna.berzina@vid.example")).one()
        assert (made.institution.code, roles_of(made)) == ("VID", {Role.user_admin})


def test_an_administrator_who_exists_gets_a_new_link_and_the_older_one_ends(app):
    first = LINK.fullmatch(invite_user_admin(app).stdout)[1]
    second = LINK.fullmatch(invite_user_admin(app, email="Anna.Berzina@VID.example").stdout)[1]
    browser = Browser(app)
    assert [browser.get(one).status_code for one in (first, second)] == [404, 200]


@pytest.mark.parametrize(
    ("institution", "email", "said"),
    [
        ("NAV", "anna@vid.example", "There is no institution with the code NAV."),
        ("VID", "vid.pieteicejs@virsis.example", "belongs to the account vid.pieteicejs"),
        ("VID", "bvkb.administrators@virsis.example", "belongs to the account bvkb.administrators"),
        ("VID", "admin@virsis.example", "belongs to the account admin"),
        ("VID", "nav adrese", "email"),
        ("VID", "anna..berzina@vid.lv", "email: Write the whole e-mail address"),
        ("VID", "anna@[127.0.0.1]", "email: Write the whole e-mail address"),
    ],
)
def test_what_cannot_be_invited_is_refused_with_a_sentence(app, institution, email, said):
    answer = invite_user_admin(app, institution, email)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr


def test_a_user_administrator_is_no_system_administrator(app):
    assert invite_admin(app, "vid.administrators@virsis.example").exit_code == 1


def test_a_closed_institution_gets_nobody(app):
    close(app, "BVKB")
    answer = invite_user_admin(app, "BVKB", "jauns@bvkb.example")
    assert (answer.exit_code, "closed" in answer.stderr) == (1, True)


def test_a_refusal_leaves_nothing_behind(app):
    invite_user_admin(app, "VID", "vid.pieteicejs@virsis.example")
    with app.app_context(), seeing_everything():
        assert db.session.scalars(select(AccountLink)).all() == []


def test_without_a_mail_server_the_message_is_kept(app):
    said = invite_admin(app)
    assert "not mailed" in said.stderr
    with app.app_context(), seeing_everything():
        assert db.session.scalars(select(Notification.state)).all() == [MailState.kept]


def test_the_link_is_mailed_too_and_is_the_same(sqlite, tmp_path_factory):
    sqlite.reset()
    server = MailServer()
    server.start()
    settings = {"MAIL_SERVER": server.host, "MAIL_PORT": server.port, "MAIL_SUPPRESS_SEND": False}
    app = make_app(sqlite.url, tmp_path_factory, **settings)
    said = invite_admin(app)
    server.stop()
    let_go(app)
    assert said.stdout.strip() in text_of(server.letters[0])


def test_production_invites_without_a_secret_key(sqlite, tmp_path_factory, monkeypatch):
    sqlite.reset()
    environment = {
        "VIRSIS_ENV": "production",
        "VIRSIS_DATABASE_URL": sqlite.url,
        "VIRSIS_BASE_URL": "https://virsis.example",
        "VIRSIS_VAR": str(tmp_path_factory.mktemp("var")),
        "PATH": "/usr/bin:/bin",
    }
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "run",
        "admin",
        "invite",
        "--email",
        "anna@virsis.example",
    ]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("https://virsis.example/parole/")


def test_a_user_name_can_be_given(app):
    said = run(app, "admin", "invite", "--email", "a@virsis.example", "--username", "pirmais")
    assert said.exit_code == 0
    assert account(app, "a@virsis.example").username == "pirmais"
