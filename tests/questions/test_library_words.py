"""The question library's own words: read as plain TOML, before any code of ours touches them.

It holds whoever corrects the library to our rules of wording: short sentences, no jargon, a reason
beside every question, a scale that exists.
"""

import re
import tomllib
from pathlib import Path

import pytest


def _names(listed):
    return set(listed.split())


LIBRARY = Path(__file__).parents[2] / "voice" / "questions" / "library"
SCALES = tomllib.loads((LIBRARY / "scales.toml").read_text(encoding="utf-8"))
KEYS = ["GS-Y", "GS-P", "CPB-Y", "CPB-P", "CP-Y", "CP-P", "RVB-Y", "RVB-P", "RV-Y", "RV-P"]
OCCASIONS = {
    "GS": "general",
    "CPB": "conference_before",
    "CP": "conference_after",
    "RVB": "review_before",
    "RV": "review_after",
}
TIERS = {"Y": ["4-7", "8-10"], "P": ["11-18"]}
THEMES = _names(
    "listened influence informed meetings worker worker_change alone safe home family friends "
    "school wellbeing identity rights independence activities access delay support"
)
FACES = _names(
    "happy quite_happy so_so quite_sad sad safe calm proud excited worried cross scared confused "
    "bored lonely"
)
FIXED = {
    "GS-Y": "good_things worries wishes",
    "GS-P": "worker_count_feel going_well worries one_change changed_before_what",
    "CPB-Y": "good_at_home worries feel_safe_needs not_in_front help_needed",
    "CPB-P": "good_at_home worries feel_safe_needs not_in_front help_needed",
    "CP-Y": "next_meeting",
    "CP-P": "agree_why best_thing worst_thing do_differently",
    "RVB-Y": "good_things worries wishes not_asked",
    "RVB-P": "good_things worries wishes not_asked",
    "RV-Y": "make_better",
    "RV-P": "do_differently",
}
HELP = {"GS-Y": {"safe_home"}, "GS-P": {"safe_home"}, "CP-P": {"safer"}}
PRIVATE = {"not_in_front", "not_asked", "hear_who_not", "who_not_there"}
VOCH = _names("explained_worries story_help_understand agree_worker plan_safe tablet_help_explain")
RESERVED = _names("with taps anything_else share answer advocate call_me contact ticket sid lang")
JARGON = re.compile(
    r"\b(placements?|contact|siblings?|respite|statutory|peers?|abscond\w*|caregivers?|attend\w*"
    r"|engag\w*|disclos\w*|intervention\w*|assessments?|professionals?|multi-agency|outcomes?"
    r"|looked after child\w*|service users?|challenging|difficulties)\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"\b[A-Z]{2,}\b")


def _raw(key: str) -> str:
    name = key.lower().replace("-", "_") + ".toml"
    return (LIBRARY / name).read_text(encoding="utf-8")


SETS = {key: tomllib.loads(_raw(key)) for key in KEYS}
QUESTIONS = [
    pytest.param(key, question, id=f"{key}:{question['id']}")
    for key in KEYS
    for section in SETS[key]["sections"]
    for question in section["questions"]
]


def _questions(key):
    return [each for section in SETS[key]["sections"] for each in section["questions"]]


def _scale_names(question):
    scale = question.get("scale", [])
    if isinstance(scale, dict):
        return list(scale.values())
    return [scale] if scale else []


def _options(question):
    chosen = [SCALES[name]["options"] for name in _scale_names(question)]
    return [*question.get("options", []), *(option for scale in chosen for option in scale)]


def _texts(key):
    whole = SETS[key]
    yield from (whole["title"], whole["intro"])
    for section in whole["sections"]:
        yield section["title"]
        for question in section["questions"]:
            yield from (question["text"], question.get("help", ""))
            yield from (option["text"] for option in _options(question))


def test_the_library_holds_every_set():
    names = {path.stem for path in LIBRARY.glob("*.toml")} - {"scales"}

    assert names >= {key.lower().replace("-", "_") for key in KEYS}


@pytest.mark.parametrize("key", KEYS)
def test_a_set_says_what_it_is_for_and_for_whom(key):
    family, reader = key.split("-")
    whole = SETS[key]

    assert whole["key"] == key
    assert whole["version"] >= 1
    assert whole["occasion"] == OCCASIONS[family]
    assert whole["tiers"] == TIERS[reader]
    assert whole["audience"] == "child"
    assert whole["title"]
    assert "\n" not in whole["intro"]


@pytest.mark.parametrize("key", KEYS)
def test_ids_and_constructs_are_used_once_in_a_set(key):
    ids = [question["id"] for question in _questions(key)]
    constructs = [question["construct"] for question in _questions(key)]
    sections = [section["key"] for section in SETS[key]["sections"]]

    for names in (ids, constructs, sections):
        assert len(names) == len(set(names))
    assert not RESERVED & set(ids)


@pytest.mark.parametrize("key", KEYS)
def test_the_open_questions_others_rely_on_are_there(key):
    opens = {question["id"] for question in _questions(key) if question["kind"] == "open"}

    assert set(FIXED[key].split()) <= opens


@pytest.mark.parametrize("key", KEYS)
def test_no_sentence_is_longer_than_fifteen_words(key):
    for text in _texts(key):
        for sentence in re.split(r"[.?!:]\s*", text):
            assert len(sentence.split()) <= 15, text


@pytest.mark.parametrize("key", KEYS)
def test_children_meet_no_jargon_and_no_acronym(key):
    for text in _texts(key):
        assert not JARGON.search(text), text
        assert not ACRONYM.search(text), text


@pytest.mark.parametrize("key", KEYS)
def test_a_reason_stands_beside_every_question(key):
    blocks = _raw(key).split("[[sections.questions]]\n")[1:]

    assert len(blocks) == len(_questions(key))
    for block in blocks:
        assert re.match(r"# Why: \S.{15,}", block), block[:80]


@pytest.mark.parametrize(("key", "question"), QUESTIONS)
def test_a_question_is_made_of_known_parts(key, question):
    assert re.fullmatch(r"[a-z][a-z_]*", question["id"])
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", question["construct"])
    assert question["kind"] in {"choice", "several", "feelings", "open"}
    assert question["polarity"] in {"good", "bad", "worry", "wish", "none"}
    assert question.get("theme", "listened") in THEMES
    assert question["text"][-1] in ".?"
    assert (question.get("safety") == "help") == (question["id"] in HELP.get(key, set()))
    assert question.get("private", False) == (question["id"] in PRIVATE)


@pytest.mark.parametrize(("key", "question"), QUESTIONS)
def test_whatever_can_be_chosen_has_options_in_every_tier(key, question):
    scale = question.get("scale")

    assert set(_scale_names(question)) <= set(SCALES)
    if isinstance(scale, dict):
        assert list(scale) == SETS[key]["tiers"]
    if question["kind"] == "open":
        assert not _options(question)
    else:
        assert ("scale" in question) != ("options" in question)
        assert len(_options(question)) >= 3
    assert (question["kind"] == "feelings") == (scale == "HOW")


@pytest.mark.parametrize(("key", "question"), QUESTIONS)
def test_a_question_that_hangs_on_another_comes_after_it(key, question):
    ids = [each["id"] for each in _questions(key)]
    by_id = {each["id"]: each for each in _questions(key)}
    if "follows" in question:
        assert question["kind"] == "open"
        assert ids.index(question["follows"]) == ids.index(question["id"]) - 1
    if "when" in question:
        earlier = by_id[question["when"]["question"]]
        assert ids.index(earlier["id"]) < ids.index(question["id"])
        assert set(question["when"]["values"]) <= {each["value"] for each in _options(earlier)}


def _choices():
    yield from ((name, scale["options"]) for name, scale in SCALES.items())
    for key in KEYS:
        for question in _questions(key):
            if "options" in question:
                yield f"{key}:{question['id']}", question["options"]


@pytest.mark.parametrize(("name", "options"), list(_choices()))
def test_options_are_told_apart_by_their_meaning(name, options):
    values = [option["value"] for option in options]

    assert len(values) == len(set(values))
    for option in options:
        assert re.fullmatch(r"[a-z][a-z_]*", option["value"])
        assert -1 <= option.get("weight", 0) <= 1
        assert option.get("face", "happy") in FACES
        assert not (option.get("low") and option.get("not_sure"))


@pytest.mark.parametrize(
    "name", [name for name, scale in SCALES.items() if scale["look"] == "faces"]
)
def test_a_scale_of_faces_has_a_face_on_every_option(name):
    assert all(option.get("face") for option in SCALES[name]["options"])


@pytest.mark.parametrize(("key", "question"), QUESTIONS)
def test_a_safety_question_has_an_option_that_shows_help(key, question):
    if question.get("safety") == "help":
        assert any(option.get("low") for option in _options(question))
        assert not all(option.get("low") for option in _options(question))


@pytest.mark.parametrize("key", ["CP-Y", "CP-P"])
def test_after_a_conference_the_national_five_are_asked(key):
    asked = [question["voch"] for question in _questions(key) if "voch" in question]

    assert sorted(asked) == sorted(VOCH)


@pytest.mark.parametrize("key", ["CP-P", "RV-P"])
def test_how_i_took_part_proposes_each_participation_code_from_four_on(key):
    took_part = next(each for each in _questions(key) if each["id"] == "took_part")

    assert {option["pn"] for option in took_part["options"]} == {f"PN{n}" for n in range(1, 8)}


def test_one_construct_is_asked_in_one_kind_of_way():
    kinds: dict[str, set[str]] = {}
    for key in KEYS:
        for question in _questions(key):
            kinds.setdefault(question["construct"], set()).add(question["kind"])

    assert [name for name, used in kinds.items() if len(used) > 1] == []


def test_care_leavers_have_their_own_part():
    titles = [section["title"] for section in SETS["GS-P"]["sections"]]

    assert "If you are leaving care" in titles
