"""Rather no quote than one that could name someone."""

import pytest

from voice.panel.quotable import is_quotable, parts_of, whole

NAMES = parts_of(["Jo Penhale", "Dana Rook"]) | whole(["Harbour Team"])


@pytest.mark.parametrize(
    "text",
    [
        "She writes it how I said it.",
        "they asked me after they had decided",
        "I like my team. We play. I'm good at it",
        "A harbour is a nice place for a team to be.",
    ],
)
def test_plain_sentences_may_be_quoted(text: str) -> None:
    assert is_quotable(text, "en", NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "I live with Sarah and her dog",
        "my worker dana never listens to me",
        "jo is a very good listener",
        "the harbour team never rings me back",
        "my school is, Northgate I think so",
        "call me on the phone 07700",
        "write to me @somewhere or not",
        "look at www.example when you can",
        "I HATE it when they shout",
        "not sure",
        "first line here\nsecond line here",
        "so " * 60,
    ],
)
def test_what_could_name_someone_is_turned_away(text: str) -> None:
    assert not is_quotable(text, "en", NAMES)


def test_other_scripts_are_read_too() -> None:
    assert is_quotable("أحب أن تستمع إلي العاملة", "ar", NAMES)
    assert is_quotable("Lubię, kiedy ktoś mnie słucha", "pl", NAMES)
    assert not is_quotable("Lubię, kiedy Żaneta mnie słucha", "pl", NAMES)
