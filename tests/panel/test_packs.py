"""A release is made once, a pack by two people, and neither changes afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker
from voice.answers.kept import Response
from voice.answers.take_back import AlreadyPacked, take_back
from voice.config import Config
from voice.figures import cube
from voice.figures.hiding import Rules
from voice.panel import packs, readers, release
from voice.panel.contents import ChosenTheme
from voice.panel.models import Pack, Release
from voice.panel.packs import Changed, NotNow, Wanted
from voice.people.models import Body, Role, Team
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes.models import Heard
from voice.themes.quarters import of_key
from voice.themes.splits import BAD, GOOD, HERE

Q3 = of_key("2026-Q3")
WANTED = Wanted(Q3, "youth_panel")


@pytest.fixture
def borough(session: Session, keystore: Keystore) -> Team:
    """Thirty children of one team, of whom many spoke of being listened to and few of waiting."""
    team = a_team(session)
    kept = [a_response(session, keystore, team=team).response_id for _ in range(30)]
    for place, id_ in enumerate(kept):
        _heard(session, id_, "listened", GOOD if place < 20 else BAD, team)
        if place < 3:
            _heard(session, id_, "delay", BAD, team)
    session.commit()
    return team


def _heard(session: Session, id_: str, theme: str, felt: int, team: Team) -> None:
    one = session.get_one(Response, id_)
    session.add(
        Heard(
            response_id=id_,
            theme=theme,
            own=HERE | felt,
            rated=0,
            period=one.period,
            sent_at=one.sent_at,
            set_key=one.set_key,
            tier=one.tier,
            language=one.language,
            team_id=team.id,
            channel=one.channel,
            alone=True,
        )
    )


def begun(session: Session, keystore: Keystore, config: Config, wanted: Wanted = WANTED) -> Pack:
    return packs.begin(session, keystore, config, a_worker(session).id, wanted)


def proposed(session: Session, keystore: Keystore, config: Config) -> Pack:
    pack = begun(session, keystore, config)
    packs.propose(session, pack, pack.made_by)
    return pack


def published(session: Session, keystore: Keystore, config: Config) -> Pack:
    pack = proposed(session, keystore, config)
    _publish(session, keystore, config, pack, a_worker(session).id)
    return pack


def _publish(session: Session, keystore: Keystore, config: Config, pack: Pack, by: int) -> None:
    seen = cube.fingerprint(packs.composed(session, keystore, config, pack))
    packs.publish(session, keystore, config, pack, by, seen)
    session.commit()


def test_a_release_shows_the_many_and_not_the_few(session: Session, borough: Team) -> None:
    made = release.make(session, Q3, Rules(), "command")
    shown = release.figures(made)
    assert (shown.children(), shown.of("listened"), shown.of("delay")) == (30, 30, None)
    assert shown.of("listened", "all", "happy") == 20
    assert made.fingerprint == cube.fingerprint(made.cube)
    assert ["delay", "all", "all", "small"] in made.attacked["hidden"]


def test_a_release_is_made_anew_until_somebody_reads_it(
    session: Session, keystore: Keystore, borough: Team
) -> None:
    first = release.make(session, Q3, Rules(), "command").fingerprint
    for _ in range(10):
        a_response(session, keystore, team=borough)
    made = release.make(session, Q3, Rules(), "command")
    assert made.fingerprint != first
    release.let_out(session, made, "command")
    assert made.state == "released"
    for _ in range(20):
        a_response(session, keystore, team=borough)
    assert release.figures(release.make(session, Q3, Rules(), "command")).children() == 40


def test_a_quarter_has_one_release(session: Session, borough: Team) -> None:
    made = release.make(session, Q3, Rules(), "command")
    taken = {c.name: getattr(made, c.name) for c in Release.__table__.columns if c.name != "id"}
    session.add(Release(**taken))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_draft_begins_with_what_most_spoke_of(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    pack = begun(session, keystore, config)
    assert [each.key for each in packs.chosen(pack).themes] == ["listened"]
    assert pack.fingerprint is None


def test_two_people_publish_and_it_is_frozen(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    pack = published(session, keystore, config)
    assert pack.fingerprint == cube.fingerprint(pack.contents)
    assert pack.contents["answered"] == 30
    assert packs.composed(session, keystore, config, pack) == pack.contents
    acts = set(session.scalars(select(TrailEntry.act)))
    assert {"panel.pack_begun", "panel.pack_proposed", "panel.pack_published"} <= acts
    assert session.get_one(Release, pack.release_id).state == "released"


def test_whoever_proposed_it_cannot_publish_it(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    pack = proposed(session, keystore, config)
    with pytest.raises(NotNow):
        _publish(session, keystore, config, pack, pack.proposed_by or 0)
    session.execute(
        update(Pack).values(state="proposed", published_by=pack.proposed_by, fingerprint="x")
    )
    with pytest.raises(IntegrityError):
        session.execute(update(Pack).values(state="published"))


def test_what_changed_since_it_was_seen_is_not_published(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    pack = proposed(session, keystore, config)
    with pytest.raises(Changed):
        packs.publish(session, keystore, config, pack, a_worker(session).id, "other")


def test_an_audience_has_one_pack_a_quarter(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    published(session, keystore, config)
    second = proposed(session, keystore, config)
    assert packs.standing(session, second) is not None
    with pytest.raises(NotNow):
        _publish(session, keystore, config, second, a_worker(session).id)


def test_only_a_draft_can_be_changed_or_thrown_away(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    pack = proposed(session, keystore, config)
    for forbidden in (
        lambda: packs.keep(session, pack, 1, packs.chosen(pack)),
        lambda: packs.drop(session, pack, 1),
        lambda: packs.propose(session, pack, 1),
    ):
        with pytest.raises(NotNow):
            forbidden()
    packs.send_back(session, pack, pack.made_by)
    assert (pack.state, pack.proposed_by) == ("draft", None)
    packs.drop(session, pack, pack.made_by)
    assert session.scalar(select(Pack)) is None


def test_answers_in_a_pack_can_no_longer_be_taken_back(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    outside = a_response(session, keystore, sent=SENT + timedelta(days=40)).response_id
    inside = session.scalars(select(Response.id).where(Response.id != outside)).first()
    published(session, keystore, config)
    session.expire_all()
    assert inside is not None
    with pytest.raises(AlreadyPacked):
        take_back(session, keystore, inside)
    take_back(session, keystore, outside)
    assert session.get(Response, outside) is None


def test_themes_move_up_and_down_and_stop_at_the_ends() -> None:
    keys = "abc"
    chosen = packs.Choices(themes=tuple(ChosenTheme(key) for key in keys))
    for key, by, order in (("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, keys), ("x", 1, keys)):
        assert "".join(t.key for t in packs.moved(chosen, key, by).themes) == order


def test_a_team_sheet_is_of_that_team(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    pack = begun(session, keystore, config, replace(WANTED, audience="team", team_id=borough.id))
    made = packs.composed(session, keystore, config, pack)
    assert (made["group"], made["answered"]) == (f"team:{borough.id}", 30)
    assert packs.quotes_for(session, keystore, pack) == ()


def test_who_may_read_what(
    session: Session, keystore: Keystore, config: Config, borough: Team
) -> None:
    young = published(session, keystore, config)
    others = {}
    for audience, team in (("partnership", None), ("care_council", None), ("team", borough.id)):
        pack = begun(session, keystore, config, Wanted(Q3, audience, "en", team))
        packs.propose(session, pack, pack.made_by)
        _publish(session, keystore, config, pack, a_worker(session).id)
        others[audience] = pack
    draft = begun(session, keystore, config)
    expected = {
        a_worker(session, Role.PANEL_MEMBER): {young},
        a_worker(session, Role.PARTNERSHIP): {young, others["care_council"], others["partnership"]},
        a_worker(session, Role.MANAGER, borough): {young, *others.values()},
        a_worker(session, Role.MANAGER, a_team(session, "far")): {
            young,
            others["care_council"],
            others["partnership"],
        },
        a_worker(session, Role.OFFICER): {young, *others.values()},
    }
    for worker, may in expected.items():
        found = readers.readable(session, worker)
        assert set(found) == may, worker.name
        assert readers.wanted(found, None) is young
        assert readers.wanted(found, draft.id) is None
    council = a_worker(session, Role.PANEL_MEMBER, bodies=(Body.CARE_COUNCIL,))
    found = readers.readable(session, council)
    assert found == (others["care_council"],)
    assert readers.wanted(found, None) is others["care_council"]
    nowhere = a_worker(session, Role.PANEL_MEMBER, bodies=())
    assert readers.readable(session, nowhere) == ()
