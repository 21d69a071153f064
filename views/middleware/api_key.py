"""What an API key opens: what the call says beside its method; of a call that says nothing, no key does."""

from flask import abort, current_app, g, request

from app.clock import now
from app.extensions import db
from app.security import AppSecurityManager
from app.security.api_keys import fingerprint
from app.security.lockout import begin_try
from app.services.account.traces import trace
from models import ApiKey, User
from rules.account.access import AccountAction, KeyScope
from rules.refusals import NotAllowed
from rules.text import N_
from views.base.transaction import one_change

BEYOND = {
    KeyScope.read: N_("This key only reads. Ask the user administrator of your institution for another one."),
    KeyScope.applicant: N_(
        "This key does what an applicant does; this step is for a person. Sign in as one who may take it."
    ),
}


def refuse_bad_key() -> None:
    """Answer a call whose key does not open: 401 like any other, 429 after too many, with a trace."""
    if "api_key" not in g:
        return
    key: ApiKey | None = g.api_key
    holder, data = (key.user_id, {"key": key.uuid}) if key else (None, {})
    # Counted under the key and under the address, as sign-ins are under the account and the address.
    text, address = AppSecurityManager.extract_api_key_from_request(), request.remote_addr or ""
    tried = f"key:{fingerprint(text)}"
    begin_try(tried, address, known=True)
    with one_change():
        account = db.session.get(User, holder) if holder else None
        trace(AccountAction.key_refused, None, now(), account=account, data=data)
    abort(401)


def stop_beyond_scope() -> None:
    """Refuse what the key of this call does not open."""
    key: ApiKey | None = g.get("api_key")
    if key is None or request.endpoint is None:
        return
    scope, parts = KeyScope(key.scopes or ""), request.view_args or {}
    if not opened(scope, request.endpoint, parts.get("action", "")):
        raise NotAllowed(BEYOND[scope])


def opened(scope: KeyScope, endpoint: str, action: str = "") -> bool:
    """Whether a key of this scope opens an endpoint (and action): closed, unless the call says its `key`."""
    calls = getattr(current_app.view_functions[endpoint], "calls", {})
    return action in calls and calls[action].key in (KeyScope.read, scope)
