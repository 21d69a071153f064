"""Cards whose texts have all that people type, and what finds them by reading each text through."""

from sqlalchemy import String, case, cast, insert, literal, select, text, true

from app.extensions import db
from models import Activity
from rules.search import index, meets, terms
from tests.helpers import cards

_TITLES = (
    "Pašvaldību „Vienotais” e\u2011pakalpojums – 2. kārta",
    "Lietotāju pārvaldība (IUB) & 100% pieejamība",
    "Ģeotelpisko_datu apmaiņa «Kartes» 2026/2027",
    "Миграция данных; straße, Øresund, ﬁnanses",
)
_GOALS = (
    "Kvantu kriptogrāfija: IZZIŅAS 24 stundās, bez papīra\u00a0formām. O’Neill, ĶĪŠEZERS…",
    "Dati (VID, CSP) nonāk vienuviet; C:\\mape\\datne_1.txt; a%b",
    "Apdrošināto personu reģistrs. Numurs 0042-7, §5., 12 €.",
)
# Words and parts of words, one and two letters, numbers, punctuation, marks, quotes and dashes, nonsense.
ASKED = (
    *("pašvaldību", "PASVALDIBU", "valdib", "pas", "lietotaju pārvaldība", "ārvald", "dibu", "iub", "(iub)"),
    *(
        "a",
        "ā",
        "e",
        "2",
        "24",
        "ju",
        "zi",
        "&",
        "%",
        "_",
        "100%",
        "a%b",
        "datne_1",
        "datneX1",
        "\\mape\\",
        "§5.",
    ),
    *(
        "AA-2026",
        "aa-2026-0000",
        "000001",
        "000002",
        "aa-2026-1",
        "AA-2026-000002.",
        "2026/2027",
        "0042-7",
        "0042 7",
        "12 €",
        "€",
        "26/20",
    ),
    *(
        "„Vienotais”",
        '"vienotais"',
        "'vienotais'",
        "«kartes»",
        "e\u2011pakalpojums",
        "e-pakalpojums",
        "– 2.",
        "o’neill",
    ),
    *(
        "kvantu",
        "kvantu izziņas",
        "kvantu kvantumehānika",
        "kriptogr",
        "ezers…",
        "kisezers",
        "formam.",
        "papira formam",
    ),
    *(
        "миграция",
        "ДАННЫХ",
        "strasse",
        "straße",
        "oresund",
        "finanses",
        "ﬁn",
        "eds",
        "EDS fpr",
        "vid",
        "personu reģistrs",
    ),
    *(
        "",
        " ",
        "x",
        "xyz",
        "qwertyuiop",
        "  dati  vid ",
        "datiem",
        "kriptogrāfijai",
        "izzina reģistros",
        "pasvaldibam",
        "2026",
        "3",
        "a b c d e f g h i j k l m",
        "dati vid csp nonak vienuviet",
    ),
    "dati (vid, csp) nonak vienuviet; c: mape datne 1 . t x b n",
    "a e i o u s t r k l m n vienuviet; c",
)


def put() -> None:
    """A restricted and an open card that everybody sees, and drafts that only their institution does."""
    cards.restricted()
    cards.approved()
    for title in _TITLES:
        for goal in _GOALS:
            cards.draft(title=title, goal=goal)
    secret, opened = db.session.scalars(select(Activity).order_by(Activity.number).limit(2))
    secret.goal, opened.goal = f"{secret.goal} {_GOALS[0]}", f"{opened.goal} {_GOALS[1]}"


def put_many(number: int = 20_000) -> None:
    """So many cards that everybody sees, alike but for the number; one of a thousand has „retais”."""
    cards.approved()
    db.session.flush()
    place = select(literal(1).label("n")).cte(recursive=True)
    place = place.union_all(select(place.c.n + 1).where(place.c.n < number))
    rarely = case((place.c.n % 1000 == 0, " retais vards"), else_="")
    table = Activity.__table__
    copied = {column.name: column for column in table.columns if column.name != "id"}
    copied["number"] = "AA-2020-" + cast(100_000 + place.c.n, String)
    copied["search_text"] = table.c.search_text + rarely
    rows = select(*copied.values()).join_from(table, place, true())
    db.session.execute(insert(table).from_select(list(copied), rows))
    db.session.execute(text("ANALYZE activity"))


def read_through(q: str, reads: bool) -> list[str]:
    """The numbers that a reader of texts (or of what everybody may know) finds by reading every card."""
    sought, found = terms(q[:400]), []
    for card in db.session.scalars(select(Activity).order_by(Activity.number.desc())):
        known = [card.new_resource_name, card.resource.code, card.resource.name_lv]
        known += [card.holder.code, card.holder.name_lv]
        texts = [card.goal, card.description, card.legal_basis, card.risks, card.backout_plan]
        kept = index(
            [card.title, *known, *(texts if reads or not card.restricted else [])], number=card.number
        )
        met = all(meets(kept, one, card.number) for one in sought) and (sought or not q.strip())
        if met and (reads or card.published_at):
            found.append(card.number)
    return found
