"""Vai aktivitāte jāsaskaņo? The short questionnaire, for everybody; a “no” can be kept."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.clock import now, today
from app.extensions import db
from app.services.registry.facts import registry
from app.services.ruleset import no_need, rule_sets
from app.services.ruleset.no_need import Answered
from models import Institution, Resource
from rules.completeness import TITLE_MAXIMUM, TITLE_MINIMUM
from rules.need import MAINTENANCE, Need, need
from rules.refusals import Invalid, WrongStatus
from rules.registry import facts_from_json
from rules.vocabulary import InstitutionStatus, Kind, ResourceStatus
from views.base import SafePage, current_actor, one_change
from views.card.preview import Preview, preview_of, said
from views.words.sentences import refusal_sentence

KINDS = (
    (
        Kind.creation.value,
        "square-plus",
        lazy_gettext("Create a new resource"),
        lazy_gettext("A system, platform, tool or service"),
    ),
    (
        Kind.development.value,
        "trending-up",
        lazy_gettext("Develop an existing resource"),
        lazy_gettext("Change what already works"),
    ),
    (
        Kind.liquidation.value,
        "archive",
        lazy_gettext("Liquidate a resource"),
        lazy_gettext("Close it and no longer maintain it"),
    ),
    (MAINTENANCE, "edit", lazy_gettext("Repair or maintain"), lazy_gettext("Correct errors, update")),
)
# The questions of section 5 of the card: question, explanation, the words for “because” and for “not so”.
QUESTIONS = {
    "new_system": (
        lazy_gettext("Do you introduce a new information system?"),
        lazy_gettext("Also when it is part of an existing one"),
        lazy_gettext("You introduce a new information system."),
        lazy_gettext("you introduce no new information system;"),
    ),
    "functionality": (
        lazy_gettext("Do you add new functionality?"),
        lazy_gettext("What the resource could not do so far"),
        lazy_gettext("You add new functionality."),
        lazy_gettext("you add no new functionality;"),
    ),
    "architecture": (
        lazy_gettext("Do you change the technical architecture?"),
        lazy_gettext("Other technologies, another way of keeping or passing on data"),
        lazy_gettext("You change the technical architecture."),
        lazy_gettext("you do not change the technical architecture;"),
    ),
    "infrastructure": (
        lazy_gettext("Do you change the technology of infrastructure services?"),
        lazy_gettext("Data centre, cloud, network"),
        lazy_gettext("You change the technology of infrastructure services."),
        lazy_gettext("you do not change the technology of infrastructure services;"),
    ),
    "others": (
        lazy_gettext("Do you affect resources of other institutions or data exchange with them?"),
        lazy_gettext("An interface, the content of data or their availability changes"),
        lazy_gettext("You affect resources of other institutions or data exchange with them."),
        lazy_gettext("you do not affect resources of other institutions or data exchange with them."),
    ),
}
FIELDS = frozenset({"kind", "holder", "resource", "used", *QUESTIONS})
BY_KIND = {
    Kind.creation: lazy_gettext("Every creation of a resource is co-approved."),
    Kind.liquidation: lazy_gettext("Every liquidation of a resource is co-approved."),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, as far as it can be used; `problems` = field → what to do."""

    kind: str = ""
    scope: dict[str, bool] = field(default_factory=dict)
    holder: str = ""
    resource: str = ""
    used: tuple[str, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)


class NeedPage(SafePage):
    """The questionnaire and its answer, in one address that can be passed on."""

    route_base = "/vai-jasaskano"
    default_view = "index"

    @expose("")
    def index(self) -> str:
        """Show the questions, and below them the answer once they are answered."""
        asked = not FIELDS.isdisjoint(request.args)  # not by what a campaign adds to the address
        given = _given() if asked else Answers(holder=current_actor().institution or "")
        return self._page(given, asked, title=request.args.get("title", ""))

    @expose("", methods=["POST"])
    def keep(self) -> Response | tuple[str, int]:
        """Keep the “no” to the answers in the address; what cannot be kept is shown again with the reason."""
        given, title = _given(), " ".join(request.form.get("title", "").split())
        if current_actor().user_id is None:
            flash(
                gettext("You were signed out before you sent this. Sign in and keep the answer."), "warning"
            )
            return redirect(url_for("SignIn.login", next=_address(given, title)))
        if not_own := _not_own(given):
            given.problems["holder"] = not_own
        if given.problems:
            return self._page(given, True, title=title), 422
        answered = Answered(given.kind, given.scope, given.holder, given.resource, given.used)
        try:
            with one_change():
                number = no_need.keep(answered, title, current_actor(), now()).number
        except WrongStatus as refusal:
            return self._page(given, True, title=title, refused=refusal_sentence(refusal)), 409
        except Invalid:
            return self._page(given, True, title=title, wrong_title=_wrong_title()), 422
        flash(gettext("The answer is kept as %(number)s.", number=number), "success")
        return redirect(url_for("NoNeedPage.show", number=number))

    def _page(self, given: Answers, asked: bool, title: str, wrong_title: str = "", refused: str = "") -> str:
        mistakes = [(sentence, name) for name, sentence in given.problems.items()]
        told: dict[str, object] = {
            "mistakes": [*mistakes, *([(wrong_title, "title")] if wrong_title else [])]
        }
        if asked and not given.problems:
            told |= _answer(given) | {"here": _address(given)}
        return self.render_template(
            "need/page.html",
            kinds=KINDS,
            questions=QUESTIONS,
            said=said,
            given=given,
            title_typed=title,
            holders=_institutions(),
            resources=_resources(),
            wrong_title=wrong_title,
            refused=refused,
            may_keep=no_need.may_keep(current_actor()),
            not_own=_not_own(given),
            longest=TITLE_MAXIMUM,
            **told,
        )


def _given() -> Answers:
    given = read(request.args)
    _check_codes(given, dict(_institutions()), dict(_resources()))
    return given


def _wrong_title() -> str:
    values = {"minimum": TITLE_MINIMUM, "maximum": TITLE_MAXIMUM}
    return gettext("Say in %(minimum)s to %(maximum)s characters what is planned", **values)


def _address(given: Answers, title: str = "") -> str:
    """Return where these answers are given, to come back to them after signing in."""
    pairs = [("kind", given.kind), *((name, str(yes).lower()) for name, yes in given.scope.items())]
    pairs += [("holder", given.holder), ("resource", given.resource), ("title", title)]
    pairs += [("used", code) for code in given.used]
    return "/vai-jasaskano?" + urlencode([pair for pair in pairs if pair[1]])


def read(sent: MultiDict[str, str]) -> Answers:
    """Return the answers that stand in an address, with what is missing."""
    kind = sent.get("kind", "")
    scope = {name: sent[name] == "true" for name in QUESTIONS if sent.get(name) in {"true", "false"}}
    problems: dict[str, str] = {}
    if kind not in {key for key, *_ in KINDS}:
        problems["kind"] = gettext("Choose what you plan")
    for name, (question, *_) in QUESTIONS.items():
        if name not in scope:
            problems[name] = gettext("Answer “%(question)s”", question=question)
    used = tuple(dict.fromkeys(code for code in sent.getlist("used") if code))[:50]
    return Answers(kind, scope, sent.get("holder", ""), sent.get("resource", ""), used, problems)


def _check_codes(given: Answers, holders: dict[str, str], resources: dict[str, str]) -> None:
    if given.holder and given.holder not in holders:
        given.problems["holder"] = gettext("Choose your institution from the list")
    if given.resource and given.resource not in resources:
        given.problems["resource"] = gettext("Choose the resource from the list")
    if any(code not in resources for code in given.used):
        given.problems["used"] = gettext("Choose the resources from the list")
    if given.problems or not (given.holder and given.resource) or given.kind == Kind.creation:
        return
    holder = registry().resources[given.resource].holder
    if holder != given.holder:  # a card about it would be refused, and its holder left out here
        given.problems["resource"] = gettext(
            "%(resource)s is held by %(holder)s: choose a resource of your institution, and name "
            "%(resource)s among the other resources",
            resource=given.resource,
            holder=holder,
        )


def _not_own(given: Answers) -> str:
    """Return what to do where the answers are those of another institution."""
    own = current_actor().institution
    if given.holder in ("", own):
        return ""
    return gettext("An answer is kept for your own institution: choose %(institution)s", institution=own)


def _answer(given: Answers) -> dict[str, object]:
    kind = None if given.kind == MAINTENANCE else Kind(given.kind)
    found = need(kind, given.scope)
    return {
        "need": found,
        "because": _because(kind, found),
        "not_so": [QUESTIONS[name][3] for name in found.not_so],
        "preview": _preview(kind or Kind.development, given) if found.needed and given.holder else None,
        "rule_set": rule_sets.in_force(today()),
        "card": _card_address(kind or Kind.development, given),
    }


def _because(kind: Kind | None, found: Need) -> list[object]:
    by_kind = [BY_KIND[kind]] if kind in BY_KIND else []
    return [*by_kind, *(QUESTIONS[name][2] for name in found.because)]


def _preview(kind: Kind, given: Answers) -> Preview | None:
    told = {"kind": kind.value, "holder": given.holder, "used_resources": list(given.used)}
    main = None if kind is Kind.creation else given.resource or None
    try:
        facts = facts_from_json({**told, "resource": main}, registry())
    except Invalid:  # closed since the page was shown
        return None
    return preview_of(facts, 0, now())


def _card_address(kind: Kind, given: Answers) -> str:
    """Return where a card with these answers begins."""
    pairs = [("kind", kind.value), ("resource", given.resource)]
    pairs += [("used_resources", code) for code in given.used]
    pairs += [(f"scope.{name}", "true") for name, answer in given.scope.items() if answer]
    return "/aktivitates/jauna?" + urlencode([pair for pair in pairs if pair[1]])


def _institutions() -> list[tuple[str, str]]:
    active = select(Institution).where(Institution.status == InstitutionStatus.active)
    return [(one.code, str(one)) for one in db.session.scalars(active.order_by(Institution.sort_key))]


def _resources() -> list[tuple[str, str]]:
    active = select(Resource).where(Resource.status == ResourceStatus.active)
    return [(one.code, str(one)) for one in db.session.scalars(active.order_by(Resource.sort_key))]
