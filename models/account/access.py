"""How people come in: links mailed once, second factors, identities of a single sign-on, requests."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import UtcDateTime, words
from models.registry import Institution
from rules.account.access import LinkPurpose, RequestState


class AccountLink(Model):
    """A single-use link to set a password; only the hash of what is mailed stays here.

    `token_hash` is empty until the mail is written: the token is made then, and kept nowhere.
    """

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="account_link_user"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(words(LinkPurpose, "account_link_purpose"))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", name="account_link_author"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # or replaced by a newer one

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class SecondFactor(Model):
    """The one-time-password generator of an account; `last_step` = the newest code used, against replay."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", name="second_factor_user"), primary_key=True, autoincrement=False
    )
    secret: Mapped[str] = mapped_column(String(255))  # encrypted
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Model):
    """A code to sign in once without the generator."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash", name="recovery_code_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="recovery_code_user"), index=True)
    code_hash: Mapped[str] = mapped_column(String(255))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RememberedDevice(Model):
    """A browser that is not asked for the second factor until then."""

    __tablename__ = "remembered_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="remembered_device_user"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class ExternalIdentity(Model):
    """Whom a provider of single sign-on knows under `subject`; fixed at the first sign-in."""

    __tablename__ = "external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="external_identity_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="external_identity_user"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


User.identities = relationship(ExternalIdentity, viewonly=True)


class AdministratorRequest(Model):
    """An institution asks for the user-administrator right of one of its people."""

    __tablename__ = "administrator_request"
    __table_args__ = (Index("administrator_request_queue", "state", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    institution_id: Mapped[int] = mapped_column(
        ForeignKey("institution.id", name="administrator_request_institution")
    )
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
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("ab_user.id", name="administrator_request_decided_by")
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", name="administrator_request_user"))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    file_hash: Mapped[str] = mapped_column(String(64))
    looks_signed: Mapped[bool]  # carries something that looks like a signature; a person verifies it
    file: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    institution: Mapped[Institution] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
