"""Settings are read once, and unsafe ones are refused with a sentence that says what to change."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from voice.config import Config, UnsafeSetting, kept_secret


def test_without_variables_every_setting_has_its_default() -> None:
    assert Config.from_environment({}) == Config()


def test_every_setting_can_come_from_the_environment(tmp_path: Path) -> None:
    found = Config.from_environment(
        {
            "VOICE_DATA": str(tmp_path),
            "VOICE_DATABASE_URL": "postgresql://db/voice",
            "VOICE_SECRET_KEY": "s" * 32,
            "VOICE_COUNCIL": "Demo Borough",
            "VOICE_LANGUAGES": "pl, en",
            "VOICE_THRESHOLD": "7",
            "VOICE_READ_DAYS": "3",
            "VOICE_DEMO": "1",
            "VOICE_HTTPS": "no",
        }
    )
    assert found.data == tmp_path
    assert found.main_database == "postgresql://db/voice"
    assert (found.languages, found.fallback_language) == (("pl", "en"), "pl")
    assert (found.threshold, found.read_days) == (7, 3)
    assert (found.demo, found.https) == (True, False)


def test_without_an_address_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    assert Config(data=tmp_path).main_database == f"sqlite:///{tmp_path / 'voice.db'}"


def test_variables_of_others_are_left_alone() -> None:
    assert Config.from_environment({"THRESHOLD": "1", "PATH": "/bin"}) == Config()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VOICE_THRESHOLD", "2"),
        ("VOICE_THRESHOLD", "0"),
        ("VOICE_THRESHOLD", "-5"),
        ("VOICE_THRESHOLD", "many"),
        ("VOICE_READ_DAYS", "0"),
        ("VOICE_READ_DAYS", "soon"),
        ("VOICE_LANGUAGES", " , "),
        ("VOICE_SECRET_KEY", "short"),
        ("VOICE_DEMO", "perhaps"),
        ("VOICE_HTTPS", "2"),
    ],
)
def test_an_unsafe_setting_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(UnsafeSetting, match=name):
        Config.from_environment({name: value})


def test_a_refused_key_is_not_repeated() -> None:
    with pytest.raises(UnsafeSetting) as refused:
        Config.from_environment({"VOICE_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_a_kept_secret_stays_the_same(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "var", "a.key")
    assert len(first) == 32
    assert kept_secret(tmp_path / "var", "a.key") == first
    assert kept_secret(tmp_path / "var", "b.key") != first


def test_only_the_owner_may_read_a_kept_secret(tmp_path: Path) -> None:
    kept_secret(tmp_path / "var", "a.key")
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var" / "a.key").stat().st_mode & 0o777 == 0o600


def test_several_who_start_at_once_share_one_secret(tmp_path: Path) -> None:
    found: list[bytes] = []
    start = threading.Barrier(8)

    def _ask() -> None:
        start.wait()
        found.append(kept_secret(tmp_path, "a.key"))

    threads = [threading.Thread(target=_ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]
