"""Documents as tests write them: believable ones, and a text with every odd sign."""

from datetime import UTC, date, datetime

from app.documents import decision, izzina, minutes
from app.documents.typography import Exact

MADE = datetime(2026, 10, 12, 6, 5, 7, tzinfo=UTC)  # 9.05 in Riga
ODD = (
    "# $ ] \\ @ < > [ _x_ *y* `z` // -- ~ {0} %s &amp; <b>t</b> #let x = 1 '\"' Ķ "
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f680 → ∑ ☐ \u041a\u0438\u0440 \u03a9"
)
HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0639\u0631\u0628\u064a"
VZD, DVI = "Valsts zemes dienests", "Datu valsts inspekcija"
HASH = Exact("3f9a6c0e5b7d42189c0af1e6d3b8572c4e9d01a7b6f85c23d0e4719a8b5c6f2e")


def an_izzina(**changed):
    """Return an izziņa with two remarks."""
    remark = izzina.Remark(
        DVI,
        "Iebildums",
        "Apraksts",
        "Glabā piecu gadu transportlīdzekļu vēsturi.",
        "Deklarācijai vajag tikai pārskata gadu; ilgāka glabāšana nav samērīga.",
        "Glabā pārskata gada transportlīdzekļu vēsturi.",
        "Ņemts vērā daļēji",
        "Trīs gadi, jo deklarāciju var precizēt trīs gadus.",
        "Glabā trīs gadu transportlīdzekļu vēsturi.",
    )
    proposal = izzina.Remark(
        VZD, "Priekšlikums", "Mērķis", "", "Nosaukt lietotājus.", "", "Ņemts vērā", "Papildināts.", None
    )
    told = {
        "number": Exact("AA-2026-000128"),
        "title": "Gada deklarācijas priekšaizpilde ar CSDD datiem",
        "made_at": MADE,
        "demo": True,
        "holder": "Valsts ieņēmumu dienests",
        "rounds": (
            izzina.Round(1, date(2026, 9, 1), date(2026, 9, 15)),
            izzina.Round(2, date(2026, 10, 1), None),
        ),
        "results": (
            izzina.Result(DVI, 2, "Nesaskaņots", date(2026, 10, 6)),
            izzina.Result(VZD, 1, "Saskaņots ar priekšlikumiem", date(2026, 9, 10)),
            izzina.Result("Centrālā statistikas pārvalde", 1, "Nav sniegts", None),
        ),
        "disputed": (remark,),
        "agreed": (proposal,),
    }
    return izzina.Izzina(**(told | changed))


def a_decision(**changed):
    """Return a decision to approve with an objection overruled."""
    told = {
        "number": Exact("AA-2026-000139"),
        "title": "Tiesu informatīvās sistēmas likvidācija pēc pārejas uz e-lietu",
        "made_at": MADE,
        "demo": True,
        "holder": "Tiesu administrācija",
        "resource": "TIS – Tiesu informatīvā sistēma",
        "goal": "Tiesu lietas no 2026. gada 4. septembra kārto e-lietā. Divas sistēmas neuztur.",
        "round": 2,
        "revision": 4,
        "outcome": "Saskaņot ar nosacījumiem",
        "decided_at": MADE,
        "decided_by": decision.Signatory("CAB vadītājs", "VARAM", "VARAM CAB vadītāja vietnieks"),
        "reasoning": "Pāreja uz e-lietu ir pabeigta, atlikušajiem izmantotājiem noteikts termiņš.",
        "opinions": (
            decision.Opinion(
                DVI,
                ("Saskaņo visas aktivitātes. MK 368 · mk368-2023",),
                "Saskaņots",
                MADE,
                "DVI CAB loceklis",
            ),
            decision.Opinion("Kultūras ministrija", ("Saskaņo visas aktivitātes.",), "Nesaskaņots", MADE, ""),
            decision.Opinion(
                "IeM IC", ("FPR izmanto TIS datus.", "Ietekmēta iestāde."), "Nav sniegts", None, ""
            ),
        ),
        "objections": (
            decision.Objection(
                "Kultūras ministrija",
                "Nav norādīts, kad pastāvīgi glabājamās tiesu lietas nodos arhīvam.",
                "Nav ņemts vērā",
                "Nodošanas grafiks ir pielikumā, termiņš 31.03.2027.",
            ),
        ),
        "obligations": (
            decision.Obligation(
                "TIS slēdz tikai pēc tam, kad FPR tiesu nolēmumus saņem no e-lietas.",
                date(2026, 12, 1),
                "PMLP iebildums",
                "PMLP",
            ),
        ),
        "rule_set": decision.RuleSet(Exact("mk368-2023"), HASH),
        "chain": Exact(HASH[::-1]),
        "attachments": (decision.Attachment("Nodošanas grafiks", Exact('Grafiks "Nr. 5".xlsx'), 2, HASH),),
    }
    return decision.Decision(**(told | changed))


def an_item(**changed):
    """Return a card of the agenda."""
    told = {
        "activity": Exact("AA-2026-000109"),
        "title": "Bezdarbnieku pabalstu datu apmaiņa starp BURVIS un SAIS",
        "holder": "Nodarbinātības valsts aģentūra",
        "opinions": (
            minutes.Opinion("DVI", "saskaņots"),
            minutes.Opinion("VSAA", "saskaņots ar priekšlikumiem"),
        ),
        "notes": "DVI: ja glabā trīs gadus, iebildumu atsauc.\nCSDD: piekrīt.",
        "decision": "Saskaņot ar 3 nosacījumiem",
        "reasoning": "Datu apjoms samazināts līdz pabalsta lēmumam vajadzīgajam.",
    }
    return minutes.Item(**(told | changed))


def the_minutes(**changed):
    """Return the minutes of a closed meeting with a card, and one that the reader does not see."""
    told = {
        "number": Exact("CS-2026-0014"),
        "title": "Kārtējā sēde",
        "made_at": MADE,
        "demo": True,
        "starts_at": datetime(2026, 9, 16, 11, tzinfo=UTC),
        "ends_at": datetime(2026, 9, 16, 12, 30, tzinfo=UTC),
        "closed_at": datetime(2026, 9, 16, 12, 40, tzinfo=UTC),
        "place": "VARAM, 204. telpa, un attālināti",
        "leader": "VARAM CAB vadītājs",
        "invited": (
            minutes.Invited("VARAM CAB vadītājs", "VARAM", True),
            minutes.Invited("KM CAB loceklis", "Kultūras ministrija", False),
            minutes.Invited("DVI CAB loceklis", DVI, True),
        ),
        "agenda": (an_item(), None),
    }
    return minutes.Minutes(**(told | changed))
