"""The second factor of an account: a generator of codes, codes for when it is lost, remembered browsers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import choice, token_urlsafe

from pyotp import TOTP, random_base32
from sqlalchemy import delete, func, select, update

from app.extensions import db
from app.security.sealing import seal, unseal
from app.services import rights
from app.services.account.rows import changed, end_sessions, forget_second_factor
from app.services.account.traces import trace
from app.services.outbox import tell
from models import RecoveryCode, RememberedDevice, SecondFactor, User
from models.account.people import actor_of, roles_of
from rules.account.access import GRANTABLE, AccountAction
from rules.audience import Message
from rules.facts import Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.text import N_
from rules.vocabulary import Role

STEP = 30  # seconds for which a code is shown
SKEW = 1  # steps by which the clock of a phone may be wrong
RECOVERY_CODES = 10
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # 16 of these cannot be guessed, even from the stolen table
_GROUPS, _GROUP = 4, 4
NOT_YOURS = N_("A system administrator resets this second factor; your own you change in your profile.")
NONE_SET = N_("This account has no second factor.")


def confirmed(user_id: int) -> SecondFactor | None:
    """Return the second factor of an account, if it has one."""
    mine = select(SecondFactor).where(SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None))
    return db.session.scalars(mine).one_or_none()


def version(user_id: int) -> str:
    """Return what tells one second factor of an account from the next; empty when there is none."""
    factor = confirmed(user_id)
    return factor.created_at.isoformat() if factor else ""


def readable(factor: SecondFactor) -> bool:
    """Return whether the key of this installation still opens it; recovery codes need no key."""
    return unseal(factor.secret) is not None


def fresh_secret() -> str:
    """Return the key of a new generator."""
    return random_base32()


def address(secret: str, account: User) -> str:
    """Return what the QR code says to the person's phone."""
    return TOTP(secret).provisioning_uri(name=account.username, issuer_name="VIRSIS")


def set_up(
    account: User, secret: str, code: str, at: datetime, *, replaces: str = "", besides: str = ""
) -> list[str] | None:
    """Let this generator be the second factor, and return the recovery codes; None when the code is wrong.

    `replaces` is the `version` of the one that it takes the place of. Every session but one ends.
    The caller commits.
    """
    db.session.execute(select(User.id).where(User.id == account.id).with_for_update())
    if version(account.id) != replaces:
        raise WrongStatus(
            N_("The second factor was changed meanwhile. Look at how it is now, and begin again if need be.")
        )
    step = _step(secret, _typed(code), at)
    if step is None:
        return None
    forget_second_factor(account.id)
    db.session.add(
        SecondFactor(user_id=account.id, secret=seal(secret), created_at=at, confirmed_at=at, last_step=step)
    )
    ended = end_sessions(account.id, at, besides=besides)
    _record(account, actor_of(account), at, AccountAction.second_factor_set, sessions_ended=ended)
    return _new_codes(account.id)


def verify(account: User, code: str, at: datetime) -> bool:
    """Take a code of the generator, or a recovery code, once: of two at the same moment one is right.

    The caller commits.
    """
    typed = _typed(code)
    return _take_recovery_code(account, typed, at) if len(typed) > 6 else _take_step(account.id, typed, at)


def renew_codes(account: User, at: datetime) -> list[str]:
    """Give new recovery codes; the old ones are worth nothing from now on. The caller commits."""
    if confirmed(account.id) is None:
        raise WrongStatus(NONE_SET)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == account.id))
    _record(account, actor_of(account), at, AccountAction.second_factor_set, codes=True)
    return _new_codes(account.id)


def codes_left(user_id: int) -> int:
    """Return how many recovery codes have not been used."""
    left = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left) or 0


def remove(account: User, at: datetime) -> None:
    """Do without a second factor, by the owner's wish.

    The caller has asked for password and code, and commits.
    """
    if confirmed(account.id) is None:
        raise WrongStatus(NONE_SET)
    forget_second_factor(account.id)
    _record(account, actor_of(account), at, AccountAction.second_factor_removed)


def may_reset(account: User, actor: Actor) -> bool:
    """Return whether this administrator may take away somebody's lost second factor.

    The accounts that decide over others' rights or over the whole state are the system administrator's.
    """
    if account.id == actor.user_id:
        return False
    if actor.has(Role.admin):
        return True
    own = account.institution_id is not None and account.institution_id == actor.institution_id
    return own and actor.has(Role.user_admin) and roles_of(account) <= GRANTABLE


def reset(account: User, actor: Actor, at: datetime) -> None:
    """Take away a lost second factor; every session of the account ends. The caller commits."""
    rights.hold(actor)
    if not may_reset(account, actor):
        raise NotAllowed(NOT_YOURS)
    if confirmed(account.id) is None:
        raise WrongStatus(NONE_SET)
    forget_second_factor(account.id)
    ended = end_sessions(account.id, at)
    _record(account, actor, at, AccountAction.second_factor_removed, reset=True, sessions_ended=ended)


def remember(account: User, device: str, at: datetime, days: int) -> str:
    """Let a browser in without a code for some days; return what it has to show. The caller commits."""
    token = token_urlsafe(32)
    row = RememberedDevice(
        user_id=account.id,
        token_hash=_hash(token),
        device=device[:200],
        created_at=at,
        until=at + timedelta(days=days),
    )
    db.session.add(row)
    _trace_device(account, "device_remembered", at)
    return token


def is_remembered(user_id: int, token: str, at: datetime) -> bool:
    """Return whether a browser that shows this is let in without a code."""
    found = select(RememberedDevice.id).where(
        RememberedDevice.user_id == user_id,
        RememberedDevice.token_hash == _hash(token),
        RememberedDevice.until > at,
    )
    return bool(token) and db.session.scalar(found) is not None


def remembered(user_id: int, at: datetime) -> Sequence[RememberedDevice]:
    """Return the browsers that are let in without a code, the newest first."""
    mine = select(RememberedDevice).where(RememberedDevice.user_id == user_id, RememberedDevice.until > at)
    return db.session.scalars(mine.order_by(RememberedDevice.id.desc())).all()


def forget_device(account: User, device_id: int, at: datetime) -> None:
    """Ask this browser for a code again. The caller commits."""
    mine = (RememberedDevice.user_id == account.id, RememberedDevice.id == device_id)
    if changed(delete(RememberedDevice).where(*mine)):
        _trace_device(account, "device_forgotten", at)


def _trace_device(account: User, what: str, at: datetime) -> None:
    trace(AccountAction.changed, actor_of(account), at, account=account, data={"fields": [what]})


def _take_step(user_id: int, code: str, at: datetime) -> bool:
    """A code is good for one sign-in: its step and all before it are refused from then on."""
    factor = confirmed(user_id)
    secret = unseal(factor.secret) if factor else None
    step = _step(secret, code, at) if secret else None
    if step is None:
        return False
    newer = (SecondFactor.user_id == user_id, SecondFactor.last_step < step)
    return changed(update(SecondFactor).where(*newer).values(last_step=step)) == 1


def _take_recovery_code(account: User, code: str, at: datetime) -> bool:
    unused = (RecoveryCode.user_id == account.id, RecoveryCode.used_at.is_(None))
    mine = update(RecoveryCode).where(*unused, RecoveryCode.code_hash == _hash(f"{account.id} {code}"))
    if not changed(mine.values(used_at=at)):
        return False
    data = {"left": codes_left(account.id)}
    trace(AccountAction.recovery_code_used, actor_of(account), at, account=account, data=data)
    return True


def _typed(code: str) -> str:
    """Return a code without the spaces and dashes that make it readable."""
    return "".join(letter for letter in code.lower() if letter.isascii() and letter.isalnum())


def _step(secret: str, code: str, at: datetime) -> int | None:
    now = int(at.timestamp()) // STEP
    steps = range(now - SKEW, now + SKEW + 1)
    fitting = [step for step in steps if compare_digest(TOTP(secret).at(step * STEP), code)]
    return fitting[-1] if fitting else None


def _new_codes(user_id: int) -> list[str]:
    codes = ["".join(choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=_hash(f"{user_id} {code}")) for code in codes)
    return ["-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)) for code in codes]


def _record(account: User, actor: Actor, at: datetime, action: AccountAction, **data: object) -> None:
    """Leave a trace of what became of a second factor, and warn its owner."""
    trace(action, actor, at, account=account, data=data)
    tell(Message.password_changed, at, person=account, values={"what": "second_factor"})


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
