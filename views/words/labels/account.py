"""How the words of accounts are said."""

from enum import StrEnum

from flask_babel import lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from rules.account.access import RequestState
from rules.account.accounts import AccountState
from rules.vocabulary import Role

LABELS: dict[type[StrEnum], dict[StrEnum, LazyString]] = {
    Role: {
        Role.applicant: _p("role", "Applicant"),
        Role.change_controller: _p("role", "Institution change controller"),
        Role.cab_member: _p("role", "CAB member"),
        Role.cab_head: _p("role", "CAB head"),
        Role.user_admin: _p("role", "User administrator"),
        Role.admin: _p("role", "System administrator"),
    },
    AccountState: {
        AccountState.open: _p("account", "Open"),
        AccountState.invited: _p("account", "Invitation sent"),
        AccountState.closed: _p("account", "Closed"),
    },
    RequestState: {
        RequestState.waiting: _p("request", "Waiting"),
        RequestState.approved: _p("request", "Approved"),
        RequestState.refused: _p("request", "Refused"),
    },
}
