"""The words of accounts and access: what happens to an account, by which link, key or request."""

from dataclasses import dataclass
from enum import StrEnum, auto

from rules.vocabulary import Action, Role

# A user administrator gives these to people of the own institution. CAB head and user administrator
# are given by the system administrator only.
GRANTABLE = frozenset({Role.applicant, Role.change_controller, Role.cab_member})


class AccountAction(StrEnum):
    """What happened to an account or was done by it; each is an event that cannot be changed."""

    signed_in = auto()
    signed_out = auto()
    sign_in_failed = auto()
    sign_in_delayed = auto()  # refused unread, after too many failures
    sessions_ended = auto()
    created = auto()
    changed = auto()
    roles_changed = auto()
    closed = auto()
    reopened = auto()
    pseudonymised = auto()
    work_handed_over = auto()
    invited = auto()
    reset_asked = auto()
    password_set = auto()
    link_refused = auto()  # used, expired, unknown or not for this account
    second_factor_set = auto()
    second_factor_removed = auto()
    second_factor_failed = auto()
    recovery_code_used = auto()
    identity_linked = auto()  # an account of the single sign-on
    identity_refused = auto()
    administrator_asked = auto()
    administrator_approved = auto()
    administrator_refused = auto()
    substitution_set = auto()
    substitution_ended = auto()
    key_created = auto()
    key_revoked = auto()
    key_refused = auto()
    calendar_changed = auto()  # a day of the working-day calendar was corrected
    exported = auto()
    downloaded = auto()
    refused = auto()  # tried what this account may not do


class LinkPurpose(StrEnum):
    """What a link that is mailed once is for."""

    invitation = auto()
    password_reset = auto()


class RequestState(StrEnum):
    """Where a request for the user-administrator right stands."""

    waiting = auto()
    approved = auto()
    refused = auto()


class KeyScope(StrEnum):
    """What an API key opens."""

    read = auto()
    applicant = auto()


# What a system does with an applicant's key. Checking, voting and deciding are for people.
KEY_ACTIONS = frozenset(
    {
        *(Action.submit, Action.recall, Action.answer, Action.withdraw),
        *(Action.start, Action.progress, Action.complete),
    }
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider names: `subject` never changes, `email` is empty unless it is trustworthy."""

    issuer: str
    subject: str
    email: str = ""
