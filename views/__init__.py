"""Every screen and every part of the API, in the order of the menu."""

from typing import Any

from flask import current_app

from views import addresses, api, formats, in_name, labels, menu, reasons, rule_words, sso, style
from views.account_closing import AccountClosing
from views.account_events import AccountEventPage
from views.account_form import AccountForm
from views.actions import ActivityActions
from views.activities import ActivitiesPage
from views.activity import ActivityPage
from views.administrator_requests import AdministratorRequestView
from views.auth import SignIn
from views.becoming import BecomingPage
from views.cab import CabPage
from views.calendar import CalendarPage
from views.cards import ActivityForm
from views.decisions import DecisionPage
from views.factor_reset import FactorResetPage
from views.inbox import InboxPage
from views.keys import KeyPage
from views.lookups import LookupPage
from views.management import ManagementPage
from views.need import NeedPage
from views.no_need import NoNeedPage
from views.notifications import NotificationView
from views.opinions import OpinionPage
from views.passwords import OwnPasswordPage, PasswordLinkPage
from views.preferences import PreferencesPage
from views.public import Health, PublicPages
from views.records import EventView
from views.reference import DomainView, PrincipleListView, PrincipleView
from views.registry import DependencyView, InstitutionView, ResourceView
from views.resource_page import ResourcePage
from views.rule_set_texts import RuleSetText
from views.rule_sets import RuleSetPage
from views.saml import SamlSignOn
from views.second_factor import SecondFactorPage
from views.second_step import SecondStep
from views.sessions import SessionPage
from views.simulations import SimulationPage
from views.sso import IdentityPage, SingleSignOn
from views.substitution import SubstitutionPage
from views.tokens import TokenApi
from views.users import UserView
from views.widgets import install_widgets

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
    ActivitiesPage,
    ActivityForm,
    LookupPage,
    ActivityPage,
    ActivityActions,
    CabPage,
    OpinionPage,
    DecisionPage,
    NoNeedPage,
    SubstitutionPage,
    # --- generated: registry and reference data
    ResourcePage,
    ResourceView,
    InstitutionView,
    DependencyView,
    PrincipleView,
    PrincipleListView,
    DomainView,
    # --- generated: what the system administrator looks after
    ManagementPage,
    CalendarPage,
    RuleSetPage,
    RuleSetText,
    SimulationPage,
    AccountEventPage,
    UserView,
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


def register(builder: Any) -> None:
    """Register all of them with Flask-AppBuilder; the menu itself is in views/menu.py."""
    for part in (addresses, formats, in_name, labels, reasons, rule_words, sso, style):
        part.register(current_app)
    menu.install(current_app)
    install_widgets()
    builder.sm.auth_view = builder.add_view_no_menu(SignIn)
    for page in PAGES:
        builder.add_view_no_menu(page)
    for part_of_api in APIS:
        builder.add_api(part_of_api)
