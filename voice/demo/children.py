"""The made-up children of Demo Borough: their words from files, their ticks drawn to fit. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import resources
from random import Random

from voice.answers.arrival import Given, Wishes
from voice.questions.kinds import Kind, State, Tier
from voice.questions.sets import Option, Question, QuestionSet

#: How many answers Demo Borough has had in its two years.
COUNT = 1_500
DAYS = 730
_MOODS = {"good": 0.65, "mixed": 0.05, "bad": -0.6}
_LANGUAGES = ("en", "ar", "pl", "so")
#: The share of answers of the last few days, so that there is always something new to read.
_FRESH = 0.04
#: Of the children who only ticked, how many use each language.
_SHARES = (72, 9, 11, 8)
_SETS = {
    "GS-Y": 21, "GS-P": 24, "CPB-Y": 6, "CPB-P": 7, "CP-Y": 9,
    "CP-P": 11, "RVB-Y": 5, "RVB-P": 5, "RV-Y": 6, "RV-P": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Child:
    """One fictional child's visit to one form."""

    set_key: str
    tier: Tier
    language: str
    #: From -1 to 1: how this child's days are.
    mood: float
    texts: dict[str, str] = field(default_factory=dict)
    #: "early", "late" or "any": when in the two years it was said.
    when: str = "any"


def children(random: Random) -> Iterator[Child]:
    """All of them: first those who wrote, then those who only ticked."""
    written = [child for code in _LANGUAGES for child in _who_wrote(code)]
    yield from written
    for _ in range(COUNT - len(written)):
        yield _who_ticked(random)


def _who_wrote(code: str) -> Iterator[Child]:
    lines = (resources.files("voice.demo") / "words" / f"{code}.jsonl").read_text("utf-8")
    for line in lines.splitlines():
        told = json.loads(line)
        yield Child(
            told["set"],
            Tier(told["tier"]),
            code,
            _MOODS[told["mood"]],
            told["texts"],
            told.get("month_bias", "any"),
        )


def _who_ticked(random: Random) -> Child:
    key = random.choices(list(_SETS), list(_SETS.values()))[0]
    young = (Tier.YOUNGEST, Tier.MIDDLE)
    tier = random.choice(young) if key.endswith("Y") else Tier.OLDER
    language = random.choices(_LANGUAGES, _SHARES)[0]
    return Child(key, tier, language, random.choice([*_MOODS.values()]))


def sent_at(child: Child, random: Random, today: datetime) -> datetime:
    """A moment in the two years before today, on a school-day afternoon more often than not."""
    if random.random() < _FRESH:
        return today - timedelta(hours=random.uniform(2, 140))
    reach = {"early": (0.55, 1.0), "late": (0.0, 0.4), "any": (0.0, 1.0)}[child.when]
    back = timedelta(days=DAYS * random.uniform(*reach), hours=1)
    day = (today - back).replace(hour=random.randint(8, 18), minute=random.randint(0, 59))
    return min(day, today - timedelta(hours=1))


def given(child: Child, asked: QuestionSet, random: Random) -> tuple[Given, ...]:
    """What this child did with each question."""
    done: dict[str, Given] = {}
    for question in asked.questions:
        done[question.id] = _one(child, question, done, random)
    return tuple(done.values())


def _one(child: Child, question: Question, done: dict[str, Given], random: Random) -> Given:
    text = child.texts.get(question.id, "")
    if text and question.kind is Kind.OPEN:
        return Given(question.id, State.ANSWERED, (), text)
    if question.kind is Kind.OPEN or not _makes_sense(question, done):
        return Given(question.id)
    luck = random.random()
    if luck < 0.17:
        state = (State.SKIPPED, State.NOT_SURE, State.NO_SAY)[int(luck * 3 / 0.17)]
        return Given(question.id, state)
    return Given(question.id, State.ANSWERED, _chosen(child, question, random))


def _makes_sense(question: Question, done: dict[str, Given]) -> bool:
    only = question.only
    return only is None or bool(set(done[only.question].chosen) & set(only.values))


def _chosen(child: Child, question: Question, random: Random) -> tuple[str, ...]:
    wanted = child.mood * (-1 if question.polarity == "bad" else 1) + random.gauss(0, 0.45)
    ranked = sorted(question.options, key=lambda option: _distance(option, wanted, random))
    many = 1 if question.kind is Kind.CHOICE else random.randint(1, 3)
    return tuple(option.value for option in ranked[:many])


def _distance(option: Option, wanted: float, random: Random) -> float:
    if option.low and random.random() < 0.8:
        return 3.0  # a child in danger is rare here, and never drawn by chance alone
    return abs(option.weight - wanted) if option.weight is not None else random.uniform(0.2, 1.6)


def wishes(child: Child, random: Random) -> Wishes:
    """What this child agreed to and asked for."""
    return Wishes(
        share=random.choices(("no", "ask", "yes"), (35, 15, 50))[0],
        answer=random.choices(("no", "pictures"), (60, 40))[0],
        advocate=random.random() < 0.012,
        call_me=random.random() < 0.006,
    )


def company(child: Child, random: Random) -> tuple[tuple[str, ...], str]:
    """Who was there and who tapped; more than half of the children answer alone."""
    if random.random() < (0.35 if child.tier is Tier.YOUNGEST else 0.62):
        return ("alone",), "me"
    who = random.choices(("worker", "parent", "family", "friend", "other"), (50, 18, 16, 8, 8))[0]
    young = child.tier is Tier.YOUNGEST
    return (who,), random.choices(("me", "helped", "for_me"), (3, 3, 2) if young else (7, 2, 1))[0]
