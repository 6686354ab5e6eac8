"""What a pack holds, and how it is put into words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.build import a_cube
from voice.figures import cube
from voice.figures.cube import Cube
from voice.figures.hiding import Rules
from voice.i18n.catalogues import compile_stale
from voice.panel.contents import (
    Choices,
    ChosenTheme,
    Said,
    Setting,
    choices_of,
    compose,
    group_of,
    numbers,
)
from voice.panel.phrases import PICTURES, count
from voice.panel.speech import speech
from voice.panel.told import told
from voice.panel.wording import Told
from voice.paths import STATIC
from voice.themes import quarters

SETTING = Setting(
    quarters.of_key("2026-Q3"),
    "partnership",
    "all",
    "en",
    "Demo Borough",
    {"team:1": "North", "team:2": "South"},
    ("4-7", "8-10", "11-18"),
    "f" * 64,
)
SAID = Said("r1", "Nie pytali mnie.", "pl", "They did not ask me.", "8-10")
CHOSEN = Choices(
    themes=(ChosenTheme("delay", "Waiting for ages"), ChosenTheme("listened", quote="q1"))
)


@pytest.fixture(autouse=True, scope="module")
def _spoken() -> None:
    compile_stale()


def made(chosen: Choices = CHOSEN, setting: Setting = SETTING, of: Cube | None = None) -> dict:
    return compose(chosen, of or a_cube(), setting, {"q1": SAID}, "not_assigned")


def worded(code: str = "en", **more: object) -> Told:
    return told(made(**more), speech(code), "a" * 64)  # type: ignore[arg-type]


def test_a_cube_written_down_and_read_is_the_same() -> None:
    assert cube.read(cube.written(a_cube())) == a_cube()
    assert a_cube().groups("team") == ("team:1", "team:2")


def test_a_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    assert cube.fingerprint({"a": 1, "b": 2}) == cube.fingerprint({"b": 2, "a": 1})
    assert cube.fingerprint({"a": 1}) != cube.fingerprint({"a": 2})


def test_themes_stand_in_the_order_people_chose() -> None:
    assert [each["key"] for each in made()["themes"]] == ["delay", "listened"]


def test_a_theme_without_a_figure_is_left_out() -> None:
    chosen = Choices(themes=(ChosenTheme("school"), ChosenTheme("listened")))
    assert [each["key"] for each in made(chosen)["themes"]] == ["listened"]


def test_choices_survive_being_written_down() -> None:
    assert choices_of(CHOSEN.written()) == CHOSEN
    assert choices_of({}) == Choices()


def test_numbers_are_those_of_the_release_and_nothing_else() -> None:
    found = dict(numbers(made()))
    assert found["answered"] == 480
    assert found["delay.happy"] == 5
    assert found["delay.mixed"] is None
    assert found["team:1.listened"] == 120
    shown = set(a_cube().counts.values())
    assert {each for each in found.values() if each is not None} <= shown


def test_young_people_get_no_tables_and_boards_do() -> None:
    assert [table["by"] for table in made()["tables"]] == ["team"]
    assert made(setting=replace(SETTING, audience="youth_panel"))["tables"] == []


def test_a_team_sheet_is_about_that_team_alone() -> None:
    assert group_of("team", 1) == "team:1"
    assert group_of("care_council", None) == "service:care"
    sheet = made(setting=replace(SETTING, audience="team", group="team:1"))
    assert (sheet["answered"], sheet["about"], sheet["tables"]) == (300, "North", [])
    assert [each["shown"] for each in sheet["themes"]] == [30, 120]
    assert sheet["silence"]["known"] is False


def test_the_silence_names_ages_and_teams_we_heard_little_from() -> None:
    silence = made()["silence"]
    assert silence["tiers"] == ["4-7", "8-10", "11-18"]
    assert silence["teams"] == ["South"]


def test_the_headline_is_the_peoples_or_made_from_figures() -> None:
    assert [each.text for each in worded(chosen=replace(CHOSEN, headline="Ask us.")).headline] == [
        "Ask us."
    ]
    made_ = [each.text for each in worded().headline]
    assert made_ == ["Going best: Being listened to.", "Needs to get better: Waiting for ages."]
    one = replace(CHOSEN, themes=CHOSEN.themes[:1])
    assert worded(chosen=one).headline[0].text == "What matters most: Waiting for ages."
    assert worded(chosen=Choices()).headline[0].text == "Not enough children answered yet"


def test_what_was_typed_keeps_its_language_and_the_rest_is_translated() -> None:
    arabic = worded("ar", chosen=replace(CHOSEN, note="Read this first."))
    assert arabic.direction == "rtl"
    assert arabic.note is not None
    assert (arabic.note.tag, arabic.note.direction) == ("en", "ltr")
    assert arabic.cards[0].title.text == "الانتظار"
    assert arabic.cards[0].many == "نحو 60 من الأطفال"


def test_a_quote_says_its_language_and_has_its_translation_beside_it() -> None:
    quote = worded().cards[1].quote
    assert quote is not None
    assert (quote.words.tag, quote.who) == ("pl", "A child aged 8 to 10")
    assert quote.written_in == "written in Polski"
    assert quote.translation is not None
    same = worded("pl").cards[1].quote
    assert same is not None
    assert (same.written_in, same.translation) == ("", None)


def test_a_language_we_do_not_know_is_called_by_its_code() -> None:
    assert speech("en").other("xx") == ("xx", "ltr", "xx")


def test_nothing_to_show_is_said() -> None:
    empty = worded(chosen=Choices(), of=Cube(Rules(), a_cube().shape, {}))
    assert empty.lead[0] == "We only show what many children said."
    assert empty.cards == ()


def test_every_age_and_team_heard_is_said_too() -> None:
    counts = {(t, g, "all"): 100 for t in ("",) for g in ("all", "team:1", "team:2")}
    counts |= {("", f"tier:{age}", "all"): 50 for age in SETTING.tiers}
    counts["not_assigned", "all", "all"] = 20
    heard = worded(chosen=replace(CHOSEN, silence="We asked everybody."), of=Cube(
        Rules(), a_cube().shape, counts
    ))  # fmt: skip
    assert heard.silence[0] == "We heard from every age and every team."
    assert heard.silent == ()
    assert heard.silence_note is not None
    assert "About 20 children wrote things that fit none of our themes." in heard.hidden


def test_exact_counts_do_not_say_about() -> None:
    exact = Cube(Rules(step=1), a_cube().shape, a_cube().counts)
    assert not any("nearest" in line for line in worded(of=exact).counting)
    assert count(str, 7, 1) == "7"


def test_parts_in_ten_are_told_for_glad_and_for_sad() -> None:
    glad, sad = worded().cards[1], worded().cards[0]
    assert (glad.glad, glad.sad) == (
        "6 in 10 were happy with it.", "3 in 10 were not happy."
    )  # fmt: skip
    assert (sad.glad, sad.sad) == ("1 in 10 were happy with it.", "8 in 10 were not happy.")


def test_every_picture_is_there() -> None:
    for name in {*PICTURES.values(), "other"}:
        assert (STATIC / "pictures" / f"{name}.svg").exists()


@pytest.mark.parametrize("key", ["2026-Q5", "2026", "", "2026-Q33"])
def test_what_is_no_quarter_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        quarters.of_key(key)
