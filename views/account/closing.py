"""What asks first: closing an account, opening it again, deleting the personal data of a closed one."""

from http import HTTPStatus

from flask import flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clock import now
from app.services.account import accounts, handover, pseudonyms
from app.services.account import closing as account_closing
from app.services.account.handover import Task
from models.account.people import User
from rules.account.accounts import grantable
from rules.refusals import Invalid, Refusal, WrongStatus
from rules.vocabulary import Role
from views.account.found import account_or_404
from views.account.words import roles_of_row
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.base.reading import whole
from views.words.sentences import problem_sentence, refusal_sentence


class AccountClosing(SafePage):
    """Asks first, says what follows, and who goes on with the work."""

    route_base = "/lietotaji"
    default_view = "ask"

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
        return self._ask(account, refused=refused)

    @expose("/slegt/<pk>", methods=["POST"])
    @has_access
    @permission_name("close")
    def close(self, pk: str) -> str | tuple[str, int] | Response:
        """Close the account."""
        read = {name: whole(value, 1) for name, value in request.form.items()}
        chosen = {name: key for name, key in read.items() if key is not None}
        try:
            with one_change():
                account = account_or_404(pk)
                account_closing.close(account, current_actor(), now(), chosen)
                name = account.get_full_name()
        except Invalid as refused:
            mistakes = {one.field: problem_sentence(one) for one in refused.problems}
            return self._ask(account_or_404(pk), mistakes, chosen), HTTPStatus.UNPROCESSABLE_ENTITY
        except WrongStatus as no:
            return self._ask(account_or_404(pk), refused=refusal_sentence(no)), HTTPStatus.CONFLICT
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
        return self.render_template("account/pseudonymise.html", account=account, mistakes={}, typed="")

    @expose("/pseidonimizet/<pk>", methods=["POST"])
    @has_access
    @permission_name("pseudonymise")
    def pseudonymise(self, pk: str) -> str | tuple[str, int] | Response:
        """Delete the personal data."""
        typed = request.form.get("typed", "").strip()
        try:
            with one_change():
                account = account_or_404(pk)
                pseudonyms.pseudonymise(account, current_actor(), now(), typed)
        except Invalid as refused:
            mistakes = {one.field: problem_sentence(one) for one in refused.problems}
            page = self.render_template(
                "account/pseudonymise.html", account=account_or_404(pk), mistakes=mistakes, typed=typed[:200]
            )
            return page, HTTPStatus.UNPROCESSABLE_ENTITY
        flash(gettext("The personal data are deleted. What the account did stays on record."), "success")
        return redirect(f"/lietotaji/show/{pk}")

    def _ask(
        self,
        account: User,
        mistakes: dict[str, str] | None = None,
        chosen: dict[str, int] | None = None,
        refused: str = "",
    ) -> str:
        wrong = mistakes or {}
        return self.render_template(
            "account/close.html",
            account=account,
            roles=roles_of_row(account),
            tasks=[] if refused else [(task, _colleagues(task)) for task in handover.open_work(account)],
            may_appoint=grantable(current_actor()),
            refused=refused,
            mistakes=wrong,
            chosen=chosen or {},
            summary=[(said, name) for name, said in wrong.items()],
        )


def _colleagues(task: Task) -> list[tuple[int, str]]:
    """Return who may be chosen, with what they are."""
    return [(one.id, f"{one.get_full_name()} ({_words(one)})") for one in task.colleagues]


def _words(account: User) -> str:
    return ", ".join(roles_of_row(account)) or Role.applicant.value
