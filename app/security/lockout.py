"""When to say 'later': failed tries are counted by account and address, or by a browser that is known."""

from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from app import clock
from app.database import one_by_one, writing
from app.extensions import db
from models import SignIn, SignInFailure
from rules.text import fold

FIRST_DELAY, LONGEST_DELAY = 5, 15 * 60  # seconds, for one account from one address; each failure doubles it
ELSEWHERE_DELAY = 30  # seconds, for an account that fails at many addresses: never longer for its owner
REMEMBERED = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)  # how long an address is one that the account comes from
LOOKED_AT = timedelta(seconds=10)  # a try that takes longer was broken off: it counts as failed
SOON = 1  # seconds until what becomes of the tries before it is known
CODE = "code:"  # tried after a right password: whoever guesses here holds the owner's password


class TooSoon(Exception):
    """So much has failed that this is refused unread for so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def named(username: str) -> str:
    """Return what is tried when a password is typed for a name, whether there is such an account or not."""
    return f"name:{fold(username)}"


def code_of(user_id: int) -> str:
    """Return what is tried when a code of the second factor is typed."""
    return f"{CODE}{user_id}"


def seconds_to_wait(
    tried: str, address: str, *, known: bool = False, failed: bool = False, browser: str = ""
) -> int:
    """Return for how long this is refused unread: 0 when it may be tried.

    Whoever comes from an address that is `known` for the account is not held up by failures elsewhere; who
    comes with a `browser` that is, by nobody's but its own. With `failed` only what has turned out wrong
    counts, not what is still being looked at.
    """
    free = current_app.config["SIGN_IN_FAILURES"]
    if browser:
        return _growing(_own(tried, browser), free["account"], failed)
    waits = [
        _growing(_pair(tried, address), free["account"], failed),
        _until_window_ends(address, free["address"], failed),
    ]
    if not known and tried.startswith(CODE):
        waits.append(_growing(_subject(tried), free["everywhere"], failed))
    elif not known:
        waits.append(_in_turn(tried, address, free["everywhere"], failed))
    return max(waits)


def begin_try(
    tried: str, address: str, *, known: bool = False, pending: bool = False, browser: str = ""
) -> tuple[int, ...]:
    """Count a try as failed before it is looked at, and return what to `take_back` when it was right.

    So of many at the same moment no more are looked at than are free: each sees those before it, and comes
    again once it is known what becomes of them: `pending` until `settle` or `take_back`. Raises `TooSoon`
    when this is refused unread. What the session has begun is undone; commits, holds no lock after.
    """
    db.session.rollback()
    with writing():
        one_by_one(db.session(), "tries to sign in")
        if seconds_to_wait(tried, address, known=known, browser=browser):
            settled = seconds_to_wait(tried, address, known=known, failed=True, browser=browser)
            db.session.rollback()
            raise TooSoon(settled or SOON)
        counted = _count(tried, address, pending, browser)
        db.session.commit()
        return counted


def settle(counted: tuple[int, ...]) -> None:
    """Say that a counted try has turned out wrong. The caller commits."""
    db.session.execute(update(SignInFailure).where(SignInFailure.id.in_(counted)).values(pending=False))


def take_back(counted: tuple[int, ...]) -> None:
    """Count a try as failed no longer: it was right. Commits."""
    db.session.rollback()
    with writing():
        db.session.execute(delete(SignInFailure).where(SignInFailure.id.in_(counted)))
        db.session.commit()


def _count(tried: str, address: str, pending: bool, browser: str) -> tuple[int, ...]:
    """Count one failure, and let the address wait for its turn again."""
    old = SignInFailure.at < clock.now() - REMEMBERED
    turn = SignInFailure.counted_under == _turn(_subject(tried), address)
    db.session.execute(delete(SignInFailure).where(or_(old, turn)))
    elsewhere = (_subject(tried), _pair(tried, address), _address(address))
    names = (_own(tried, browser),) if browser else elsewhere
    rows = [SignInFailure(counted_under=name, at=clock.now(), pending=pending) for name in names]
    db.session.add_all(rows)
    db.session.flush()
    return tuple(row.id for row in rows)


def forgive(tried: str, address: str, browser: str = "") -> None:
    """Forget the failures of an account that has come in; those of its address stay. The caller commits."""
    subject = _subject(tried)
    counted = (subject, _pair(tried, address), _turn(subject, address), _own(tried, browser))
    db.session.execute(delete(SignInFailure).where(SignInFailure.counted_under.in_(counted)))


def failures_since(tried: str, address: str, since: datetime, browser: str = "") -> int:
    """Return how often this failed from this address, or with this browser if it is known, since then."""
    return _counted(_own(tried, browser) if browser else _pair(tried, address), since)[0]


def comes_from(user_id: int, address: str) -> bool:
    """Return whether this account has come in from this address of late."""
    recent = SignIn.begun_at > clock.now() - KNOWN_FOR
    found = select(SignIn.id).where(SignIn.user_id == user_id, SignIn.address == address, recent)
    return db.session.scalar(found.limit(1)) is not None


def _growing(counted_under: str, free: int, failed: bool) -> int:
    """Once `free` tries have failed, wait after each further one twice as long as before."""
    failures, newest = _counted(counted_under, clock.now() - REMEMBERED, failed)
    if failures < free or newest is None:
        return 0
    delay = min(FIRST_DELAY * 2 ** min(failures - free, 20), LONGEST_DELAY)
    return _seconds_until(newest + timedelta(seconds=delay))


def _in_turn(tried: str, address: str, free: int, failed: bool) -> int:
    """Once an account fails at many addresses, each waits once before each try, counted from its first knock.

    Nobody takes another's turn: an attacker cannot keep the owner out by trying all the time.
    """
    subject, now = _subject(tried), clock.now()
    if _counted(subject, now - REMEMBERED, failed)[0] < free:
        return 0
    turn = _turn(subject, address)
    knocked = db.session.scalar(select(func.min(SignInFailure.at)).where(SignInFailure.counted_under == turn))
    if knocked is None:
        db.session.rollback()
        with writing():
            db.session.add(SignInFailure(counted_under=turn, at=now))
            db.session.commit()
    return _seconds_until((knocked or now) + timedelta(seconds=ELSEWHERE_DELAY))


def _until_window_ends(address: str, free: int, failed: bool) -> int:
    """Many people share an address: only a flood of failures stops it, until the flood has passed."""
    window = timedelta(seconds=current_app.config["SIGN_IN_WINDOW"])
    newest = (
        select(SignInFailure.at)
        .where(_under(_address(address), clock.now() - window, failed))
        .order_by(SignInFailure.at.desc())
        .limit(free)
    )
    moments = list(db.session.scalars(newest))
    return _seconds_until(moments[-1] + window) if len(moments) >= free else 0


def _counted(counted_under: str, since: datetime, failed: bool = False) -> tuple[int, datetime | None]:
    found = select(func.count(), func.max(SignInFailure.at)).where(_under(counted_under, since, failed))
    count, newest = db.session.execute(found).one()
    return count, newest


def _under(counted_under: str, since: datetime, failed: bool) -> ColumnElement[bool]:
    counted = and_(SignInFailure.counted_under == counted_under, SignInFailure.at > since)
    if not failed:
        return counted
    return and_(counted, or_(~SignInFailure.pending, SignInFailure.at <= clock.now() - LOOKED_AT))


def _seconds_until(moment: datetime) -> int:
    left = (moment - clock.now()).total_seconds()
    return max(1, round(left)) if left > 0 else 0


# What failures are counted under is hashed, so that the table is no list of accounts.
def _subject(tried: str) -> str:
    return f"account:{sha256(tried.encode()).hexdigest()}"


def _pair(tried: str, address: str) -> str:
    return f"pair:{sha256(f'{tried} {address}'.encode()).hexdigest()}"


def _own(tried: str, browser: str) -> str:
    return f"browser:{sha256(f'{tried} {browser}'.encode()).hexdigest()}"


def _turn(subject: str, address: str) -> str:
    return f"turn:{sha256(f'{subject} {address}'.encode()).hexdigest()}"


def _address(address: str) -> str:
    return f"address:{address}"[:80]
