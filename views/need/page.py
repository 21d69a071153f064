"""Vai aktivitāte jāsaskaņo? The short questionnaire, for everybody; a “no” can be kept."""

from hashlib import blake2b
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext, lazy_gettext as _l

from app.clock import now, today
from app.services.registry.facts import registry
from app.services.ruleset import no_need, rule_sets
from app.services.ruleset.no_need import Answered
from rules.completeness import TITLE_MAXIMUM
from rules.need import MAINTENANCE, Need, need
from rules.refusals import Invalid, Problem, WrongStatus
from rules.registry import facts_from_json
from rules.vocabulary import Kind, ProblemCode
from views.base import Response, SafePage, current_actor, one_change
from views.card.preview import Preview, preview_of, said
from views.need.form import OWN_ONLY, KeepForm, NeedForm
from views.need.questions import KINDS, QUESTIONS
from views.words.sentences import refusal_sentence

BY_KIND = {
    Kind.creation: _l("Every creation of a resource is co-approved."),
    Kind.liquidation: _l("Every liquidation of a resource is co-approved."),
}


class NeedPage(SafePage):
    """The questionnaire and its answer, in one address that can be passed on."""

    route_base = "/vai-jasaskano"

    @expose("")
    def index(self) -> str:
        """Show the questions, and below them the answer once they are answered."""
        form = NeedForm(request.args)
        asked = form.sent  # not by what a campaign adds to the address
        if not asked:
            form.holder.show(current_actor().institution)
        form.offer()
        if asked:
            form.check()
        return self._page(form, KeepForm(request.args), asked)

    @expose("", methods=["POST"])
    def keep(self) -> Response | tuple[str, int]:
        """Keep the “no” to the answers in the address; what cannot be kept is shown again with the reason."""
        form, kept = NeedForm(request.args), KeepForm(request.form)
        readable = kept.validate()
        if readable and current_actor().user_id is None:
            flash(
                gettext("You were signed out before you sent this. Sign in and keep the answer."), "warning"
            )
            return redirect(url_for("SignIn.login", next=_address(form.answered, kept.title.data)))
        form.offer()
        form.check()
        if others := _others(form):
            form.refuse([Problem("holder", ProblemCode.not_own, others)])
        if form.mistakes or not readable:
            return self._page(form, kept, True), 422
        try:
            with one_change():
                number = no_need.keep(form.answered, kept.title.data or "", current_actor(), now()).number
        except WrongStatus as refusal:
            return self._page(form, kept, True, refusal_sentence(refusal)), 409
        except Invalid as refused:
            kept.refuse(refused)
            return self._page(form, kept, True), 422
        flash(gettext("The answer is kept as %(number)s.", number=number), "success")
        return redirect(url_for("NoNeedPage.show", number=number))

    def _page(self, form: NeedForm, kept: KeepForm, asked: bool, refused: str = "") -> str:
        answer = asked and not form.mistakes
        if answer:
            kept.keep_typed(_kept_as(form))
        return self.render_template(
            "need/page.html",
            kinds=KINDS,
            questions=QUESTIONS,
            said=said,
            form=form,
            kept=kept,
            refused=refused,
            may_keep=no_need.may_keep(current_actor()),
            not_own=OWN_ONLY % others if (others := _others(form)) else "",
            longest=TITLE_MAXIMUM,
            **(_answer(form.answered) if answer else {}),
        )


def _kept_as(form: NeedForm) -> str:
    """Return the key of the title for these answers: other answers have another."""
    return f"need.{blake2b(_address(form.answered).encode(), digest_size=8).hexdigest()}"


def _others(form: NeedForm) -> dict[str, object]:
    own = current_actor().institution
    return {} if own is None or form.holder.data in (None, "", own) else {"institution": own}


def _address(given: Answered, title: str | None = None) -> str:
    """Return where these answers are given, to come back to them after signing in."""
    pairs = [("kind", given.kind), *((name, str(yes).lower()) for name, yes in given.scope.items())]
    pairs += [("holder", given.holder), ("resource", given.resource), ("title", title or "")]
    pairs += [("used", code) for code in given.used]
    return "/vai-jasaskano?" + urlencode([pair for pair in pairs if pair[1]])


def _answer(given: Answered) -> dict[str, object]:
    kind = None if given.kind == MAINTENANCE else Kind(given.kind)
    found = need(kind, given.scope)
    return {
        "need": found,
        "because": _because(kind, found),
        "not_so": [QUESTIONS[name][3] for name in found.not_so],
        "preview": _preview(kind or Kind.development, given) if found.needed and given.holder else None,
        "rule_set": rule_sets.in_force(today()),
        "card": _card_address(kind or Kind.development, given),
        "here": _address(given),
    }


def _because(kind: Kind | None, found: Need) -> list[object]:
    by_kind = [BY_KIND[kind]] if kind in BY_KIND else []
    return [*by_kind, *(QUESTIONS[name][2] for name in found.because)]


def _preview(kind: Kind, given: Answered) -> Preview | None:
    told = {"kind": kind.value, "holder": given.holder, "used_resources": list(given.used)}
    main = None if kind is Kind.creation else given.resource or None
    try:
        facts = facts_from_json({**told, "resource": main}, registry())
    except Invalid:  # closed since the page was shown
        return None
    return preview_of(facts, 0, now())


def _card_address(kind: Kind, given: Answered) -> str:
    pairs = [("kind", kind.value), ("resource", given.resource)]
    pairs += [("used_resources", code) for code in given.used]
    pairs += [(f"scope.{name}", "true") for name, answer in given.scope.items() if answer]
    return "/aktivitates/jauna?" + urlencode([pair for pair in pairs if pair[1]])
