"""The REST API: every resource of it."""

from views.api.actions import ActionApi, VoteApi
from views.api.activities import ActivityApi
from views.api.registry import InstitutionApi, RequirementApi, ResourceApi

APIS: tuple[type, ...] = (
    ActivityApi,
    ActionApi,
    VoteApi,
    RequirementApi,
    InstitutionApi,
    ResourceApi,
)
