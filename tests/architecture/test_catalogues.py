"""Both catalogues are complete, and nothing in them is a leftover or a guess."""

from scripts import catalogues


def test_latvian_and_english_catalogues_say_every_sentence_of_the_code():
    assert catalogues.problems() == []


def test_latvian_has_a_form_for_one_for_a_few_and_for_ten():
    plural_forms = catalogues.read("lv").plural_forms
    assert plural_forms == (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);"
    )
