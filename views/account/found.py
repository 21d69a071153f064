"""Which accounts somebody sees: all for the system administrator, else those of the own institution."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Query, joinedload, selectinload

from app.extensions import db
from app.services.account.list import seen
from models.account.people import User
from rules.reading import whole
from rules.refusals import NotFound
from rules.text import N_
from views.base import SlimInterface, current_actor


class OwnAccounts(SlimInterface):
    """Accounts of people that the person looks after, for generated screens.

    Flask-AppBuilder makes one of these for the related tables, too; those are not narrowed.
    """

    def apply_filters(self, query: Query[Any], inner_filters: Any) -> Query[Any]:
        narrowed = query.where(*seen(current_actor())) if self.obj is User else query
        return super().apply_filters(narrowed, inner_filters)

    def get(self, id: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the account, or None for one that the person may not see."""
        return super().get(id, *args, **kwargs) if self.obj is not User else _own(id)


def account_or_404(pk: str) -> User:
    """Return an account that the person looks after."""
    account = _own(pk)
    if account is None:
        raise NotFound(N_("There is no such thing, or you cannot see it."))
    return account


def _own(pk: Any) -> User | None:
    key = whole(pk, 1)
    if key is None:
        return None
    found = select(User).where(User.id == key, *seen(current_actor()))
    return db.session.scalars(found.options(joinedload(User.institution), selectinload(User.roles))).first()
