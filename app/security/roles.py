"""What each role may open: patterns of view and permission, matched whole."""

# This is the coarse right only. Which rows a person sees is said by `rules.visibility`, and what may be
# done with a card by `rules.transitions`.

import re
from functools import cache

from models.account.people import ADMIN_ROLE
from rules.vocabulary import Role

Patterns = tuple[tuple[str, str], ...]  # (view, permission); each ends in $ like Flask-AppBuilder's own

# Open to everybody signed in, whatever the role: what these show and allow is decided by the rules.
PAGES = (
    r"(InboxPage|ActivitiesPage|ActivityPage|ActivityForm|ActivityActions|AnswersPage|OpinionPage"
    r"|WithdrawalPage|IzzinaPage|ProofPage|SuggestedPage|MeetingsPage|MeetingPage|OverviewPage"
    r"|ObligationPage|ObligationListPage|DocumentPage|DiscussionPage|DecisionPage|DiscardPage|DraftingPage"
    r"|WindowPage|CalendarOfWorkPage|ImpactTab|RemindingPage|KeptTextPage|LookupPage|SearchPage"
    r"|ResourceKeepingPage|DependencyPage|PreferencesPage|OwnPasswordPage|SubstitutionPage|IdentityPage"
    r"|SecondFactorPage|SessionPage|NoNeedPage)$"
)
API = (
    r"(ActivityApi|ActionApi|VoteApi|RemarkApi|ProofApi|CabApi|MeetingApi"
    r"|ObligationApi|CardObligationApi|AttachmentApi|DocumentApi|DiscussionApi|CommentApi|SubstitutionApi"
    r"|KeptTextApi|NoticeApi|ReportApi|SearchApi|RequirementApi|InstitutionApi|ResourceApi|DependencyApi"
    r"|CardWindowApi|WindowApi|BlackoutApi|AgendaApi|OpenApi|ApiDocs)$"
)
REGISTRY = (
    r"(ImpactPage|ResourcePage|ResourceView|InstitutionPage|InstitutionView|DependencyView"
    r"|PrincipleView|PrincipleListView|DomainView)$"
)

EVERYBODY: Patterns = ((PAGES, r"can_.*$"), (API, r"can_.*$"), (REGISTRY, r"can_(list|show|lookup)$"))
CAB: Patterns = ((r"CabPage$", r"can_.*$"),)
ROLES: dict[str, Patterns] = {
    Role.applicant: (),
    Role.change_controller: (),
    Role.cab_member: CAB,
    Role.cab_head: CAB,
    Role.user_admin: (
        (r"FactorResetPage$", r"can_.*$"),
        (r"AccountEventPage$", r"can_list$"),
        (r"(UserView|AccountForm|AccountClosing)$", r"can_.*$"),
        (r"KeyPage$", r"can_(list|add|revoke)$"),
    ),
    ADMIN_ROLE: ((r".*$", r".*$"),),
}


@cache
def allowed(roles: frozenset[str], permission: str, view: str) -> bool:
    """Return whether somebody signed in with these roles opens the view with this permission."""
    own = [pair for role in roles for pair in ROLES.get(role, ())]
    return any(
        re.fullmatch(view_pattern, view) and re.fullmatch(permission_pattern, permission)
        for view_pattern, permission_pattern in (*EVERYBODY, *own)
    )
