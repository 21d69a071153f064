"""The facts of a card do not depend on how a database orders letters."""

from models import Institution, Resource
from models.activity.facts import around
from rules.registry_vocabulary import InstitutionStatus, ResourceStatus

HOLDER = Institution(code="VID", status=InstitutionStatus.active)


def resource(code):
    return Resource(code=code, holder=HOLDER, status=ResourceStatus.active)


def test_resources_stand_in_the_order_of_their_code_points_whatever_the_database_does():
    read = [resource(code) for code in ("e-V", "EDS", "ĒRIS", "FPR")]
    known = around(HOLDER, resource("BIS"), (), None, (), (read, ()))
    assert [one.code for one in known.providers("BIS")] == ["EDS", "FPR", "e-V", "ĒRIS"]
