"""Izziņa as DOCX: what its PDF says, for whoever works on with it."""

from docx.document import Document as Word

from app.documents import word
from app.documents.izzina import Izzina, Remark, Result, Round

_OF_RESULTS = (120, 25, 85, 35)  # millimetres
_OF_REMARKS = (12, 37, 48, 65, 55, 48)


def izzina_docx(izzina: Izzina) -> bytes:
    """Return the izziņa as a DOCX file."""
    made = word.on_its_side(izzina, "Izziņa")
    word.paragraph(made, izzina.words["name"][0])
    word.paragraph(made, izzina.title, "Title")
    word.paragraph(made, f"Numurs: {izzina.number}")
    word.paragraph(made, f"Pārzinis: {izzina.holder}")
    word.paragraph(made, "Saskaņošanas kārtas:\n" + "\n".join(map(_span, izzina.rounds)))
    word.paragraph(made, "Iestādes un to atzinumi", "Heading 1")
    word.table(made, _OF_RESULTS, izzina.words["results"], [_result(one) for one in izzina.results])
    for name, remarks in zip(izzina.words["parts"], (izzina.disputed, izzina.agreed), strict=True):
        word.paragraph(made, name, "Heading 1")
        _part(made, izzina.words["columns"], remarks)
    return word.as_file(made)


def _part(made: Word, names: tuple[str, ...], remarks: tuple[Remark, ...]) -> None:
    if remarks:
        word.table(made, _OF_REMARKS, names, [_remark(place, one) for place, one in enumerate(remarks, 1)])
    else:
        word.paragraph(made, "Nav.")


def _span(one: Round) -> str:
    closed = f"–{one.closed:%d.%m.%Y}." if one.closed else " – nav slēgta"
    return f"{one.number}. kārta {one.opened:%d.%m.%Y}.{closed}"


def _result(one: Result) -> word.Row:
    given = f"{one.on:%d.%m.%Y}." if one.on else "–"
    return [(text,) for text in (one.institution, f"{one.round}.", one.answer, given)]


def _remark(number: int, one: Remark) -> word.Row:
    proposed = ("Piedāvātā redakcija:", one.proposed_text) if one.proposed_text else ()
    return [
        (f"{number}.",),
        (one.institution,),
        (f"{one.section}:", one.current_text or "–"),
        (word.Bold(one.kind), one.reason, *proposed),
        (word.Bold(one.resolution), one.answer or "Atbilde nav sniegta"),
        ("nav mainīta" if one.final_text is None else one.final_text,),
    ]
