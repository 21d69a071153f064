"""What roles and states of accounts are called and what they mean, in plain words."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext, lazy_gettext as _l

from models.account.people import User, roles_of
from rules.account.accounts import grantable
from rules.facts import Actor
from rules.vocabulary import Role
from views.words.labels import label

EXPLAINED = {
    Role.applicant: _l(
        "Fills in cards, answers questions and objections, reports on implementation. Sees all activities "
        "of the own institution."
    ),
    Role.change_controller: _l(
        "Checks the card of the own institution and forwards it to co-approval or returns it to the "
        "applicant. Nobody checks a card that he or she submitted."
    ),
    Role.cab_member: _l(
        "Gives the opinion of the own institution on activities of other institutions: approves, objects or "
        "asks."
    ),
    Role.cab_head: _l(
        "Weighs all opinions and takes the decision: approves, returns for clarification or rejects. Never "
        "decides on a card that he or she wrote."
    ),
    Role.user_admin: _l(
        "Creates and closes accounts of the own institution and gives roles. Sees no cards by this role."
    ),
    Role.admin: _l(
        "Looks after reference data, institutions and accounts of the whole state. Sees everything and acts "
        "on no card."
    ),
}
ICONS = {
    Role.applicant: "edit",
    Role.change_controller: "shield-check",
    Role.cab_member: "scale",
    Role.cab_head: "gavel",
    Role.user_admin: "users",
    Role.admin: "settings",
}


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One role beside its checkbox; a fixed one is held but not given by who edits."""

    role: Role
    word: str
    text: str
    icon: str
    ticked: bool
    fixed: bool = False


def role_choices(actor: Actor, ticked: frozenset[Role], held: frozenset[Role]) -> list[RoleChoice]:
    """Return the roles of the form: those that this person gives, and what the account has besides."""
    own = grantable(actor)
    fixed = gettext("Only the system administrator gives and takes this role.")
    return [
        RoleChoice(
            role=role,
            word=label(role),
            text=str(EXPLAINED[role]) if role in own else f"{EXPLAINED[role]} {fixed}",
            icon=ICONS[role],
            ticked=role in ticked if role in own else True,
            fixed=role not in own,
        )
        for role in Role
        if role in own or role in held
    ]


def roles_of_row(account: User) -> list[str]:
    held = roles_of(account)
    return [label(role) for role in Role if role in held]


def signed_in_at(account: User) -> datetime | None:
    """Return when the person last signed in; the table keeps UTC without saying so."""
    return account.last_login.replace(tzinfo=UTC) if account.last_login else None
