"""Substitution for programs: named, listed, ended."""

from flask_babel import lazy_pgettext as _p

from app.clock import now
from app.services.account import substitutions
from app.services.account.substitutions import Asked
from rules.text import N_
from views.api.calls import DescribedApi, call
from views.api.schemas import account, bodies
from views.api.schemas.bodies import all_problems
from views.api.schemas.queries import Paged
from views.base import Response, current_actor, one_change, opens


class SubstitutionApi(DescribedApi):
    """Who acts for whom."""

    resource_name = "substitutions"

    @opens("GET", "/")
    @call(
        N_("Who substitutes whom: your own, or those of your institution if you administer its users"),
        query=Paged,
        answer=account.SubstitutionPage,
    )
    def get_list(self) -> Response:
        """Latest day first."""
        asked = self.asked()
        count, rows = substitutions.page(current_actor(), asked["page"], asked["page_size"])
        return self.told({"count": count, "result": rows})

    @opens("POST", "/", tried=_p("tried", "naming a substitute (API)"))
    @call(
        N_("Name a substitute of the same institution and role for some days"),
        body=bodies.SubstitutionSent,
        answer=account.NamedSubstitution,
        status=201,
        refuses=(403,),
    )
    def post(self) -> Response:
        """Tell every problem at once."""
        actor, sent = current_actor(), self.sent()
        asked = {name: None for name in ("substitute", "role", "from_on", "until_on")} | sent.values
        with one_change(), all_problems(sent):
            return self.told(
                substitutions.name(actor, now(), Asked(**{"principal": actor.username, **asked}))
            )

    @opens("POST", "/<key>/end", tried=_p("tried", "ending a substitution (API)"))
    @call(N_("End a substitution before its time"), answer=account.NamedSubstitution, refuses=(409,))
    def end(self, key: str) -> Response:
        actor = current_actor()
        with one_change():
            row = substitutions.found(self.key(key), actor)
            substitutions.end(row, actor, now())
            return self.told(row)
