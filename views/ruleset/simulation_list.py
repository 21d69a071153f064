"""The cards that a simulation found to change, as a list and as a file."""

from flask_babel import lazy_gettext, lazy_pgettext

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
HOLDER = lazy_pgettext("simulation", "Holder")
ADDED, REMOVED = lazy_pgettext("simulation", "Added"), lazy_pgettext("simulation", "Removed")
EXPORTED = (
    Column(name="number", head=lazy_gettext("Number"), cell=lambda one: one.number),
    Column(name="title", head=lazy_gettext("Title"), cell=lambda one: one.title),
    Column(name="year", head=lazy_gettext("Year"), cell=lambda one: one.year),
    Column(name="holder", head=HOLDER, cell=lambda one: one.holder),
    Column(name="domain", head=lazy_gettext("Domain"), cell=lambda one: one.domain or ""),
    Column(name="added", head=ADDED, cell=lambda one: "; ".join(one.added)),
    Column(name="removed", head=REMOVED, cell=lambda one: "; ".join(one.removed)),
    Column(name="before", head=lazy_gettext("Co-approvers before"), cell=lambda one: one.before),
    Column(name="after", head=lazy_gettext("Co-approvers after"), cell=lambda one: one.after),
)


def changes_of(simulation: Simulation) -> Listing:
    """Return the list: it is filtered by what was found."""
    return Listing(
        title=lazy_gettext("Cards that change their co-approvers"),
        filters=_filters(simulation),
        columns=_columns(),
        size=PAGE_SIZE,
        file=f"simulacija-{simulation.code}",
        exported=EXPORTED,
    )


def wanted_by(asked: Asked) -> Wanted:
    """Return what is looked for."""
    texts = {name: asked[name] or "" for name in ("added", "removed", "holder", "text")}
    return Wanted(year=whole(asked["year"], 1), **texts)


def _filters(simulation: Simulation) -> tuple[Filter, ...]:
    result = simulation.result or {}
    lines = sorted(total_load(result, None), key=lambda one: sort_key(one.code))
    known = (
        ("year", lazy_gettext("Year"), [str(one) for one in years(result)]),
        ("added", lazy_gettext("Who is added"), [one.code for one in lines if one.added]),
        ("removed", lazy_gettext("Who is removed"), [one.code for one in lines if one.removed]),
        ("holder", HOLDER, result.get("holders", [])),
    )
    chosen = (
        CodeFilter(name=name, label=label, codes=codes, longest=LONGEST) for name, label, codes in known
    )
    return (*chosen, Filter(name="text", label=lazy_gettext("Title or number"), longest=LONGEST))


def _columns() -> tuple[Column, ...]:
    names = domain_names()
    return (
        Column(
            name="card",
            head=lazy_gettext("Card"),
            cell=drawn("card", PIECES),
            head_look="w-40",
            names_row=True,
        ),
        Column(name="holder", head=HOLDER, cell=lambda one: one.holder),
        Column(
            name="domain",
            head=lazy_gettext("Domain"),
            cell=lambda one: names.get(one.domain, one.domain) or NOTHING,
        ),
        Column(name="added", head=ADDED, cell=drawn("added", PIECES)),
        Column(name="removed", head=REMOVED, cell=drawn("removed", PIECES)),
        Column(
            name="count",
            head=lazy_pgettext("simulation", "Count"),
            cell=lambda one: f"{one.before} → {one.after}",
            look="t-num nowrap",
            head_look="t-num",
        ),
    )
