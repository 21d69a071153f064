"""Each report, counted anew from plain rows of what its reader sees, and the cards behind each row."""

from collections import defaultdict
from decimal import Decimal
from statistics import median

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity.remarks import remarks_of, with_remarks
from app.services.report import reports
from app.services.report.look import Asked, Look
from app.services.working_days import calendar
from app.visibility import looking_as, may_read_texts
from models import Activity, Event, Requirement
from rules.deadlines import day_of, working_days_between
from rules.report import ReportName
from rules.vocabulary import FINAL, Status
from tests.helpers.cards import actor
from tests.helpers.rounds import counted

READERS = ("varam.vaditajs", "fm.loceklis", "vid.pieteicejs", "bvkb.pieteicejs")
pytestmark = [pytest.mark.both_databases, pytest.mark.stage("reported")]


def told(name, who, **asked):
    person = actor(who)
    with looking_as(person):
        return reports.report(ReportName(name), Look(Asked(**asked), person, today()), now())


def figures(report):
    return {row.key: {"cards": row.cards, **row.figures} for row in report.rows}


def days(start, end):
    return working_days_between(day_of(start), day_of(end), calendar())


def middle(numbers):
    found = list(numbers)
    return median(found) if found else None


def cards():
    return list(db.session.scalars(select(Activity)))


def events(card):
    return list(db.session.scalars(select(Event).where(Event.activity_id == card.id).order_by(Event.seq)))


def decided():
    """Yield each card decided in the last year with the moments of its submission and decision."""
    for card in cards():
        steps = events(card)
        final = [one for one in steps if one.action == "decide" and one.to_status in ("approved", "rejected")]
        if final and day_of(final[0].at) >= Look(Asked(), actor("admin"), today()).period.first:
            yield card, steps, next(one.at for one in steps if one.action == "submit"), final[0]


def stopped(steps):
    total, since = 0, None
    for one in steps:
        if one.from_status == "returned" != one.to_status:
            total += days(since, one.at)
        if one.to_status == "returned" != one.from_status:
            since = one.at
    return total


def time_again():
    found = defaultdict(list)
    for _card, steps, submitted, final in decided():
        found[f"{day_of(final.at):%Y-%m}"].append((days(submitted, final.at), stopped(steps)))
    return {
        month: {
            "cards": len(rows),
            "count": len(rows),
            "median": middle(took for took, _ in rows),
            "p90": sorted(took for took, _ in rows)[-(-9 * len(rows) // 10) - 1],
            "median_stopped": middle(stay for _, stay in rows),
        }
        for month, rows in found.items()
    }


def open_again():
    found = defaultdict(list)
    for card in cards():
        if card.status not in FINAL:
            came = [one.at for one in events(card) if one.from_status != one.to_status]
            found[card.status.value].append(days(came[-1], now()))
    return {
        status: {
            "cards": len(waits),
            "count": len(waits),
            "median_days": middle(waits),
            "oldest_days": max(waits),
            "ages": {
                "0-5": sum(one <= 5 for one in waits),
                "6-10": sum(6 <= one <= 10 for one in waits),
                "11-20": sum(11 <= one <= 20 for one in waits),
                "21+": sum(one > 20 for one in waits),
            },
        }
        for status, waits in found.items()
    }


def rows_of_institutions(which):
    found = defaultdict(list)
    for row in db.session.scalars(select(Requirement)):
        if which(row):
            found[row.institution.code].append(row)
    return found


def waits(row):
    card = row.activity
    return row.state == "waiting" and card.status is Status.in_approval and row.round.number == card.round


def opinions_again():
    first = Look(Asked(), actor("admin"), today()).period.first
    due = rows_of_institutions(lambda row: row.state != "carried_over" and first <= row.due_on <= today())
    found = {}
    for code, rows in due.items():
        answered = [row for row in rows if row.state == "answered"]
        in_time = [row for row in answered if day_of(row.answered_at) <= row.due_on]
        found[code] = {
            "cards": len({row.activity_id for row in rows}),
            "asked": len(rows),
            "on_time": len(in_time),
            "late": len(answered) - len(in_time),
            "missing": len([row for row in rows if row.state == "not_answered"]),
            "waiting": len(list(filter(waits, rows))),
            "overdue": len([row for row in filter(waits, rows) if row.due_on < today()]),
            "median_days": middle(days(row.round.opened_at, row.answered_at) for row in answered),
        }
    return found


def load_again():
    found = {}
    for code, rows in rows_of_institutions(waits).items():
        weeks = defaultdict(int)
        for row in rows:
            if row.due_on >= today():
                weeks[f"{row.due_on:%G-W%V}"] += 1
        late = len([row for row in rows if row.due_on < today()])
        found[code] = {"cards": len({row.activity_id for row in rows}), "overdue": late, "weeks": dict(weeks)}
    return found


def rounds_again():
    found = defaultdict(int)
    for card, *_ in decided():
        found["3+" if card.round > 2 else str(card.round)] += 1
    return {key: {"cards": number, "count": number} for key, number in found.items()}


def remarks_again(who):
    readable = set(db.session.scalars(select(Activity.id).where(may_read_texts(actor(who)))))
    found = defaultdict(list)
    for card, *_ in decided():
        if card.id in readable:
            for one in remarks_of(with_remarks(card)):
                found[one.vote.institution.code].append((card.id, one))
    return {
        code: {
            "cards": len({card for card, _ in rows}),
            "objections": len([one for _, one in rows if one.remark.kind == "objection"]),
            "proposals": len([one for _, one in rows if one.remark.kind == "proposal"]),
            **dict.fromkeys(("accepted", "partly", "not_accepted"), 0),
            **{
                word: len([one for _, one in rows if one.state == word])
                for word in ("overruled", "obligation", "withdrawn")
            },
            "sections": {"goal": len(rows)},
        }
        for code, rows in found.items()
    }


def years_again():
    found = defaultdict(list)
    for card, _steps, _submitted, final in decided():
        if final.to_status is Status.approved and card.status is not Status.superseded:
            found[f"{day_of(final.at).year}/{card.kind}"].append(card)
    return {
        key: {
            "cards": len(rows),
            "count": len(rows),
            "completed": 0,
            "budget_eur": str(sum((row.budget_eur for row in rows), Decimal())),
            "sources": {"state_budget": str(sum((row.budget_eur for row in rows), Decimal()))},
        }
        for key, rows in found.items()
    }


@pytest.mark.parametrize("who", READERS)
def test_each_report_is_what_plain_rows_of_its_reader_say(inside, who):
    with looking_as(actor(who)):
        again = {
            "open": open_again(),
            "time": time_again(),
            "opinions": opinions_again(),
            "load": load_again(),
            "rounds": rounds_again(),
            "remarks": remarks_again(who),
            "years": years_again(),
        }
    full = {name: figures(told(name, who)) for name in again}
    assert [list(rows) == sorted(rows) for name, rows in full.items() if name != "open"] == [True] * 6
    said = {
        name: {key: row for key, row in rows.items() if name not in ("open", "time") or row["count"]}
        for name, rows in full.items()
    }
    assert said == again


@pytest.mark.parametrize("who", READERS)
def test_behind_each_row_stand_as_many_seen_cards_as_it_says(inside, who):
    person = actor(who)
    with looking_as(person):
        seen, look = set(db.session.scalars(select(Activity.id))), Look(Asked(), person, today())
        for name in ReportName:
            report = reports.report(name, look, now())
            keys = [reports.behind(f"{name}:{row.key}", look) for row in report.rows]
            assert [len(one) for one in keys] == [row.cards for row in report.rows]
            assert report.cards == len(set().union(*keys))
            assert set().union(*keys) <= seen


def test_what_is_asked_narrows_cards_and_of_requirements_only_its_own_stay(inside):
    who = "varam.vaditajs"
    assert list(figures(told("opinions", who, asked="DVI"))) == ["DVI"]
    assert told("open", who, ministry="FM").cards == told("open", who, holder="VID").cards > 0
    assert told("open", who, ministry="VARAM").cards == told("rounds", who, holder="BVKB").cards == 0
    assert told("remarks", who, asked="FM").cards == told("remarks", who).rows[-1].cards == 1


def test_all_reports_of_a_page_take_few_queries(inside):
    person = actor("varam.vaditajs")
    with looking_as(person), counted(inside) as asked:
        look = Look(Asked(), person, today())
        for name in ReportName:
            reports.report(name, look, now())
        look.count()
    assert len(asked) <= 8
