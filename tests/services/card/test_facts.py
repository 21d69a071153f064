"""The facts of a card do not depend on how a database orders letters."""

from models import Institution, Resource
from models.activity.facts import resource_facts
from rules.registry_vocabulary import InstitutionStatus, ResourceStatus


def resource(code):
    holder = Institution(code="VID", status=InstitutionStatus.active)
    return Resource(code=code, holder=holder, status=ResourceStatus.active)


def test_resources_stand_in_the_order_of_their_code_points_whatever_the_database_does():
    read = [resource(code) for code in ("e-V", "EDS", "ĒRIS", "FPR")]
    assert [one.code for one in resource_facts(read)] == ["EDS", "FPR", "e-V", "ĒRIS"]
