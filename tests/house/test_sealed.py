"""No word that a child types lies readable on the disk."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import JSON, Engine, LargeBinary, String, text
from sqlalchemy.orm import Session

from tests.build import a_link, a_team
from tests.forms import open_form
from voice.config import Config
from voice.questions.shelf import library
from voice.storage.types import Sealed, Words
from voice.tables import metadata

#: Bytes that no person wrote: an HMAC.
NOT_WORDS = {"responses.digest"}
#: JSON columns, each of which holds codes, counts or our own words.
CODES = {
    "action_history.changes",
    "ballots.stars",
    "alerts.span",
    "answers.chosen",
    "benign_bank.span",
    # What officers wrote about codes, for everybody who counts by them.
    "codebook_changes.told",
    "covers.boxes",
    "export_requests.wanted",
    "hand_codings.found",
    "hand_codings.themes",
    # A child agreed to every word in it, and two people approved it for everybody to read.
    "packs.contents",
    "published_words.words",
    "releases.attacked",
    "releases.cube",
    "responses.company",
    "trail.detail",
}
SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be")


def _bytes_on_disk(config: Config) -> bytes:
    files = [path for path in config.data.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"voice.db", "voice.db-wal", "keys.db"} <= names, names
    return b"".join(path.read_bytes() for path in files)


def _found(canaries: list[str], kept: bytes) -> list[str]:
    return [
        canary
        for canary in canaries
        if any(canary.encode(spelling) in kept for spelling in SPELLINGS)
    ]


@pytest.mark.parametrize("set_key", sorted(library()))
def test_what_is_typed_into_any_field_is_not_on_the_disk(
    client: FlaskClient, session: Session, config: Config, set_key: str
) -> None:
    team = a_team(session, "kanarienvogel")
    link = a_link(session, set_key, library()[set_key].tiers[-1], team)
    session.commit()
    form = open_form(client, link.token)
    assert len(form.typed) >= 3
    canaries = {name: f"Kanari{place:03}Zwölf" for place, name in enumerate(form.typed)}
    told = {"ticket": form.ticket, **canaries}
    answer = client.post(form.path, data=told, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    kept = _bytes_on_disk(config)
    assert _found(list(canaries.values()), kept) == []
    assert b"kanarienvogel" in kept, "the search finds nothing at all"


def test_what_is_typed_and_refused_is_not_on_the_disk(
    client: FlaskClient, session: Session, config: Config
) -> None:
    link = a_link(session)
    session.commit()
    form = open_form(client, link.token)
    told = {"ticket": "no ticket", "a-going_well": "Kanari Zwölf"}
    assert client.post(form.path, data=told).status_code == 303
    assert _found(["Kanari Zwölf"], _bytes_on_disk(config)) == [], "while the words wait"
    assert client.get(f"{form.path}/again").status_code == 409
    assert _found(["Kanari Zwölf"], _bytes_on_disk(config)) == []


def test_the_search_finds_what_lies_open(session: Session, config: Config) -> None:
    a_team(session, "Kanari Zwölf")
    session.commit()
    assert _found(["Kanari Zwölf"], _bytes_on_disk(config)) == ["Kanari Zwölf"]


@pytest.mark.postgresql
@pytest.mark.parametrize("either_engine", ["postgresql"], indirect=True)
def test_postgresql_keeps_nothing_readable_either(
    either_engine: str, client: FlaskClient, session: Session, engine: Engine
) -> None:
    link = a_link(session, team=a_team(session, "kanarienvogel"))
    session.commit()
    form = open_form(client, link.token)
    told = dict.fromkeys(form.typed, "Kanari Zwölf")
    posted = client.post(form.path, data={"ticket": form.ticket, **told}, follow_redirects=True)
    assert posted.status_code == 200
    kept = ""
    with engine.connect() as connection:
        for name in metadata.tables:
            rows = connection.execute(text(f"SELECT t::text FROM {name} AS t")).scalars()
            kept += "".join(rows)
    assert "kanarienvogel" in kept
    assert "Kanari Zwölf" not in kept
    assert "Kanari Zwölf".encode().hex() not in kept


def test_every_column_of_text_is_sealed_or_ours() -> None:
    odd = []
    for table in metadata.tables.values():
        for column in table.columns:
            name, kind = f"{table.name}.{column.name}", column.type
            plain_text = isinstance(kind, String) and not isinstance(kind, Words)
            plain_bytes = isinstance(kind, LargeBinary) and name not in NOT_WORDS
            plain_json = isinstance(kind, JSON) and name not in CODES
            if plain_text or plain_bytes or plain_json:
                odd.append(name)
    assert odd == []


def test_the_childs_own_words_are_in_sealed_columns() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert {"answers.text", "consents.contact"} <= sealed
