"""The messages of a person and how they come by mail, for programs."""

from flask_babel import lazy_pgettext as _p

from app.clock import now
from app.services.account import notices
from app.services.mail import notices as messages
from rules.account.notices import NoticeKind, NoticeState
from rules.refusals import Invalid, Problem
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.api.calls import DescribedApi, call
from views.api.schemas.notice import NoticePage, NoticeSettings, ReadSent, Unread
from views.api.schemas.queries import NoticesSought
from views.base import Response, current_actor, one_change, opens
from views.base.api import INVALID
from views.inbox.news import news_line


class NoticeApi(DescribedApi):
    """One's own only."""

    resource_name = "notices"

    @opens("GET", "/")
    @call(
        N_("Your messages, the newest first; what you do not see any more is not told"),
        query=NoticesSought,
        answer=NoticePage,
    )
    def get_list(self) -> Response:
        asked, actor = self.asked(), current_actor()
        which = {"kind": asked["kind"], "unread": asked["state"] is NoticeState.unread}
        rows = messages.page(actor, asked["page"], asked["page_size"], **which)
        told = {"count": messages.count(actor, **which), "result": [news_line(one) for one in rows]}
        return self.told({**told, "unread": messages.count(actor, unread=True)})

    @opens("POST", "/read", tried=_p("tried", "marking notifications as read (API)"))
    @call(
        N_("Mark messages as read, or all of them; of others' nothing is done"),
        body=ReadSent,
        answer=Unread,
    )
    def read(self) -> Response:
        sent, actor = self.sent().valid(), current_actor()
        if not sent.get("all") and "ids" not in sent:
            raise Invalid(INVALID, (Problem("ids", ProblemCode.required),))
        with one_change():
            messages.read(actor, now(), None if sent.get("all") else sent["ids"])
            return self.told({"unread": messages.count(actor, unread=True)})

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
