"""How a person gets messages by mail, for programs."""

from flask_babel import lazy_pgettext as _p

from app.services.account import notices
from rules.account.notices import NoticeKind
from rules.text import N_
from views.api.calls import DescribedApi, call
from views.api.schemas.notice import NoticeSettings
from views.base import Response, current_actor, one_change, opens


class NoticeApi(DescribedApi):
    """One's own only."""

    resource_name = "notices"

    @opens("GET", "/settings")
    @call(N_("How you get each kind of messages by mail"), answer=NoticeSettings)
    def settings(self) -> Response:
        return self.told(notices.ways_of(current_actor()))

    @opens("PUT", "/settings", tried=_p("tried", "settling notices (API)"))
    @call(
        N_("Settle how you get the kinds of messages that you name; what asks you to act cannot be none"),
        body=NoticeSettings,
        answer=NoticeSettings,
    )
    def settle(self) -> Response:
        """Kinds that are not named stay as they are; the inbox has all of them."""
        kinds = {NoticeKind(name): way for name, way in self.sent().valid().items()}
        with one_change():
            return self.told(notices.settle(current_actor(), kinds))
