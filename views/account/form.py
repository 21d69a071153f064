"""Creating an account and changing one: the form says all mistakes at once and loses nothing typed."""

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import now
from app.services.account import accounts
from app.services.account.details import Details
from app.services.account.rows import facts_of
from app.services.registry.facts import working_institutions
from models.account.people import User, roles_of
from rules.account.accounts import may_move_mail
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.vocabulary import ProblemCode, Role
from views.account.found import account_or_404
from views.account.words import role_choices
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.attempts import trace_attempt
from views.base.choices import ChoiceField, ChoicesField
from views.base.fields import AS_TYPED, HiddenField, LineField
from views.base.form import Form
from views.words.names import in_order, named, options
from views.words.sentences import refusal_sentence

TAKEN = ("email", ProblemCode.duplicate_name)
FOREIGN = N_("This form does not change that. Nothing has been saved.")


class PersonForm(Form):
    """Who the person is and what the account may do; who may not choose a thing has no field for it."""

    first_name = LineField(_l("First name"), render_kw={"autocomplete": "off"})
    last_name = LineField(_l("Last name"), render_kw={"autocomplete": "off"})
    email = LineField(
        _l("Work e-mail"),
        type="email",
        description=_l("The invitation and all messages go there."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    username = LineField(
        _p("account", "User name"),
        description=_l("Left empty, it is made from the e-mail."),
        optional=True,
        render_kw={"autocomplete": "off", **AS_TYPED},
    )
    institution = ChoiceField(
        _p("account", "Institution"),
        description=_l("A person belongs to one institution; a second needs a second account."),
        blank=_l("No institution (system administrators only)"),
    )
    roles = ChoicesField(_p("account", "Roles"))
    seen = HiddenField()

    def __init__(self, formdata: Any = None, *, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        if current_actor().has(Role.admin):
            self.institution.options = _institutions(account)
        else:
            del self.institution
        if account is None:
            del self.seen
            return
        del self.username
        if not may_move_mail(current_actor(), facts_of(account)):
            self.email.type, self.email.render_kw = "text", {"readonly": True}
            self.email.description = _l("Only the system administrator changes the address of this person.")

    @property
    def ticked(self) -> frozenset[Role]:
        return frozenset(Role(one) for one in self.roles.data or () if one in set(Role))

    def details(self) -> Details:
        """Return what was typed. A field or a role that the form does not have was forged."""
        if self.foreign:
            raise NotAllowed(FOREIGN)
        if not set(self.roles.data or ()) <= set(Role):
            raise NotAllowed(N_("There is no such role. Nothing has been saved."))
        return Details(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            email=self.email.data,
            username=self.username.data if self.username else "",
            roles=self.ticked,
            institution=(self.institution.data or None) if self.institution else None,
        )


class AccountForm(SafePage):
    """New accounts and changes of accounts, for administrators."""

    route_base = "/lietotaji"
    kept = False

    @get("/add", may="add")
    def new(self) -> str:
        return self._show(None, empty_form(current_actor()))

    @post("/add", _p("tried", "creating an account"), may="add")
    def create(self) -> str | tuple[str, int] | Response:
        form = PersonForm(request.form)
        details = form.details()
        if not form.validate():
            return self._show(None, form), 422
        try:
            with one_change():
                account, new = accounts.create(current_actor(), now(), details)
                name, address = account.get_full_name(), account.email
        except (Invalid, WrongStatus) as refused:
            return self._again(None, form, refused)
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

    @get("/edit/<pk>")
    def edit(self, pk: str) -> str:
        account = account_or_404(pk)
        return self._show(account, _form_of(account))

    @post("/edit/<pk>", _p("tried", "changing an account"), may="edit")
    def save(self, pk: str) -> str | tuple[str, int] | Response:
        account = account_or_404(pk)  # not there comes before not allowed
        form = PersonForm(request.form, account=account)
        details = form.details()
        if not form.validate():
            return self._show(account, form), 422
        try:
            with one_change():
                account = account_or_404(pk)
                changed = accounts.edit(account, current_actor(), now(), details, form.seen.data or "")
                name = account.get_full_name()
        except (Invalid, WrongStatus) as refused:
            return self._again(account_or_404(pk), form, refused)
        if changed:
            flash(gettext("The account of %(name)s is changed.", name=name), "success")
        else:
            flash(gettext("Nothing was changed."), "info")
        return redirect(f"/lietotaji/show/{pk}")

    def _again(self, account: User | None, form: PersonForm, refused: Refusal) -> tuple[str, int]:
        if account is not None:
            form.seen.show(accounts.version(account))
        if isinstance(refused, Invalid):
            if TAKEN in {(one.field, one.code) for one in refused.problems}:
                trace_attempt(why="taken")  # whoever tries addresses learns who has an account
            form.refuse(refused)
            return self._show(account, form), 422
        return self._show(account, form, refusal_sentence(refused)), 409

    def _show(self, account: User | None, form: PersonForm, warning: str = "") -> str:
        form.keep_typed(f"accounts.{account.id if account else 'new'}")
        return self.render_template(
            "account/edit.html",
            warning=warning,
            stored=roles_of(account) if warning and account else None,
            **form_words(current_actor(), form, account),
        )


def form_words(actor: Actor, form: PersonForm, account: User | None = None) -> dict[str, object]:
    """Return what `account/form.html` and the list beside it read."""
    held = roles_of(account) if account else frozenset[Role]()
    return {
        "account": account,
        "form": form,
        "roles": role_choices(actor, form.ticked, held),
        "institutions": form.institution.options if form.institution else [],
    }


def empty_form(actor: Actor) -> PersonForm:
    """Return a form to begin with: most new accounts are of applicants."""
    asked = request.args.get("institution", "") if actor.has(Role.admin) else ""
    role = Role.user_admin if asked else Role.applicant
    return PersonForm(roles=[role.value], institution=asked)


def _form_of(account: User) -> PersonForm:
    return PersonForm(
        account=account,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        institution=account.institution.code if account.institution else "",
        roles=sorted(roles_of(account)),
        seen=accounts.version(account),
    )


def _institutions(account: User | None) -> list[tuple[str, str]]:
    """Return whom an account may belong to: working institutions, and the present one if it is closed."""
    offered = options(working_institutions(in_order()))
    present = account.institution if account else None
    if present is None or present.code in dict(offered):
        return offered
    closed = gettext("%(institution)s (closed)", institution=named(present))
    return [(present.code, closed), *offered]
