"""One search over all that the person sees, for programs."""

from app.services.search import everything
from rules.account.access import KeyScope
from rules.text import N_
from views.api.calls import DescribedApi, call
from views.api.schemas.queries import Everything
from views.api.schemas.search import SearchPage
from views.base import Response, current_actor, opens
from views.search.shown import shown


class SearchApi(DescribedApi):
    """Activities, resources, institutions, tickets, meetings, documents and people."""

    resource_name = "search"

    @opens("GET", "/")
    @call(
        N_("Find anything by words or a number; of each type the first five, of one type page by page"),
        query=Everything,
        answer=SearchPage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        asked, actor = self.asked(), current_actor()
        only, size = asked["type"], asked["page_size"] if asked["type"] else everything.MOST_OF_EACH
        found = everything.look(asked["q"], actor, only, asked["page"], size)
        counts = {kind.value: number for kind, number in found.counts.items()}
        result = [shown(hit, actor) for hit in found.hits]
        return self.told(found, known={"counts": counts, "result": result})
