"""The screen: what a child may write when something is wrong, and what must not cry wolf."""

import tomllib
from collections.abc import Sequence
from importlib.resources import files

import pytest

from voice.i18n.phrases import PhraseBook
from voice.safety import screen as room
from voice.safety.screen import (
    ALERTS,
    KINDS,
    Concern,
    Sentence,
    State,
    checked_languages,
    needs_a_person,
    screen,
)

LANGUAGES = ("ar", "en", "pl", "so")


def kinds(text: str, language: str = "en") -> set[str]:
    return {concern.kind for concern in screen(text, language)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("harm", "my dad hits me"),
        ("harm", "he hitz me"),
        ("harm", "i got hit again"),
        ("harm", "Mum slapped me round the face 😢"),
        ("harm", "he touches my private parts"),
        ("harm", "there is no food in the house"),
        ("harm", "they locked me in my room"),
        ("harm", "my friend says her dad hits her"),
        ("domestic", "mum and dad fight all the time"),
        ("domestic", "he hit my mum"),
        ("domestic", "the police came to our house again"),
        ("self_harm", "kms"),
        ("self_harm", "i just wanna die"),
        ("self_harm", "I don't want to be here anymore"),
        ("self_harm", "everyone would be better off without me"),
        ("self_harm", "ive been cutting my arms"),
        ("missing", "im gonna run away tonight"),
        ("missing", "I am not going back home"),
        ("exploitation", "he keeps asking me for nudes"),
        ("exploitation", "they make me sell weed"),
        ("exploitation", "he said its our little secret"),
        ("fear", "scared 2 go home"),
        ("fear", "i dont feel safe"),
        ("fear", "I never feel safe at my dads"),
        ("fear", "please dont make me go back there"),
        ("fear", "if i tell anyone he will hurt me"),
        ("about_worker", "my social worker shouts at me"),
        ("about_worker", "can i have a different social worker"),
        ("complaint", "how do i make a complaint"),
        ("advocate", "i want an advicate"),
        ("advocate", "someone to speak up for me"),
        ("contact_me", "pls call me"),
        ("contact_me", "I need to talk to someone"),
        ("erase", "please delete my answers"),
        ("erase", "i didnt mean to send this"),
    ],
)
def test_a_child_who_says_so_is_heard(kind: str, text: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "nobody hits me",
        "no one at home ever hits me",
        "he doesn't hit me",
        "My dad has never hit me.",
        "i never feel scared",
        "I'm not scared of him",
        "mum and dad dont fight",
        "i have never hurt myself",
        "nothing makes me feel unsafe",
    ],
)
def test_a_negated_phrase_raises_nothing(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "nobody knows he hits me",
        "he doesn't hit me any more",
        "he doesn't hit me when mum is there",
        "he never stops hitting me",
        "please don't hit me",
        "not only does he hit me he shouts",
        "I don't tell anyone. He hits me",
        "no, he hits me",
        "he isn't nice and he hits me",
    ],
)
def test_a_negation_that_is_about_something_else_does_not_comfort(text: str) -> None:
    assert "harm" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "I hit the ball and we won",
        "im killing it at school",
        "the cake was dead good",
        "i was dying to see my nan",
        "my phone died",
        "I died laughing",
        "my dad beat me at chess",
        "scared of spiders",
        "the film was really scary",
        "i cut my hair",
        "we ran a race in the park",
        "my dog ran away",
        "i cant complain",
        "they call me names",
        "it hit me that she cares",
        "my worker never comes on time",
        "i want to see my brother more",
        "",
        "😀",
    ],
)
def test_a_harmless_sense_raises_nothing(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "we hit the ball and then he hit me",
        "i was dying to see nan but now i want to die",
        "my phone died. i want to die",
        "scared of spiders and scared of my dad",
    ],
)
def test_a_harmless_sense_hides_only_what_it_touches(text: str) -> None:
    assert kinds(text) & set(ALERTS)


@pytest.mark.parametrize(
    ("language", "kind", "text"),
    [
        ("pl", "harm", "tata mnie bije"),
        ("pl", "fear", "boje sie wracac do domu"),
        ("pl", "fear", "nie czuję się bezpiecznie"),
        ("pl", "self_harm", "chce umrzec"),
        ("pl", "contact_me", "chcę z kimś porozmawiać"),
        ("ar", "harm", "أَبِي يَضْرِبُنِي كل يوم"),
        ("ar", "fear", "انا خايفة من ابي"),
        ("ar", "fear", "لا أشعر بالأمان"),
        ("ar", "self_harm", "أريد أن أموت"),
        ("ar", "missing", "بدي اهرب من البيت"),
        ("so", "harm", "aabahay wuu i garaacaa"),
        ("so", "fear", "waan ka baqaa aabahay"),
        ("so", "self_harm", "waxaan rabaa inaan dhinto"),
        ("so", "domestic", "aabe wuxuu garaacaa hooyaday"),
    ],
)
def test_other_languages_are_heard(language: str, kind: str, text: str) -> None:
    assert kind in kinds(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "nikt mnie nie bije"),
        ("pl", "tata nigdy mnie nie uderzył"),
        ("pl", "boję się pająków"),
        ("pl", "kopnął piłkę"),
        ("ar", "لا أحد يضربني"),
        ("ar", "أبي لا يضربني"),
        ("ar", "أخاف من الظلام"),
        ("so", "qofna ima garaaco"),
        ("so", "waan ka baqaa mugdiga"),
    ],
)
def test_other_languages_have_negations_and_harmless_senses(language: str, text: str) -> None:
    assert kinds(text, language) == set()


def test_a_concern_says_where_and_why() -> None:
    text = "It is ok.\n  My step-dad HITS me 😢!"
    (concern,) = screen(text, "en")
    assert concern == Concern("harm", "phrase", concern.start, concern.end, concern.matched)
    assert text[concern.start : concern.end] == concern.matched
    assert concern.matched.endswith("HITS me")
    assert concern.score == 1.0


def test_concerns_come_in_order_and_a_kind_once_in_a_place() -> None:
    found = screen("i want to die. he hits me. he hits me with a belt", "en")
    assert [concern.kind for concern in found] == ["self_harm", "harm", "harm"]
    assert [concern.start for concern in found] == sorted(concern.start for concern in found)


def test_everyday_words_alone_raise_nothing() -> None:
    everyday = (
        "i me my we us you he she it they the a an is are was were be been have has had do does "
        "did will would can cant can't not never dont don't no yes nobody anyone someone mum dad "
        "brother sister nan worker school home house bed room friend family go going went get got "
        "take took make made give gave say said tell told want need like love hate feel felt good "
        "bad happy sad angry worried cry talk speak see help please when if what who how why "
        "where there here this that so very really too more in on at to of for with from and but "
        "or out up down away back now then time day night phone number name cut hit run leave "
        "stay live sleep play work money things stuff people man boy girl food hands send meet"
    )
    assert [word for word in everyday.split() if screen(word, "en")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_harmless_sense_is_a_single_open_word(language: str) -> None:
    """One careless word in a `not` list would silence a whole kind."""
    written = room.tomllib.loads(
        (files("voice.safety") / "lexicon" / f"{language}.toml").read_text("utf-8")
    )
    single = []
    for kind in KINDS:
        for pattern in written.get(kind, {}).get("not", ()):
            book = PhraseBook([(kind, pattern)], language)
            after_one = {place for places in book.steps[0].values() for place in places}
            single += [pattern] if after_one & set(book._met_at) else []
    assert [p for p in single if "sunburn" not in p and "rollerblade" not in p] == []


@pytest.mark.parametrize(("language", "fewest"), [("en", 280), ("ar", 60), ("pl", 60), ("so", 60)])
def test_a_lexicon_has_every_kind_and_enough_phrases(language: str, fewest: int) -> None:
    lexicon = room._lexicon(language)
    assert lexicon is not None
    entries = lexicon.phrases._entries
    assert {kind for kind, _ in entries} == set(KINDS)
    assert len({pattern for _, pattern in entries}) >= fewest


def test_only_a_checked_list_may_stand_alone() -> None:
    assert checked_languages() == frozenset(), "no practitioner has read any list yet"
    assert all(needs_a_person(language) for language in LANGUAGES)
    assert State.CHECKED.stands_alone
    assert State.BY_AUTHORS.stands_alone
    assert not State.DRAFT.stands_alone


def test_the_head_of_each_list_says_what_the_whole_list_says() -> None:
    for language in room._languages():
        whole = tomllib.loads(room._file(language))
        assert room._state(language) == whole["state"]


def test_a_language_without_a_list_finds_nothing_and_goes_to_a_person() -> None:
    for language in ("fr", "", "../en"):
        assert screen("he hits me", language) == ()
        assert needs_a_person(language)


def test_likeness_is_asked_with_sentences_and_joined_by_place() -> None:
    class Alike:
        def concerns(self, sentences: Sequence[Sentence], language: str) -> list[Concern]:
            assert language == "en"
            first = sentences[0]
            return [Concern("fear", "similar", first.start, first.end, first.text, 0.71)]

    found = screen(" I go quiet there. He hits me", "en", Alike())
    assert [(c.kind, c.source, c.matched) for c in found] == [
        ("fear", "similar", "I go quiet there."),
        ("harm", "phrase", "He hits me"),
    ]


@pytest.mark.parametrize(
    ("kind", "added"), [("harm", False), ("fear", False), ("about_worker", True)]
)
def test_likeness_is_silent_where_a_phrase_calls_a_person_already(kind: str, added: bool) -> None:
    class Alike:
        def concerns(self, sentences: Sequence[Sentence], language: str) -> list[Concern]:
            return [Concern(kind, "similar", s.start, s.end, s.text, 0.6) for s in sentences]

    found = screen("He hits me", "en", Alike())
    assert ([c.source for c in found] == ["phrase"]) is not added


def test_likeness_works_where_there_is_no_list() -> None:
    class Alike:
        def concerns(self, sentences: Sequence[Sentence], language: str) -> list[Concern]:
            return [Concern("harm", "similar", s.start, s.end, s.text, 0.6) for s in sentences]

    assert kinds("er slacht mij", "xx") == set()
    assert [c.source for c in screen("er slacht mij", "xx", Alike())] == ["similar"]


@pytest.mark.parametrize(
    "change",
    [
        {"harms": {"phrases": ["hit me"]}},
        {"negation": {"nots": ["never"]}},
        {"language": "pl"},
        {"state": "probably fine"},
    ],
)
def test_a_slip_in_a_lexicon_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        room._read({"language": "en", "state": "draft", **change}, "en")


def test_a_lexicon_may_leave_out_what_it_does_not_need() -> None:
    lexicon = room._read(
        {"language": "en", "state": "draft", "harm": {"phrases": ["hit me"]}}, "en"
    )
    assert lexicon.state is State.DRAFT


def test_lists_that_were_made_ready_are_not_read_again() -> None:
    room._lexicon.cache_clear()
    room.make_ready(["so"])
    read = room._lexicon.cache_info().misses
    screen("waan ka baqayaa guriga", "so")
    assert room._lexicon.cache_info().misses == read == 1
