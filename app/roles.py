"""What each role may open: patterns of view and permission, matched whole.

This is the coarse right only. Which rows a person sees is said by `rules.visibility`, and what may be
done with a card by `rules.transitions`.
"""

import re
from functools import cache

from models.people import ADMIN_ROLE
from rules.vocabulary import Role

Patterns = tuple[tuple[str, str], ...]  # (view, permission); each ends in $ like Flask-AppBuilder's own

# Own pages of everybody signed in: what they show and allow is decided by the rules.
PAGES = r"(InboxPage|ActivitiesPage|ActivityPage|ActivityForm|ActivityActions|PreferencesPage|LookupPage)$"
REGISTRY = r"(InstitutionView|ResourceView|DependencyView|PrincipleView|DomainView)$"
API = r"(ActivityApi|VoteApi|RequirementApi|InstitutionApi|ResourceApi|OpenApi|ApiDocs)$"

SIGNED_IN: Patterns = (
    (PAGES, r"can_.*$"),
    (API, r"can_.*$"),
    (REGISTRY, r"can_(list|show|lookup)$"),
)
CAB: Patterns = ((r"CabPage$", r"can_.*$"),)
PATTERNS: dict[str, Patterns] = {
    Role.applicant: SIGNED_IN,
    Role.change_controller: SIGNED_IN,
    Role.cab_member: (*SIGNED_IN, *CAB),
    Role.cab_head: (*SIGNED_IN, *CAB, (r"DecisionPage$", r"can_.*$")),
    Role.user_admin: (*SIGNED_IN, (r"UsersPage$", r"can_.*$")),
    ADMIN_ROLE: ((r".*$", r".*$"),),
}


@cache
def allowed(roles: frozenset[str], permission: str, view: str) -> bool:
    """Return whether one of the roles opens the view with this permission."""
    return any(
        re.fullmatch(view_pattern, view) and re.fullmatch(permission_pattern, permission)
        for role in roles
        for view_pattern, permission_pattern in PATTERNS.get(role, ())
    )
