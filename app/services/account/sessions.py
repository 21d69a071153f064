"""Ending what somebody has open: sign-ins with their tokens, and browsers that are remembered."""

from datetime import datetime

from sqlalchemy import delete, update

from app.extensions import db
from models import RememberedDevice, SignIn


def end_sessions(user_id: int, at: datetime, *, besides: str = "") -> int:
    """End every sign-in of an account but one; return how many. Remembered browsers are forgotten.

    The caller commits.
    """
    running = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.id != besides)
    ended = db.session.execute(running.values(ended_at=at))
    db.session.execute(delete(RememberedDevice).where(RememberedDevice.user_id == user_id))
    return int(getattr(ended, "rowcount", 0))
