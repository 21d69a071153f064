"""What somebody tried or took out, in words: traces keep the code names of pages, calls and lists."""

from collections.abc import Mapping

from flask_babel import lazy_gettext, lazy_pgettext
from flask_babel.speaklater import LazyString

# Every page and call that takes a change from somebody signed in; a test compares this with the addresses.
TRIED: dict[str, LazyString] = {
    "AccountClosing.close": lazy_pgettext("tried", "closing an account"),
    "AccountClosing.pseudonymise": lazy_pgettext("tried", "deleting the personal data of an account"),
    "AccountEventPage.export": lazy_pgettext("tried", "exporting the events of accounts"),
    "AccountForm.create": lazy_pgettext("tried", "creating an account"),
    "AccountForm.save": lazy_pgettext("tried", "changing an account"),
    "ActionApi.act": lazy_pgettext("tried", "a step of an activity (API)"),
    "ActivityActions.act": lazy_pgettext("tried", "a step of an activity"),
    "ActivityApi.post": lazy_pgettext("tried", "creating a card (API)"),
    "ActivityApi.put": lazy_pgettext("tried", "changing a card (API)"),
    "ActivityForm.create": lazy_pgettext("tried", "creating a card"),
    "ActivityForm.edit": lazy_pgettext("tried", "changing a card"),
    "ActivityForm.preview": lazy_pgettext("tried", "looking at who would co-approve a card"),
    "ActivityForm.preview_new": lazy_pgettext("tried", "looking at who would co-approve a new card"),
    "ActivityForm.typed": lazy_pgettext("tried", "taking what was typed in a card as a file"),
    "AdministratorRequestView.approve": lazy_pgettext(
        "tried", "approving a request for the user-administrator right"
    ),
    "AdministratorRequestView.document": lazy_pgettext(
        "tried", "downloading the document of a request for the user-administrator right"
    ),
    "AdministratorRequestView.refuse": lazy_pgettext(
        "tried", "refusing a request for the user-administrator right"
    ),
    "CabPage.approve": lazy_pgettext("tried", "approving several activities at once"),
    "CalendarPage.save": lazy_pgettext("tried", "correcting the working-day calendar"),
    "DecisionPage.decide": lazy_pgettext("tried", "deciding on an activity"),
    "DependencyView.add": lazy_pgettext("tried", "adding a dependency"),
    "DependencyView.delete": lazy_pgettext("tried", "deleting a dependency"),
    "DependencyView.edit": lazy_pgettext("tried", "changing a dependency"),
    "DomainView.add": lazy_pgettext("tried", "adding a domain"),
    "DomainView.delete": lazy_pgettext("tried", "deleting a domain"),
    "DomainView.edit": lazy_pgettext("tried", "changing a domain"),
    "FactorResetPage.reset": lazy_pgettext("tried", "taking away the second factor of an account"),
    "IdentityPage.unlink": lazy_pgettext("tried", "unlinking an identity of the single sign-on"),
    "InboxPage.read": lazy_pgettext("tried", "marking notifications as read"),
    "InstitutionView.add": lazy_pgettext("tried", "adding an institution"),
    "InstitutionView.delete": lazy_pgettext("tried", "deleting an institution"),
    "InstitutionView.edit": lazy_pgettext("tried", "changing an institution"),
    "KeyPage.create": lazy_pgettext("tried", "creating an API key"),
    "KeyPage.revoke": lazy_pgettext("tried", "revoking an API key"),
    "NotificationView.send_again": lazy_pgettext("tried", "sending a notification again"),
    "NotificationView.send_failed_again": lazy_pgettext("tried", "sending failed notifications again"),
    "OpinionPage.give": lazy_pgettext("tried", "giving an opinion"),
    "OwnPasswordPage.change": lazy_pgettext("tried", "changing the own password"),
    "PreferencesPage.sign_out": lazy_pgettext("tried", "signing out"),
    "PrincipleListView.add": lazy_pgettext("tried", "adding a list of principles"),
    "PrincipleListView.delete": lazy_pgettext("tried", "deleting a list of principles"),
    "PrincipleListView.edit": lazy_pgettext("tried", "changing a list of principles"),
    "PrincipleView.add": lazy_pgettext("tried", "adding a principle"),
    "PrincipleView.delete": lazy_pgettext("tried", "deleting a principle"),
    "PrincipleView.edit": lazy_pgettext("tried", "changing a principle"),
    "RequirementApi.preview": lazy_pgettext("tried", "asking who would co-approve (API)"),
    "ResourceView.add": lazy_pgettext("tried", "adding a resource"),
    "ResourceView.delete": lazy_pgettext("tried", "deleting a resource"),
    "ResourceView.edit": lazy_pgettext("tried", "changing a resource"),
    "RuleSetPage.approve": lazy_pgettext("tried", "approving the first day of a rule set"),
    "RuleSetPage.index": lazy_pgettext("tried", "uploading a draft of a rule set"),
    "RuleSetPage.propose": lazy_pgettext("tried", "proposing the first day of a rule set"),
    "RuleSetPage.refuse": lazy_pgettext("tried", "refusing the first day of a rule set"),
    "RuleSetText.download": lazy_pgettext("tried", "downloading the text of a rule set"),
    "SecondFactorPage.change": lazy_pgettext("tried", "changing the own second factor"),
    "SecondFactorPage.confirm": lazy_pgettext("tried", "setting up the own second factor"),
    "SessionPage.end": lazy_pgettext("tried", "ending a sign-in"),
    "SessionPage.end_others": lazy_pgettext("tried", "ending all other sign-ins"),
    "SessionPage.forget": lazy_pgettext("tried", "forgetting a remembered device"),
    "SimulationPage.cancel": lazy_pgettext("tried", "cancelling a simulation"),
    "SimulationPage.export": lazy_pgettext("tried", "exporting the result of a simulation"),
    "SimulationPage.start": lazy_pgettext("tried", "starting a simulation"),
    "SubstitutionApi.end": lazy_pgettext("tried", "ending a substitution (API)"),
    "SubstitutionApi.post": lazy_pgettext("tried", "naming a substitute (API)"),
    "SubstitutionPage.end": lazy_pgettext("tried", "ending a substitution"),
    "SubstitutionPage.name_for": lazy_pgettext("tried", "naming a substitute for a colleague"),
    "SubstitutionPage.name_own": lazy_pgettext("tried", "naming the own substitute"),
    "UserView.export": lazy_pgettext("tried", "exporting the list of users"),
    "UserView.invite": lazy_pgettext("tried", "sending an invitation again"),
    "AccountClosing.reopen": lazy_pgettext("tried", "opening a closed account again"),
    "VoteApi.vote": lazy_pgettext("tried", "giving an opinion (API)"),
}
# Lists and forms, by their own names.
LISTS: dict[str, LazyString] = {
    "account": lazy_gettext("accounts"),
    "account_event": lazy_gettext("what happened to accounts"),
    "administrator_request": lazy_gettext("request for the user-administrator right"),
    "simulation": lazy_gettext("simulation"),
}
# What was wrong with it, where the account may do such a thing.
WHY: dict[str, LazyString] = {
    "too_large": lazy_pgettext("tried", "more was sent than is taken"),
    "taken": lazy_pgettext("tried", "with an e-mail address that another account has"),
}
GONE = lazy_pgettext("tried", "a page or call that is not there any more")


def thing(told: Mapping[str, object]) -> str:
    """Return what a trace is about, with the number where one is known."""
    page, named = told.get("endpoint"), told.get("list") or told.get("form")
    parts = [
        TRIED.get(str(page), GONE) if page else None,
        LISTS.get(str(named), named) if named else None,
        WHY.get(str(told.get("why"))),
        told.get("file"),
        told.get("number"),
    ]
    return ", ".join(str(one) for one in parts if one) or "–"
