"""Make a pack and publish it: one person proposes it, another one publishes it, then it is frozen.

A draft keeps only what people chose. Its figures and quotes are put in anew each time somebody
looks, so that what a child took back is gone; the moment it is published they are written down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.packed import mark_packed
from voice.config import Config
from voice.figures import cube
from voice.figures.hiding import Rules
from voice.figures.shown import biggest
from voice.panel import contents, release
from voice.panel.contents import FIVE, Choices, ChosenTheme, Said, Setting
from voice.panel.models import Pack, Release
from voice.people.models import Team
from voice.questions.kinds import Tier
from voice.quotes.approved import ApprovedQuote, approved
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now
from voice.themes import quarters
from voice.themes.codebook import NOT_ASSIGNED, codebook
from voice.themes.quarters import Quarter

#: Services that are spoken of under one name.
_CARE_NAME: Final = "Children in care and care leavers"


class NotNow(ValueError):
    """It cannot be done in this state, or not by this person."""


class Changed(ValueError):
    """What is to be published is not what this person saw."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pack to be made."""

    quarter: Quarter
    audience: str
    language: str = "en"
    team_id: int | None = None


def begin(session: Session, keystore: Keystore, config: Config, by: int, wanted: Wanted) -> Pack:
    """A draft with what most children spoke of, for people to put right."""
    rules = Rules(config.threshold, config.rounding)
    found = release.of(session, wanted.quarter.key)
    if found is None or found.state == "made":
        found = release.make(session, wanted.quarter, rules, f"worker:{by}")
    pack = Pack(
        period=wanted.quarter.key,
        audience=wanted.audience,
        team_id=wanted.team_id,
        language=wanted.language,
        state="draft",
        headline="",
        release_id=found.id,
        contents={},
        made_by=by,
        made_at=now(),
    )
    pack.contents = _first_choices(session, keystore, pack, found).written()
    session.add(pack)
    session.flush()
    _trace(session, by, "panel.pack_begun", pack, audience=pack.audience)
    return pack


def _first_choices(session: Session, keystore: Keystore, pack: Pack, found: Release) -> Choices:
    """The five themes most children spoke of, and the first approved quote of each."""
    order = [theme.key for theme in codebook().ever_made]
    group = contents.group_of(pack.audience, pack.team_id)
    rows = biggest(contents.offered(release.figures(found), group, order), FIVE)
    quotes = quotes_for(session, keystore, pack)
    return Choices(
        themes=tuple(ChosenTheme(row.key, quote=_first(quotes, row.key)) for row in rows)
    )


def _first(quotes: tuple[ApprovedQuote, ...], theme: str) -> str:
    return next((each.id for each in quotes if each.theme == theme), "")


def quotes_for(session: Session, keystore: Keystore, pack: Pack) -> tuple[ApprovedQuote, ...]:
    """The approved quotes of the pack's quarter; none for a single team, whose words would tell."""
    if pack.team_id is not None:
        return ()
    quarter = quarters.of_key(pack.period)
    return approved(session, keystore, quarter.since, quarter.until)


def chosen(pack: Pack) -> Choices:
    """What people chose so far."""
    return contents.choices_of(pack.contents)


def keep(session: Session, pack: Pack, by: int, choices: Choices) -> None:
    """Keep what somebody chose; NotNow unless it is a draft."""
    _must_be(pack, "draft")
    pack.contents, pack.headline = choices.written(), choices.headline
    _trace(session, by, "panel.pack_kept", pack, themes=[each.key for each in choices.themes])


def propose(session: Session, pack: Pack, by: int) -> None:
    """Say that it is ready for a second person to look at."""
    _must_be(pack, "draft")
    pack.state, pack.proposed_by, pack.proposed_at = "proposed", by, now()
    _trace(session, by, "panel.pack_proposed", pack)


def send_back(session: Session, pack: Pack, by: int) -> None:
    """Make it a draft again."""
    _must_be(pack, "proposed")
    pack.state, pack.proposed_by, pack.proposed_at = "draft", None, None
    _trace(session, by, "panel.pack_sent_back", pack)


def drop(session: Session, pack: Pack, by: int) -> None:
    """Throw a draft away."""
    _must_be(pack, "draft")
    _trace(session, by, "panel.pack_dropped", pack)
    session.delete(pack)


def publish(
    session: Session, keystore: Keystore, config: Config, pack: Pack, by: int, seen: str
) -> None:
    """Freeze it, by somebody other than who proposed it, as they saw it.

    NotNow for the wrong state or person; Changed where it is not what they saw any more.
    """
    _must_be(pack, "proposed")
    if pack.proposed_by == by or standing(session, pack) is not None:
        raise NotNow(pack.id)
    made = composed(session, keystore, config, pack)
    mark = cube.fingerprint(made)
    if mark != seen:
        raise Changed(pack.id)
    at, quarter = now(), quarters.of_key(pack.period)
    pack.contents, pack.headline, pack.fingerprint = made, made["headline"], mark
    pack.state, pack.published_by, pack.published_at = "published", by, at
    found = session.get_one(Release, pack.release_id)
    release.let_out(session, found, f"worker:{by}")
    mark_packed(session, quarter.since, quarter.until, found.made_at, at, f"worker:{by}")
    _trace(session, by, "panel.pack_published", pack, fingerprint=mark)


def standing(session: Session, pack: Pack) -> Pack | None:
    """The published pack of the same quarter and audience."""
    same = select(Pack).filter_by(
        period=pack.period, audience=pack.audience, team_id=pack.team_id, state="published"
    )
    return session.scalar(same)


def composed(session: Session, keystore: Keystore, config: Config, pack: Pack) -> dict[str, Any]:
    """What its readers read: as frozen, or as it would be frozen now."""
    if pack.state == "published":
        return dict(pack.contents)
    found = session.get_one(Release, pack.release_id)
    quotes = {each.id: _said(each) for each in quotes_for(session, keystore, pack)}
    setting = _setting(session, config, pack, found)
    return contents.compose(chosen(pack), release.figures(found), setting, quotes, NOT_ASSIGNED)


def _said(quote: ApprovedQuote) -> Said:
    return Said(quote.response_id, quote.words, quote.language, quote.translation, quote.tier)


def _setting(session: Session, config: Config, pack: Pack, found: Release) -> Setting:
    teams = session.execute(select(Team.id, Team.name, Team.service)).all()
    services = {f"service:{team.service}": _in_words(team.service) for team in teams}
    return Setting(
        quarter=quarters.of_key(pack.period),
        audience=pack.audience,
        group=contents.group_of(pack.audience, pack.team_id),
        language=pack.language,
        council=config.council,
        names={f"team:{team.id}": team.name for team in teams}
        | services
        | {"service:care": _CARE_NAME},
        tiers=tuple(Tier),
        release=found.fingerprint,
    )


def _in_words(service: str) -> str:
    return service.replace("_", " ").capitalize()


def moved(choices: Choices, key: str, by: int) -> Choices:
    """The same choices with one theme further up (-1) or down (1)."""
    themes = list(choices.themes)
    place = next((i for i, each in enumerate(themes) if each.key == key), None)
    if place is not None and 0 <= place + by < len(themes):
        themes[place], themes[place + by] = themes[place + by], themes[place]
    return replace(choices, themes=tuple(themes))


def _must_be(pack: Pack, state: str) -> None:
    if pack.state != state:
        raise NotNow(pack.id)


def _trace(session: Session, by: int, act: str, pack: Pack, **detail: object) -> None:
    session.flush()
    trail.write(session, f"worker:{by}", act, f"pack:{pack.id}", period=pack.period, **detail)
