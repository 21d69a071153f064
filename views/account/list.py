"""Accounts: the list with what an administrator should know, one account, and what is done with a click."""

from typing import Any

from flask import Response as Answer
from flask import flash, redirect, request
from flask_babel import gettext, lazy_gettext, lazy_pgettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.clock import now
from app.extensions import db
from app.services.account import accounts, handover, second_factor
from app.services.account import list as account_list
from app.services.account.identities import identities_of
from app.services.account.list import PAGE_SIZE, Search
from app.services.account.traces import trace
from app.services.mail.delivery import invitation_is_held_up
from models import ExternalIdentity
from models.account.people import ADMIN_ROLE, RoleRow, User, roles_of
from rules.account.access import AccountAction
from rules.account.accounts import AccountState
from rules.account.substitution import SUBSTITUTED
from rules.facts import Actor
from rules.vocabulary import Role
from views.account.events import recent
from views.account.form import empty_form, form_words
from views.account.found import OwnAccounts, account_or_404
from views.account.words import role_choices, roles_of_row, signed_in_at
from views.base import SafeModelView, current_actor, expose, has_access, one_change, permission_name
from views.base.filters import Filter, WordFilter
from views.base.listing import Asked, Column, Listing
from views.base.management import Group, Managed
from views.registry.columns import code_of
from views.words.formats import moment
from views.words.labels import label

TRACES = 10  # of an account, on its page


def role_word(row: RoleRow) -> str:
    """Return the name of a role as people know it."""
    return label(Role.admin if row.name == ADMIN_ROLE else Role(row.name))


def _roles(rows: list[RoleRow]) -> str:
    return ", ".join(sorted(role_word(row) for row in rows))


def _last_signed_in(account: User) -> str:
    last = signed_in_at(account)
    return moment(last) if last else ""


ACCOUNTS = Listing(
    title=lazy_pgettext("account", "Users"),
    caption=lazy_gettext("Accounts, one in each row"),
    filters=(
        Filter(
            name="q",
            label=lazy_gettext("Search"),
            type="find",
            placeholder=lazy_gettext("Name, user name or e-mail"),
            says=lambda text: gettext("Searched for: %(text)s", text=text),
        ),
        WordFilter(
            name="role",
            label=lazy_pgettext("account", "Role"),
            words=Role,
            blank=lazy_pgettext("filter of roles", "All"),
        ),
        WordFilter(name="state", label=lazy_pgettext("account", "State"), words=AccountState),
        Filter(
            name="institution",
            id="of",
            label=lazy_pgettext("account", "Institution"),
            type="short",
            placeholder=lazy_gettext("Code, e.g. VID"),
            only=Role.admin,
        ),
    ),
    columns=(
        Column(name="user", head=lazy_pgettext("account", "User"), names_row=True),
        Column(name="institution", head=lazy_pgettext("account", "Institution"), only=Role.admin),
        Column(name="roles", head=lazy_pgettext("account", "Roles")),
        Column(name="state", head=lazy_pgettext("account", "State")),
        Column(name="last", head=lazy_pgettext("account", "Last signed in")),
        Column(name="cards", head=lazy_pgettext("account", "Open cards")),
        Column(name="tools", head=lazy_gettext("What can be done"), unseen=True),
    ),
    usual="user",
    size=PAGE_SIZE,
    file="lietotaji",
    exported=(
        Column(name="first", head=lazy_pgettext("account", "First name"), cell=lambda one: one.first_name),
        Column(name="last", head=lazy_pgettext("account", "Last name"), cell=lambda one: one.last_name),
        Column(name="username", head=lazy_pgettext("account", "User name"), cell=lambda one: one.username),
        Column(name="email", head=lazy_pgettext("account", "E-mail"), cell=lambda one: one.email),
        Column(
            name="institution",
            head=lazy_pgettext("account", "Institution"),
            cell=lambda one: one.institution.code if one.institution else "",
        ),
        Column(
            name="roles",
            head=lazy_pgettext("account", "Roles"),
            cell=lambda one: ", ".join(roles_of_row(one)),
        ),
        Column(
            name="state",
            head=lazy_pgettext("account", "State"),
            cell=lambda one: label(accounts.state_of(one)),
        ),
        Column(name="signed_in", head=lazy_pgettext("account", "Last signed in"), cell=_last_signed_in),
    ),
)


class UserView(SafeModelView):
    """Lietotāji."""

    datamodel = OwnAccounts(User, eager=("institution", "roles"))
    route_base = "/lietotaji"
    kept = False
    attempts = {
        "export": lazy_pgettext("tried", "exporting the list of users"),
        "invite": lazy_pgettext("tried", "sending an invitation again"),
    }
    management = Managed(group=Group.people, about=lazy_gettext("accounts of all institutions"))
    include_route_methods = {"list", "show", "invite", "export"}
    list_title = lazy_pgettext("account", "Users")
    show_title = lazy_pgettext("account", "User")
    show_template = "account/show.html"
    extra_args = {"active": "users"}
    show_columns = ["username", "email", "institution", "roles", "created_on"]
    search_columns = ["username"]
    label_columns = {
        "username": lazy_pgettext("account", "User name"),
        "email": lazy_pgettext("account", "E-mail"),
        "institution": lazy_pgettext("account", "Institution"),
        "roles": lazy_pgettext("account", "Roles"),
        "created_on": lazy_pgettext("account", "Created"),
    }
    formatters_columns = {"institution": code_of, "roles": _roles}

    @expose("")
    @has_access
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

    @expose("/show/<pk>")
    @has_access
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
            identities=_identities(account),
            SUBSTITUTED=SUBSTITUTED,
            held_up=accounts.state_of(account) is AccountState.invited and invitation_is_held_up(account),
            not_yours="" if opens else gettext(accounts.RIGHTS_NOT_YOURS),
        )

    @expose("/uzaicinat/<pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def invite(self, pk: str) -> Response:
        """Send the invitation again."""
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

    @expose("/eksports", methods=["POST"])
    @has_access
    @permission_name("export")
    def export(self) -> Answer:
        """Hand out the list as it is looked for; that is a trace itself."""
        actor, search = current_actor(), _search(ACCOUNTS.asked(request.form))
        rows = db.session.scalars(account_list.everything(search, actor)).all()
        answer = ACCOUNTS.sheet("xlsx", rows)
        with one_change():
            told = {"list": "account", "rows": len(rows), "kind": "xlsx"}
            trace(AccountAction.exported, actor, now(), data=told)
        return answer


def _search(asked: Asked) -> Search:
    return Search(
        q=asked["q"], role=asked["role"], state=asked["state"], institution=asked["institution"] or None
    )


def _hint(actor: Actor) -> str:
    if actor.has(Role.admin):
        return gettext("Accounts of all institutions. An account is never deleted, only closed.")
    return gettext(
        "%(institution)s. You see and change the accounts of your own institution only.",
        institution=current_user.institution.name_lv if current_user.institution else "",
    )


def _explained(actor: Actor, account: User) -> Any:
    held = roles_of(account)
    return [one for one in role_choices(actor, held, held) if one.role in held]


def _identities(account: User) -> list[ExternalIdentity]:
    return identities_of(account.id) if current_actor().has(Role.admin) else []


def _factor_resettable(account: User) -> bool:
    """Whether this administrator may take away a second factor that the account has."""
    may = second_factor.may_reset(account, current_actor())
    return may and second_factor.confirmed(account.id) is not None
