"""`flask admin …`, `flask user-admin …`: the first people of an installation and of an institution."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from app import clock
from app.cli.refusing import needs_database, one_line, refusals_said
from app.extensions import db
from app.security.one_time import address_of
from app.services.account import accounts, links, second_factor
from app.services.account.details import Details
from app.services.mail import delivery
from app.visibility import seeing_everything
from models import Institution, Notification, User
from models.account.people import roles_of
from rules.audience import MailState, Message
from rules.facts import SYSTEM
from rules.refusals import WrongStatus
from rules.text import N_, nfc
from rules.vocabulary import Role
from views.base.transaction import one_change

AS_ADMIN = replace(SYSTEM, roles=frozenset({Role.admin}))
PRINTED = N_("The link was printed by a command.")


@click.group()
def admin() -> None:
    """Look after the system administrators."""


@click.group("user-admin")
def user_admin() -> None:
    """Look after the user administrators of the institutions."""


def _about_the_person(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--name",
            default="",
            callback=one_line,
            help="First and last name; made from the address when left out.",
        ),
        click.option(
            "--username", default="", callback=one_line, help="Made from the address when left out."
        ),
        click.option("--email", required=True, callback=one_line, help="Where the invitation goes."),
    ):
        command = option(command)
    return command


@admin.command("invite")
@_about_the_person
@with_appcontext
@needs_database
def invite_admin(email: str, username: str, name: str) -> None:
    """Invite a system administrator: print a link to set the password, and mail it.

    Whoever is one already gets a new link.
    """
    with _inviting():
        _invite(_details(email, username, name, Role.admin, None))


@admin.command("reset-factor")
@click.option("--email", required=True, callback=one_line, help="Whose second factor is lost.")
@with_appcontext
@needs_database
def reset_factor(email: str) -> None:
    """Take away the lost second factor of a system administrator whom nobody else can help."""
    with _inviting(), one_change():
        known = select(User).where(func.lower(User.email) == email.lower())
        account = db.session.scalar(known)
        if account is None or Role.admin not in roles_of(account):
            raise click.ClickException(f"{email} belongs to no system administrator.")
        second_factor.reset(account, AS_ADMIN, clock.now())
        name = account.username
    click.echo(f"The second factor of {name} is taken away.")


@user_admin.command("invite")
@click.option("--institution", required=True, callback=one_line, help="The code of the institution.")
@_about_the_person
@with_appcontext
@needs_database
def invite_user_admin(institution: str, email: str, username: str, name: str) -> None:
    """Invite a user administrator of an institution: print a link to set the password, and mail it.

    Whoever is one there already gets a new link.
    """
    with _inviting():
        code = nfc(institution)
        if db.session.scalar(select(Institution.id).where(Institution.code == code)) is None:
            raise click.ClickException(f"There is no institution with the code {code}.")
        db.session.rollback()
        _invite(_details(email, username, name, Role.user_admin, code))


@contextmanager
def _inviting() -> Iterator[None]:
    with refusals_said(), seeing_everything():
        yield


def _details(email: str, username: str, name: str, role: Role, institution: str | None) -> Details:
    """What the account is to be; without a name it is taken from what stands before the @."""
    words = name.split() or email.partition("@")[0].replace("_", ".").title().split(".")
    return Details(
        first_name=words[0],
        last_name=" ".join(words[1:]) or "Administrators",
        email=email,
        username=username,
        roles=frozenset({role}),
        institution=institution,
    )


def _invite(wanted: Details) -> None:
    """Say the link on stdout and nothing else; whether it was also mailed goes to stderr."""
    with one_change():
        account = _account(wanted)
        mine = select(Notification).where(Notification.recipient_id == account.id)
        sent = mine.where(Notification.message == Message.invitation).order_by(Notification.id.desc())
        message = db.session.scalars(sent.limit(1)).one()
        message.state, message.last_error = MailState.kept, PRINTED  # the worker would make another link
        address = address_of(links.mint(message.values["link"], clock.now()) or "")
    click.echo(address)
    reason = delivery.send_now(message, address, clock.now())
    said = f"It was not mailed: {reason}" if reason else f"It was also mailed to {wanted.email}."
    click.echo(said, err=True)


def _account(wanted: Details) -> User:
    """Return the account of this kind that has the address, invited anew, or a new one."""
    known = db.session.scalar(select(User).where(func.lower(User.email) == wanted.email.lower()))
    if known is None:
        return accounts.create(SYSTEM, clock.now(), wanted)[0]
    institution = known.institution.code if known.institution else None
    elsewhere = wanted.institution is not None and wanted.institution != institution
    if elsewhere or not wanted.roles <= roles_of(known):
        raise WrongStatus(OTHER_ACCOUNT, email=wanted.email, username=known.username)
    links.invite(known, SYSTEM, clock.now())
    return known


OTHER_ACCOUNT = N_(
    "%(email)s belongs to the account %(username)s, which has another role or institution. "
    "Give it the role on the page of the users, or take another address."
)
