"""Keys are kept apart, wrapped, and erasing one destroys what it sealed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import close
from voice.storage.keys import CannotOpen
from voice.storage.keystore import Keystore, LostKey


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Keystore]:
    made = Keystore(tmp_path)
    yield made
    close(made)


def test_a_key_once_made_is_found(store: Keystore) -> None:
    key_id, key = store.make()
    assert store.find(key_id) == key


def test_every_response_gets_a_key_of_its_own(store: Keystore) -> None:
    made = [store.make() for _ in range(20)]
    assert len({key for _, key in made}) == len({key_id for key_id, _ in made}) == 20
    assert store.find_all([key_id for key_id, _ in made]) == dict(made)


def test_an_erased_key_is_lost(store: Keystore) -> None:
    key_id, _ = store.make()
    store.erase(key_id)
    with pytest.raises(LostKey):
        store.find(key_id)


def test_asking_for_several_keys_says_how_many_are_lost(store: Keystore) -> None:
    kept, erased = store.make()[0], store.make()[0]
    store.erase(erased)
    with pytest.raises(LostKey, match="1 of 2"):
        store.find_all([kept, erased])


def test_no_keys_wanted_are_no_keys_found(store: Keystore) -> None:
    assert store.find_all([]) == {}


def test_another_process_opens_the_same_store(store: Keystore, tmp_path: Path) -> None:
    key_id, key = store.make()
    again = Keystore(tmp_path)
    assert again.find(key_id) == key
    close(again)


def test_under_another_master_key_nothing_opens(store: Keystore, tmp_path: Path) -> None:
    key_id, _ = store.make()
    (tmp_path / "master.key").write_bytes(b"x" * 32)
    stranger = Keystore(tmp_path)
    with pytest.raises(CannotOpen):
        stranger.find(key_id)
    close(stranger)


def test_the_file_holds_no_key_as_it_is(store: Keystore, tmp_path: Path) -> None:
    keys = [store.make()[1] for _ in range(5)]
    master = (tmp_path / "master.key").read_bytes()
    close(store)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("keys.db*"))
    assert kept
    assert not any(key in kept for key in (*keys, master))


def test_an_erased_key_leaves_no_bytes_behind(store: Keystore, tmp_path: Path) -> None:
    key_id, _ = store.make()
    with sqlite3.connect(tmp_path / "keys.db") as connection:
        (wrapped,) = connection.execute("SELECT wrapped FROM data_keys").fetchone()
    connection.close()
    store.erase(key_id)
    close(store)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("keys.db*"))
    assert bytes(wrapped) not in kept


def test_only_the_owner_may_read_the_files(store: Keystore, tmp_path: Path) -> None:
    store.make()
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    assert {"keys.db", "master.key"} <= modes.keys()
    assert not any(modes.values()), modes
