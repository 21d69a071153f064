"""What a password must be, and what it need not be."""

from unicodedata import normalize

import pytest

from rules.account.passwords import COMMON, FILE, KNOWN, LONG, SHORT, common, weaknesses
from rules.text import fold

KNOWN_OF = ("vid.pieteicejs", "vid.pieteicejs@virsis.example", "Valsts ieņēmumu dienests", "VID")


def keys(password):
    return [one.key for one in weaknesses(password, KNOWN_OF)]


@pytest.mark.parametrize(
    "password",
    [
        "Demo-parole-2026",
        "zaļš zirgs pār kalnu",
        "correct horse battery staple",
        "tikai mazie burti",
        "ŪŽĢĶĻŅČŠĒĪĀŖ",
        "пароль из слов",
        "🐴🔋📎✔️🐎🦄🐇🦊🐻🐼🐸🐵🐷",
        "vid.pieteicejs zirgs lec",
        "x7" * 3 + "k9-mute",
        "nav ne cipara ne zīmes" * 5,
    ],
)
def test_long_password_of_own_words_is_taken_whatever_its_characters(password):
    assert keys(password) == []


def test_short_password_is_told_how_long_it_is_and_has_to_be():
    said = weaknesses("zirgs-kalns", ())[0]
    assert (said.key, said.values) == (SHORT, {"minimum": 12, "length": 11})


def test_length_is_counted_in_characters_not_in_bytes():
    assert (keys("ā" * 6 + "ēgļūž"), keys("āčēģīķļņšūžāč")) == ([SHORT], [])


def test_the_same_letters_count_the_same_however_they_are_put_together():
    assert keys(normalize("NFD", "āčēģīķļņšūž")) == [SHORT]


@pytest.mark.parametrize("length", [129, 2_000_000])
def test_password_longer_than_any_person_types_is_refused_for_its_length_alone(length):
    (said,) = weaknesses("a" * length, KNOWN_OF)
    assert (said.key, said.values) == (LONG, {"maximum": 128, "length": length})


@pytest.mark.parametrize("length", [12, 128])
def test_the_shortest_and_the_longest_password_are_taken(length):
    assert keys(("zirgs-kalns-" * 11)[:length]) == []


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!!",
        "2026password2026",
        "PASSWORDPASSWORD",
        "1qaz2wsx3edc4rfv",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "qwertyuiopasdf",
        "zyxwvutsrqponm",
        "Latvija2026!!!",
        "parole-parole-",
        "parole1parole1",
        "parole parole parole",
        "p a s s w o r d",
        "Mīlestība1234",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert COMMON in keys(password)


@pytest.mark.parametrize(
    "password",
    [
        "vid.pieteicejs",
        "VID.Pieteicejs2026",
        "vid.pieteicejs@virsis.example",
        "valsts ienemumu dienests",
        "virsis-virsis-",
        "VIRSIS2026!?",
    ],
)
def test_what_is_known_of_the_account_does_not_count(password):
    assert KNOWN in keys(password)


def test_a_refusal_names_what_to_leave_out():
    assert weaknesses("vid.pieteicejs!", KNOWN_OF)[0].values == {"words": "vid.pieteicejs"}


def test_everything_to_leave_out_is_named_the_longest_first():
    said = weaknesses("virsis.anna.liepa", ("anna", "liepa"))[-1]
    assert (said.key, said.values) == (KNOWN, {"words": "VIRSIS, liepa, anna"})


@pytest.mark.parametrize(("own", "taken"), [("zirgs-ka", True), ("zirgs-k", False)])
def test_eight_characters_beside_what_is_known_are_enough(own, taken):
    assert (KNOWN not in keys(f"vid.pieteicejs{own}")) is taken


@pytest.mark.parametrize(("word", "counts"), [("anna", True), ("ann", False)])
def test_a_word_of_the_account_counts_from_four_letters(word, counts):
    assert (KNOWN in [one.key for one in weaknesses(f"{word}-123456", [word])]) is counts


@pytest.mark.parametrize(("password", "taken"), [("abxyzabxyzabzyx", True), ("abxyabxyyxbaabxy", False)])
def test_five_different_characters_are_enough(password, taken):
    assert (COMMON not in keys(password)) is taken


def test_a_good_password_beside_a_word_that_is_known_has_no_weakness():
    assert weaknesses("zaļš zirgs pār kalnu", ("zirgs",)) == ()


def test_everything_that_is_wrong_is_told_at_once():
    assert [one.key for one in weaknesses("virsis", ())] == [SHORT, COMMON, KNOWN]


def test_empty_and_short_words_of_the_account_are_no_reason():
    assert weaknesses("davids bez galvas", ("", "VID", " ")) == ()


def test_the_list_is_long_folded_and_without_doubles():
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 10_000
    assert lines == sorted({fold(line) for line in lines})


def test_the_list_knows_every_common_password_that_is_long_enough():
    assert {"123qweasdzxc", "qazwsxedcrfvtgb", "justinbieber"} <= common()


def test_the_licence_stands_beside_the_list():
    assert "MIT License" in (FILE.parent / "LICENSE").read_text(encoding="utf-8")
