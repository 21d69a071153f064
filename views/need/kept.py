"""Saglabātās atbildes: that an activity needed no co-approval, with number, reasons and basis."""

from flask import request
from flask_babel import lazy_gettext as _l

from app.services.ruleset import no_need, rule_sets
from app.services.ruleset.no_need import PAGE_SIZE
from models import NoNeed
from views.base import SafePage, get
from views.base.filters import Filter
from views.base.listing import Column, Listing
from views.need.questions import KINDS, QUESTIONS
from views.words.formats import day, drawn
from views.words.names import in_order

Answers = list[tuple[str, bool]]
LONGEST = 100  # characters of a search that are looked at

KEPT = Listing(
    title=_l("Kept answers"),
    hint=_l(
        "Planned activities that needed no co-approval, with the reasons. A change controller sees those of "
        "the institution."
    ),
    filters=(Filter("q", _l("Number, title or institution"), longest=LONGEST),),
    columns=(
        Column("title", _l("What is planned"), drawn("planned", "need/kept_pieces.html"), names_row=True),
        Column("institution", _l("Institution"), lambda kept: kept.institution.code),
        Column("by", _l("Kept by"), lambda kept: kept.created_by.get_full_name()),
        Column("on", _l("Kept on"), lambda kept: day(kept.created_at), look="num nowrap"),
    ),
    size=PAGE_SIZE,
)


class NoNeedPage(SafePage):
    """The own ones; those of the institution for its change controllers; all for the administrator."""

    route_base = "/vai-jasaskano"

    @get("/saglabatas")
    def list(self) -> str:
        """Show one page of kept answers, and how many there are of each year."""
        asked, totals = KEPT.asked(request.args), no_need.totals(in_order())
        rows, total = no_need.page(asked["q"], asked.page)
        return self.render_template(
            "need/kept.html",
            listed=KEPT.listed(asked, rows, total),
            totals=totals,
            several=len({one.institution for one in totals}) > 1,
        )

    @get("/<number>")
    def show(self, number: str) -> str:
        """Show a kept answer as it is shown to whoever asks for it later."""
        kept = no_need.named(number)
        kinds = {key: title for key, _, title, _ in KINDS}
        answered = [(QUESTIONS[name][0], yes) for name, yes in _scope(kept)]
        because = [QUESTIONS[name][3] for name, yes in _scope(kept) if not yes]
        return self.render_template(
            "need/kept_one.html",
            kept=kept,
            kind=kinds.get(kept.answers["kind"], kept.answers["kind"]),
            answered=answered,
            because=because,
            basis=rule_sets.known().get(kept.rule_set).rules[0].basis,
        )


def _scope(kept: NoNeed) -> Answers:
    """Return the answers in the order of the questions; JSON keeps none."""
    scope = kept.answers["scope"]
    return [(name, scope[name]) for name in QUESTIONS if name in scope]
