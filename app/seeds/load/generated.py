"""Any number of further demo activities, for trying the system under load; written past the use cases."""

# They are what the use cases would have left: statuses, rounds, requirements, events in a chain that
# holds. For the sake of size, in rounds that are over nobody answered, and cards that cannot be edited
# any more have no revisions.

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.seeds.files import by_code
from app.seeds.load.bulk import Bulk
from app.seeds.load.histories import COMMENTS, Asked, history
from app.seeds.load.inventing import Dice, indexed, invented
from app.seeds.load.lives import Life, Lives, kind_of
from app.seeds.replay import people
from app.services import working_days
from app.services.card.writing import current_principle_list
from app.services.numbering import ACTIVITY
from app.services.registry import facts as registry
from models import Activity, Institution, NumberSeries, Resource
from models.activity.content import content, content_hash
from models.database import search_index
from rules.deadlines import day_of
from rules.evidence import evidence
from rules.registry import facts_from_json
from rules.registry_vocabulary import ResourceStatus
from rules.requirements import evaluate
from rules.requirements_json import note_json, reason_json
from rules.ruleset import known as rulesets
from rules.vocabulary import Action, Choice, Kind, RequirementState, Role, Status

# Facts and notes of a round, and what is said of each institution asked: as stored, shared by many rows.
Sheet = tuple[dict[str, Any], list[dict[str, Any]]]

_USED = "activity_used_resource"
_NAMES = ("activity", _USED, "revision", "approval_round", "requirement", "vote", "decision", "event")
_TABLES = tuple(Activity.metadata.tables[name] for name in _NAMES)  # parents before children
_MANY = 1000  # from here on, laying an index anew is faster than keeping it up to date
_EDITABLE = frozenset({Status.draft, Status.in_control, Status.returned, Status.in_approval})


def load_generated(count: int, seed: int, at: datetime) -> None:
    """Add so many activities of the demo's institutions; the same seed and day give the same."""
    connection, made = db.session.connection(), _Generator(seed, at)
    if count > _MANY:
        search_index.remove(connection)
    for place in range(1, count + 1):
        made.add(place / count)
    made.finish()
    search_index.install(connection)


class _Generator:
    """What is looked up once for all activities."""

    def __init__(self, seed: int, at: datetime) -> None:
        self.now, self.dice = at, Dice(seed)
        self.known = registry.registry()
        self.rule_set = rulesets.shipped().in_force(day_of(at))
        self.sheet = cache(self._sheet)  # worked out once for each set of facts
        self.lives = Lives(at, working_days.calendar())
        self.staff = {(one.institution, role): one.user_id for one in people().values() for role in one.roles}
        self.institutions, self.resources = by_code(Institution), by_code(Resource)
        self.principle_list = current_principle_list(at)
        series = select(NumberSeries).where(NumberSeries.prefix == ACTIVITY)
        self.series = {one.year: one for one in db.session.scalars(series)}
        self.mains = [one for one in self.known.resources.values() if self._is_staffed(one.holder)]
        self.mains = [one for one in self.mains if one.status is ResourceStatus.active]
        self.bulk = Bulk(db.session.connection(), _TABLES)

    def add(self, place: float) -> None:
        """Add the activity at this place of all, 1 being the newest."""
        begun, main = self.lives.begun(place), self.dice.pick(self.mains)
        status = self.lives.status(self.dice, begun)
        card = invented(self.dice, kind_of(self.dice, status), main, self.known)
        turns = {one.action: one for one in self.lives.turns(self.dice, status, begun)}
        key, number = self.bulk.next_id("activity"), self._number(day_of(begun).year)
        life = Life(key, number, main.holder, status, card, begun, turns)
        row = self._activity(life)
        for code in card["used"]:
            link = {"activity_id": key, "resource_id": self.resources[code].id}
            self.bulk.add(_USED, link)
        written = self._revision(life, row) if status in _EDITABLE else ""
        asked = self._round(life, written) if Action.forward in life.turns else None
        for name, one in history(life, asked, self.staff):
            self.bulk.add(name, self.bulk.stored(name, one))
            row["changed_at"] = one.get("at") or row["changed_at"]
        self.bulk.add("activity", row)
        self.bulk.flush_when_full()

    def finish(self) -> None:
        """Write what is left, and where the numbers have come to."""
        self.bulk.finish()
        db.session.add_all(self.series.values())
        db.session.flush()

    def _number(self, year: int) -> str:
        if year not in self.series:
            self.series[year] = NumberSeries(prefix=ACTIVITY, year=year, last=0)
        self.series[year].last += 1
        return f"{ACTIVITY}-{year}-{self.series[year].last:06d}"

    def _is_staffed(self, code: str) -> bool:
        return {(code, Role.applicant), (code, Role.change_controller)} <= self.staff.keys()

    def _activity(self, life: Life) -> dict[str, Any]:
        card, author = life.card, self.staff[life.holder, Role.applicant]
        main, holder = self.resources.get(card["resource"]), self.institutions[life.holder]
        submitted, started, ended = map(life.at, (Action.submit, Action.start, Action.complete))
        start = day_of(life.begun) + timedelta(days=90)
        approved = life.status in {Status.approved, Status.in_progress, Status.completed}
        return {
            **{name: value for name, value in card.items() if name not in {"used", "resource"}},
            **indexed(life.number, card, main, holder),
            "id": life.id,
            "number": life.number,
            "status": life.status,
            "version": 1,
            "revision": 1,
            "round": int(Action.forward in life.turns),
            "holder_id": holder.id,
            "created_by_id": author,
            "created_at": life.begun,
            "submitted_by_id": author if submitted else None,
            "first_submitted_on": day_of(submitted) if submitted else None,
            "published_at": life.at(Action.decide) if approved else None,
            "principle_list_id": self.principle_list.id,
            "resource_id": main.id if main else None,
            "planned_start": start,
            "planned_end": start + timedelta(days=120),
            "actual_start": day_of(started) if started else None,
            "actual_end": day_of(ended) if ended else None,
            "actual_cost_eur": card["budget_eur"] if ended else None,
            "result": COMMENTS[Action.complete] if ended else "",
        }

    def _revision(self, life: Life, row: dict[str, Any]) -> str:
        """Add the first revision, read off an object that is never saved; return its hash."""
        card = Activity(**self.bulk.whole("activity", row))
        card.holder, card.principle_list = self.institutions[life.holder], self.principle_list
        card.resource = self.resources.get(life.card["resource"])
        card.used_resources = [self.resources[code] for code in life.card["used"]]
        shown = content(card)
        hashed = content_hash(shown)
        told = {"activity_id": life.id, "number": 1, "content": shown, "content_hash": hashed}
        author = self.staff[life.holder, Role.applicant]
        row = {**told, "saved_by_id": author, "saved_at": life.begun}
        self.bulk.add("revision", self.bulk.stored("revision", row))
        return hashed

    def _round(self, life: Life, written: str) -> Asked:
        card, opened = life.card, life.turns[Action.forward].at
        sheet, lines = self.sheet(life.holder, card["kind"], card["resource"], card["used"])
        key, closed = self.bulk.next_id("approval_round"), life.at(Action.close_round)
        told = {"id": key, "activity_id": life.id, "number": 1, "rule_set": self.rule_set.id, "revision": 1}
        self.bulk.add("approval_round", {**told, **sheet, "opened_at": opened, "closed_at": closed})
        asked = Asked(key, self.rule_set.id, tuple(line["institution"] for line in lines))
        share = (self.now - opened) / (len(lines) + 1)
        for place, line in enumerate(lines, start=1):
            row = self._requirement(life, key, place, **line)
            open_still = place == len(lines) or self.dice.roll(2)
            voter = self.staff.get((line["institution"], Role.cab_member))
            if closed is None and voter and not open_still:
                asked.votes[line["institution"]] = _vote(row, voter, opened + share * place, written)
            self.bulk.add("requirement", row)
        for vote in asked.votes.values():
            self.bulk.add("vote", self.bulk.stored("vote", vote))
        return asked

    def _sheet(self, holder: str, kind: Kind, main: str | None, used: tuple[str, ...]) -> Sheet:
        asked = {"kind": kind.value, "holder": holder, "resource": main, "used_resources": list(used)}
        facts = facts_from_json(asked, self.known)
        answer = evaluate(facts, self.rule_set)
        lines = [
            {
                "institution": one.institution,
                "fixed": one.fixed,
                "reasons": [reason_json(reason) for reason in one.reasons],
                "watches": list(one.watches),
            }
            for one in answer.requirements
        ]
        told = {"facts": evidence(facts), "notes": [note_json(one) for one in answer.notes]}
        lines = [self.bulk.stored("requirement", line) for line in lines]
        return self.bulk.stored("approval_round", told), lines

    def _requirement(
        self, life: Life, round_id: int, place: int, institution: str, **asked: Any
    ) -> dict[str, Any]:
        opened, closed = life.turns[Action.forward].at, Action.close_round in life.turns
        return {
            "id": self.bulk.next_id("requirement"),
            "activity_id": life.id,
            "round_id": round_id,
            "institution_id": self.institutions[institution].id,
            "position": place,
            **asked,
            "due_on": self.lives.due(day_of(opened)),
            "state": RequirementState.not_answered if closed else RequirementState.waiting,
        }


def _vote(row: dict[str, Any], voter: int, at: datetime, written: str) -> dict[str, Any]:
    """Return an approval, and let the requirement repeat it."""
    row |= {"state": RequirementState.answered, "choice": Choice.approve, "answered_at": at}
    return {
        "activity_id": row["activity_id"],
        "requirement_id": row["id"],
        "seq": 1,
        "institution_id": row["institution_id"],
        "voter_id": voter,
        "choice": Choice.approve,
        "revision": 1,
        "content_hash": written,
        "given_at": at,
        "status_after": Status.in_approval,
    }
