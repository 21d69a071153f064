"""What people attach to an activity and say about it: shared, or for the own institution alone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.activity import Activity
from models.columns import Numbered, UtcDateTime, refers, words
from models.registry import Institution
from rules.document.access import Entry
from rules.document.words import Scan, Visibility
from rules.search import index


class Attachment(Numbered):
    """A version of a document. The content lies beside the database, under its SHA-256; rows stay."""

    __table_args__ = (
        UniqueConstraint("replaces_id", name="attachment_replaced_once"),
        CheckConstraint("size > 0", name="attachment_not_empty"),
        CheckConstraint("title <> ''", name="attachment_has_title"),
        CheckConstraint("(version = 1) = (replaces_id IS NULL)", name="attachment_version_replaces"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="attachment_withdrawn_by_somebody"
        ),
        Index("attachment_of_activity", "activity_id", "visibility", "institution_id"),
    )

    activity_id: Mapped[int] = refers("activity", "attachment_activity")
    institution_id: Mapped[int] = refers("institution", "attachment_institution")
    visibility: Mapped[Visibility] = mapped_column(words(Visibility, "attachment_visibility"))
    title: Mapped[str] = mapped_column(String(250))
    file_name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = refers("attachment", "attachment_replaces")
    scan: Mapped[Scan] = mapped_column(words(Scan, "attachment_scan"))
    added_by_id: Mapped[int] = refers("ab_user", "attachment_added_by")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = refers("ab_user", "attachment_withdrawn_by")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="", server_default="")

    activity: Mapped[Activity] = relationship()
    institution: Mapped[Institution] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    def index_text(self) -> None:
        """Fill the words by which it is found."""
        self.search_text = index([self.title], [self.file_name])

    def entry(self) -> Entry:
        """Return what the rules look at."""
        return Entry(
            visibility=self.visibility,
            institution=self.institution.code,
            author_id=self.added_by_id,
            withdrawn=self.withdrawn_at is not None,
        )


class Comment(Numbered):
    """Something that somebody said; of what was withdrawn the text is gone."""

    __table_args__ = (
        CheckConstraint("(text IS NULL) = (withdrawn_at IS NOT NULL)", name="comment_text_until_withdrawn"),
        CheckConstraint("text <> ''", name="comment_says_something"),
        Index("comment_of_activity", "activity_id", "visibility", "institution_id"),
    )

    activity_id: Mapped[int] = refers("activity", "comment_activity")
    institution_id: Mapped[int] = refers("institution", "comment_institution")
    visibility: Mapped[Visibility] = mapped_column(words(Visibility, "comment_visibility"))
    text: Mapped[str | None] = mapped_column(Text)
    reply_to_id: Mapped[int | None] = refers("comment", "comment_reply_to", index=True)
    author_id: Mapped[int] = refers("ab_user", "comment_author")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    activity: Mapped[Activity] = relationship()
    institution: Mapped[Institution] = relationship()
    author: Mapped[User] = relationship()
    named: Mapped[list["CommentMention"]] = relationship(order_by="CommentMention.id")

    @property
    def mentions(self) -> list[str]:
        """Return who is mentioned, by code or user name, in the order in which they were named."""
        return [one.word for one in self.named]

    def entry(self) -> Entry:
        """Return what the rules look at."""
        return Entry(
            visibility=self.visibility,
            institution=self.institution.code,
            author_id=self.author_id,
            withdrawn=self.withdrawn_at is not None,
        )


class CommentMention(Numbered):
    """An institution or a person whom a comment mentions."""

    __table_args__ = (
        CheckConstraint("(institution_id IS NULL) <> (person_id IS NULL)", name="mention_names_one"),
    )

    comment_id: Mapped[int] = refers("comment", "mention_comment", index=True)
    institution_id: Mapped[int | None] = refers("institution", "mention_institution")
    person_id: Mapped[int | None] = refers("ab_user", "mention_person")

    institution: Mapped[Institution | None] = relationship()
    person: Mapped[User | None] = relationship()

    @property
    def word(self) -> str:
        """Return the code or the user name that names it."""
        return self.institution.code if self.institution else self.person.username if self.person else ""
