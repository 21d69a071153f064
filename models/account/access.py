"""How people come in: links mailed once, second factors, single sign-on, requests, sign-ins."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from models.registry import Institution
from rules.account.access import LinkPurpose, RequestState


class AccountLink(Numbered):
    """A single-use link to set a password; only the hash of what is mailed stays here.

    `token_hash` is empty until the mail is written: the token is made then, and kept nowhere.
    """

    user_id: Mapped[int] = refers("ab_user", "account_link_user", index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(words(LinkPurpose, "account_link_purpose"))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = refers("ab_user", "account_link_author")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # or replaced by a newer one

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class KeptPassword(Model):
    """What is kept of an account's password: apart from the account, so that who reads that reads no hash."""

    __tablename__ = "kept_password"

    user_id: Mapped[int] = refers("ab_user", "kept_password_user", primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(256))


class SecondFactor(Model):
    """The one-time-password generator of an account; `last_step` = the newest code used, against replay."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = refers("ab_user", "second_factor_user", primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(255))  # encrypted
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Numbered):
    """A code to sign in once without the generator."""

    __table_args__ = (UniqueConstraint("user_id", "code_hash", name="recovery_code_once"),)

    user_id: Mapped[int] = refers("ab_user", "recovery_code_user", index=True)
    code_hash: Mapped[str] = mapped_column(String(255))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RememberedDevice(Numbered):
    """A browser that is not asked for the second factor until then."""

    user_id: Mapped[int] = refers("ab_user", "remembered_device_user", index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class ExternalIdentity(Numbered):
    """Whom a provider of single sign-on knows under `subject`; fixed at the first sign-in."""

    __table_args__ = (UniqueConstraint("issuer", "subject", name="external_identity_once"),)

    user_id: Mapped[int] = refers("ab_user", "external_identity_user", index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


User.identities = relationship(ExternalIdentity, viewonly=True)


class AdministratorRequest(Numbered):
    """An institution asks for the user-administrator right of one of its people."""

    __table_args__ = (Index("administrator_request_queue", "state", "created_at"),)

    number: Mapped[str] = mapped_column(String(20), unique=True)
    institution_id: Mapped[int] = refers("institution", "administrator_request_institution")
    first_name: Mapped[str] = mapped_column(String(64))
    last_name: Mapped[str] = mapped_column(String(64))
    position: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(320))
    locale: Mapped[str] = mapped_column(String(5), default="lv")
    replaces: Mapped[bool] = mapped_column(default=False)  # instead of the present administrator
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[RequestState] = mapped_column(
        words(RequestState, "administrator_request_state"), default=RequestState.waiting
    )
    reason: Mapped[str] = mapped_column(Text, default="")  # of the refusal
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = refers("ab_user", "administrator_request_decided_by")
    user_id: Mapped[int | None] = refers("ab_user", "administrator_request_user")
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    file_hash: Mapped[str] = mapped_column(String(64))
    looks_signed: Mapped[bool]  # carries something that looks like a signature; a person verifies it
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    institution: Mapped[Institution] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class SignIn(Model):
    """One sign-in by form or for tokens; once it has ended, cookies and tokens that name it are refused."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = refers("ab_user", "sign_in_user", index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(80), default="", server_default="")
    device: Mapped[str] = mapped_column(String(200), default="", server_default="")
    way: Mapped[str] = mapped_column(String(20), default="form", server_default="form")  # form, api, sso


class KnownBrowser(Numbered):
    """A browser that the account has come in with; of the name that it shows only the hash stays here."""

    __table_args__ = (UniqueConstraint("user_id", "name_hash", name="known_browser_once"),)

    user_id: Mapped[int] = refers("ab_user", "known_browser_user")
    name_hash: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SignInFailure(Numbered):
    """One wrong password, counted under the account tried and under the address it came from."""

    __table_args__ = (Index("sign_in_failure_counted", "counted_under", "at"),)

    counted_under: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    pending: Mapped[bool] = mapped_column(default=False, server_default=false())  # still being looked at
