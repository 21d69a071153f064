"""Accounts: the list with what an administrator should know, one account, and what is done with a click."""

from typing import Any

from flask import Response as Answer
from flask import abort, flash, redirect, request
from flask_babel import gettext, lazy_pgettext
from werkzeug.datastructures import MultiDict
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
from views.account.form import empty_draft, form_words
from views.account.found import OwnAccounts, account_or_404
from views.account.sheet import account_sheet
from views.account.words import role_choices, roles_of_row, signed_in_at
from views.base import (
    SafeModelView,
    current_actor,
    expose,
    has_access,
    one_change,
    page_number,
    permission_name,
)
from views.base.addresses import url_with
from views.registry.columns import code_of
from views.words.labels import label

TRACES = 10  # of an account, on its page


def role_word(row: RoleRow) -> str:
    """Return the name of a role as people know it."""
    return label(Role.admin if row.name == ADMIN_ROLE else Role(row.name))


def _roles(rows: list[RoleRow]) -> str:
    return ", ".join(sorted(role_word(row) for row in rows))


class UserView(SafeModelView):
    """Lietotāji."""

    datamodel = OwnAccounts(User, eager=("institution", "roles"))
    route_base = "/lietotaji"
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
        actor, search, number = current_actor(), _search(request.args), page_number()
        counted = account_list.counts(search, actor)
        total = counted[search.state] if search.state else sum(counted.values())
        standing = account_list.counts(Search(), actor) if search != Search() else counted
        rows = account_list.page(search, actor, number) if total > number * PAGE_SIZE else []
        cards = account_list.open_cards(rows)
        return self.render_template(
            "account/list.html",
            rows=[(row, accounts.state_of(row), cards.get(row.id, 0)) for row in rows],
            standing=standing,
            total=total,
            page=number,
            size=PAGE_SIZE,
            search=search,
            chips=_chips(search),
            gaps=account_list.gaps(actor),
            missing=account_list.without_administrator(actor),
            states=AccountState,
            all_roles=Role,
            role_names=roles_of_row,
            signed_in_at=signed_in_at,
            may_reopen=lambda account: accounts.may_reopen(account, actor),
            **form_words(actor, empty_draft(actor)),
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
        actor, search = current_actor(), _search(request.form)
        rows = db.session.scalars(account_list.everything(search, actor)).all()
        answer = account_sheet("xlsx", rows)
        with one_change():
            told = {"list": "account", "rows": len(rows), "kind": "xlsx"}
            trace(AccountAction.exported, actor, now(), data=told)
        return answer


def _search(given: MultiDict[str, str]) -> Search:
    """Read the filters; a role or a state that is none is an address that does not exist."""
    own = current_actor().has(Role.admin)
    return Search(
        q=given.get("q", "").strip(),
        role=_word(Role, given.get("role", "")),
        state=_word(AccountState, given.get("state", "")),
        institution=(given.get("institution", "").strip() or None) if own else None,
    )


def _word(enum: Any, value: str) -> Any:
    try:
        return enum(value) if value else None
    except ValueError:
        abort(404)


def _chips(search: Search) -> list[tuple[str, str]]:
    """Return each filter in words, with the address of the list without it."""
    found = [
        (gettext("Searched for: %(text)s", text=search.q), "q", search.q),
        (
            gettext("Institution: %(institution)s", institution=search.institution),
            "institution",
            search.institution,
        ),
    ]
    if search.role:
        found.append((gettext("Role: %(role)s", role=label(search.role)), "role", search.role))
    if search.state:
        found.append((gettext("State: %(state)s", state=label(search.state)), "state", search.state))
    return [(word, url_with(**{name: None, "page": None})) for word, name, value in found if value]


def _explained(actor: Actor, account: User) -> Any:
    held = roles_of(account)
    return [one for one in role_choices(actor, held, held) if one.role in held]


def _identities(account: User) -> list[ExternalIdentity]:
    return identities_of(account.id) if current_actor().has(Role.admin) else []


def _factor_resettable(account: User) -> bool:
    """Whether this administrator may take away a second factor that the account has."""
    may = second_factor.may_reset(account, current_actor())
    return may and second_factor.confirmed(account.id) is not None
