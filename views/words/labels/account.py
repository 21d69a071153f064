"""How the words of accounts are said."""

from enum import StrEnum

from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from rules.account.access import RequestState
from rules.account.accounts import AccountState
from rules.vocabulary import Role

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    Role: {
        Role.applicant: lazy_pgettext("role", "Applicant"),
        Role.change_controller: lazy_pgettext("role", "Institution change controller"),
        Role.cab_member: lazy_pgettext("role", "CAB member"),
        Role.cab_head: lazy_pgettext("role", "CAB head"),
        Role.user_admin: lazy_pgettext("role", "User administrator"),
        Role.admin: lazy_pgettext("role", "System administrator"),
    },
    AccountState: {
        AccountState.open: lazy_pgettext("account", "Open"),
        AccountState.invited: lazy_pgettext("account", "Invitation sent"),
        AccountState.closed: lazy_pgettext("account", "Closed"),
    },
    RequestState: {
        RequestState.waiting: lazy_pgettext("request", "Waiting"),
        RequestState.approved: lazy_pgettext("request", "Approved"),
        RequestState.refused: lazy_pgettext("request", "Refused"),
    },
}
