"""The REST API: every resource of it, and the page that describes it."""

from views.api.actions import ActionApi, VoteApi
from views.api.activities import ActivityApi
from views.api.cab import CabApi
from views.api.dependencies import DependencyApi
from views.api.documentation import ApiDocs, OpenApi
from views.api.documents import AttachmentApi, CommentApi, DiscussionApi, DocumentApi
from views.api.kept_texts import KeptTextApi
from views.api.meetings import MeetingApi
from views.api.notices import NoticeApi
from views.api.obligations import CardObligationApi, ObligationApi
from views.api.proofs import ProofApi
from views.api.registry import InstitutionApi, RequirementApi, ResourceApi
from views.api.remarks import RemarkApi
from views.api.reports import ReportApi
from views.api.search import SearchApi
from views.api.substitutions import SubstitutionApi
from views.api.windows import AgendaApi, BlackoutApi, CardWindowApi, WindowApi

APIS: tuple[type, ...] = (
    ActivityApi,
    ActionApi,
    VoteApi,
    RemarkApi,
    ProofApi,
    CabApi,
    MeetingApi,
    AttachmentApi,
    DocumentApi,
    DiscussionApi,
    CommentApi,
    CardObligationApi,
    ObligationApi,
    SubstitutionApi,
    KeptTextApi,
    NoticeApi,
    SearchApi,
    ReportApi,
    RequirementApi,
    InstitutionApi,
    ResourceApi,
    DependencyApi,
    CardWindowApi,
    WindowApi,
    BlackoutApi,
    AgendaApi,
    OpenApi,
)
PAGES: tuple[type, ...] = (ApiDocs,)
