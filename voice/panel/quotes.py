"""Choose one quote for each theme: agreed to, read by a person, no alert, no child used twice.

Words are opened only for a few texts of each theme, and that is in the trail before they are. Until
the house has a second person's approval, `quotable` turns away whatever might name someone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from voice.answers.kept import Answer
from voice.answers.read import quotes_for
from voice.panel.gather import Child, Gathered, responses_of
from voice.panel.quotable import LONGEST, is_quotable, parts_of, whole
from voice.people.models import Team, Worker
from voice.questions import publish
from voice.questions.sets import QuestionSet
from voice.storage.keystore import Keystore
from voice.themes.models import Coding

#: Nobody is told apart in a group of this many.
CROWD: Final = 10
#: How many texts are opened for a theme, at most.
_LOOKS: Final = 12
#: What sealing adds to a text, and the most bytes a letter can have.
_SEAL, _WIDEST = 29, 4
#: The length in bytes that reads best on a card.
_BEST: Final = 60


@dataclass(frozen=True, slots=True)
class Quote:
    """A child's words as the panel reads them."""

    text: str
    language: str
    #: Age group and occasion; "" where too few children share them.
    tier: str
    occasion: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text that may be quoted for a theme, still sealed."""

    theme: str
    child: Child
    question: str
    #: Bytes of the text, and how many letters of it are about this theme.
    size: int
    about: int
    #: How many themes there are in it.
    themes: int

    @property
    def place(self) -> tuple[str, str]:
        """Where its words are kept."""
        return self.child.id, self.question

    @property
    def order(self) -> tuple[int, float, int, tuple[str, str]]:
        """Smallest first: of one theme, mostly about it, of a good length."""
        return self.themes, -self.about / self.size, abs(self.size - _BEST), self.place


def candidates(session: Session, gathered: Gathered, themes: Iterable[str]) -> list[Candidate]:
    """The texts to look at, best first for each theme; a private question is never among them."""
    common = _common_languages(gathered)
    asked: dict[tuple[int, str], QuestionSet] = {}
    found: dict[str, list[Candidate]] = {theme: [] for theme in themes}
    for each in _short(session, gathered):
        spoken = each.child.set_id, each.child.language
        if each.theme in found and each.child.may_be_quoted and each.child.language in common:
            if spoken not in asked:
                asked[spoken] = publish.worded(session, *spoken)
            if _may_be_told(asked[spoken], each.question):
                found[each.theme].append(each)
    return [
        one for mine in found.values() for one in sorted(mine, key=attrgetter("order"))[:_LOOKS]
    ]


def _may_be_told(asked: QuestionSet, question_id: str) -> bool:
    question = asked.question(question_id)
    return question is not None and not question.private


def _common_languages(gathered: Gathered) -> set[str]:
    """Languages in which so many answered that naming one names nobody."""
    counts = Counter(child.language for child in gathered.children.values())
    return {language for language, count in counts.items() if count >= CROWD}


def _short(session: Session, gathered: Gathered) -> Iterator[Candidate]:
    size = func.length(Answer.text)
    place = and_(Answer.response_id == Coding.response_id, Answer.question == Coding.question)
    query = (
        select(Coding.response_id, Coding.question, Coding.theme, Coding.start, Coding.end, size)
        .join(Answer, place)
        .where(Coding.source != "question", size <= _SEAL + LONGEST * _WIDEST)
        .where(Coding.response_id.in_(responses_of(gathered.quarter)))
    )
    about: dict[tuple[str, str], Counter[str]] = {}
    sizes: dict[tuple[str, str], int] = {}
    for id_, question, theme, start, end, bytes_ in session.execute(query):
        about.setdefault((id_, question), Counter())[theme] += (end or 0) - (start or 0)
        sizes[id_, question] = bytes_ - _SEAL
    for (id_, question), themes in about.items():
        child = gathered.children.get(id_)
        if child is not None:
            for theme, letters in themes.items():
                size_ = sizes[id_, question]
                yield Candidate(theme, child, question, size_, letters, len(themes))


def choose(
    session: Session, keystore: Keystore, gathered: Gathered, found: list[Candidate]
) -> dict[str, Quote]:
    """One quote for each theme that has a fitting one."""
    texts = quotes_for(session, keystore, [each.place for each in found])
    names = _names(session)
    used: set[str] = set()
    chosen: dict[str, Quote] = {}
    for each in found:
        if each.theme in chosen or each.child.id in used:
            continue
        text = texts.get(each.place, "").strip()
        if is_quotable(text, each.child.language, names):
            used.add(each.child.id)
            chosen[each.theme] = _quote(text, each, gathered)
    return chosen


def _names(session: Session) -> frozenset[str]:
    people, teams = (session.scalars(select(column)).all() for column in (Worker.name, Team.name))
    return parts_of(people) | whole(teams)


def _quote(text: str, candidate: Candidate, gathered: Gathered) -> Quote:
    """The words, and as much about the child as at least a crowd on this theme shares."""
    child = candidate.child
    others = [gathered.children[id_] for id_ in gathered.themes[candidate.theme]]
    tier = child.tier if _crowd(others, {"tier": child.tier}) else ""
    both = {"tier": child.tier, "occasion": child.occasion}
    return Quote(text, child.language, tier, child.occasion if _crowd(others, both) else "")


def _crowd(children: list[Child], like: Mapping[str, str]) -> bool:
    alike = (all(getattr(each, k) == v for k, v in like.items()) for each in children)
    return sum(alike) >= CROWD
