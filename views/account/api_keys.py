"""API keys of institutions' systems: the list, a new one shown once, and revoking."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from flask import flash, make_response, redirect, request
from flask_babel import gettext, lazy_pgettext
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from app.clock import now
from app.extensions import db
from app.security.api_keys import new_key
from app.services.account import api_keys
from app.services.account.api_keys import DAYS, DAYS_LONGEST, NAME_LONGEST, NOT_YOURS, Wish
from models import ApiKey
from rules.account.access import KeyScope
from rules.refusals import Invalid, NotAllowed
from views.base import SafePage, current_actor, expose, has_access, one_change, page_number, permission_name
from views.words.sentences import problem_sentence

SIZE = 25
SOON = timedelta(days=14)  # from then on the list warns


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; `state`: works, soon (expires), expired, revoked or closed."""

    key: ApiKey
    created: datetime | None
    expires: datetime | None
    used: datetime | None
    state: str


@dataclass(slots=True)
class Draft:
    """What stands in the form, and what is wrong with it by field; `request_key` tells it from others."""

    name: str = ""
    scope: str = ""
    days: str = str(DAYS)
    request_key: str = field(default_factory=lambda: uuid4().hex)
    mistakes: dict[str, str] = field(default_factory=dict)


class KeyPage(SafePage):
    """Keys of the own institution's systems; the system administrator sees and revokes all."""

    route_base = "/lietotaji/atslegas"
    default_view = "index"
    kept = False
    attempts = {
        "create": lazy_pgettext("tried", "creating an API key"),
        "revoke": lazy_pgettext("tried", "revoking an API key"),
    }

    @expose("")
    @has_access
    @permission_name("list")
    def index(self) -> str:
        """Show the keys, the newest first."""
        actor, page = current_actor(), page_number()
        keys = api_keys.visible(actor)
        counted = keys.with_only_columns(ApiKey.id).order_by(None).subquery()
        return self.render_template(
            "account/keys.html",
            rows=[_row(one) for one in db.session.scalars(keys.limit(SIZE).offset(page * SIZE))],
            total=db.session.scalar(select(func.count()).select_from(counted)) or 0,
            page=page,
            size=SIZE,
            may_create=api_keys.may_create(actor),
        )

    @expose("/jauna", methods=["GET"])
    @has_access
    @permission_name("add")
    def new(self) -> str:
        """Show the form."""
        if not api_keys.may_create(current_actor()):
            raise NotAllowed(NOT_YOURS)
        return self._form(Draft())

    @expose("/jauna", methods=["POST"])
    @has_access
    @permission_name("add")
    def create(self) -> Response:
        """Create the key and show it, this once: a form sent twice shows the same key."""
        draft = _typed()
        made = new_key(_form_of(draft))
        try:
            with one_change():
                key = api_keys.create(current_actor(), now(), _wish(draft), made)
        except Invalid as refused:
            draft.mistakes = {
                one.field.removeprefix("key."): problem_sentence(one) for one in refused.problems
            }
            return make_response(self._form(draft), 422)
        shown = self.render_template("account/key_created.html", row=_row(key), text=made.text)
        answer = make_response(shown, 201)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @expose("/<uuid>/atsaukt", methods=["GET"])
    @has_access
    @permission_name("revoke")
    def ask(self, uuid: str) -> str:
        """Ask whether to revoke: it cannot be undone."""
        return self.render_template(
            "account/key_revoke.html", row=_row(api_keys.found(current_actor(), uuid))
        )

    @expose("/<uuid>/atsaukt", methods=["POST"])
    @has_access
    @permission_name("revoke")
    def revoke(self, uuid: str) -> Response:
        """Revoke the key."""
        with one_change():
            key = api_keys.found(current_actor(), uuid)
            api_keys.revoke(key, current_actor(), now())
        flash(gettext("The key of %(system)s is revoked. It opens nothing any more.", system=key.name), "ok")
        return redirect("/lietotaji/atslegas")

    def _form(self, draft: Draft) -> str:
        return self.render_template(
            "account/key_new.html",
            draft=draft,
            summary=[(said, name) for name, said in draft.mistakes.items()],
            longest=NAME_LONGEST,
            most=DAYS_LONGEST,
        )


def _typed() -> Draft:
    name, scope, days = (request.form.get(one, "").strip() for one in ("name", "scope", "days"))
    return Draft(name, scope, days, request.form.get("request_key", "")[:64])


def _form_of(draft: Draft) -> str:
    """Return what tells this form from every other: whoever changes it after going back wants another key."""
    if not draft.request_key:
        return ""
    return json.dumps([current_actor().user_id, draft.request_key, draft.name, draft.scope, draft.days])


def _wish(draft: Draft) -> Wish:
    whole = draft.days.isascii() and draft.days.isdecimal() and len(draft.days) < 5
    scope = KeyScope(draft.scope) if draft.scope in set(KeyScope) else None
    return Wish(draft.name, scope, int(draft.days) if whole else None)


def _row(key: ApiKey) -> Row:
    created, expires = api_keys.moment(key.created_on), api_keys.moment(key.expires_on)
    return Row(key, created, expires, api_keys.moment(key.last_used_on), _state(key, expires))


def _state(key: ApiKey, expires: datetime | None) -> str:
    if key.revoked_on is not None:
        return "revoked"
    if expires is None or expires <= now():
        return "expired"
    if not key.user.active:
        return "closed"
    return "soon" if expires - now() <= SOON else "works"
