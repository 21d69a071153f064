"""Meklēt: what is found of each type, and before anything is typed the last things of the person."""

from collections.abc import Mapping
from http import HTTPStatus
from itertools import groupby

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services.search import everything, recent
from app.services.search.everything import Found
from rules.facts import Actor
from rules.refusals import Invalid
from rules.search import SearchType
from views.base import SafePage, current_actor, get, page_number
from views.base.addresses import url_with
from views.search.shown import Shown, shown
from views.words.labels import label
from views.words.sentences import problem_sentence

PAGE_SIZE = 25
_TYPES: Mapping[str, SearchType] = {one.value: one for one in SearchType}


class SearchPage(SafePage):
    """For everybody signed in; what is typed is traced nowhere."""

    route_base = "/meklet"

    @get("", may="show")
    def show(self) -> ResponseReturnValue:
        """Show what is found, or what the person worked on last."""
        q, actor = request.args.get("q", ""), current_actor()
        if not q.strip():
            return self.render_template("search/page.html", q="", recent=recent.activities(actor))
        only = _TYPES.get(request.args.get("type", ""))
        page, size = (page_number(), PAGE_SIZE) if only else (None, everything.MOST_OF_EACH)
        try:
            found = everything.look(q, actor, only, page, size)
        except Invalid as refused:
            problems = [problem_sentence(one) for one in refused.problems]
            page_again = self.render_template("search/page.html", q=q, problems=problems)
            return page_again, HTTPStatus.UNPROCESSABLE_ENTITY
        return self.render_template(
            "search/page.html",
            q=q,
            found=found,
            sections=_sections(found, actor),
            tabs=_tabs(found),
            only=only,
            url_with=url_with,
            page=page or 0,
            page_size=PAGE_SIZE,
        )

    @get("/nesen", may="show")
    def recently(self) -> str:
        """Show the last things alone, for the field in the head."""
        return self.render_template("search/recent.html", recent=recent.activities(current_actor()))


def _sections(found: Found, actor: Actor) -> list[tuple[SearchType, list[Shown]]]:
    lines = [shown(hit, actor) for hit in found.hits]
    return [(one, list(of_it)) for one, of_it in groupby(lines, lambda line: line.type)]


def _tabs(found: Found) -> list[tuple[str, str, str, int]]:
    """Return the types of which there is something: type, word, address, how many."""
    there = [(one, number) for one, number in found.counts.items() if number]
    everywhere = gettext("Everything"), url_with(type=None, page=None), sum(found.counts.values())
    of_each = [(one.value, label(one), url_with(type=one.value, page=None), number) for one, number in there]
    return [("all", *everywhere), *of_each]
