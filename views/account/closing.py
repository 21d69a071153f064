"""What asks first: closing an account, opening it again, taking away personal data or a second factor."""

from flask import flash, redirect, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import now
from app.services.account import accounts, closing as account_closing, handover, pseudonyms, second_factor
from app.services.account.handover import Task
from models.account.people import User
from rules.account.accounts import grantable
from rules.reading import whole
from rules.refusals import Invalid, NotAllowed, Refusal, WrongStatus
from rules.vocabulary import Role
from views.account.found import account_or_404
from views.account.words import roles_of_row
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.choices import SelectField
from views.base.fields import AS_TYPED, LineField
from views.base.form import Form
from views.words.labels import label
from views.words.sentences import refusal_sentence


class CloseForm(Form):
    """Who goes on with the work: a field for the cards, and one for each role that somebody must have."""

    cards = SelectField(blank=_l("Choose a colleague"))
    change_controller = SelectField(blank=_l("Choose a colleague"))
    cab_member = SelectField(blank=_l("Choose a colleague"))
    cab_head = SelectField(blank=_l("Choose a colleague"))

    def offer(self, task: Task) -> None:
        field: SelectField = getattr(self, task.field)
        field.label.text = (
            gettext("Who becomes %(role)s?", role=label(task.role))
            if task.role
            else gettext("Who goes on with the cards?")
        )
        roles = {one: ", ".join(roles_of_row(one)) or Role.applicant.value for one in task.colleagues}
        field.options = [(str(one.id), f"{one.get_full_name()} ({said})") for one, said in roles.items()]

    @property
    def chosen(self) -> dict[str, int]:
        """Return who was chosen, by field: the key of an account."""
        keys = {one.name: whole(one.data, least=1) for one in self}
        return {name: key for name, key in keys.items() if key is not None}


class ConfirmForm(Form):
    """The user name, typed to confirm."""

    typed = LineField(longest=200, render_kw={"autocomplete": "off", **AS_TYPED})


class AccountClosing(SafePage):
    """Asks first, says what follows, and who goes on with the work."""

    route_base = "/lietotaji"
    kept = False

    @get("/slegt/<pk>", may="close")
    def ask(self, pk: str) -> str:
        account, refused = account_or_404(pk), ""
        try:
            account_closing.check(account, current_actor())
        except Refusal as no:
            refused = refusal_sentence(no)
        return self._ask(account, CloseForm(), refused)

    @post("/slegt/<pk>", _p("tried", "closing an account"))
    def close(self, pk: str) -> str | tuple[str, int] | Response:
        form = CloseForm(request.form)
        if not form.validate():
            return self._ask(account_or_404(pk), form), 422
        try:
            with one_change():
                account = account_or_404(pk)
                account_closing.close(account, current_actor(), now(), form.chosen)
                name = account.get_full_name()
        except Invalid as refused:
            form.refuse(refused)
            return self._ask(account_or_404(pk), form), 422
        except WrongStatus as no:
            return self._ask(account_or_404(pk), form, refusal_sentence(no)), 409
        flash(gettext("The account of %(name)s is closed. Its sessions have ended.", name=name), "success")
        return redirect("/lietotaji")

    @get("/atvert/<pk>", may="reopen")
    def ask_to_reopen(self, pk: str) -> str:
        """Say what opening a closed account again means, and ask."""
        account = account_or_404(pk)
        accounts.check_reopening(account, current_actor())
        return self.render_template("account/reopen.html", account=account, roles=roles_of_row(account))

    @post("/atvert/<pk>", _p("tried", "opening a closed account again"))
    def reopen(self, pk: str) -> Response:
        with one_change():
            account = account_or_404(pk)
            accounts.reopen(account, current_actor(), now())
            told = {"name": account.get_full_name(), "address": account.email}
        said = gettext("The account of %(name)s is open again. A new invitation goes to %(address)s.", **told)
        flash(said, "success")
        return redirect(f"/lietotaji/show/{pk}")

    @get("/pseidonimizet/<pk>", may="pseudonymise")
    def ask_for_good(self, pk: str) -> str:
        """Ask for the user name before the personal data are deleted."""
        account = account_or_404(pk)
        pseudonyms.check(account)
        return self._ask_for_good(account, ConfirmForm())

    @post("/pseidonimizet/<pk>", _p("tried", "deleting the personal data of an account"))
    def pseudonymise(self, pk: str) -> str | tuple[str, int] | Response:
        form = ConfirmForm(request.form)
        if not form.validate():
            return self._ask_for_good(account_or_404(pk), form), 422
        try:
            with one_change():
                account = account_or_404(pk)
                pseudonyms.pseudonymise(account, current_actor(), now(), form.typed.data)
        except Invalid as refused:
            form.refuse(refused)
            return self._ask_for_good(account_or_404(pk), form), 422
        flash(gettext("The personal data are deleted. What the account did stays on record."), "success")
        return redirect(f"/lietotaji/show/{pk}")

    def _ask(self, account: User, form: CloseForm, refused: str = "") -> str:
        tasks = [] if refused else handover.open_work(account)
        for task in tasks:
            form.offer(task)
        return self.render_template(
            "account/close.html",
            account=account,
            roles=roles_of_row(account),
            tasks=tasks,
            may_appoint=grantable(current_actor()),
            refused=refused,
            form=form,
        )

    def _ask_for_good(self, account: User, form: ConfirmForm) -> str:
        form.typed.label.text = gettext(
            "To confirm, type the user name: %(username)s", username=account.username
        )
        return self.render_template("account/pseudonymise.html", account=account, form=form)


class FactorResetPage(SafePage):
    """Asks first, then does it."""

    route_base = "/lietotaji"
    kept = False

    @get("/<pk>/otrais-faktors", may="reset")
    def ask(self, pk: str) -> str:
        account = account_or_404(pk)
        if not second_factor.may_reset(account, current_actor()):
            raise NotAllowed(second_factor.NOT_YOURS)
        has_factor = second_factor.confirmed(account.id) is not None
        return self.render_template("account/factor_reset.html", account=account, has_factor=has_factor)

    @post("/<pk>/otrais-faktors", _p("tried", "taking away the second factor of an account"))
    def reset(self, pk: str) -> Response:
        """Take it away; the person is told by mail."""
        with one_change():
            account = account_or_404(pk)
            second_factor.reset(account, current_actor(), now())
        said = gettext("%(account)s now signs in by password alone.", account=account.username)
        flash(said, "success")
        return redirect(f"/lietotaji/show/{account.id}")
