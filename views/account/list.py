"""Accounts: the list with what an administrator should know, one account, and what is done with a click."""

from typing import Any

from flask import Response as Answer, flash, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_login import current_user

from app.clock import now
from app.extensions import db
from app.services.account import accounts, handover, list as account_list, second_factor
from app.services.account.identities import identities_of
from app.services.account.list import PAGE_SIZE, Search
from app.services.mail.delivery import invitation_is_held_up
from models.account.people import ADMIN_ROLE, RoleRow, User, roles_of
from rules.account.accounts import AccountState
from rules.account.substitution import SUBSTITUTED
from rules.facts import Actor
from rules.vocabulary import Role
from views.account.events import recent
from views.account.form import empty_form, form_words
from views.account.found import OwnAccounts, account_or_404
from views.account.words import role_choices, roles_of_row, signed_in_at
from views.base import Response, SafeModelView, current_actor, get, one_change, post
from views.base.declared import Group, Managed
from views.base.filters import Filter, WordFilter
from views.base.listing import Asked, Column, Listing
from views.registry.columns import code_of
from views.words.formats import moment
from views.words.labels import label
from views.words.names import name_of

TRACES = 10  # of an account, on its page


def role_word(row: RoleRow) -> str:
    return label(Role.admin if row.name == ADMIN_ROLE else Role(row.name))


def _last_signed_in(account: User) -> str:
    last = signed_in_at(account)
    return moment(last) if last else ""


ACCOUNTS = Listing(
    title=_p("account", "Users"),
    caption=_l("Accounts, one in each row"),
    filters=(
        Filter(
            "q",
            _l("Search"),
            type="find",
            placeholder=_l("Name, user name or e-mail"),
            says=lambda text: gettext("Searched for: %(text)s", text=text),
        ),
        WordFilter("role", _p("account", "Role"), words=Role, blank=_p("filter of roles", "All")),
        WordFilter("state", _p("account", "State"), words=AccountState),
        Filter(
            "institution",
            _p("account", "Institution"),
            id="of",
            type="short",
            placeholder=_l("Code, e.g. VID"),
            only=Role.admin,
        ),
    ),
    columns=(
        Column("user", _p("account", "User"), names_row=True),
        Column("institution", _p("account", "Institution"), only=Role.admin),
        Column("roles", _p("account", "Roles")),
        Column("state", _p("account", "State")),
        Column("last", _p("account", "Last signed in")),
        Column("cards", _p("account", "Open cards")),
        Column("tools", _l("What can be done"), unseen=True),
    ),
    usual="user",
    size=PAGE_SIZE,
    file="lietotaji",
    exported=(
        Column("first", _p("account", "First name"), lambda one: one.first_name),
        Column("last", _p("account", "Last name"), lambda one: one.last_name),
        Column("username", _p("account", "User name"), lambda one: one.username),
        Column("email", _p("account", "E-mail"), lambda one: one.email),
        Column(
            "institution",
            _p("account", "Institution"),
            lambda one: one.institution.code if one.institution else "",
        ),
        Column("roles", _p("account", "Roles"), lambda one: ", ".join(roles_of_row(one))),
        Column("state", _p("account", "State"), lambda one: label(accounts.state_of(one))),
        Column("signed_in", _p("account", "Last signed in"), _last_signed_in),
    ),
)


class UserView(SafeModelView):
    """Lietotāji."""

    datamodel = OwnAccounts(User, eager=("institution", "roles"))
    route_base = "/lietotaji"
    kept = False
    management = Managed(group=Group.people, about=_l("accounts of all institutions"))
    include_route_methods = {"list", "show", "invite", "export"}
    list_title = _p("account", "Users")
    show_title = _p("account", "User")
    show_template = "account/show.html"
    active = "users"
    show_columns = ["username", "email", "institution", "roles", "created_on"]
    search_columns = ["username"]
    label_columns = {
        "username": _p("account", "User name"),
        "email": _p("account", "E-mail"),
        "institution": _p("account", "Institution"),
        "roles": _p("account", "Roles"),
        "created_on": _p("account", "Created"),
    }
    formatters_columns = {
        "institution": code_of,
        "roles": lambda rows: ", ".join(sorted(map(role_word, rows))),
    }

    @get("")
    def list(self) -> str:
        """Show one page of what is looked for, what is missing, and the form of a new account."""
        actor, asked = current_actor(), ACCOUNTS.asked(request.args)
        search = _search(asked)
        counted = account_list.counts(search, actor)
        total = counted[search.state] if search.state else sum(counted.values())
        standing = account_list.counts(Search(), actor) if search != Search() else counted
        found = account_list.page(search, actor, asked.page) if total > asked.page * PAGE_SIZE else []
        cards = handover.open_cards([one.id for one in found])
        rows = [(row, accounts.state_of(row), cards.get(row.id, 0)) for row in found]
        return self.render_template(
            "account/list.html",
            listed=ACCOUNTS.listed(asked, rows, total, _hint(actor)),
            standing=standing,
            gaps=account_list.gaps(actor),
            missing=account_list.without_administrator(actor),
            states=AccountState,
            role_names=roles_of_row,
            signed_in_at=signed_in_at,
            may_reopen=lambda account: accounts.may_reopen(account, actor),
            **form_words(actor, empty_form(actor)),
        )

    @get("/show/<pk>")
    def show(self, pk: str) -> str:
        """Show one account: who, which roles, what is open, what happened."""
        account = account_or_404(pk)
        opens = accounts.may_reopen(account, current_actor())
        return self.render_template(
            self.show_template,
            pk=pk,
            title=account.get_full_name(),
            widgets=self._show(pk),
            account=account,
            state=accounts.state_of(account),
            signed_in=signed_in_at(account),
            held=_explained(current_actor(), account),
            tasks=handover.open_work(account),
            traces=recent(account.id)[:TRACES],
            factor=_factor_resettable(account),
            identities=identities_of(account.id) if current_actor().has(Role.admin) else [],
            SUBSTITUTED=SUBSTITUTED,
            held_up=accounts.state_of(account) is AccountState.invited and invitation_is_held_up(account),
            not_yours="" if opens else gettext(accounts.RIGHTS_NOT_YOURS),
        )

    @post("/uzaicinat/<pk>", _p("tried", "sending an invitation again"), may="edit")
    def invite(self, pk: str) -> Response:
        with one_change():
            account = account_or_404(pk)
            sent, address = accounts.invite_again(account, current_actor(), now()), account.email
        said = gettext(
            "A new invitation goes to %(address)s. The earlier link opens nothing.", address=address
        )
        twice = gettext(
            "An invitation went to %(address)s less than a minute ago. Nothing was sent again.",
            address=address,
        )
        flash(said if sent else twice, "success" if sent else "info")
        return redirect("/lietotaji")

    @post("/eksports", _p("tried", "exporting the list of users"))
    def export(self) -> Answer:
        """Hand out the list as it is looked for; that is a trace itself."""
        search = _search(ACCOUNTS.asked(request.form))
        rows = db.session.scalars(account_list.everything(search, current_actor())).all()
        return ACCOUNTS.hand_out("xlsx", rows, list="account")


def _search(asked: Asked) -> Search:
    return Search(
        q=asked["q"], role=asked["role"], state=asked["state"], institution=asked["institution"] or None
    )


def _hint(actor: Actor) -> str:
    if actor.has(Role.admin):
        return gettext("Accounts of all institutions. An account is never deleted, only closed.")
    return gettext(
        "%(institution)s. You see and change the accounts of your own institution only.",
        institution=name_of(current_user.institution) if current_user.institution else "",
    )


def _explained(actor: Actor, account: User) -> Any:
    held = roles_of(account)
    return [one for one in role_choices(actor, held, held) if one.role in held]


def _factor_resettable(account: User) -> bool:
    may = second_factor.may_reset(account, current_actor())
    return may and second_factor.confirmed(account.id) is not None
