"""Every screen and every part of the API, in the order of the menu."""

from typing import Any

from flask import current_app

from views import api
from views.account.api_keys import KeyPage
from views.account.closing import AccountClosing
from views.account.events import AccountEventPage
from views.account.factor_reset import FactorResetPage
from views.account.form import AccountForm
from views.account.list import UserView
from views.account.profile import PreferencesPage
from views.account.requests import AdministratorRequestView
from views.account.substitution import SubstitutionPage
from views.activity import on_behalf, possible
from views.activity.actions import ActivityActions
from views.activity.answers import AnswersPage
from views.activity.discard import DiscardPage
from views.activity.list import ActivitiesPage
from views.activity.page import ActivityPage
from views.admin.calendar import CalendarPage
from views.admin.events import EventView
from views.admin.management import ManagementPage
from views.admin.outbox import NotificationView
from views.api.tokens import TokenApi
from views.base import addresses, keeping
from views.base.generated import install_widgets
from views.cab.decision import DecisionPage
from views.cab.list import CabPage
from views.cab.opinion import OpinionPage
from views.card.page import ActivityForm
from views.inbox.kept_texts import KeptTextPage
from views.inbox.page import InboxPage
from views.middleware import menu, stylesheet
from views.need.kept import NoNeedPage
from views.need.page import NeedPage
from views.public.becoming import BecomingPage
from views.public.pages import Health, PublicPages
from views.registry import reference
from views.registry.lookups import LookupPage
from views.registry.resource import ResourcePage
from views.registry.tables import DependencyView, InstitutionView, ResourceView
from views.ruleset import reasons
from views.ruleset import words as rule_words
from views.ruleset.page import RuleSetPage, RuleSetText
from views.ruleset.simulation import SimulationPage
from views.signin import oidc
from views.signin.devices import SessionPage
from views.signin.form import SignIn
from views.signin.oidc import IdentityPage, SingleSignOn
from views.signin.passwords import OwnPasswordPage, PasswordLinkPage
from views.signin.saml import SamlSignOn
from views.signin.second_factor import SecondFactorPage
from views.signin.second_step import SecondStep
from views.words import formats, labels

PAGES: tuple[type, ...] = (
    # --- everybody
    PublicPages,
    BecomingPage,
    NeedPage,
    Health,
    SecondStep,
    PasswordLinkPage,
    SingleSignOn,
    SamlSignOn,
    # --- signed in: own work, activities, CAB
    PreferencesPage,
    OwnPasswordPage,
    SecondFactorPage,
    SessionPage,
    IdentityPage,
    InboxPage,
    KeptTextPage,
    ActivitiesPage,
    ActivityForm,
    LookupPage,
    ActivityPage,
    ActivityActions,
    AnswersPage,
    DiscardPage,
    CabPage,
    OpinionPage,
    DecisionPage,
    NoNeedPage,
    SubstitutionPage,
    # --- registry, rules and reference data
    ResourcePage,
    InstitutionView,
    ResourceView,
    DependencyView,
    RuleSetPage,
    RuleSetText,
    SimulationPage,
    *reference.TABLES,
    # --- what the system administrator looks after
    ManagementPage,
    CalendarPage,
    UserView,
    AccountEventPage,
    AccountForm,
    AccountClosing,
    AdministratorRequestView,
    FactorResetPage,
    KeyPage,
    NotificationView,
    EventView,
    # --- what the API is, for people
    *api.PAGES,
)
APIS: tuple[type, ...] = (TokenApi, *api.APIS)
_GIVING_TEMPLATES = (
    addresses,
    keeping,
    formats,
    on_behalf,
    possible,
    labels,
    reasons,
    rule_words,
    oidc,
    stylesheet,
)


def register(builder: Any) -> None:
    """Register all of them with Flask-AppBuilder; the menu itself is in views/middleware/menu.py."""
    for part in _GIVING_TEMPLATES:
        part.register(current_app)
    menu.install(current_app)
    install_widgets()
    builder.sm.auth_view = builder.add_view_no_menu(SignIn)
    for page in PAGES:
        builder.add_view_no_menu(page)
    for part_of_api in APIS:
        builder.add_api(part_of_api)
