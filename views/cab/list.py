"""The CAB list: voting on many cards at once, changing what was given, and decisions that wait."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext, lazy_pgettext as _p, ngettext
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from app.clock import now, today
from app.services.activity import ballots, on_behalf, piles, voting
from app.services.activity.ballots import PAGE_SIZE, Pile
from app.services.checks import empty_texts
from app.services.mail.late_opinions import all_told
from app.services.working_days import days_left
from models import Substitution
from rules import reading
from rules.facts import Actor
from rules.liquidation.consumers import FIELD
from rules.refusals import Invalid, NotAllowed, Refusal
from rules.text import N_
from rules.vocabulary import Action, Choice, Role
from views.activity import on_behalf as in_name
from views.activity.found import activity_or_404
from views.activity.on_behalf import InName
from views.base import Response, SafePage, current_actor, get, keeping, one_change, page_number, post
from views.base.attempts import trace_attempt
from views.base.choices import ChoicesField
from views.base.fields import HiddenField
from views.base.form import Form
from views.cab import together
from views.cab.together import TogetherForm
from views.words.language import reader_language
from views.words.sentences import problem_sentence, refusal_sentence

AT_ONCE = 100  # more rows than a page has

TABS: tuple[tuple[Pile, LazyString, str], ...] = (
    (Pile.consent, _p("CAB list", "No objections"), "/cab"),
    (Pile.discuss, _p("CAB list", "To be discussed"), "/cab/apspriezamas"),
    (Pile.given, _p("CAB list", "My votes"), "/cab/mani"),
)
INSTEAD = (_p("CAB list", "In a colleague’s stead"), "/cab/aizvietoju")
DECISIONS = (_p("CAB list", "Decisions"), "/cab/lemumi")
DISCUSSED = (
    _p("CAB list", "To be discussed"),
    _p("CAB list", "All to be discussed"),
    "/cab/apspriezamas/visas",
)


class BallotsForm(Form):
    """The cards ticked as approved; `key` makes each vote count once."""

    key = HiddenField(read_as=lambda typed: reading.line(typed)[:32])
    approve = ChoicesField()
    confirmed = HiddenField()
    on_behalf_of = InName()

    @property
    def numbers(self) -> list[str]:
        return list(self.approve.data or ())[:AT_ONCE]

    def seen(self, number: str) -> int | None:
        found: int | None = self.field(f"seen.{number}").data
        return found


@dataclass(frozen=True, slots=True)
class Refused:
    """A card on which no vote was recorded, and why."""

    number: str
    title: str
    reason: str


class CabPage(SafePage):
    """For CAB members: their institution's votes. For CAB heads: decisions."""

    route_base = "/cab"

    @get("", may="list")
    def consent(self) -> str | Response:
        """Cards about which nobody objects or asks; a head who is no member goes to the decisions."""
        actor = current_actor()
        if actor.has(Role.cab_head) and not actor.has(Role.cab_member):
            return redirect(url_for("CabPage.decisions"))
        return self._pile(Pile.consent)

    @get("/apspriezamas", may="list")
    def discuss(self) -> str | Response:
        """What waits for the own vote; a head who is no member goes to all of it."""
        actor = current_actor()
        if actor.has(Role.cab_head) and not actor.has(Role.cab_member):
            return redirect(url_for("CabPage.discussed"))
        return self._pile(Pile.discuss)

    @get("/apspriezamas/visas", may="list")
    def discussed(self) -> str:
        """All that is to be discussed, for heads."""
        actor, page, on = _with_role(Role.cab_head), page_number(), today()
        rows, count = piles.page(Pile.discuss, actor, on, page, PAGE_SIZE)
        shown: dict[str, Any] = {"rows": rows, "page": page, "page_size": PAGE_SIZE, "all_of_it": count}
        return self._render("cab/discussed.html", actor, "discussed", **shown)

    @get("/mani", may="list")
    def given(self) -> str:
        return self._pile(Pile.given)

    @get("/aizvietoju", may="list")
    def instead(self) -> str | Response:
        """The cards without objections, for somebody who acts for a colleague."""
        if not _standing_in(_with_role(Role.cab_member)):
            flash(gettext("You substitute no CAB member today."), "warning")
            return redirect(url_for("CabPage.consent"))
        return self._pile(Pile.consent, "instead")

    @get("/lemumi", may="list")
    def decisions(self) -> str:
        actor, on, page = _with_role(Role.cab_head), today(), page_number()
        waiting = ballots.to_decide(on, page)
        shown: dict[str, Any] = {"rows": waiting, "page": page, "full": len(waiting) == PAGE_SIZE}
        told = all_told([one.id for one in waiting], on)
        return self._render("cab/decisions.html", actor, "decisions", told=told, **shown)

    @get("/lemumi/kopa", may="list")
    def together(self) -> str | Response:
        """Name what is ticked in the list once more, before it is approved together."""
        actor, form = _with_role(Role.cab_head), together.form_of(request.args)
        if not form.numbers:
            flash(gettext("Tick at least one activity."), "warning")
            return redirect(url_for("CabPage.decisions"))
        return self._together(actor, form)

    @post("/lemumi/kopa", _p("tried", "approving several activities by decision"), may="decide")
    def decide(self) -> str | tuple[str, int] | Response:
        """Take each decision by itself; say on which activities none could be taken."""
        actor, form = _with_role(Role.cab_head), together.form_of(request.form)
        form.validate()
        form.refuse(empty_texts(reasoning=form.reasoning.data))
        if form.mistakes:
            return self._together(actor, form), 422
        refused = [one for number in form.numbers if (one := together.decided(number, form)) is not None]
        left = {one.number for one in refused}
        done = [one for one in form.numbers if one not in left]
        if refused:
            keeping.stays()
            return self._render(
                "cab/together.html", actor, "decisions", decided=form, done=done, refused=refused
            )
        flash(gettext("Approved: %(numbers)s.", numbers=", ".join(done)), "success")
        return redirect(url_for("CabPage.decisions"), 303)

    def _together(self, actor: Actor, form: TogetherForm) -> str:
        form.keep_typed(together.KEY)
        form.on_behalf_of.offer(one.principal for one in on_behalf.acting_for(actor, Action.decide, today()))
        cards, refused = together.named(form.numbers)
        return self._render(
            "cab/together.html", actor, "decisions", decided=form, cards=cards, refused=refused
        )

    @post("/atzinumi", _p("tried", "approving several activities at once"), may="vote")
    def approve(self) -> str | tuple[str, int] | Response:
        """Record one vote for each card ticked, after all of them were shown by name."""
        actor, form = _with_role(Role.cab_member), _sent(request.form)
        numbers = form.numbers
        if not numbers:
            flash(gettext("Tick at least one activity as approved."), "warning")
            return redirect(url_for("CabPage.consent"))
        if not form.validate():
            return self._confirm(actor, form), 422
        if form.confirmed.data is None:
            return self._confirm(actor, form)
        refused = [problem for one in numbers if (problem := _approve(one, form)) is not None]
        done = [one for one in numbers if one not in {problem.number for problem in refused}]
        if refused:
            return self._render("cab/result.html", actor, "", form, done=done, refused=refused)
        flash(_given(done), "success")
        return redirect(url_for("CabPage.consent"))

    def _confirm(self, actor: Actor, form: BallotsForm) -> str:
        rows, refused = [], []
        for number in form.numbers:
            try:
                activity = activity_or_404(number)
            except Refusal as refusal:
                refused.append(Refused(number, "", refusal_sentence(refusal)))
            else:
                rows.append((activity, form.seen(number)))
        return self._render("cab/confirm.html", actor, "", form, rows=rows, refused=refused)

    def _pile(self, which: Pile, template: str = "") -> str:
        actor = _with_role(Role.cab_member)
        page = page_number()
        rows = ballots.pile(actor, which, page)
        shown: dict[str, Any] = {"ballots": rows, "page": page, "page_size": PAGE_SIZE}
        current = template or which.value
        return self._render(f"cab/{current}.html", actor, current, **shown)

    def _render(
        self, template: str, actor: Actor, current: str, form: BallotsForm | None = None, **shown: object
    ) -> str:
        on = today()
        member = actor.has(Role.cab_member)
        counts = ballots.counts(actor, on) if member else None
        standing_in = _standing_in(actor)
        form = form or BallotsForm(key=uuid4().hex)
        form.on_behalf_of.offer(one.principal for one in standing_in)
        return self.render_template(
            template,
            form=form,
            current=current,
            counts=counts,
            tabs=_tabs(actor, counts, bool(standing_in)),
            standing_in=standing_in,
            week_end=ballots.week_end(on),
            days_left=days_left(on),
            language=reader_language(),
            **shown,
        )


def _with_role(role: Role) -> Actor:
    actor = current_actor()
    if not actor.has(role) or (role is Role.cab_member and actor.institution_id is None):
        abort(403)
    return actor


def _standing_in(actor: Actor) -> list[Substitution]:
    return on_behalf.acting_for(actor, Action.vote, today())


def _tabs(
    actor: Actor, counts: ballots.Counts | None, instead: bool
) -> list[tuple[str, str, str, int | None]]:
    shown: list[tuple[str, str, str, int | None]] = []
    if counts is not None:
        shown += [(pile.value, str(word), url, getattr(counts, pile)) for pile, word, url in TABS]
    if counts is not None and instead:
        shown.append(("instead", str(INSTEAD[0]), INSTEAD[1], counts.consent))
    if actor.has(Role.cab_head):
        shown.append(("discussed", str(DISCUSSED[counts is not None]), DISCUSSED[2], None))
        shown.append(("decisions", str(DECISIONS[0]), DECISIONS[1], None))
    return shown


def _sent(values: MultiDict[str, str]) -> BallotsForm:
    """Return the form as it was sent; with each card comes the revision that the person saw."""
    seen = {f"seen.{one}": HiddenField(read_as=reading.whole) for one in BallotsForm(values).numbers}
    return BallotsForm.having(seen)(values)


def _approve(number: str, form: BallotsForm) -> Refused | None:
    """Record the vote in a transaction of its own; return why not, if it cannot be."""
    title, key = "", form.key.data
    try:
        with one_change():
            activity = activity_or_404(number)
            title = activity.title
            given = voting.Opinion(
                choice=Choice.approve,
                request_key=f"{key}:{number}"[:64] if key else None,
                request_hash=voting.fingerprint(activity, [Choice.approve, form.on_behalf_of.wish]),
            )
            actor, unknown = in_name.acting(activity, Action.vote, now(), form.on_behalf_of)
            if unknown:
                return Refused(number, title, problem_sentence(unknown[0]))
            voting.vote(activity, actor, now(), given, seen=form.seen(number))
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            trace_attempt(number)
        return Refused(number, title, _why(refusal))
    return None


def _why(refusal: Refusal) -> str:
    """Return why no vote was recorded; what each system needs is asked on the page of the opinion."""
    found = refusal.problems if isinstance(refusal, Invalid) else ()
    if any(one.field.startswith(f"{FIELD}.") for one in found):
        return gettext(_EACH_SYSTEM)
    return refusal_sentence(refusal)


_EACH_SYSTEM = N_(
    "A resource that your systems need is to be liquidated: open the opinion and answer for each of them."
)


def _given(numbers: list[str]) -> str:
    return ngettext(
        "%(num)s opinion “Approved” was recorded: %(numbers)s.",
        "%(num)s opinions “Approved” were recorded: %(numbers)s.",
        len(numbers),
        numbers=", ".join(numbers),
    )
