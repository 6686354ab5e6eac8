"""Every language has its own name, its direction and an honest state."""

from __future__ import annotations

import pytest

from voice.config import Config
from voice.i18n.locales import Locale, all_locales, locale


def test_every_language_offered_by_default_is_known() -> None:
    assert set(Config().languages) <= set(all_locales())


@pytest.mark.parametrize("code", sorted(all_locales()))
def test_a_language_is_called_what_its_speakers_call_it(code: str) -> None:
    spoken = locale(code)
    assert spoken.code == code
    assert spoken.name
    assert spoken.state in {"draft", "checked", "child_checked"}
    assert spoken.draft == (spoken.state == "draft")


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ar", "rtl"), ("so", "ltr")])
def test_a_language_is_written_in_its_direction(code: str, direction: str) -> None:
    assert locale(code).direction == direction


@pytest.mark.parametrize("script", ["Arab", "Hebr", "Thaa"])
def test_the_script_decides_the_direction(script: str) -> None:
    assert Locale("xx", "x", "X", script, "draft").direction == "rtl"


def test_a_tag_is_as_html_wants_it() -> None:
    assert Locale("zh_Hans", "中文", "Chinese", "Hans", "draft").tag == "zh-Hans"


def test_our_own_translations_do_not_claim_to_be_checked() -> None:
    assert [code for code in ("ar", "pl", "so") if not locale(code).draft] == []


def test_a_language_we_do_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        locale("xx")
