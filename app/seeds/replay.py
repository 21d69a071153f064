"""The demo: stories replayed day by day through the real use cases, as their people."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.seeds import windows
from app.seeds.stories import Story, values_of
from app.services.activity import answering, completion, discussing, steps as workflow, voting
from app.services.activity.obligations import ObligationGiven
from app.services.card import drafts, writing as cards
from app.services.document import attachments, comments
from app.services.document.attachments import Sent
from app.services.document.comments import Written
from app.services.files import look
from app.services.obligation import list as obligations, steps as obligation_steps
from app.services.working_days import WorkingDays, calendar
from models import Activity, User
from models.account.people import actor_of
from rules.deadlines import day_of
from rules.document.words import Visibility
from rules.facts import Actor
from rules.liquidation.consumers import ConsumerGiven
from rules.liquidation.words import ConsumerAnswer
from rules.text import name_key
from rules.vocabulary import Choice, DraftAs, Heed, Outcome, RemarkKind

Step = Mapping[str, Any]


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
                activity = self._begin(one, actor, moment.at)
                self.activities[story.key], self.numbers[story.key] = activity.id, activity.number
            else:
                activity = self._activity(story)
                _USE_CASES[one["do"]](activity, actor, moment.at, **self._said(activity, one))
            db.session.flush()
        except Exception as error:
            problems = getattr(error, "problems", "")
            told = f"{story.key}, step {moment.place} ({one['do']}): {error} {problems}"
            raise StoryRefused(told) from error

    def _begin(self, one: Step, actor: Actor, at: datetime) -> Activity:
        """Begin a card; one that amends another says only what is to change."""
        values = self._values(one)
        amended = self.activities.get(values.pop("amends", ""))
        if amended is None:
            return cards.create(actor, at, values)
        activity = drafts.draft(db.session.get_one(Activity, amended), DraftAs.amendment, actor, at)
        cards.edit(activity, actor, at, values)
        return activity

    def _activity(self, story: Story) -> Activity:
        return db.session.get_one(Activity, self.activities[story.key])

    def _values(self, one: Step) -> dict[str, Any]:
        return values_of(one["set"], self.today)

    def _said(self, activity: Activity, one: Step) -> dict[str, Any]:
        """Return what the use case of a step takes besides the card, the actor and the moment."""
        match one["do"]:
            case "edit":
                return {"values": self._values(one)}
            case "return" | "withdraw" | "discuss":
                return {"comment": one["comment"]}
            case "withdraw_objection":
                return {"opinion": _opinion(one, [], self._consumers(one))}
            case "answer":
                return {"text": one["text"], **_answered(activity, one)}
            case "vote" | "decide" | "obligation":
                return self._with_obligations(one)
            case "attach" | "comment" | "window":
                return _entered(activity, one, self.today)
            case "start" | "complete":
                return dict(self._noticed(one))
        return {}

    def _with_obligations(self, one: Step) -> dict[str, Any]:
        if one["do"] == "vote":
            return {"opinion": _opinion(one, self._obligations(one), self._consumers(one))}
        if one["do"] == "decide":
            return self._decided(one)
        return {"step": one["step"], "place": one["place"], "said": self._of_step(one)}

    def _decided(self, one: Step) -> dict[str, Any]:
        objections = {each["institution"]: each for each in one.get("objections", ())}
        return {
            "outcome": Outcome(one["outcome"]),
            "reasoning": one["reasoning"].strip(),
            "overruled": _having(objections, "reasoning"),
            "obliged": {code: self._obligation(objections[code]) for code in _having(objections, "text")},
            "added": self._obligations(one),
        }

    def _obligations(self, one: Step) -> list[ObligationGiven]:
        return [self._obligation(each, each.get("institution")) for each in one.get("obligations", ())]

    def _obligation(self, told: Step, verifier: str | None = None) -> ObligationGiven:
        due_on = self.today + timedelta(days=told["due_in"])
        return ObligationGiven(text=told["text"], due_on=due_on, institution=verifier)

    def _consumers(self, one: Step) -> list[ConsumerGiven]:
        """Return what is said of each system; `until_in`: days until which it needs the resource."""
        return [
            ConsumerGiven(
                resource=each["resource"],
                answer=ConsumerAnswer(each["answer"]),
                until=self.today + timedelta(days=each["until_in"]) if "until_in" in each else None,
                comment=each.get("comment", ""),
            )
            for each in one.get("consumers", ())
        ]

    def _of_step(self, one: Step) -> dict[str, Any]:
        said = {name: one[name] for name in ("text", "comment") if name in one}
        return said | ({"due_on": self.today + timedelta(days=one["due_in"])} if "due_in" in one else {})

    def _noticed(self, one: Step) -> Iterator[tuple[str, Any]]:
        for name, value in one.items():
            if name.endswith("_in"):
                yield name.removesuffix("_in"), self.today + timedelta(days=value)
            elif name not in ("do", "days_ago"):
                yield name, Decimal(value) if name == "actual_cost_eur" else value


def people() -> dict[str, Actor]:
    """Return everybody who can act, by user name."""
    return {one.username: actor_of(one) for one in db.session.scalars(select(User)).unique()}


def working_day(day: date, days: WorkingDays, step: int = -1) -> date:
    """Return the day or, when nobody works on it, the nearest working day before (after) it."""
    while not days.is_working_day(day):
        day += timedelta(days=step)
    return day


def _take(activity: Activity, actor: Actor, at: datetime, *, step: str, place: int, said: Step) -> None:
    """Take a step with one of the card's obligations, counted from 0."""
    _STEPS[step](obligations.of(activity)[place], actor, at, **said)


_STEPS: dict[str, Callable[..., None]] = {
    "report": obligation_steps.report,
    "accept": obligation_steps.accept,
    "refuse": obligation_steps.refuse_report,
    "release": obligation_steps.release,
    "move": obligation_steps.move,
}
_USE_CASES: dict[str, Callable[..., object]] = {
    "edit": cards.edit,
    "submit": workflow.submit,
    "recall": workflow.recall,
    "return": workflow.return_card,
    "forward": workflow.forward,
    "vote": voting.vote,
    "answer": answering.answer,
    "discuss": discussing.discuss,
    "withdraw_objection": voting.withdraw_objection,
    "close_round": workflow.close_round,
    "decide": workflow.decide,
    "withdraw": workflow.withdraw,
    "start": workflow.start,
    "complete": completion.complete,
    "attach": attachments.add,
    "comment": comments.write,
    "obligation": _take,
    "window": windows.enter,
}


def _having(objections: Mapping[str, Step], name: str) -> dict[str, str]:
    return {code: one[name] for code, one in objections.items() if name in one}


def _opinion(one: Step, asked: list[ObligationGiven], systems: list[ConsumerGiven]) -> voting.Opinion:
    remarks = [
        voting.RemarkGiven(**{**told, "kind": RemarkKind(told["kind"])}) for told in one.get("remarks", ())
    ]
    return voting.Opinion(
        choice=Choice(one["choice"]),
        comment=one.get("comment", ""),
        remarks=remarks,
        suggested_institution=one.get("suggested_institution"),
        obligations=asked,
        consumers=systems,
    )


def _answered(activity: Activity, one: Step) -> dict[str, Any]:
    """Return what is answered: a remark of the institution's latest vote, or its question."""
    rows = activity.current_round.requirements if activity.current_round else []
    row = next(row for row in rows if row.institution.code == one["to"])
    if "remark" in one:
        remark = row.votes[-1].remarks[one["remark"]]
        return {"remark_id": remark.id, "resolution": Heed(one["resolution"])}
    return {"requirement_id": row.id}


def _entered(activity: Activity, one: Step, today: date) -> dict[str, Any]:
    if one["do"] == "window":
        return {"told": one, "today": today}
    return {"sent": _sent(one)} if one["do"] == "attach" else {"said": _written(activity, one)}


def _sent(one: Step) -> Sent:
    file = look(one["file"], BytesIO(one["text"].encode()))
    return Sent(title=one["title"], visibility=_visibility(one), file=file)


def _written(activity: Activity, one: Step) -> Written:
    """Return what is said; `answers` = to the latest entry for all involved."""
    shared = [row.id for row in comments.of(activity) if row.visibility is Visibility.shared]
    return Written(
        text=one["text"],
        visibility=_visibility(one),
        reply_to=shared[-1] if one.get("answers") else None,
        mentions=tuple(one.get("mentions", ())),
    )


def _visibility(one: Step) -> Visibility | None:
    return Visibility(one["visibility"]) if "visibility" in one else None


def _who(story: Story, action: str, by: str) -> str:
    if action in {"attach", "comment", "obligation"} and by:
        return f"{name_key(by)}.{'pieteicejs' if by == story.holder else 'loceklis'}"
    if action in {"vote", "withdraw_objection", "discuss"}:
        return f"{name_key(by)}.loceklis"
    if action in {"close_round", "decide"} or (action == "obligation" and not by):
        return "varam.vaditajs"
    ending = "kontrolieris" if action in {"return", "forward"} else "pieteicejs"
    return f"{name_key(story.holder)}.{ending}"


def _moments(stories: tuple[Story, ...], now: datetime, days: WorkingDays) -> Iterator[Moment]:
    for number, story in enumerate(stories):
        last = datetime.min.replace(tzinfo=UTC)
        for place, one in enumerate(story.path):
            day = working_day(day_of(now) - timedelta(days=one["days_ago"]), days)
            for by in one.get("by", [""]):
                last = min(max(_morning(day, story, place), last + timedelta(minutes=11)), now)
                yield Moment(last, number, place, by)


def _morning(day: date, story: Story, place: int) -> datetime:
    """From 09:00 UTC on, at a minute that differs from step to step but not from load to load."""
    minutes = zlib.crc32(f"{story.key} {place}".encode()) % 240
    return datetime.combine(day, time(9), UTC) + timedelta(minutes=minutes)
