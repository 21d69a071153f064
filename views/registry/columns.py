"""Cells of the registry's tables: codes instead of names, links, the mark of what nobody has confirmed."""

from flask import url_for
from markupsafe import Markup

from models import Institution, Resource
from rules.registry_vocabulary import Certainty
from views.words.formats import NOTHING, drawn
from views.words.labels import label

UNSURE = frozenset({Certainty.check, Certainty.unofficial})


def page_of(code: str) -> Markup:
    """Return the code of a resource as a link to its page."""
    return Markup('<a class="title-link nowrap" href="{}">{}</a>').format(
        url_for("ResourcePage.show", code=code), code
    )


def resource_link(resource: Resource | None) -> Markup | str:
    """Return a link to the page of a resource, for lists that name one."""
    return page_of(resource.code) if resource else NOTHING


def certainty_of(certainty: Certainty) -> object:
    """Return the mark of rows that nobody has confirmed, the word of others."""
    return drawn("certainty_badge")(certainty) if certainty in UNSURE else label(certainty)


def code_of(row: Institution | Resource | None) -> str:
    """Return the code, for lists that have no room for the name."""
    return row.code if row else NOTHING
