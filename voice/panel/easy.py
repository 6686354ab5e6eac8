"""The easy-read version of a pack: short sentences, one idea each, a picture beside every one.

Pure. It is made by rule from the same contents as every other rendering, so it carries the same
numbers: "6 of 10 children", never a percentage. What the officer wrote is cut into its sentences;
what a child said stays as it is, in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from voice.panel import easy_phrases, phrases
from voice.panel.contents import YOUNG
from voice.panel.told import headline, titled
from voice.panel.wording import Speech, Typed

#: Where a sentence ends, in the scripts that we offer.
_END: Final = re.compile(r"(?<=[.!?…؟۔።।])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence and the picture beside it."""

    text: Typed
    picture: str
    #: Of ten children, how many; drawn instead of a picture. None for a picture.
    tens: int | None = None
    #: "quote" for a child's own words; "" for a sentence.
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences under one heading."""

    key: str
    title: Typed
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Hard:
    """A hard word and what it means."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Easy:
    """A whole pack in easy words."""

    tag: str
    direction: str
    audience: str
    council: str
    period: str
    kind: str
    headline: tuple[Typed, ...]
    parts: tuple[Part, ...]
    hard_title: str
    hard: tuple[Hard, ...]
    fingerprint: str


def easy(contents: Mapping[str, Any], speech: Speech, fingerprint: str = "") -> Easy:
    """The pack in easy words of this language."""
    page = _Page(contents, speech)
    found = (page.begin(), *page.themes(), page.silence(), page.hidden(), page.counting())
    young = contents["audience"] in YOUNG
    return Easy(
        tag=speech.tag,
        direction=speech.direction,
        audience=phrases.audience(speech.say, contents["audience"]),
        council=contents["council"],
        period=speech.months(contents["period"]),
        kind=speech.say("Easy read"),
        headline=headline(contents, speech),
        parts=tuple(each for each in (*found, page.after() if young else None) if each),
        hard_title=speech.say("Hard words"),
        hard=tuple(page.hard()),
        fingerprint=fingerprint,
    )


def ours(told: Easy) -> list[str]:
    """What a reader of it reads, the children's own words left out."""
    parts = [
        text
        for part in told.parts
        for text in (part.title.text, *(line.text.text for line in part.lines if not line.kind))
    ]
    return [*(each.text for each in told.headline), *parts, *(each.meaning for each in told.hard)]


def too_long(told: Easy) -> tuple[str, ...]:
    """Sentences with more words than an easy-read version should have, children's own left out."""
    return tuple(each for each in ours(told) if len(each.split()) > easy_phrases.LONGEST)


def split(text: str) -> list[str]:
    """The sentences of what somebody typed."""
    return [each for each in _END.split(text.strip()) if each]


@dataclass(frozen=True, slots=True)
class _Page:
    """The sentences of one pack in one language."""

    contents: Mapping[str, Any]
    speech: Speech

    def begin(self) -> Part:
        """What this is about, and how many answered."""
        say, found = self.speech.say, self.contents
        lines = [
            self._line("story", say("This is the easy version.")),
            self._line("story", say("The long version has the same numbers.")),
            self._line("plan", say("It is about %(when)s.") % {"when": self._when()}),
        ]
        if found["about"]:
            who = phrases.about(say, found["group"], found["about"])
            lines.append(self._line("home", say("It is about: %(who)s.") % {"who": who}))
        if found["answered"] is None:
            lines.append(self._line("other", say("Not enough children answered yet.")))
        else:
            told = say("About %(number)s children answered.") % {"number": found["answered"]}
            lines.append(self._line("brothers_sisters", told))
            lines.append(self._line("plan", say("“About” means it is close to that number.")))
        lines += self._typed("feelings", found["content_note"])
        lines += self._typed("story", found["note"])
        return Part("begin", self._ours(say("What this is")), tuple(lines))

    def themes(self) -> Iterator[Part]:
        """One part for each theme, in the order that people gave them."""
        for theme in self.contents["themes"]:
            title, _line = titled(theme, self.contents, self.speech)
            yield Part(theme["key"], title, tuple(self._about(theme)))

    def _about(self, theme: Mapping[str, Any]) -> Iterator[Line]:
        say, picture = self.speech.say, phrases.PICTURES.get(theme["key"], "other")
        yield from self._meaning(theme, picture)
        many = say("About %(number)s children spoke about this.") % {"number": theme["shown"]}
        yield self._line("brothers_sisters", many)
        parts = {each["key"]: each["in_ten"] for each in theme["feelings"]}
        for rule, part in (
            (easy_phrases.happy, parts["happy"]),
            (easy_phrases.unhappy, parts["unhappy"]),
        ):
            if told := rule(say, part):
                yield Line(self._ours(told), "", part)
        yield self._line("feelings", easy_phrases.sure(say, theme["sure"]))
        if theme["quote"]:
            yield from self._quote(theme["quote"])

    def _meaning(self, theme: Mapping[str, Any], picture: str) -> Iterator[Line]:
        """As the officer wrote it, where they wrote it in this language; else our own words."""
        _title, line = titled(theme, self.contents, self.speech)
        own = theme["line"] and self.contents["language"] == self.speech.code
        told = () if own else easy_phrases.meaning(self.speech.say, theme["key"])
        for each in told or split(line.text):
            yield Line(Typed(each, line.tag, line.direction), picture)

    def _quote(self, quote: Mapping[str, Any]) -> Iterator[Line]:
        say = self.speech.say
        tag, direction, name = self.speech.other(quote["language"])
        yield self._line("feelings", easy_phrases.said(say, quote["tier"]))
        yield Line(Typed(quote["words"], tag, direction), "", kind="quote")
        if quote["language"] == self.speech.code:
            return
        yield self._line("story", say("It is written in %(language)s.") % {"language": name})
        if quote["translation"]:
            tag, direction, name = self.speech.other("en")
            told = say("In %(language)s it means:") % {"language": name}
            yield self._line("story", told)
            yield Line(Typed(quote["translation"], tag, direction), "", kind="quote")

    def silence(self) -> Part | None:
        """Who did not answer."""
        say, found = self.speech.say, self.contents["silence"]
        if self.contents["answered"] is None:
            return None
        lines = []
        few = [phrases.tier(say, each) for each in found["tiers"]]
        few += [say("children of the team %(team)s") % {"team": each} for each in found["teams"]]
        if few:
            lines.append(self._line("plan", say("We got few answers from:")))
            lines += [self._line("brothers_sisters", each) for each in few]
        elif found["known"]:
            lines.append(self._line("plan", say("We heard from every age and every team.")))
        lines.append(self._line("other", say("We do not know about children nobody asked.")))
        lines += self._typed("story", found["note"])
        return Part("silence", self._ours(say("Who we did not hear from")), tuple(lines))

    def hidden(self) -> Part | None:
        """What is not shown, and why."""
        say, counted = self.speech.say, self.contents["counted"]
        if self.contents["answered"] is None:
            return None
        small = say("A small group is fewer than %(number)s children.")
        told = [
            ("room", say("We do not show very small groups.")),
            ("brothers_sisters", small % {"number": counted["threshold"]}),
            ("room", say("That way nobody can guess who it was.")),
        ]
        if counted["unassigned"]:
            fits = say("About %(number)s children wrote about other things.")
            told.append(("other", fits % {"number": counted["unassigned"]}))
        return self._part("hidden", say("What we could not show"), told)

    def counting(self) -> Part | None:
        """How it was counted."""
        say = self.speech.say
        if self.contents["answered"] is None:
            return None
        told = [
            ("plan", say("We count children, not words.")),
            ("brothers_sisters", say("One child can talk about many things.")),
            ("worker", say("People chose these themes.")),
            ("worker", say("They put them in order.")),
            ("other", say("A computer sorted the words first.")),
            ("other", say("It can be wrong.")),
            ("feelings", say("We show words only if the child said yes.")),
            ("worker", say("Two people check the words.")),
        ]
        return self._part("counting", say("How we count"), told)

    def after(self) -> Part:
        """What young people can do with it."""
        say = self.speech.say
        told = [
            ("friends", say("You can say what matters most.")),
            ("story", say("You can ask the adults questions.")),
            ("worker", say("The adults tell you what they will do.")),
            ("family_time", say("Does something here make you sad?")),
            ("family_time", say("Talk to an adult you trust.")),
        ]
        return self._part("after", say("What happens next"), told)

    def hard(self) -> Iterator[Hard]:
        """Hard words of this pack, explained."""
        say, found = self.speech.say, self.contents
        keys = {each["key"] for each in found["themes"]}
        if found["themes"]:
            yield Hard(say("Theme"), say("A theme is something that many children talk about."))
        if keys & {"worker", "worker_change", "alone"}:
            yield Hard(say("Worker"), say("A worker has the job of helping you."))
        if "rights" in keys:
            yield Hard(say("Rights"), say("Rights are things every child must have."))
        if found["silence"]["teams"]:
            yield Hard(say("Team"), say("A team is a group of workers."))
        if found["audience"] == "youth_panel":
            panel = say("The panel is young people who tell adults what matters.")
            yield Hard(say("Youth panel"), panel)
        if found["audience"] == "care_council":
            care = say("The council looks after children in care.")
            yield Hard(say("Children in care"), care)

    def _when(self) -> str:
        return self.speech.months(self.contents["period"])

    def _typed(self, picture: str, text: str) -> list[Line]:
        tag, direction, _name = self.speech.other(self.contents["language"])
        return [Line(Typed(each, tag, direction), picture) for each in split(text)]

    def _part(self, key: str, title: str, told: Sequence[tuple[str, str]]) -> Part:
        return Part(key, self._ours(title), tuple(self._line(*each) for each in told))

    def _line(self, picture: str, text: str) -> Line:
        return Line(self._ours(text), picture)

    def _ours(self, text: str) -> Typed:
        return Typed(text, self.speech.tag, self.speech.direction)
