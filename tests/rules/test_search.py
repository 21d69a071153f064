"""Which words meet, what numbers are found by, and what of a text is shown."""

import csv
from pathlib import Path

import pytest

from rules.search import LONGEST_SNIPPET, Part, alike, index, meets, snippet, terms
from rules.text import forms

_LINES = (Path(__file__).parent / "search_words.csv").read_text(encoding="utf-8").splitlines()
PAIRS = list(csv.DictReader(_LINES))
NUMBER = "AA-2026-000022"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['query']}-{pair['text']}")
def test_words_meet_in_every_form_and_no_other_words_do(pair):
    number = pair["text"] if pair["text"] == NUMBER else ""
    kept = index([] if number else [pair["text"]], number=number)
    assert all(meets(kept, one, number) for one in terms(pair["query"])) == (pair["must_find"] == "true")


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("lietotajam", {"lietotaj", "lietot"}),
        ("lietotājam", {"lietotaj"}),
        ("saskaņotajām", {"saskanot"}),
        ("iestāžu", {"iestaz", "iestad"}),
        ("latviešu", {"latvies", "latviet"}),
        ("upju", {"upj", "up"}),
        ("Sistēma", {"sistem"}),
        *((word, set()) for word in ("vid", "ēka", "VID", "eKase", "NĪVKIS", "b2b1", "", "e-ka")),
    ],
)
def test_a_word_loses_its_ending_before_its_marks(word, left):
    assert forms(word) == left


@pytest.mark.parametrize(
    ("q", "found"),
    [
        *((q, True) for q in ("AA-2026-000022", "aa-2026-22", "AA-2026", "aa-20", "AA-2026-0000", "22", "2")),
        *((q, True) for q in ("000022", "aa", "(AA-2026-22)", "aa\u20112026\u201122")),
        *((q, False) for q in ("2026", "2026-22", "AA-2025-22", "AA-2026-23", "AB-2026-22", "0", "7")),
    ],
)
def test_a_number_is_found_whole_by_prefix_and_by_its_last_part(q, found):
    assert all(meets(index([], number=NUMBER), one, NUMBER) for one in terms(q)) is found


@pytest.mark.parametrize(
    ("q", "met"),
    [("ka", True), ("a", False), ("darz", True), ("arzi", True), ("rzi", False), ("ņu", False)],
)
def test_two_letters_begin_a_word_and_four_stand_within(q, met):
    assert meets(index(["Kaķu dārziņi"]), terms(q)[0]) is met


def test_a_word_in_a_further_part_is_not_found_in_a_nearer_one():
    kept = index(["Nosaukums"], ["zināms"], ["teksts"], code="LAD ĢIS")
    found = [[meets(kept, one, part=part) for part in Part] for one in terms("nosaukumu zinama tekstam lad")]
    assert found == [[True, True, True], [False, True, True], [False, False, True], [False, True, True]]


@pytest.mark.parametrize("q", ["", "   ", '"', "%_|", "'; --", "…", "*"])
def test_signs_alone_are_no_words(q):
    assert terms(q) == ()


def test_what_stands_around_the_first_hit_is_cut_at_words():
    text = f"{'ievads ' * 40}Šeit ir drošības  pārbaude\n{'beigas ' * 40}"
    shown = snippet(["nekas", text], terms("drošībai"))
    assert (len(shown) <= LONGEST_SNIPPET, "ir drošības pārbaude beigas" in shown) == (True, True)
    assert (shown.startswith("…ievads "), shown.endswith(" beigas…")) == (True, True)
    assert (snippet([text], terms("cits")), snippet(["Īss drošs"], terms("dross"))) == ("", "Īss drošs")


def test_a_snippet_of_one_endless_word_is_short_too():
    assert len(snippet(["x" * 5000], terms("xxxx"))) <= LONGEST_SNIPPET


def test_words_are_alike_by_their_pieces():
    assert alike("dorsiba", "drošība") > 0.2 > alike("karte", "siena")
    assert alike("sistēma", "sistema") == 1
