"""What a system administrator should look at before deciding on a request."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.services.account.requests import account_with, may_get_role
from app.services.outbox import role_name
from models import AdministratorRequest, Institution, User
from models.account.people import RoleRow, working
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_
from rules.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence with its values; `account` = the account that it is about."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    account: User | None = None


def cautions(request: AdministratorRequest) -> tuple[Caution, ...]:
    """Return the warnings of a request that waits."""
    return tuple(_cautions(request))


def administrators_of(institution: Institution) -> list[User]:
    """Return those of an institution who work with the right now."""
    found = select(User).where(
        User.institution_id == institution.id,
        *working(),
        User.roles.any(RoleRow.name == role_name(Role.user_admin)),
    )
    return list(db.session.scalars(found.order_by(User.username)))


def _cautions(request: AdministratorRequest) -> Iterator[Caution]:
    institution, account = request.institution, account_with(request.email)
    if not request.looks_signed:
        unsigned = N_("%(file)s carries nothing that looks like an electronic signature.")
        yield Caution(unsigned, {"file": request.file_name})
    if institution.status is InstitutionStatus.closed:
        closed = N_("%(institution)s is closed in the registry: the request can only be refused.")
        yield Caution(closed, {"institution": institution.code})
    if account is not None:
        yield Caution(_about(account, request), {"username": account.username}, account)
        return
    domain, known = _domain(request.email), _domains(institution)
    if known and domain not in known:
        foreign = N_("The address is at %(domain)s; those of the institution's accounts are at %(domains)s.")
        yield Caution(foreign, {"domain": domain, "domains": tuple(sorted(known))})


def _about(account: User, request: AdministratorRequest) -> str:
    if may_get_role(account, request):
        return N_("The address belongs to account %(username)s: approval gives that account the role.")
    return N_(
        "The address belongs to account %(username)s, which is closed or of another institution: "
        "the request cannot be approved as it is."
    )


def _domains(institution: Institution) -> set[str]:
    found = select(User.email).where(User.institution_id == institution.id, *working())
    return {_domain(email) for email in db.session.scalars(found)}


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
