"""What a trace of an account says, as one sentence in the reader's language."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p, pgettext
from flask_babel.speaklater import LazyString

from app.services.account.events import mentioned
from app.services.account.traces import MORE_FOLLOWED
from models import AccountEvent
from rules.account.access import AccountAction
from rules.vocabulary import Role
from views.base.declared import attempt
from views.words.formats import day
from views.words.labels import label

A = AccountAction
SENTENCES: dict[AccountAction, LazyString] = {
    A.signed_in: _l("%(account)s signed in."),
    A.signed_out: _l("%(account)s signed out."),
    A.sign_in_failed: _l("Signing in as %(account)s failed."),
    A.sign_in_delayed: _l("Signing in as %(account)s was refused unread: too many failures."),
    A.sessions_ended: _l("%(who)s ended sign-ins of %(account)s."),
    A.created: _l("%(who)s created the account %(account)s with the roles: %(roles)s."),
    A.changed: _l("%(who)s changed the account %(account)s: %(fields)s."),
    A.roles_changed: _l("%(who)s changed the roles of %(account)s: before %(before)s, now %(roles)s."),
    A.closed: _l("%(who)s closed the account %(account)s."),
    A.reopened: _l("%(who)s reopened the account %(account)s."),
    A.pseudonymised: _l("%(who)s deleted the personal data of the closed account %(account)s."),
    A.work_handed_over: _l("%(who)s handed open work of %(account)s over to %(other)s: %(numbers)s."),
    A.invited: _l("%(who)s sent %(account)s a link to set the password."),
    A.reset_asked: _l("A new password was asked for: %(account)s."),
    A.password_set: _l("%(account)s set a new password; all other sign-ins ended."),
    A.link_refused: _l("A link of %(account)s to set a password was refused: %(reason)s."),
    A.second_factor_set: _l("%(account)s set up the second factor."),
    A.second_factor_removed: _l("%(who)s removed the second factor of %(account)s."),
    A.second_factor_failed: _l("Signing in as %(account)s failed at the second factor."),
    A.recovery_code_used: _l("%(account)s signed in with a recovery code."),
    A.identity_linked: _l("%(account)s signed in through the single sign-on for the first time."),
    A.identity_refused: _l("Somebody came from the single sign-on and was refused: %(reason)s."),
    A.administrator_asked: _l("%(institution)s asked for the user-administrator right: request %(number)s."),
    A.administrator_approved: _l("%(who)s approved request %(number)s: %(account)s administers users."),
    A.administrator_refused: _l("%(who)s refused request %(number)s of %(institution)s."),
    A.substitution_set: _l("%(who)s named a substitute of %(account)s: %(other)s, %(days)s."),
    A.substitution_ended: _l("%(who)s ended the substitution of %(account)s by %(other)s."),
    A.key_created: _l("%(who)s created an API key for %(account)s."),
    A.key_revoked: _l("%(who)s revoked an API key of %(account)s."),
    A.key_refused: _l("A call with an API key of %(account)s was refused."),
    A.calendar_changed: _l("%(who)s corrected the working-day calendar: %(calendar)s."),
    A.exported: _l("%(who)s exported a list: %(what)s, %(rows)s rows."),
    A.downloaded: _l("%(who)s downloaded a file: %(what)s."),
    A.refused: _l("%(who)s tried what this account may not do: %(what)s."),
}
# For the filter by what happened.
ACTIONS: dict[AccountAction, LazyString] = {
    A.signed_in: _p("trace", "Signed in"),
    A.signed_out: _p("trace", "Signed out"),
    A.sign_in_failed: _p("trace", "Sign-in failed"),
    A.sign_in_delayed: _p("trace", "Sign-in refused unread"),
    A.sessions_ended: _p("trace", "Sign-ins ended"),
    A.created: _p("trace", "Account created"),
    A.changed: _p("trace", "Account changed"),
    A.roles_changed: _p("trace", "Roles changed"),
    A.closed: _p("trace", "Account closed"),
    A.reopened: _p("trace", "Account reopened"),
    A.pseudonymised: _p("trace", "Personal data deleted"),
    A.work_handed_over: _p("trace", "Work handed over"),
    A.invited: _p("trace", "Invited"),
    A.reset_asked: _p("trace", "New password asked for"),
    A.password_set: _p("trace", "Password set"),
    A.link_refused: _p("trace", "Link refused"),
    A.second_factor_set: _p("trace", "Second factor set up"),
    A.second_factor_removed: _p("trace", "Second factor removed"),
    A.second_factor_failed: _p("trace", "Second factor failed"),
    A.recovery_code_used: _p("trace", "Recovery code used"),
    A.identity_linked: _p("trace", "Single sign-on linked"),
    A.identity_refused: _p("trace", "Single sign-on refused"),
    A.administrator_asked: _p("trace", "User administrator asked for"),
    A.administrator_approved: _p("trace", "User administrator approved"),
    A.administrator_refused: _p("trace", "User administrator refused"),
    A.substitution_set: _p("trace", "Substitute named"),
    A.substitution_ended: _p("trace", "Substitution ended"),
    A.key_created: _p("trace", "API key created"),
    A.key_revoked: _p("trace", "API key revoked"),
    A.key_refused: _p("trace", "API key refused"),
    A.calendar_changed: _p("trace", "Working-day calendar corrected"),
    A.exported: _p("trace", "List exported"),
    A.downloaded: _p("trace", "File downloaded"),
    A.refused: _p("trace", "Not allowed"),
}
OWN_ROLES = _l("%(who)s changed the own roles (to himself or herself): before %(before)s, now %(roles)s.")
OWN_SECOND_FACTOR = _l("%(account)s removed the second factor.")
FORM_OF_A_VISITOR = _l("A form that somebody without an account sent was not accepted: %(what)s.")
OTHER_DATA = {
    "email": _l("e-mail address"),
    "first_name": _l("first name"),
    "last_name": _l("last name"),
    "username": _l("user name"),
    "position": _l("position"),
    "institution": _l("institution"),
    "identity": _l("identity of the single sign-on"),
    "device_remembered": _l("a device is not asked for a code any more"),
    "device_forgotten": _l("a device is asked for a code again"),
}
REASONS = {
    "used": _l("already used"),
    "expired": _l("too old"),
    "unknown": _l("unknown"),
    "closed": _l("the account is closed"),
    "access_denied": _l("the person did not agree"),
    "no_email": _l("no confirmed e-mail address"),
    "several_accounts": _l("several accounts have the e-mail address"),
    "other_subject": _l("the account is linked to another identity"),
    "account_closed": _l("the account is closed"),
    "institution_closed": _l("the institution is closed"),
    "state": _l("the answer does not belong to the browser"),
    "provider_error": _l("the provider reported an error"),
    "code": _l("the provider did not take its own code back"),
    "no_code": _l("the answer has no code"),
    "no_id_token": _l("the answer names nobody"),
    "token": _l("the answer is not signed as it should be, or too old"),
    "subject": _l("the identity cannot be read"),
    "saml_unreadable": _l("the answer cannot be read"),
    "saml_invalid": _l("the answer is not signed as it should be, or too old"),
    "saml_unasked": _l("nobody had asked for the answer"),
}
# Where the first ones of an hour are kept one by one.
MORE = {
    A.refused: _l("%(who)s went on trying what this account may not do; not each try of the hour is kept."),
    A.identity_refused: _l(
        "More came from the single sign-on and were refused; not each of the hour is kept."
    ),
}

# Lists and forms, by their own names.
LISTS: dict[str, LazyString] = {
    "account": _l("accounts"),
    "account_event": _l("what happened to accounts"),
    "administrator_request": _l("request for the user-administrator right"),
    "simulation": _l("simulation"),
}
# What was wrong with it, where the account may do such a thing.
WHY: dict[str, LazyString] = {
    "too_large": _p("tried", "more was sent than is taken"),
    "taken": _p("tried", "with an e-mail address that another account has"),
}
GONE = _p("tried", "a page or call that is not there any more")


def sentence(event: AccountEvent, names: Mapping[int, str]) -> str:
    """Return what happened; `names` are the user names of accounts that its data mentions."""
    told = event.data
    values = {
        "who": event.actor.username if event.actor else pgettext("trace", "Somebody unknown"),
        "account": event.account.username if event.account else pgettext("trace", "an unknown account"),
        "other": next((names[key] for key in mentioned(event) if key in names), "–"),
        "before": _roles(told.get("from")),
        "roles": _roles(told.get("to") if isinstance(told.get("to"), list) else told.get("roles")),
        "fields": ", ".join(str(OTHER_DATA.get(name, name)) for name in told.get("fields", ())) or "–",
        "numbers": ", ".join(told.get("numbers", ())) or "–",
        "number": told.get("number", "–"),
        "institution": told.get("institution", "–"),
        "days": _days(told),
        "reason": _reason(told),
        "rows": told.get("rows", "–"),
        "calendar": day(date.fromisoformat(told["calendar"])) if "calendar" in told else "–",
        "what": _thing(told),
    }
    said = str(_key(event)) % values
    return said[:-1] if said.endswith("..") else said  # a Latvian date ends with a full stop itself


def _key(event: AccountEvent) -> LazyString:
    if MORE_FOLLOWED in event.data and event.action in MORE:
        return MORE[event.action]
    itself = event.actor_id is not None and event.actor_id == event.account_id
    if itself and event.action is A.roles_changed:
        return OWN_ROLES
    if itself and event.action is A.second_factor_removed:
        return OWN_SECOND_FACTOR
    if event.actor_id is None and event.action is A.refused:
        return FORM_OF_A_VISITOR
    return SENTENCES[event.action]


def _roles(names: object) -> str:
    if not isinstance(names, list):
        return "–"
    known = [label(Role(name)) if name in set(Role) else str(name) for name in names]
    return ", ".join(known) or gettext("none")


def _days(told: Mapping[str, str]) -> str:
    return "–".join(day(date.fromisoformat(told[end])) for end in ("from_on", "until_on") if end in told)


def _reason(told: Mapping[str, object]) -> str:
    code = str(told.get("why") or told.get("reason") or "–")
    return str(REASONS.get("token" if code.startswith("token_") else code, code))


def _thing(told: Mapping[str, object]) -> str:
    """Return what a trace is about, with the number where one is known."""
    page, named = told.get("endpoint"), told.get("list") or told.get("form")
    parts = [
        (attempt(str(page)) or GONE) if page else None,
        LISTS.get(str(named), named) if named else None,
        WHY.get(str(told.get("why"))),
        told.get("file"),
        told.get("number"),
    ]
    return ", ".join(str(one) for one in parts if one) or "–"
