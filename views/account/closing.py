"""What asks first: closing an account, opening it again, deleting the personal data of a closed one."""

from http import HTTPStatus

from flask import flash, redirect, request
from flask_babel import gettext, lazy_pgettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.clock import now
from app.services.account import accounts, handover, pseudonyms
from app.services.account import closing as account_closing
from app.services.account.handover import Task
from models.account.people import User
from rules.account.accounts import grantable
from rules.reading import whole
from rules.refusals import Invalid, Refusal, WrongStatus
from rules.vocabulary import Role
from views.account.found import account_or_404
from views.account.words import roles_of_row
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.base.choices import SelectField
from views.base.fields import LineField
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
        """Offer the colleagues who may go on with this work."""
        field: SelectField = getattr(self, task.field)
        field.label.text = (
            gettext("Who becomes %(role)s?", role=label(task.role))
            if task.role
            else gettext("Who goes on with the cards?")
        )
        field.options = [(str(one.id), f"{one.get_full_name()} ({_words(one)})") for one in task.colleagues]

    @property
    def chosen(self) -> dict[str, int]:
        """Return who was chosen, by field: the key of an account."""
        keys = {one.name: whole(one.data, least=1) for one in self}
        return {name: key for name, key in keys.items() if key is not None}


class ConfirmForm(Form):
    """The user name, typed to confirm."""

    typed = LineField(
        longest=200,
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class AccountClosing(SafePage):
    """Asks first, says what follows, and who goes on with the work."""

    route_base = "/lietotaji"
    default_view = "ask"
    kept = False
    attempts = {
        "close": lazy_pgettext("tried", "closing an account"),
        "pseudonymise": lazy_pgettext("tried", "deleting the personal data of an account"),
        "reopen": lazy_pgettext("tried", "opening a closed account again"),
    }

    @expose("/slegt/<pk>")
    @has_access
    @permission_name("close")
    def ask(self, pk: str) -> str:
        """Show what is open and ask to whom it goes."""
        account, refused = account_or_404(pk), ""
        try:
            account_closing.check(account, current_actor())
        except Refusal as no:
            refused = refusal_sentence(no)
        return self._ask(account, CloseForm(), refused)

    @expose("/slegt/<pk>", methods=["POST"])
    @has_access
    @permission_name("close")
    def close(self, pk: str) -> str | tuple[str, int] | Response:
        """Close the account."""
        form = CloseForm(request.form)
        if not form.validate():
            return self._ask(account_or_404(pk), form), HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            with one_change():
                account = account_or_404(pk)
                account_closing.close(account, current_actor(), now(), form.chosen)
                name = account.get_full_name()
        except Invalid as refused:
            form.refuse(refused)
            return self._ask(account_or_404(pk), form), HTTPStatus.UNPROCESSABLE_ENTITY
        except WrongStatus as no:
            return self._ask(account_or_404(pk), form, refusal_sentence(no)), HTTPStatus.CONFLICT
        flash(gettext("The account of %(name)s is closed. Its sessions have ended.", name=name), "success")
        return redirect("/lietotaji")

    @expose("/atvert/<pk>")
    @has_access
    @permission_name("reopen")
    def ask_to_reopen(self, pk: str) -> str:
        """Say what opening a closed account again means, and ask."""
        account = account_or_404(pk)
        accounts.check_reopening(account, current_actor())
        return self.render_template("account/reopen.html", account=account, roles=roles_of_row(account))

    @expose("/atvert/<pk>", methods=["POST"])
    @has_access
    @permission_name("reopen")
    def reopen(self, pk: str) -> Response:
        """Open a closed account again."""
        with one_change():
            account = account_or_404(pk)
            accounts.reopen(account, current_actor(), now())
            told = {"name": account.get_full_name(), "address": account.email}
        said = gettext("The account of %(name)s is open again. A new invitation goes to %(address)s.", **told)
        flash(said, "success")
        return redirect(f"/lietotaji/show/{pk}")

    @expose("/pseidonimizet/<pk>")
    @has_access
    @permission_name("pseudonymise")
    def ask_for_good(self, pk: str) -> str:
        """Ask for the user name before the personal data are deleted."""
        account = account_or_404(pk)
        pseudonyms.check(account)
        return self._ask_for_good(account, ConfirmForm())

    @expose("/pseidonimizet/<pk>", methods=["POST"])
    @has_access
    @permission_name("pseudonymise")
    def pseudonymise(self, pk: str) -> str | tuple[str, int] | Response:
        """Delete the personal data."""
        form = ConfirmForm(request.form)
        if not form.validate():
            return self._ask_for_good(account_or_404(pk), form), HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            with one_change():
                account = account_or_404(pk)
                pseudonyms.pseudonymise(account, current_actor(), now(), form.typed.data)
        except Invalid as refused:
            form.refuse(refused)
            return self._ask_for_good(account_or_404(pk), form), HTTPStatus.UNPROCESSABLE_ENTITY
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


def _words(account: User) -> str:
    return ", ".join(roles_of_row(account)) or Role.applicant.value
