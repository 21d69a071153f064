"""API keys of institutions' systems: the list, a new one shown once, and revoking."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from flask import flash, make_response, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p, pgettext
from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.security.api_keys import new_key
from app.services.account import api_keys
from app.services.account.api_keys import DAYS, DAYS_LONGEST, NAME_LONGEST, NOT_YOURS, Wish
from models import ApiKey
from rules.account.access import KeyScope
from rules.refusals import Invalid, NotAllowed
from rules.vocabulary import ProblemCode
from views.base import Response, SafePage, current_actor, get, keeping, one_change, post
from views.base.choices import WordField
from views.base.fields import HiddenField, LineField, NumberField
from views.base.form import Form
from views.base.listing import Column, Listing
from views.words.formats import day, drawn, moment

SOON = timedelta(days=14)  # from then on the list warns
PIECES = "account/key_pieces.html"
scope_word, state_badge = drawn("scope", PIECES), drawn("state", PIECES)


class KeyForm(Form):
    """A new key; `request_key` tells this form from every other."""

    thing = "key"

    name = LineField(
        _l("Name of the system"),
        description=_l(
            "As people of your institution know it, e.g. Case management. Up to %(number)s characters.",
            number=NAME_LONGEST,
        ),
        render_kw={"autocomplete": "off"},
    )
    scope = WordField(
        _l("What it may do"), words=KeyScope, says={ProblemCode.unknown: _l("Choose what the key may do")}
    )
    days = NumberField(
        _l("For how many days"),
        description=_l(
            "From 1 to %(number)s. When they are over, create a new key and give it to the system.",
            number=DAYS_LONGEST,
        ),
        default=DAYS,
        least=1,
        most=DAYS_LONGEST,
        says={
            ProblemCode.invalid: _l("Give a whole number of days from 1 to %(maximum)s", maximum=DAYS_LONGEST)
        },
    )
    request_key = HiddenField(default=lambda: uuid4().hex)

    @property
    def wish(self) -> Wish:
        """Return what is asked for; None stands for what nobody can read, and the use case refuses it."""
        return Wish(self.name.data or "", self.scope.data, self.days.data)

    @property
    def told_apart(self) -> str:
        """Return what no other form is: whoever changes it after going back wants another key."""
        if not self.request_key.data:
            return ""
        typed = (self.name.data, self.scope.data, self.days.data)
        return json.dumps([current_actor().user_id, self.request_key.data, *typed])


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; `state`: works, soon (expires), expired, revoked or closed."""

    key: ApiKey
    created: datetime | None
    expires: datetime | None
    used: datetime | None
    state: str


KEYS = Listing(
    title=_l("API keys"),
    hint=_l(
        "With a key a system of the institution calls the interface of VIRSIS. Nobody can sign in with it."
    ),
    caption=_l("Keys, the newest first"),
    columns=(
        Column("name", _l("System"), lambda row: row.key.name, names_row=True),
        Column("account", _l("Account"), lambda row: row.key.user.username),
        Column("scope", _l("What it may do"), lambda row: scope_word(row.key.scopes)),
        Column("created", _p("key", "Created"), lambda row: day(row.created), look="num nowrap"),
        Column("expires", _p("key", "Expires"), lambda row: day(row.expires), look="num nowrap"),
        Column(
            "used",
            _p("key", "Last used"),
            lambda row: moment(row.used) if row.used else pgettext("key", "never"),
            look="num",
        ),
        Column("state", _p("key", "State"), lambda row: state_badge(row.state)),
        Column(
            "tools", _l("What can be done"), drawn("tools", PIECES, nothing=""), look="t-fit", unseen=True
        ),
    ),
    size=25,
)


class KeyPage(SafePage):
    """Keys of the own institution's systems; the system administrator sees and revokes all."""

    route_base = "/lietotaji/atslegas"
    kept = False

    @get("", may="list")
    def index(self) -> str:
        actor, asked = current_actor(), KEYS.asked(request.args)
        keys = api_keys.visible(actor)
        counted = keys.with_only_columns(ApiKey.id).order_by(None).subquery()
        rows = db.session.scalars(keys.limit(KEYS.size).offset(asked.page * KEYS.size))
        total = db.session.scalar(select(func.count()).select_from(counted)) or 0
        return self.render_template(
            "account/keys.html",
            listed=KEYS.listed(asked, [_row(one) for one in rows], total),
            may_create=api_keys.may_create(actor),
        )

    @get("/jauna", may="add")
    def new(self) -> str:
        if not api_keys.may_create(current_actor()):
            raise NotAllowed(NOT_YOURS)
        return self._form(KeyForm())

    @post("/jauna", _p("tried", "creating an API key"), may="add")
    def create(self) -> Response:
        """Create the key and show it, this once: a form sent twice shows the same key."""
        form = KeyForm(request.form)
        form.validate()
        made = new_key(form.told_apart)
        try:
            with one_change():
                key = api_keys.create(current_actor(), now(), form.wish, made)
        except Invalid as refused:
            form.refuse(refused)
            return make_response(self._form(form), 422)
        keeping.taken()
        shown = self.render_template("account/key_created.html", row=_row(key), text=made.text)
        return make_response(shown, 201)

    def _form(self, form: KeyForm) -> str:
        form.keep_typed("keys.new")
        return self.render_template("account/key_new.html", form=form)

    @get("/<uuid>/atsaukt", may="revoke")
    def ask(self, uuid: str) -> str:
        """Ask whether to revoke: it cannot be undone."""
        return self.render_template(
            "account/key_revoke.html", row=_row(api_keys.found(current_actor(), uuid))
        )

    @post("/<uuid>/atsaukt", _p("tried", "revoking an API key"))
    def revoke(self, uuid: str) -> Response:
        with one_change():
            key = api_keys.found(current_actor(), uuid)
            api_keys.revoke(key, current_actor(), now())
        flash(gettext("The key of %(system)s is revoked. It opens nothing any more.", system=key.name), "ok")
        return redirect("/lietotaji/atslegas")


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
