"""Taking an objection back after the round has closed: an opinion of which only approvals are open."""

from http import HTTPStatus

from flask_babel import lazy_pgettext as _p
from werkzeug.wrappers import Response

from app.clock import today
from app.services.activity import voting
from app.services.activity.voting import Opinion
from models import Activity, Requirement
from rules.refusals import Problem, WrongStatus
from rules.vocabulary import APPROVING, Action, Choice
from views.activity.steps import result
from views.base import current_actor, get, post
from views.cab.opinion import Answer, OpinionPage
from views.words.labels import label
from views.words.sentences import refusal_sentence


class WithdrawalPage(OpinionPage):
    """For CAB members whose objection stands while the decision is awaited."""

    action = Action.withdraw_objection

    @get("/<number>/atsaukt-iebildumu", may="vote")
    def form(self, number: str) -> str | tuple[str, int]:
        """Ask for the opinion that stands instead."""
        return self.opened(number)

    @post("/<number>/atsaukt-iebildumu", _p("tried", "withdrawing an objection"), may="vote")
    def give(self, number: str) -> str | tuple[str, int] | Response:
        """Say what is missing; show the recap; once confirmed, withdraw the objection."""
        return self.sent(number)

    def problems(self, opinion: Opinion, row: Requirement) -> list[Problem]:
        return voting.problems_of_withdrawal(opinion, row, today())

    def open_to(self, row: Requirement | None) -> list[Choice]:
        return list(APPROVING)

    def recorded(self, activity: Activity, choice: Choice) -> str:
        institution = current_actor().institution or ""
        return result(activity, self.action, choice=label(choice), institution=institution)

    def late(self, activity: Activity, refusal: WrongStatus) -> Answer:
        return Answer(HTTPStatus.CONFLICT, closed=refusal_sentence(refusal))
