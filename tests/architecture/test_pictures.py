"""The repository keeps the pictures that its documents show, and no others."""

from scripts.shown import FOLDER, names

MOST = 12  # each new picture stays in the history for good


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    assert {file.name for file in FOLDER.iterdir()} == names()


def test_few_pictures_are_kept():
    assert 1 <= len(names()) <= MOST
