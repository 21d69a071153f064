"""Noteikumu kopas: read as sentences, compared, uploaded, and let begin by two administrators."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.clock import now, today
from app.extensions import db
from app.services.registry.facts import registry
from app.services.ruleset import obstacles as rule_set_obstacles
from app.services.ruleset import rule_sets, simulations
from models import KeptRuleSet, RuleSetStart
from rules.golden import verdicts
from rules.refusals import Invalid, NotAllowed, NotFound, Problem, Refusal
from rules.ruleset import RuleSet
from rules.ruleset.comparison import compare_parameters, compare_rules
from rules.ruleset.known import RuleSetRefused, RuleSets, parse
from rules.ruleset.toml_reading import decoded
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.base.attempts import trace_attempt
from views.base.management import Group, Managed
from views.card.preview import institution_names, said
from views.middleware.errors import status_of
from views.ruleset.words import differing_texts, rule_sentence, who
from views.words.formats import day
from views.words.sentences import problem_sentence, refusal_sentence

LARGEST_FILE = 400_000  # bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the list: the rule set, the day its successor begins, who uploaded it, what is proposed."""

    rule_set: RuleSet
    until: date | None
    in_force: bool
    upload: KeptRuleSet | None
    proposal: RuleSetStart | None


class RuleSetPage(SafePage):
    """For the system administrators."""

    route_base = "/parvaldiba/noteikumi"
    default_view = "index"
    management = Managed(
        group=Group.rules,
        title=lazy_gettext("Rule sets"),
        about=lazy_gettext("who has to co-approve, and from when"),
        waiting=rule_sets.waiting_for,
    )

    @expose("", methods=["GET", "POST"])
    @has_access
    @permission_name("manage")
    def index(self) -> Response:
        """Show every rule set, or take the draft that was sent."""
        if request.method == "POST":
            return self._upload()
        return make_response(self._list())

    @expose("/<code>")
    @has_access
    @permission_name("manage")
    def show(self, code: str) -> str:
        """Show a rule set in sentences, beside another one."""
        return self._page(code)

    @expose("/<code>/sakums")
    @expose("/<code>/apstiprinat/<int:start_id>")
    @expose("/<code>/noraidit/<int:start_id>")
    @has_access
    @permission_name("manage")
    def after_refusal(self, code: str, start_id: int = 0) -> Response:
        """Lead whoever reloads a refused step, or changes the language on it, to the rule set."""
        return redirect(url_for("RuleSetPage.show", code=code))

    @expose("/<code>/sakums", methods=["POST"])
    @has_access
    @permission_name("manage")
    def propose(self, code: str) -> Response:
        """Propose a day to begin on."""
        try:
            with one_change():
                rule_sets.propose(code, _day(), current_actor(), now())
        except Refusal as refused:
            return self._refused(code, refused, "valid_from")
        flash(gettext("Proposed. Another system administrator has to approve it."), "success")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    @expose("/<code>/apstiprinat/<int:start_id>", methods=["POST"])
    @has_access
    @permission_name("manage")
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

    @expose("/<code>/noraidit/<int:start_id>", methods=["POST"])
    @has_access
    @permission_name("manage")
    def refuse(self, code: str, start_id: int) -> Response:
        """Refuse a proposal, or take the own one back."""
        try:
            with one_change():
                reason = request.form.get("reason", "")
                start = _of(code, rule_sets.refuse(start_id, current_actor(), now(), reason))
                own = start.proposed_by_id == current_actor().user_id
        except Refusal as refused:
            return self._refused(code, refused, "reason")
        taken_back = gettext("You have taken the proposal back; nothing changes.")
        flash(taken_back if own else gettext("The proposal is refused; nothing changes."), "success")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    def _upload(self) -> Response:
        sent = request.files.get("file")
        try:
            with one_change():
                kept = rule_sets.upload(_text(sent), _name(sent), current_actor(), now())
                code, dated = kept.code, parse(kept.text, kept.file_name).valid_from
        except (Invalid, RuleSetRefused) as refused:
            return make_response(self._list(_errors(refused, "file")["file"]), 422)
        told = gettext(
            "%(rule_set)s is kept. It is inactive until two administrators let it begin.", rule_set=code
        )
        flash(told, "success")
        if dated:
            flash(gettext("The date in the file, %(date)s, is not used.", date=day(dated)), "info")
        return redirect(url_for("RuleSetPage.show", code=code), 303)

    def _list(self, error: str = "") -> str:
        return self.render_template(
            "ruleset/list.html", sets=standings(), error=error, said=said, today=today()
        )

    def _refused(self, code: str, refused: Refusal, field: str = "") -> Response:
        """Show the rule set as it is now with what was refused: at the field, or above if none is wrong."""
        if isinstance(refused, NotFound):
            raise refused
        if field and isinstance(refused, (Invalid, RuleSetRefused)):
            return make_response(self._page(code, _errors(refused, field)), 422)
        if isinstance(refused, NotAllowed):
            trace_attempt()
        return make_response(self._page(code, refused=refusal_sentence(refused)), status_of(refused))

    def _page(self, code: str, errors: dict[str, str] | None = None, refused: str = "") -> str:
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
            errors=errors or {},
            refused=refused,
            typed=request.form,
            said=said,
            rule_sentence=rule_sentence,
            differing_texts=differing_texts,
            who=who,
        )


def standings() -> list[Standing]:
    """Return every rule set with where it stands, the one in force first among equals of the order."""
    known = rule_sets.known()
    uploads = {one.code: one for one in db.session.scalars(select(KeptRuleSet))}
    proposals = {one.code: one for one in rule_sets.waiting()}
    current = _current(known)
    ends = {one.id: following.valid_from for one, following in pairwise(known.sets)}
    return [
        Standing(one, ends.get(one.id), one is current, uploads.get(one.id), proposals.get(one.id))
        for one in known.sets
    ]


def _current(known: RuleSets) -> RuleSet | None:
    try:
        return known.in_force(today())
    except Refusal:
        return None


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


def _day() -> date:
    try:
        return date.fromisoformat(request.form.get("valid_from", ""))
    except ValueError as error:
        wrong = ProblemCode.invalid if request.form.get("valid_from") else ProblemCode.required
        raise Invalid("", (Problem("valid_from", wrong),)) from error


def _text(sent: FileStorage | None) -> str:
    content = sent.stream.read(LARGEST_FILE + 1) if sent else b""
    if not content:
        raise Invalid(N_("Choose the file of a rule set. An empty one is none."))
    if len(content) > LARGEST_FILE:
        raise Invalid(N_("The file is too large: at most %(most)s bytes."), most=LARGEST_FILE)
    return decoded(content, _name(sent))


def _name(sent: FileStorage | None) -> str:
    """Return the name of the file for messages: without a path, short, in one line."""
    name = (sent.filename or "") if sent else ""
    printable = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    return printable.rpartition("/")[2][-100:] or "draft.toml"


def _errors(refused: Invalid | RuleSetRefused, field: str) -> dict[str, str]:
    """Return what to do by field; a refusal with a sentence of its own says more than its problem."""
    if isinstance(refused, Invalid) and not refused.key:
        return {one.field: problem_sentence(one) for one in refused.problems}
    return {field: refusal_sentence(refused)}
