"""Substitution for programs: named, listed, ended."""

from typing import Any

from flask import g
from werkzeug.wrappers import Response

from app.clock import now, today
from app.services.account import substitutions
from app.services.account.substitutions import Asked
from models import Substitution
from rules.account.substitution import in_force
from views.api.schemas import bodies
from views.api.schemas.bodies import all_problems, read
from views.api.shapes import moment
from views.base import SafeApi, current_actor, expose, one_change, protect


class SubstitutionApi(SafeApi):
    """Who acts for whom."""

    resource_name = "substitutions"

    @expose("/", methods=["GET"])
    @protect()
    def get_list(self) -> Response:
        """List the own substitutions, or those of the institution, latest day first."""
        page, size = self.paging()
        count, rows = substitutions.page(current_actor(), page, size)
        return self.answer({"count": count, "result": [_shown(one) for one in rows]})

    @expose("/", methods=["POST"])
    @protect()
    def post(self) -> Response:
        """Name a substitute; every problem at once."""
        actor, sent = current_actor(), read(bodies.SubstitutionSent(), g.body)
        asked = {name: None for name in ("substitute", "role", "from_on", "until_on")} | sent.values
        with one_change():
            with all_problems(sent):
                row = substitutions.name(actor, now(), Asked(**{"principal": actor.username, **asked}))
            said = _shown(row)
        return self.answer(said, 201)

    @expose("/<key>/end", methods=["POST"])
    @protect()
    def end(self, key: str) -> Response:
        """End a substitution before its time."""
        actor = current_actor()
        with one_change():
            row = substitutions.found(self.key(key), actor)
            substitutions.end(row, actor, now())
            said = _shown(row)
        return self.answer(said)


def _shown(row: Substitution) -> dict[str, Any]:
    principal = row.principal
    return {
        "id": row.id,
        "principal": principal.username,
        "substitute": row.substitute.username,
        "institution": principal.institution.code if principal.institution else None,
        "role": row.role,
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
        "in_force": row.ended_at is None and in_force(substitutions.term(row), today()),
        "ended_at": moment(row.ended_at),
    }
