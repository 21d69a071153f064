"""Failed sign-ins of the last minutes, so that passwords cannot be tried without end."""

from datetime import datetime

from flask_appbuilder import Model
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import UtcDateTime


class SignInFailure(Model):
    """One wrong password, counted under the account tried and under the address it came from."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("sign_in_failure_counted", "counted_under", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_under: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
