"""Who may do what with accounts: which roles are given, whose accounts are changed, who must remain."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum, auto

from rules.account.access import GRANTABLE
from rules.facts import SYSTEM, Actor
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.text import N_, fold
from rules.vocabulary import Role

# What the system itself gives is no person's: the next name of an institution's system, what is left of an
# account whose personal data are deleted, and the word that stands in the history where nobody acted.
USERNAME = re.compile(r"(?!(system|konts-[0-9]+|.*\.sistema-[0-9]+)$)[a-z0-9._-]{2,64}")
PLAIN_USERNAME = "lietotajs"  # for an address that suggests none: of one letter, or a name kept for others
NAME_LONGEST, USERNAME_LONGEST = 64, 64


class AccountState(StrEnum):
    """Where an account stands: in use, invited but without a password yet, or closed."""

    open = auto()
    invited = auto()
    closed = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFact:
    """What the rules need to know of an account; `others` = roles that somebody else fills, too.

    That is, of CAB head and system administrator in the whole state, else in the same institution.
    """

    id: int
    institution: str | None
    roles: frozenset[Role]
    active: bool = True
    others: frozenset[Role] = frozenset()


def grantable(actor: Actor) -> frozenset[Role]:
    """Return the roles that this person gives and takes."""
    if actor == SYSTEM or actor.has(Role.admin):
        return frozenset(Role)
    return GRANTABLE if actor.has(Role.user_admin) and actor.institution else frozenset()


def looks_after(actor: Actor, institution: str | None) -> bool:
    """Whether this person looks after the accounts of an institution (None = those of no institution)."""
    if actor == SYSTEM or actor.has(Role.admin):
        return True
    return actor.has(Role.user_admin) and institution is not None and actor.institution == institution


def roles_after(actor: Actor, held: Collection[Role], wanted: Collection[Role]) -> frozenset[Role]:
    """Return the roles that an account has once this person has ticked `wanted`.

    Roles beyond what the person gives stay as they are. Asking for one that is not held yet raises
    `NotAllowed`: no form offers it.
    """
    own = grantable(actor)
    forged = frozenset(wanted) - own - frozenset(held)
    if forged:
        raise NotAllowed(FORGED, roles=tuple(sorted(forged)))
    return (frozenset(wanted) & own) | (frozenset(held) - own)


def may_move_mail(actor: Actor, account: AccountFact) -> bool:
    """Whether this person changes the mail address: whoever has it can set a new password.

    Of somebody with more rights than the user administrator gives, only the system administrator
    does; everybody may change the own one.
    """
    return account.id == actor.user_id or account.roles <= grantable(actor)


def refusal_to_close(actor: Actor, account: AccountFact) -> Refusal | None:
    """Return why this person may not close the account, or None."""
    if not account.active:
        return WrongStatus(ALREADY_CLOSED)
    if Role.admin in account.roles:
        if not actor.has(Role.admin):
            return NotAllowed(NOT_AN_ADMIN)
        if account.id == actor.user_id or Role.admin not in account.others:
            return WrongStatus(OWN_ADMIN)
    return _last_user_administrator(actor, account)


def refusal_to_leave(actor: Actor, account: AccountFact, roles: Collection[Role]) -> Refusal | None:
    """Return why this person may not leave the account with these roles only, or None."""
    steps_down = Role.admin in account.roles and Role.admin not in roles and account.active
    if steps_down and (account.id == actor.user_id or Role.admin not in account.others):
        return WrongStatus(OWN_ADMIN)
    return None if Role.user_admin in roles else _last_user_administrator(actor, account)


def username_of(email: str) -> str:
    """Return the user name that an address suggests: what stands before the @, in plain letters."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", fold(email.partition("@")[0]))
    return plain.strip("-.")[:60]


def _last_user_administrator(actor: Actor, account: AccountFact) -> Refusal | None:
    last = Role.user_admin in account.roles - account.others and account.active
    if last and not actor.has(Role.admin):
        return WrongStatus(LAST_USER_ADMIN, institution=account.institution)
    return None


FORGED = N_("You cannot give this role: %(roles)s. Only the system administrator can.")
NOT_AN_ADMIN = N_("Only a system administrator closes the account of a system administrator.")
ALREADY_CLOSED = N_("This account is closed already.")
OWN_ADMIN = N_(
    "You cannot close your own account or take the administrator's role from yourself. "
    "Another system administrator can."
)
LAST_USER_ADMIN = N_(
    "This is the last user administrator of %(institution)s: nobody would be left to look after its "
    "accounts. Ask the system administrator to appoint another one first."
)
