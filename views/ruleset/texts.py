"""The text of a rule set as a file: where a draft begins."""

from flask import make_response
from flask_babel import lazy_pgettext
from werkzeug.wrappers import Response

from app.clock import now
from app.services.account.traces import trace
from app.services.ruleset import rule_sets
from rules.account.access import AccountAction
from rules.refusals import NotFound, Refusal
from rules.text import N_
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name


class RuleSetText(SafePage):
    """For the system administrators."""

    route_base = "/parvaldiba/noteikumi"
    attempts = {
        "download": lazy_pgettext("tried", "downloading the text of a rule set"),
    }

    @expose("/<code>/teksts", methods=["POST"])
    @has_access
    @permission_name("manage")
    def download(self, code: str) -> Response:
        """Hand out the text; that is a trace itself."""
        try:
            text = rule_sets.text_of(code)
        except Refusal as unknown:
            raise NotFound(N_("There is no such rule set.")) from unknown
        file = f"{code}.toml"
        with one_change():
            trace(AccountAction.downloaded, current_actor(), now(), data={"file": file})
        answer = make_response(text)
        answer.headers.set("Content-Type", "application/toml; charset=utf-8")
        answer.headers.set("Content-Disposition", "attachment", filename=file)
        return answer
