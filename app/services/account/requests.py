"""Requests for the right of a user administrator: sent by anybody, decided once by a system administrator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from app.extensions import db
from app.services import checks, outbox, rights
from app.services.account import accounts, links
from app.services.account.details import Details, address_problems
from app.services.account.form_limits import ADMINISTRATOR_REQUEST as FORM
from app.services.account.rows import changed
from app.services.account.signed_files import SignedFile
from app.services.account.traces import trace
from app.services.numbering import next_number
from models import AdministratorRequest, Institution, User
from models.account.people import roles_of
from rules.account.access import AccountAction, RequestState
from rules.account.accounts import NAME_LONGEST, AccountState
from rules.audience import Message, Told
from rules.facts import Actor
from rules.refusals import NotAllowed, NotFound, Problem, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_
from rules.vocabulary import ProblemCode, Role

SERIES = "LA"
LONGEST = {
    "first_name": NAME_LONGEST,
    "last_name": NAME_LONGEST,
    "position": 120,
    "reason": 2000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form says: whom the institution (a code) names, and whether instead of somebody else."""

    institution: str
    first_name: str
    last_name: str
    position: str
    email: str
    replaces: bool | None
    locale: str = "lv"


def problems_of(asked: Asked) -> list[Problem]:
    """Return every problem of the form; the fields are named `request.…`."""
    found = checks.empty_texts(**{f"request.{name}": getattr(asked, name) for name in _TEXTS})
    found += [problem for name in _LINES for problem in _problems_of_text(name, getattr(asked, name))]
    if asked.institution and _institution(asked.institution) is None:
        found.append(Problem("request.institution", ProblemCode.unknown))
    if asked.email:
        found += address_problems("request.email", asked.email)
    if asked.replaces is None:
        found.append(Problem("request.replaces", ProblemCode.required))
    return found


def ask(asked: Asked, document: SignedFile, at: datetime) -> AdministratorRequest:
    """Put a request into the queue and tell the system administrators; no account is made.

    The same form sent again while the first waits is the same request. Raises `Invalid`. The caller commits.
    """
    checks.refuse(problems_of(asked))
    institution = _institution(asked.institution, lock=True)
    before = _sent_before(asked, document, institution)
    if before is not None:
        return before
    request = AdministratorRequest(
        number=next_number(at, SERIES),
        institution=institution,
        **{name: getattr(asked, name) for name in (*_TEXTS[1:], "replaces", "locale")},
        created_at=at,
        file_name=document.name,
        media_type=document.media_type,
        file_hash=document.hash,
        looks_signed=document.looks_signed,
        file=document.content,
    )
    db.session.add(request)
    trace(AccountAction.administrator_asked, None, at, data={"form": FORM, **_named(request)})
    for person in db.session.scalars(outbox.persons(Told(Message.administrator_asked, Role.admin))):
        outbox.tell(Message.administrator_asked, at, person=person, values=_named(request))
    return request


def approve(key: int, actor: Actor, at: datetime, *, verified: bool) -> AdministratorRequest:
    """Give the right: to a new account, which is invited, or to the account that has the address.

    `verified` says that somebody has checked the signature. Raises `NotAllowed`, `NotFound`, `Invalid` (not
    verified), `WrongStatus` (decided already, closed, the address is another's).
    """
    _check_admin(actor)
    checks.refuse([] if verified else [Problem("request.verified", ProblemCode.required)])
    request = _decide(key, RequestState.approved, actor, at)
    if request.institution.status is InstitutionStatus.closed:
        raise WrongStatus(_CLOSED, institution=request.institution.code)
    account = account_with(request.email)
    if account is None:
        account = _new_account(request, actor, at)
    else:
        _promote(account, request, actor, at)
    request.user_id = account.id
    trace(AccountAction.administrator_approved, actor, at, account=account, data={"number": request.number})
    return request


def refuse(key: int, reason: str, actor: Actor, at: datetime) -> AdministratorRequest:
    """Refuse with a reason, which is mailed to the address in the request.

    Raises `NotAllowed`, `NotFound`, `Invalid` (no reason), `WrongStatus` (decided already).
    """
    request = _decide(key, RequestState.refused, actor, at)
    checks.refuse(
        [*checks.empty_texts(**{"request.reason": reason}), *_problems_of_text("reason", reason, lines=True)]
    )
    request.reason = reason.strip()
    trace(AccountAction.administrator_refused, actor, at, data=_named(request))
    outbox.tell(
        Message.administrator_refused,
        at,
        address=request.email,
        locale=request.locale,
        values={**_named(request), "reason": request.reason},
    )
    return request


def hand_out(request: AdministratorRequest, actor: Actor, at: datetime) -> bytes:
    """Return the document, and leave a trace of who took it."""
    _check_admin(actor)
    trace(AccountAction.downloaded, actor, at, data=_named(request))
    return request.file


def account_with(email: str) -> User | None:
    """Return the account that has this address."""
    return db.session.scalars(select(User).where(func.lower(User.email) == email.lower())).first()


_LINES = ("first_name", "last_name", "position")
_TEXTS = ("institution", *_LINES, "email")


def _problems_of_text(name: str, text: str, lines: bool = False) -> list[Problem]:
    return checks.text_problems(f"request.{name}", text, LONGEST[name], lines=lines)


def waiting_for(_actor: Actor) -> int:
    """Return how many requests wait for a system administrator."""
    waiting = AdministratorRequest.state == RequestState.waiting
    return db.session.scalar(select(func.count(AdministratorRequest.id)).where(waiting)) or 0


def _institution(code: str, lock: bool = False) -> Institution | None:
    """Return a working institution; with `lock`, requests of one institution wait for each other."""
    found = select(Institution).where(
        Institution.code == code, Institution.status == InstitutionStatus.active
    )
    return db.session.scalars(found.with_for_update() if lock else found).one_or_none()


def _sent_before(
    asked: Asked, document: SignedFile, institution: Institution | None
) -> AdministratorRequest | None:
    same = select(AdministratorRequest).where(
        AdministratorRequest.institution == institution,
        AdministratorRequest.state == RequestState.waiting,
        AdministratorRequest.file_hash == document.hash,
        *(getattr(AdministratorRequest, name) == getattr(asked, name) for name in (*_TEXTS[1:], "replaces")),
    )
    return db.session.scalars(same.limit(1)).first()


def _decide(key: int, outcome: RequestState, actor: Actor, at: datetime) -> AdministratorRequest:
    """Take the request out of the queue: of two who decide at once one wins, the other is told who."""
    rights.change(actor)
    _check_admin(actor)
    waiting = (AdministratorRequest.id == key, AdministratorRequest.state == RequestState.waiting)
    decided = {"state": outcome, "decided_at": at, "decided_by_id": actor.user_id}
    taken = changed(update(AdministratorRequest).where(*waiting).values(**decided))
    request = db.session.get(AdministratorRequest, key, populate_existing=True)
    if request is None:
        raise NotFound(N_("There is no such thing, or you cannot see it."))
    if not taken:
        raise WrongStatus(
            _DECIDED,
            who=request.decided_by.get_full_name() if request.decided_by else "VIRSIS",
            number=request.number,
            state=request.state,
            date=request.decided_at,
        )
    return request


def _check_admin(actor: Actor) -> None:
    if not actor.has(Role.admin):
        raise NotAllowed(N_("Only the system administrator decides on requests for this right."))


def _new_account(request: AdministratorRequest, actor: Actor, at: datetime) -> User:
    named = Details(
        first_name=request.first_name,
        last_name=request.last_name,
        email=request.email,
        roles=frozenset({Role.user_admin}),
        institution=request.institution.code,
    )
    account, _ = accounts.create(actor, at, named)
    account.locale = request.locale
    return account


def _promote(account: User, request: AdministratorRequest, actor: Actor, at: datetime) -> None:
    if not may_get_role(account, request):
        raise WrongStatus(_OTHER_ACCOUNT, email=request.email, username=account.username)
    same = Details(
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        username=account.username,
        roles=roles_of(account) | {Role.user_admin},
        institution=request.institution.code,
    )
    accounts.edit(account, actor, at, same, accounts.version(account))
    if accounts.state_of(account) is AccountState.invited:
        links.invite(account, actor, at)
    else:
        outbox.tell(Message.administrator_approved, at, person=account, values=_named(request))


def may_get_role(account: User, request: AdministratorRequest) -> bool:
    """Whether the account that has the address of a request may get the role by it."""
    return links.may_sign_in(account) and account.institution_id == request.institution_id


def _named(request: AdministratorRequest) -> dict[str, str]:
    return {"number": request.number, "institution": request.institution.code}


_CLOSED = N_("%(institution)s is closed in the registry. Refuse the request, and say so in the reason.")
_DECIDED = N_("%(who)s has decided request %(number)s already: %(state)s, %(date)s. Nothing was changed.")
_OTHER_ACCOUNT = N_(
    "%(email)s belongs to account %(username)s, which is closed or of another institution. Refuse the "
    "request and ask for another address, or put the account right first."
)
