"""Reports: figures over the activities that the person sees."""

from app.clock import now, today
from app.services.report import reports
from app.services.report.look import Asked, Look
from rules.account.access import KeyScope
from rules.refusals import NotFound
from rules.report import ReportName
from rules.text import N_
from views.api.calls import DescribedApi, call
from views.api.schemas.queries import Counted
from views.api.schemas.report import ReportTold
from views.base import Response, current_actor, opens
from views.base.api import GONE


class ReportApi(DescribedApi):
    """What the overview shows; `behind` of the list of activities names the cards behind a row."""

    resource_name = "reports"

    @opens("GET", "/<code>")
    @call(
        N_("Count the activities that you see: opinions, open, time, load, remarks, rounds or years"),
        query=Counted,
        answer=ReportTold,
        key=KeyScope.read,
    )
    def get(self, code: str) -> Response:
        if code not in set(ReportName):
            raise NotFound(GONE)
        look = Look(Asked(**self.asked()), current_actor(), today())
        return self.told(reports.report(ReportName(code), look, now()))
