"""Settings of the council's own sign-in that would be unsafe are refused, with their name."""

from __future__ import annotations

import pytest

from voice.config import Config, UnsafeSetting
from voice.people.oidc import read, rules_of


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "http://sign-in.council.example"},
        {"oidc_issuer": "https://a.example"},
        {"oidc_issuer": "https://a.example", "oidc_client_id": "voice"},
        {
            "oidc_issuer": "https://a.example",
            "oidc_client_id": "voice",
            "oidc_client_secret": "s",
            "oidc_acr": (),
        },
    ],
)
def test_unsafe_settings_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(UnsafeSetting, match="VOICE_OIDC"):
        Config(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("pair", ["Boss", "=admin", "Boss=king", "Boss="])
def test_a_rule_must_name_a_role(pair: str) -> None:
    with pytest.raises(UnsafeSetting, match="VOICE_OIDC_ROLES"):
        rules_of(Config(oidc_roles=(pair,)))


def test_a_claim_of_any_other_shape_holds_nothing() -> None:
    told = read({"sub": "1", "roles": {"admin": True}, "amr": 7}, Config())
    assert (told.values, told.strong, told.name) == (frozenset(), False, "1")
