"""Latvian sentences: nobody who reads them is taken for a man, and they are set as Latvian is."""

import re

from scripts import catalogues

# Said to the reader: "Jūs esat …", "jūs pats", or an administrator who is "viņš".
PARTICIPLE = re.compile(
    r"\b(?:ne)?(?:esat|būsiet|bijāt)\b[^.,;:!?]*?\b(\w+(?:is|ies|ušies|ts|[aā]ms))\b", re.I
)
HE = re.compile(r"\b(?:pats|viņš|viņam|viņu)\b", re.I)
POLITE = re.compile(r"(?<![.!?:„(] )(?<!^)\bJū(?:s|su|ms)\b")
ROLES = {"kontrolieris"}  # names of roles, in the one form that they have
NOBODY = "Pats sevi neviens neaizvieto. Izvēlieties kolēģi."  # about nobody


def sentences():
    for one in catalogues.read("lv"):
        if one.id:
            yield from (one.string if isinstance(one.string, tuple) else (one.string,))


def test_no_participle_takes_the_reader_for_a_man():
    found = [(text, word) for text in sentences() for word in PARTICIPLE.findall(text)]
    assert [text for text, word in found if word not in ROLES] == []


def test_nobody_is_called_he():
    assert [text for text in sentences() if HE.search(text) and text != NOBODY] == []


def test_the_reader_is_written_small_inside_a_sentence():
    assert [text for text in sentences() if POLITE.search(text)] == []


def test_quotation_marks_are_latvian():
    assert [text for text in sentences() if re.search(r"[“«»]|(?<!=)\"(?!>)", text)] == []
