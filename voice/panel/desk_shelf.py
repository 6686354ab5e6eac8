"""What lies on the pack builder's table: themes to choose, quotes, figures, and how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.config import Config
from voice.figures import cube
from voice.figures.cells import OWN, RATED, WHOLE
from voice.figures.shown import ShownRow
from voice.i18n.catalogues import say
from voice.panel import contents, easy, packs, release
from voice.panel.contents import Choices
from voice.panel.models import Pack, Release
from voice.panel.phrases import feeling
from voice.panel.reading_age import ReadingAge, reading_age
from voice.panel.speech import speech
from voice.panel.told import told
from voice.panel.wording import Told
from voice.people.models import Team, Worker
from voice.people.permissions import may
from voice.quotes.approved import ApprovedQuote
from voice.storage.keystore import Keystore
from voice.themes.codebook import codebook


@dataclass(frozen=True, slots=True)
class Hidden:
    """One count that is not shown, and why."""

    theme: str
    group: str
    measure: str
    why: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything for one pack."""

    chosen: Choices
    #: Themes with a figure for this pack, in the codebook's order, and their names.
    rows: tuple[ShownRow, ...]
    titles: Mapping[str, str]
    lines: Mapping[str, str]
    quotes: tuple[ApprovedQuote, ...]
    release: Release
    told: Told
    #: What a second person agrees to.
    fingerprint: str
    #: None where it is not written in English, which is all that we can measure.
    age: ReadingAge | None
    #: The same of the easy-read version, and which of its sentences are too long for it.
    easy_age: ReadingAge | None
    too_long: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    people: Mapping[int, str]
    taken: bool

    @property
    def known(self) -> tuple[str, ...]:
        """Keys of the themes that can be chosen."""
        return tuple(row.key for row in self.rows)

    @property
    def quote_ids(self) -> dict[str, tuple[str, ...]]:
        """Ids of the quotes of each theme."""
        return {key: tuple(q.id for q in self.quotes if q.theme == key) for key in self.known}


@dataclass(frozen=True, slots=True)
class Row:
    """One pack in the list."""

    pack: Pack
    about: str
    made_by: str


def shelf(session: Session, keystore: Keystore, config: Config, pack: Pack) -> Shelf:
    """What the builder shows."""
    made = packs.composed(session, keystore, config, pack)
    found = session.get_one(Release, pack.release_id)
    figures = release.figures(found)
    group = contents.group_of(pack.audience, pack.team_id)
    rows = contents.offered(figures, group, [theme.key for theme in codebook().ever_made])
    spoken, english = speech(pack.language), pack.language == "en"
    words, plain = told(made, spoken, pack.fingerprint or ""), easy.easy(made, spoken)
    known = {theme.key: spoken.theme(theme.key) for theme in codebook().ever_made}
    return Shelf(
        chosen=packs.chosen(pack) if pack.state != "published" else _as_published(made),
        rows=rows,
        titles={key: title.text for key, (title, _) in known.items()},
        lines={key: line.text for key, (_, line) in known.items()},
        quotes=packs.quotes_for(session, keystore, pack),
        release=found,
        told=words,
        fingerprint=pack.fingerprint or cube.fingerprint(made),
        age=reading_age(_read_aloud(words)) if english else None,
        easy_age=reading_age(easy.ours(plain)) if english else None,
        too_long=easy.too_long(plain),
        hidden=_hidden(session, found),
        people=_names(session),
        taken=pack.state != "published" and packs.standing(session, pack) is not None,
    )


def _as_published(made: Mapping[str, Any]) -> Choices:
    themes = [{"key": t["key"], "title": t["title"], "line": t["line"]} for t in made["themes"]]
    silence = made["silence"]["note"]
    return contents.choices_of({**made, "themes": themes, "silence": silence})


def _read_aloud(words: Told) -> list[str]:
    """What a reader of the page reads, the children's own words left out."""
    typed = [*words.headline, words.warning, words.note, words.silence_note]
    cards = [text for card in words.cards for text in (card.title.text, card.line.text, card.glad)]
    return [
        *(each.text for each in typed if each),
        *words.lead,
        *cards,
        *words.silence,
        *words.hidden,
        *words.counting,
    ]


def _hidden(session: Session, found: Release) -> tuple[Hidden, ...]:
    names = {f"team:{t.id}": t.name for t in session.scalars(select(Team))}
    titles = {theme.key: theme.title for theme in codebook().ever_made}
    return tuple(
        Hidden(titles.get(theme, say("All children")), _group(group, names), _measure(measure), why)
        for theme, group, measure, why in found.attacked["hidden"]
    )


def _group(group: str, names: Mapping[str, str]) -> str:
    if group == WHOLE:
        return say("All children")
    return names.get(group, group.partition(":")[2].replace("_", " "))


def _measure(measure: str) -> str:
    ours = {
        WHOLE: say("spoke of it"),
        OWN: say("in their own words"),
        RATED: say("chose it when asked"),
    }
    return ours.get(measure) or feeling(say, measure)


def rows(session: Session) -> tuple[Row, ...]:
    """Every pack, the newest quarter first."""
    names = _names(session)
    of_teams = {each.id: each.name for each in session.scalars(select(Team))}
    found = session.scalars(select(Pack).order_by(Pack.period.desc(), Pack.id))
    return tuple(
        Row(each, of_teams.get(each.team_id or 0, ""), names[each.made_by]) for each in found
    )


def _names(session: Session) -> dict[int, str]:
    return {each.id: each.name for each in session.scalars(select(Worker))}


def teams(session: Session) -> tuple[Team, ...]:
    """Every team, by name."""
    return tuple(session.scalars(select(Team).order_by(Team.name)))


def may_make(worker: Worker) -> bool:
    """Whether this person makes packs, rather than only publishing them."""
    return may(worker, "packs.make")
