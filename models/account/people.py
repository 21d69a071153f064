"""What this system adds to Flask-AppBuilder's accounts: institution, language and look."""

from flask_appbuilder.security.sqla import models as accounts
from flask_appbuilder.security.sqla.models import ApiKey as ApiKey, User as User
from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, String, Text, false, func, or_
from sqlalchemy.orm import mapped_column, relationship

from models.columns import UtcDateTime
from models.registry import Institution
from rules.facts import Actor
from rules.search import index
from rules.text import sort_key
from rules.vocabulary import Role

RoleRow = accounts.Role  # the row of the database, beside the word of the rules
ADMIN_ROLE = "Admin"  # Flask-AppBuilder's own name for the system administrator

# Columns are laid onto the class itself: a subclass would make two identities of one row.
User.institution_id = mapped_column(
    "institution_id", ForeignKey("institution.id", name="user_institution"), nullable=True, index=True
)
User.locale = mapped_column("locale", String(5), nullable=False, server_default="lv")
User.theme = mapped_column("theme", String(10), nullable=False, server_default="auto")
User.closed_at = mapped_column("closed_at", UtcDateTime, nullable=True)
User.pseudonymised_at = mapped_column("pseudonymised_at", UtcDateTime, nullable=True)
User.is_service = mapped_column(  # a system of the institution with an API key, nobody who signs in
    "is_service", Boolean, nullable=False, default=False, server_default=false()
)
# How the person gets messages by mail, by kind of `rules.account.notices`; one not named comes at once.
User.mail_ways = mapped_column("mail_ways", JSON, nullable=False, default=dict, server_default="{}")
# For lists: the Latvian order of names, and what is searched for; filled by models/database/indexing.py.
User.name_sort = mapped_column("name_sort", String(300), nullable=False, default="", server_default="")
User.search_text = mapped_column("search_text", Text, nullable=False, default="", server_default="")
User.institution = relationship(Institution, foreign_keys=[User.institution_id])


def working() -> tuple[ColumnElement[bool], ...]:
    """Return the criteria of an account that somebody works with: open, taken up, and no system's.

    Whoever has only been invited does no work yet: is no controller, member, administrator or substitute.
    """
    return User.active.is_(True), User.is_service.is_(False), taken_up()


def taken_up() -> ColumnElement[bool]:
    """Return the criterion of `has_taken_up` for a query."""
    return or_(func.coalesce(User.password, "") != "", User.last_login.is_not(None), User.identities.any())


def works(user: User) -> bool:
    """Whether somebody works with this account: what `working` is in a query."""
    return bool(user.active) and not user.is_service and has_taken_up(user)


def has_taken_up(user: User) -> bool:
    """Whether the person has come in: has a password or a single sign-on, or signed in before."""
    return bool(user.password or user.last_login or user.identities)


def roles_of(user: User) -> frozenset[Role]:
    """Return the roles of an account in the words of the rules."""
    names = {role.name for role in user.roles}
    return frozenset(role for role in Role if (ADMIN_ROLE if role is Role.admin else role.value) in names)


def actor_of(user: User) -> Actor:
    """Return the frozen actor that rules and visibility look at."""
    return Actor(
        username=user.username,
        user_id=user.id,
        institution=user.institution.code if user.institution else None,
        institution_id=user.institution_id,
        roles=roles_of(user),
    )


def index_person(user: User) -> None:
    """Fill the sort key of an account and the words by which it is found."""
    user.name_sort = sort_key(f"{user.first_name} {user.last_name}")[:300]
    user.search_text = index([user.first_name, user.last_name], texts=[user.email], code=user.username)
