"""A second factor for tests: an account gets one, and a phone that shows its codes."""

from datetime import timedelta

from pyotp import TOTP
from sqlalchemy import select

from app import clock
from app.database import writing
from app.extensions import db
from app.services.account import second_factor
from models import User

HALF_A_MINUTE = timedelta(seconds=30)


class Phone:
    """Shows codes, and keeps what the account was given beside them."""

    def __init__(self, secret: str, recovery_codes: list[str]) -> None:
        self.secret, self.recovery_codes = secret, recovery_codes

    def code(self, *, steps: int = 0) -> str:
        """Return the code of now, or of some steps later."""
        return TOTP(self.secret).at(clock.now() + steps * HALF_A_MINUTE)


def phone_of(app, username: str) -> Phone:
    """Give the account a second factor, set up an hour ago, and return the phone."""
    with app.app_context(), writing(), clock.at(clock.now() - timedelta(hours=1)):
        person = db.session.scalars(select(User).where(User.username == username)).one()
        secret = second_factor.fresh_secret()
        codes = second_factor.set_up(person, secret, TOTP(secret).at(clock.now()), clock.now())
        db.session.commit()
    assert codes
    return Phone(secret, codes)
