"""Show what many children say that no theme holds, so that a person can say what it is.

Groups are made anew from what lies there now: an answer that found a theme, or of which somebody
said that it makes no new one, is no longer among them. The words shown are traced before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Engine, and_, func, select
from sqlalchemy.orm import Session, lazyload

from voice.answers.kept import Answer, Response
from voice.answers.reach import Reach
from voice.answers.read import quotes_for
from voice.answers.sealing import keys_of
from voice.answers.wanted import Wanted, conditions
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes import emerging, phrases, vectors
from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.emerging import Group
from voice.themes.meaning import MODEL_ID
from voice.themes.models import Coding, NoTheme, Vector

if TYPE_CHECKING:
    from voice.themes.learning import Row

#: The newest answers without a theme among which groups are sought.
NEWEST: Final = 2_000
#: Answers of every kind from which is learnt where a language lies.
_AROUND: Final = 1_000
#: Bytes of a sealed answer that says enough to be alike: "everything" and "ok" always are.
_SHORTEST: Final = 29 + 20
#: The most typical of a group are opened: telling words come from these, and some are shown.
_OPENED = 20
#: How many of a group are read here, and how many telling words are shown.
_SHOWN, _TELLING = 5, 6
#: The language whose telling words can be found (`phrases`).
_TOLD: Final = "en"

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of a group, in the child's words."""

    response_id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Possible:
    """What may be a new theme."""

    answers: int
    children: int
    #: Telling noun phrases of its most typical answers, where English; how many hold each.
    telling: tuple[tuple[str, int], ...]
    said: tuple[Said, ...]
    #: Every answer in it.
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The possible themes, and of how many answers they were sought among."""

    among: int
    possible: tuple[Possible, ...]


def unnamed(engine: Engine, keystore: Keystore, reach: Reach, reader: str) -> Unnamed:
    """Possible new themes among what this reader may read."""
    with Session(engine.execution_options(writing=False)) as reading:
        found = _without_theme(reading, reach)
        responses = {response.id: response for response, _ in found}
        whole = _vectors(reading, keystore, list(responses.values()))
        places = [(r.id, question) for r, question in found if (r.id, question) in whole]
        groups = _groups(places, whole, responses, _centres(reading, keystore)) if places else ()
        grouped = [[places[each] for each in group.members] for group in groups]
        wanted = [each for mine in grouped for each in _to_open(mine, responses)]
        if wanted:
            _trace(engine, reader, sorted({each[0] for each in wanted}))
        texts = quotes_for(reading, keystore, wanted)
        english = {
            place: phrases.noun_phrases(text)
            for place, text in texts.items()
            if responses[place[0]].language == _TOLD
        }
        return Unnamed(
            len(places),
            tuple(
                _possible(group.children, mine, responses, texts, english)
                for group, mine in zip(groups, grouped, strict=True)
            ),
        )


def dismiss(session: Session, places: Sequence[Place], by: int) -> int:
    """Say of these answers that they make no new theme; how many of them it was not said of yet."""
    new = [
        NoTheme(response_id=response_id, question=question, by=by, at=now())
        for response_id, question in places
        if session.get(Response, response_id) is not None
        and session.get(NoTheme, (response_id, question)) is None
    ]
    session.add_all(new)
    if new:
        trail.write(session, f"worker:{by}", "themes.no_new_theme", "themes", answers=len(new))
    return len(new)


def _vectors(
    session: Session, keystore: Keystore, responses: Sequence[Response]
) -> dict[Place, Row]:
    return vectors.whole(session, keys_of(keystore, responses), responses) if responses else {}


def _without_theme(session: Session, reach: Reach) -> list[tuple[Response, str]]:
    """The newest answers in words that no theme counts for."""
    here = and_(Coding.response_id == Vector.response_id, Coding.question == Vector.question)
    done = and_(NoTheme.response_id == Vector.response_id, NoTheme.question == Vector.question)
    written = and_(Answer.response_id == Vector.response_id, Answer.question == Vector.question)
    themed: ColumnElement[bool] = select(Coding.id).where(here, _counts_as_theme()).exists()
    query = (
        select(Response, Vector.question)
        .join(Vector, Vector.response_id == Response.id)
        .join(Coding, and_(here, Coding.theme == NOT_ASSIGNED))
        .join(Answer, and_(written, func.length(Answer.text) >= _SHORTEST))
        .where(*conditions(Wanted(reach=reach), _TOLD), Vector.model == MODEL_ID)
        .where(~select(NoTheme.by).where(done).exists(), ~themed.correlate(Vector))
        .order_by(Response.sent_at.desc(), Response.id, Vector.question)
        .limit(NEWEST)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _counts_as_theme() -> ColumnElement[bool]:
    """A person found a theme in the words although we had not."""
    return and_(Coding.theme != NOT_ASSIGNED, Coding.verdict.in_(("kept", "added")))


def _groups(
    places: Sequence[Place],
    whole: dict[Place, Row],
    responses: dict[str, Response],
    centres: dict[str, Row],
) -> tuple[Group, ...]:
    import numpy as np

    languages = [responses[response_id].language for response_id, _ in places]
    rows = np.stack([whole[each] for each in places]).astype(np.float32)
    return emerging.groups(rows, languages, [each[0] for each in places], centres)


def _centres(session: Session, keystore: Keystore) -> dict[str, Row]:
    """Where each language lies, from the newest answers of every kind; no words are opened."""
    import numpy as np

    newest = select(Vector.response_id).join(Response, Response.id == Vector.response_id)
    newest = newest.where(Vector.model == MODEL_ID)
    ids = newest.order_by(Response.sent_at.desc()).limit(_AROUND)
    # No words are opened, so what was typed of a recording is not needed.
    around = select(Response).where(Response.id.in_(ids)).options(lazyload(Response.transcripts))
    responses = list(session.scalars(around))
    tongues = {each.id: each.language for each in responses}
    whole = _vectors(session, keystore, responses)
    return emerging.centres(
        np.stack(list(whole.values())).astype(np.float32),
        [tongues[response_id] for response_id, _ in whole],
    )


def _possible(
    children: int,
    mine: Sequence[Place],
    responses: dict[str, Response],
    texts: dict[Place, str],
    english: dict[Place, tuple[str, ...]],
) -> Possible:
    ours = set(mine)
    return Possible(
        answers=len(mine),
        children=children,
        telling=phrases.telling(
            [spoken for each, spoken in english.items() if each in ours],
            [spoken for each, spoken in english.items() if each not in ours],
            _TELLING,
        ),
        said=tuple(
            Said(each[0], responses[each[0]].language, texts[each])
            for each in _spread(mine, responses)
            if each in texts
        ),
        places=tuple(mine),
    )


def _to_open(mine: Sequence[Place], responses: dict[str, Response]) -> set[Place]:
    """Of one group: enough to find telling words in, and whatever is shown."""
    return {*mine[:_OPENED], *_spread(mine, responses)}


def _spread(mine: Sequence[Place], responses: dict[str, Response]) -> list[Place]:
    """The most typical, no language twice before every other has been heard once, and so on."""
    seen: Counter[str] = Counter()
    ranked = []
    for order, place in enumerate(mine):
        language = responses[place[0]].language
        ranked.append((seen[language], order, place))
        seen[language] += 1
    return [place for _, _, place in sorted(ranked)[:_SHOWN]]


def _trace(engine: Engine, reader: str, ids: Sequence[str]) -> None:
    with transaction(engine) as own:
        trail.write(own, reader, "themes.unnamed_opened", "themes", responses=list(ids))
