"""Who is signed in, and failed sign-ins of the last minutes: passwords cannot be tried without end."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import UtcDateTime


class SignIn(Model):
    """One sign-in by form or for tokens; once it has ended, cookies and tokens that name it are refused."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="sign_in_user"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(80), default="", server_default="")
    device: Mapped[str] = mapped_column(String(200), default="", server_default="")
    way: Mapped[str] = mapped_column(String(20), default="form", server_default="form")  # form, api, sso


class KnownBrowser(Model):
    """A browser that the account has come in with; of the name that it shows only the hash stays here."""

    __tablename__ = "known_browser"
    __table_args__ = (UniqueConstraint("user_id", "name_hash", name="known_browser_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="known_browser_user"))
    name_hash: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInFailure(Model):
    """One wrong password, counted under the account tried and under the address it came from."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("sign_in_failure_counted", "counted_under", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_under: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    pending: Mapped[bool] = mapped_column(default=False, server_default=false())  # still being looked at
