"""The words of documents and discussion, and how much of them there may be."""

from enum import StrEnum, auto

FILE_LARGEST = 25 * 1024 * 1024  # bytes
FILES_MOST = 100  # of one card, those counted that the institution which adds can see
TITLE_LONGEST = 250


class Visibility(StrEnum):
    """For whom an entry is: those who read the card with its writer, or the own institution alone."""

    shared = auto()
    internal = auto()


class Scan(StrEnum):
    """What is known of viruses in a file; `none` = it was taken when no scanner was set."""

    none = auto()
    pending = auto()
    clean = auto()
    infected = auto()
