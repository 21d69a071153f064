"""Every screen and every part of the API, in the order of the menu; what templates call."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import get_locale

from views import api
from views.account.api_keys import KeyPage
from views.account.closing import AccountClosing, FactorResetPage
from views.account.events import AccountEventPage
from views.account.form import AccountForm
from views.account.list import UserView
from views.account.profile import PreferencesPage
from views.account.requests import AdministratorRequestView
from views.account.substitution import SubstitutionPage
from views.activity.actions import ActivityActions
from views.activity.again import again_words
from views.activity.answers import AnswersPage
from views.activity.drafts import DiscardPage, DraftingPage
from views.activity.impact import ImpactTab
from views.activity.izzina import IzzinaPage
from views.activity.list import ActivitiesPage
from views.activity.on_behalf import signed
from views.activity.page import ActivityPage
from views.activity.possible import possible_here
from views.activity.proof import ProofPage
from views.activity.reminding import RemindingPage
from views.activity.rule_set_words import rule_set_since, rule_set_title, rule_set_until
from views.admin.calendar import CalendarPage
from views.admin.events import EventView
from views.admin.management import ManagementPage
from views.admin.outbox import NotificationView
from views.api.tokens import TokenApi
from views.base import keeping
from views.base.addresses import asset, list_crumb, page_numbers, url_with, way_to
from views.base.generated import install_widgets
from views.cab.decision import DecisionPage
from views.cab.list import CabPage
from views.cab.opinion import OpinionPage
from views.cab.withdrawal import WithdrawalPage
from views.card.page import ActivityForm
from views.card.suggested import SuggestedPage
from views.card.words import field_name
from views.document.discussion import DiscussionPage
from views.document.page import DocumentPage
from views.inbox.kept_texts import KeptTextPage
from views.inbox.news import news_words
from views.inbox.page import InboxPage
from views.meeting.list import MeetingsPage
from views.meeting.page import MeetingPage
from views.middleware import menu, stylesheet
from views.need.kept import NoNeedPage
from views.need.page import NeedPage
from views.obligation.list import ObligationListPage
from views.obligation.page import ObligationPage
from views.public.becoming import BecomingPage
from views.public.pages import Health, PublicPages
from views.registry import reference
from views.registry.collision_words import collision_text
from views.registry.dependency import DependencyPage
from views.registry.impact import ImpactPage
from views.registry.institution import InstitutionPage
from views.registry.keeping import ResourceKeepingPage
from views.registry.lookups import LookupPage
from views.registry.resource import ResourcePage
from views.registry.tables import DependencyView, InstitutionView, ResourceView
from views.report.page import OverviewPage
from views.ruleset.page import RuleSetPage, RuleSetText
from views.ruleset.simulation import SimulationPage
from views.ruleset.words import part_name, rule_url
from views.search.page import SearchPage
from views.signin.devices import SessionPage
from views.signin.form import SignIn
from views.signin.oidc import IdentityPage, SingleSignOn, other_ways
from views.signin.passwords import OwnPasswordPage, PasswordLinkPage
from views.signin.saml import SamlSignOn
from views.signin.second_factor import SecondFactorPage
from views.signin.second_step import SecondStep
from views.window.activity import WindowPage
from views.window.calendar import CalendarOfWorkPage
from views.words import formats
from views.words.diff import merged, sides
from views.words.labels import choices, label
from views.words.names import in_words, name_of, named
from views.words.sentences import problem_sentence
from views.words.templates import drawn_for

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
    SuggestedPage,
    LookupPage,
    SearchPage,
    ActivityPage,
    ActivityActions,
    AnswersPage,
    ImpactTab,
    WindowPage,
    CalendarOfWorkPage,
    IzzinaPage,
    ProofPage,
    ObligationListPage,
    ObligationPage,
    DocumentPage,
    DiscussionPage,
    DiscardPage,
    DraftingPage,
    RemindingPage,
    CabPage,
    OpinionPage,
    WithdrawalPage,
    DecisionPage,
    MeetingsPage,
    MeetingPage,
    NoNeedPage,
    SubstitutionPage,
    OverviewPage,
    # --- registry, rules and reference data
    ImpactPage,
    ResourcePage,
    ResourceKeepingPage,
    InstitutionPage,
    DependencyPage,
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


# What templates, letters included, call by its own name.
FILTERS: tuple[Callable[..., object], ...] = (
    *(formats.cell, formats.clock, formats.day, formats.due_words, formats.long_day, formats.moment),
    *(formats.money, formats.number, formats.short_day, formats.weekday, formats.whole, formats.working_days),
    *(again_words, news_words, field_name, in_words, label, name_of, named, part_name, problem_sentence),
)
GLOBALS: tuple[Callable[..., object], ...] = (
    *(asset, list_crumb, page_numbers, url_with, way_to, choices, get_locale, label),
    *(formats.period, formats.span),
    *(other_ways, possible_here, rule_set_since, rule_set_title, rule_set_until, rule_url, signed),
    *(merged, sides, drawn_for),
)


def register(builder: Any) -> None:
    """Register all of them with Flask-AppBuilder; the menu itself is in views/middleware/menu.py."""
    keeping.register(current_app)
    shown = current_app.jinja_env
    shown.filters.update({one.__name__: one for one in FILTERS}, collision=collision_text)
    shown.globals.update({one.__name__: one for one in GLOBALS}, icon_sprite=asset("icons.svg"))
    stylesheet.register(current_app)
    menu.install(current_app)
    install_widgets()
    builder.sm.auth_view = builder.add_view_no_menu(SignIn)
    for page in PAGES:
        builder.add_view_no_menu(page)
    for part_of_api in APIS:
        builder.add_api(part_of_api)
