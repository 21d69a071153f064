"""What follows when the registry says that an institution is closed."""

from app.clock import now
from app.services import api_keys
from app.services.takeover import take_over
from models import Institution
from rules.vocabulary import InstitutionStatus
from views.base import current_actor


def settle(_view: object, institution: Institution) -> None:
    """Revoke the keys of its systems, and let the successor give its opinions: after each change."""
    if institution.status is InstitutionStatus.closed:
        api_keys.revoke_all(institution, current_actor(), now())
        take_over(institution, current_actor(), now())
