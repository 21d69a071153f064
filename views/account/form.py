"""Creating an account and changing one: the form says all mistakes at once and loses nothing typed."""

from dataclasses import dataclass, field
from http import HTTPStatus

from flask import flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clock import now
from app.services.account import accounts
from app.services.account.details import Details
from app.services.account.rows import facts_of
from app.services.registry.facts import institution_choices
from models.account.people import User, roles_of
from rules.account.accounts import may_move_mail
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.vocabulary import ProblemCode, Role
from views.account.found import account_or_404
from views.account.words import role_choices
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.base.attempts import trace_attempt
from views.words.sentences import problem_sentence, refusal_sentence

TEXTS = ("first_name", "last_name", "email")
TAKEN = ("email", ProblemCode.duplicate_name)
FOREIGN = N_("This form does not change that. Nothing has been saved.")


@dataclass(slots=True)
class Draft:
    """What stands in the form, what is wrong with it by field, and what must be said above it."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    username: str = ""
    institution: str = ""
    roles: frozenset[Role] = frozenset()
    seen: str = ""
    mistakes: dict[str, str] = field(default_factory=dict)
    warning: str = ""


class AccountForm(SafePage):
    """New accounts and changes of accounts, for administrators."""

    route_base = "/lietotaji"
    default_view = "new"

    @expose("/add")
    @has_access
    @permission_name("add")
    def new(self) -> str:
        """Show the empty form."""
        return self._show(None, empty_draft(current_actor()))

    @expose("/add", methods=["POST"])
    @has_access
    @permission_name("add")
    def create(self) -> str | tuple[str, int] | Response:
        """Create the account and have the invitation sent."""
        draft = _typed({"username"})
        try:
            with one_change():
                account, new = accounts.create(current_actor(), now(), _details(draft))
                name, address = account.get_full_name(), account.email
        except (Invalid, WrongStatus) as refused:
            return self._again(None, draft, refused)
        said = gettext(
            "The account of %(name)s is created. The invitation goes to %(address)s.",
            name=name,
            address=address,
        )
        twice = gettext(
            "The account of %(name)s was created a moment ago, and the invitation is on its way. "
            "Nothing has been created twice.",
            name=name,
        )
        flash(said if new else twice, "success" if new else "info")
        return redirect("/lietotaji")

    @expose("/edit/<pk>")
    @has_access
    @permission_name("edit")
    def edit(self, pk: str) -> str:
        """Show the form filled with what stands in the account."""
        account = account_or_404(pk)
        return self._show(account, _draft_of(account))

    @expose("/edit/<pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def save(self, pk: str) -> str | tuple[str, int] | Response:
        """Save the changes."""
        account_or_404(pk)  # not there comes before not allowed
        draft = _typed({"seen"})
        try:
            with one_change():
                account = account_or_404(pk)
                changed = accounts.edit(account, current_actor(), now(), _details(draft), draft.seen)
                name = account.get_full_name()
        except (Invalid, WrongStatus) as refused:
            return self._again(account_or_404(pk), draft, refused)
        if changed:
            flash(gettext("The account of %(name)s is changed.", name=name), "success")
        else:
            flash(gettext("Nothing was changed."), "info")
        return redirect(f"/lietotaji/show/{pk}")

    def _again(self, account: User | None, draft: Draft, refused: Refusal) -> tuple[str, int]:
        """Show the form with everything typed and what is wrong."""
        draft.seen = accounts.version(account) if account else ""
        if isinstance(refused, Invalid):
            if TAKEN in {(one.field, one.code) for one in refused.problems}:
                trace_attempt(why="taken")  # whoever tries addresses learns who has an account
            draft.mistakes = {one.field: problem_sentence(one) for one in refused.problems}
            return self._show(account, draft), HTTPStatus.UNPROCESSABLE_ENTITY
        draft.warning = refusal_sentence(refused)
        return self._show(account, draft), HTTPStatus.CONFLICT

    def _show(self, account: User | None, draft: Draft) -> str:
        return self.render_template(
            "account/edit.html",
            account=account,
            stored=draft.warning and account and _draft_of(account),
            **form_words(current_actor(), draft, account),
        )


def form_words(actor: Actor, draft: Draft, account: User | None = None) -> dict[str, object]:
    """Return what `account/form.html` reads."""
    held = roles_of(account) if account else frozenset[Role]()
    return {
        "draft": draft,
        "roles": role_choices(actor, draft.roles, held),
        "institutions": _institutions(account) if actor.has(Role.admin) else [],
        "mail_fixed": account is not None and not may_move_mail(actor, facts_of(account)),
        "summary": [(said, name) for name, said in draft.mistakes.items()],
    }


def _institutions(account: User | None) -> list[tuple[str, str]]:
    """Return whom an account may belong to: working institutions, and the present one if it is closed."""
    offered = institution_choices()
    present = account.institution if account else None
    if present is None or present.code in dict(offered):
        return offered
    named = f"{present.code} · {present.name_lv}"
    closed = gettext("%(institution)s (closed)", institution=named)
    return [(present.code, closed), *offered]


def empty_draft(actor: Actor) -> Draft:
    """Return a form to begin with: most new accounts are of applicants."""
    asked = request.args.get("institution", "") if actor.has(Role.admin) else ""
    return Draft(roles=frozenset({Role.user_admin if asked else Role.applicant}), institution=asked)


def _draft_of(account: User) -> Draft:
    return Draft(
        **{name: getattr(account, name) for name in TEXTS},
        institution=account.institution.code if account.institution else "",
        roles=roles_of(account),
        seen=accounts.version(account),
    )


def _typed(besides: set[str]) -> Draft:
    """Read the form. A field that it does not have was forged: a password, another institution, a flag."""
    own = {"institution"} if current_actor().has(Role.admin) else set[str]()
    known = {*TEXTS, *besides, *own, "roles", "csrf_token"}
    if not known.issuperset(request.form):
        raise NotAllowed(FOREIGN)
    return Draft(
        first_name=_line("first_name"),
        last_name=_line("last_name"),
        email=_line("email"),
        username=_line("username"),
        institution=_line("institution"),
        roles=_roles(),
        seen=request.form.get("seen", ""),
    )


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())


def _roles() -> frozenset[Role]:
    given = request.form.getlist("roles")
    if not set(given) <= set(Role):
        raise NotAllowed(N_("There is no such role. Nothing has been saved."))
    return frozenset(Role(one) for one in given)


def _details(draft: Draft) -> Details:
    return Details(
        first_name=draft.first_name,
        last_name=draft.last_name,
        email=draft.email,
        username=draft.username,
        roles=draft.roles,
        institution=draft.institution or None,
    )
