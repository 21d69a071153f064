"""The cards that a simulation found to change, as a list and as a file."""

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from app.services.ruleset.simulation_changes import PAGE_SIZE, Wanted
from models import Simulation
from rules.reading import whole
from rules.text import sort_key
from views.base.filters import CodeFilter, Filter
from views.base.listing import Asked, Column, Listing
from views.card.words import domain_names
from views.ruleset.simulation_chart import total_load, years
from views.words.formats import NOTHING, drawn

LONGEST = 100  # characters of a search that are looked at
PIECES = "ruleset/change_pieces.html"
HOLDER = _p("simulation", "Holder")
ADDED, REMOVED = _p("simulation", "Added"), _p("simulation", "Removed")
EXPORTED = (
    Column("number", _l("Number"), lambda one: one.number),
    Column("title", _l("Title"), lambda one: one.title),
    Column("year", _l("Year"), lambda one: one.year),
    Column("holder", HOLDER, lambda one: one.holder),
    Column("domain", _l("Domain"), lambda one: one.domain or ""),
    Column("added", ADDED, lambda one: "; ".join(one.added)),
    Column("removed", REMOVED, lambda one: "; ".join(one.removed)),
    Column("before", _l("Co-approvers before"), lambda one: one.before),
    Column("after", _l("Co-approvers after"), lambda one: one.after),
)


def changes_of(simulation: Simulation) -> Listing:
    """Return the list: it is filtered by what was found."""
    return Listing(
        title=_l("Cards that change their co-approvers"),
        filters=_filters(simulation),
        columns=_columns(),
        size=PAGE_SIZE,
        file=f"simulacija-{simulation.code}",
        exported=EXPORTED,
    )


def wanted_by(asked: Asked) -> Wanted:
    texts = {name: asked[name] or "" for name in ("added", "removed", "holder", "text")}
    return Wanted(year=whole(asked["year"], 1), **texts)


def _filters(simulation: Simulation) -> tuple[Filter, ...]:
    result = simulation.result or {}
    lines = sorted(total_load(result, None), key=lambda one: sort_key(one.code))
    known = (
        ("year", _l("Year"), [str(one) for one in years(result)]),
        ("added", _l("Who is added"), [one.code for one in lines if one.added]),
        ("removed", _l("Who is removed"), [one.code for one in lines if one.removed]),
        ("holder", HOLDER, result.get("holders", [])),
    )
    chosen = (CodeFilter(name, label, codes=codes, longest=LONGEST) for name, label, codes in known)
    return (*chosen, Filter("text", _l("Title or number"), longest=LONGEST))


def _columns() -> tuple[Column, ...]:
    names = domain_names()
    return (
        Column("card", _l("Card"), drawn("card", PIECES), head_look="w-40", names_row=True),
        Column("holder", HOLDER, lambda one: one.holder),
        Column("domain", _l("Domain"), lambda one: names.get(one.domain, one.domain) or NOTHING),
        Column("added", ADDED, drawn("added", PIECES)),
        Column("removed", REMOVED, drawn("removed", PIECES)),
        Column(
            "count",
            _p("simulation", "Count"),
            lambda one: f"{one.before} → {one.after}",
            look="t-num nowrap",
            head_look="t-num",
        ),
    )
