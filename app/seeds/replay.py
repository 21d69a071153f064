"""The demo: stories replayed day by day through the real use cases, as their people."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.seeds.accounts import username_of
from app.seeds.stories import Story, values_of
from app.services.activity import completion, steps as workflow, voting
from app.services.card import writing as cards
from app.services.working_days import WorkingDays, calendar
from models import Activity, User
from models.account.people import actor_of
from rules.deadlines import day_of
from rules.facts import Actor
from rules.vocabulary import Choice, Outcome, RemarkKind, Role

Step = Mapping[str, Any]

_CAB_HEAD = username_of("VARAM", Role.cab_head)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """When which step of which story happens; a vote by several is several."""

    at: datetime
    story: int
    place: int
    by: str = ""


class StoryRefused(Exception):
    """A story does not go the way it says it does; the file or the rules are wrong."""


@dataclass(slots=True)
class Replay:
    """The stage: the people, and the activities so far by the key of their story."""

    now: datetime
    people: dict[str, Actor]
    activities: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of loading, from which all days of the stories are counted."""
        return day_of(self.now)

    def run(self, stories: tuple[Story, ...]) -> None:
        """Let everything happen in the order of time; raise `StoryRefused` when it cannot."""
        for moment in sorted(_moments(stories, self.now, calendar())):
            story = stories[moment.story]
            self._play(story, story.path[moment.place], moment)
        for story in stories:
            reached = self._activity(story).status
            if reached is not story.status:
                raise StoryRefused(f"{story.key} ends as {reached}, not as {story.status}")

    def _play(self, story: Story, one: Step, moment: Moment) -> None:
        actor = self.people[_who(story, one["do"], moment.by)]
        try:
            if one["do"] == "create":
                self._create(story, one, actor, moment.at)
            else:
                _STEPS[one["do"]](self, self._activity(story), actor, moment.at, one)
            db.session.flush()
        except Exception as error:
            problems = getattr(error, "problems", "")
            raise StoryRefused(
                f"{story.key}, step {moment.place} ({one['do']}): {error} {problems}"
            ) from error

    def _create(self, story: Story, one: Step, actor: Actor, at: datetime) -> None:
        activity = cards.create(actor, at, values_of(one["set"], self.today, self.numbers))
        self.activities[story.key], self.numbers[story.key] = activity.id, activity.number

    def _activity(self, story: Story) -> Activity:
        return db.session.get_one(Activity, self.activities[story.key])

    def _edit(self, activity: Activity, actor: Actor, at: datetime, one: Step) -> None:
        cards.edit(activity, actor, at, values_of(one["set"], self.today, self.numbers))

    def _vote(self, activity: Activity, actor: Actor, at: datetime, one: Step) -> None:
        remarks = [
            voting.RemarkGiven(**{**told, "kind": RemarkKind(told["kind"])})
            for told in one.get("remarks", ())
        ]
        given = voting.Opinion(choice=Choice(one["choice"]), comment=one.get("comment", ""), remarks=remarks)
        voting.vote(activity, actor, at, given)

    def _answer(self, activity: Activity, actor: Actor, at: datetime, one: Step) -> None:
        current = activity.current_round
        rows = current.requirements if current else []
        row = next(row for row in rows if row.institution.code == one["to"])
        if "remark" in one:
            remark = row.votes[-1].remarks[one["remark"]]
            voting.answer(activity, actor, at, text=one["text"], remark_id=remark.id)
        else:
            voting.answer(activity, actor, at, text=one["text"], requirement_id=row.id)

    def _decide(self, activity: Activity, actor: Actor, at: datetime, one: Step) -> None:
        workflow.decide(
            activity,
            actor,
            at,
            outcome=Outcome(one["outcome"]),
            reasoning=one["reasoning"].strip(),
            overruled={each["institution"]: each["reasoning"] for each in one.get("objections", ())},
        )

    def _start(self, activity: Activity, actor: Actor, at: datetime, one: Step) -> None:
        workflow.start(activity, actor, at, actual_start=self._day(one["actual_start_in"]))

    def _complete(self, activity: Activity, actor: Actor, at: datetime, one: Step) -> None:
        completion.complete(
            activity,
            actor,
            at,
            actual_end=self._day(one["actual_end_in"]),
            actual_cost_eur=Decimal(one["actual_cost_eur"]),
            result=one["result"],
            resource_code=one.get("resource_code", ""),
        )

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)


def people() -> dict[str, Actor]:
    """Return everybody who can act, by user name."""
    return {one.username: actor_of(one) for one in db.session.scalars(select(User)).unique()}


_Play = Callable[[Replay, Activity, Actor, datetime, Step], None]

_STEPS: dict[str, _Play] = {
    "edit": Replay._edit,
    "submit": lambda _, activity, actor, at, one: workflow.submit(activity, actor, at),
    "recall": lambda _, activity, actor, at, one: workflow.recall(activity, actor, at),
    "return": lambda _, activity, actor, at, one: workflow.return_card(
        activity, actor, at, comment=one["comment"]
    ),
    "forward": lambda _, activity, actor, at, one: workflow.forward(activity, actor, at),
    "vote": Replay._vote,
    "answer": Replay._answer,
    "close_round": lambda _, activity, actor, at, one: workflow.close_round(activity, actor, at),
    "decide": Replay._decide,
    "withdraw": lambda _, activity, actor, at, one: workflow.withdraw(
        activity, actor, at, comment=one["comment"]
    ),
    "start": Replay._start,
    "complete": Replay._complete,
}


def _who(story: Story, action: str, by: str) -> str:
    if action == "vote":
        return username_of(by, Role.cab_member)
    if action in {"close_round", "decide"}:
        return _CAB_HEAD
    controls = action in {"return", "forward"}
    return username_of(story.holder, Role.change_controller if controls else Role.applicant)


def _moments(stories: tuple[Story, ...], now: datetime, days: WorkingDays) -> Iterator[Moment]:
    for number, story in enumerate(stories):
        last = datetime.min.replace(tzinfo=UTC)
        for place, one in enumerate(story.path):
            day = _working_day(day_of(now) - timedelta(days=one["days_ago"]), days)
            for by in one.get("by", [""]):
                last = min(max(_morning(day, story, place), last + timedelta(minutes=11)), now)
                yield Moment(last, number, place, by)


def _working_day(day: date, days: WorkingDays) -> date:
    while not days.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _morning(day: date, story: Story, place: int) -> datetime:
    """From 09:00 UTC on, at a minute that differs from step to step but not from load to load."""
    minutes = zlib.crc32(f"{story.key} {place}".encode()) % 240
    return datetime.combine(day, time(9), UTC) + timedelta(minutes=minutes)
