"""Noteikumu kopas: read as sentences, compared, uploaded, and let begin by two administrators."""

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.account.traces import trace
from app.services.registry.facts import registry
from app.services.ruleset import obstacles as rule_set_obstacles, rule_sets, simulations
from models import RuleSetStart
from rules.account.access import AccountAction
from rules.golden import verdicts
from rules.refusals import Invalid, NotAllowed, NotFound, Refusal
from rules.ruleset.comparison import compare_parameters, compare_rules
from rules.ruleset.known import RuleSetRefused, parse
from rules.text import N_
from views.base import Response, SafePage, current_actor, get, get_and_post, one_change, post
from views.base.attempts import trace_attempt
from views.base.declared import Group, Managed
from views.base.fields import DayField, TextField
from views.base.form import Form
from views.card.preview import institution_names, said
from views.middleware.errors import status_of
from views.ruleset.list import Standing, UploadForm, blame, standings
from views.ruleset.words import differing_texts, rule_sentence, who
from views.words.formats import day
from views.words.sentences import refusal_sentence


class StartForm(Form):
    """From which day a rule set is to hold."""

    valid_from = DayField(_l("Holds from"))


class RefusalForm(Form):
    """Why a proposed start is refused, or taken back."""

    reason = TextField(_l("Reason to refuse"), rows=2)


class RuleSetPage(SafePage):
    """For the system administrators."""

    route_base = "/parvaldiba/noteikumi"
    default_view = "index"
    management = Managed(
        group=Group.rules,
        title=_l("Rule sets"),
        about=_l("who has to co-approve, and from when"),
        waiting=rule_sets.waiting_for,
    )

    @get_and_post("", _p("tried", "uploading a draft of a rule set"), may="manage")
    def index(self) -> Response:
        """Show every rule set, or take the draft that was sent."""
        if request.method == "POST":
            return self._upload()
        return make_response(self._list(UploadForm()))

    @get("/<code>", may="manage")
    def show(self, code: str) -> str:
        """Show a rule set in sentences, beside another one."""
        return self._page(code)

    @get(
        "/<code>/sakums",
        "/<code>/apstiprinat/<int:start_id>",
        "/<code>/noraidit/<int:start_id>",
        may="manage",
    )
    def after_refusal(self, code: str, start_id: int = 0) -> Response:
        """Lead whoever reloads a refused step, or changes the language on it, to the rule set."""
        return redirect(url_for("RuleSetPage.show", code=code))

    @post("/<code>/sakums", _p("tried", "proposing the first day of a rule set"), may="manage")
    def propose(self, code: str) -> Response:
        form = StartForm(request.form)
        if not form.validate():
            return make_response(self._page(code, start=form), 422)
        try:
            with one_change():
                rule_sets.propose(code, form.valid_from.data, current_actor(), now())
        except (Invalid, RuleSetRefused) as refused:
            blame(form, "valid_from", refused)
            return make_response(self._page(code, start=form), 422)
        except Refusal as refused:
            return self._refused(code, refused)
        flash(gettext("Proposed. Another system administrator has to approve it."), "success")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    @post(
        "/<code>/apstiprinat/<int:start_id>",
        _p("tried", "approving the first day of a rule set"),
        may="manage",
    )
    def approve(self, code: str, start_id: int) -> Response:
        """Approve what another administrator proposed."""
        try:
            with one_change():
                start = _of(code, rule_sets.approve(start_id, current_actor(), now()))
                begins = start.valid_from
        except Refusal as refused:
            return self._refused(code, refused)
        flash(gettext("%(rule_set)s holds from %(date)s.", rule_set=code, date=day(begins)), "success")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    @post(
        "/<code>/noraidit/<int:start_id>", _p("tried", "refusing the first day of a rule set"), may="manage"
    )
    def refuse(self, code: str, start_id: int) -> Response:
        """Refuse a proposal, or take the own one back."""
        form = RefusalForm(request.form)
        if not form.validate():
            return make_response(self._page(code, refusal=form), 422)
        try:
            with one_change():
                reason = form.reason.data or ""
                start = _of(code, rule_sets.refuse(start_id, current_actor(), now(), reason))
                own = start.proposed_by_id == current_actor().user_id
        except Invalid as refused:
            blame(form, "reason", refused)
            return make_response(self._page(code, refusal=form), 422)
        except Refusal as refused:
            return self._refused(code, refused)
        taken_back = gettext("You have taken the proposal back; nothing changes.")
        flash(taken_back if own else gettext("The proposal is refused; nothing changes."), "success")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    def _upload(self) -> Response:
        form = UploadForm(request.files)
        try:
            with one_change():
                kept = rule_sets.upload(form.text(), form.file_name, current_actor(), now())
                code, dated = kept.code, parse(kept.text, kept.file_name).valid_from
        except (Invalid, RuleSetRefused) as refused:
            blame(form, "file", refused)
            return make_response(self._list(form), 422)
        told = gettext(
            "%(rule_set)s is kept. It is inactive until two administrators let it begin.", rule_set=code
        )
        flash(told, "success")
        if dated:
            flash(gettext("The date in the file, %(date)s, is not used.", date=day(dated)), "info")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    def _list(self, form: UploadForm) -> str:
        return self.render_template(
            "ruleset/list.html", sets=standings(), form=form, said=said, today=today()
        )

    def _refused(self, code: str, refused: Refusal) -> Response:
        """Show the rule set as it is now, and above it what hinders the step."""
        if isinstance(refused, NotFound):
            raise refused
        if isinstance(refused, NotAllowed):
            trace_attempt()
        return make_response(self._page(code, refused=refusal_sentence(refused)), status_of(refused))

    def _page(
        self, code: str, start: StartForm | None = None, refusal: RefusalForm | None = None, refused: str = ""
    ) -> str:
        every = {one.rule_set.id: one for one in standings()}
        if code not in every:
            abort(404)
        this = every[code]
        beside = every.get(request.args.get("ar", "")) or _neighbour(this, list(every.values()))
        return self.render_template(
            "ruleset/page.html",
            this=this,
            today=today(),
            every=list(every.values()),
            beside=beside,
            names=institution_names(rule.asks for rule in this.rule_set.rules),
            rules=compare_rules(beside.rule_set, this.rule_set) if beside else (),
            parameters=compare_parameters(beside.rule_set, this.rule_set) if beside else (),
            verdicts=verdicts(this.rule_set, registry()),
            obstacles=[refusal_sentence(one) for one in rule_set_obstacles.obstacles(this.rule_set)],
            unasked=rule_set_obstacles.unasked_domains(this.rule_set),
            past=_past(code),
            simulations=simulations.of(code),
            start=start or StartForm(),
            refusal=_refusal(this, refusal or RefusalForm()),
            refused=refused,
            said=said,
            rule_sentence=rule_sentence,
            differing_texts=differing_texts,
            who=who,
        )


class RuleSetText(SafePage):
    """For the system administrators."""

    route_base = "/parvaldiba/noteikumi"

    @post("/<code>/teksts", _p("tried", "downloading the text of a rule set"), may="manage")
    def download(self, code: str) -> Response:
        """Hand out the text; that is a trace itself."""
        try:
            text = rule_sets.text_of(code)
        except Refusal as unknown:
            raise NotFound(N_("There is no such rule set.")) from unknown
        file = f"{code}.toml"
        with one_change():
            trace(AccountAction.downloaded, current_actor(), now(), data={"file": file})
        answer = make_response(text)
        answer.headers.set("Content-Type", "application/toml; charset=utf-8")
        answer.headers.set("Content-Disposition", "attachment", filename=file)
        return answer


def _refusal(this: Standing, form: RefusalForm) -> RefusalForm:
    if this.proposal and this.proposal.proposed_by_id == current_actor().user_id:
        form.reason.label.text = gettext("Why you take the proposal back")
    if this.proposal:
        form.keep_typed(f"rule_sets.{this.proposal.id}")
    return form


def _neighbour(this: Standing, every: list[Standing]) -> Standing | None:
    """Compare with the one in force, and that one with the first of the others."""
    others = [one for one in every if one is not this]
    return next((one for one in others if one.in_force), next(iter(others), None))


def _past(code: str) -> list[RuleSetStart]:
    mine = select(RuleSetStart).where(RuleSetStart.code == code).order_by(RuleSetStart.id.desc())
    return list(db.session.scalars(mine))


def _of(code: str, start: RuleSetStart) -> RuleSetStart:
    """Return what was decided on; of another rule set than the address names, it is taken back."""
    if start.code != code:
        abort(404)
    return start
