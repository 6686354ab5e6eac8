"""The telling noun phrases of English comments, for naming what no theme holds yet.

Pure. TextBlob's tagger with an extractor of our own, so that no corpus is ever wanted. An officer
reads these beside the quotes; they name nothing by themselves. Other languages have none: there
the quotes must speak.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

#: Words that make no phrase more telling, whatever the tagger takes them for.
_DULL_WORDS = (
    "i im ive me my mine you u ur your he she they them thing things stuff lot lots bit way time "
    "times day days week one ones someone something anything nothing everything everyone people "
    "other such same own more most many much few last next cos bc coz pls please dont cant wont "
    "didnt doesnt isnt wasnt havent hasnt lol ok yes no"
)
_DULL = frozenset(_DULL_WORDS.split())
_LONGEST = 4


def noun_phrases(text: str, language: str = "en") -> tuple[str, ...]:
    """The noun phrases of a text in order, in small letters; empty for other languages."""
    if language != "en" or not text.strip():
        return ()
    blob, extractor = _textblob()
    return tuple(blob(text, np_extractor=extractor).noun_phrases)


def telling(
    texts: Iterable[Collection[str]], others: Iterable[Collection[str]] = (), most: int = 8
) -> tuple[tuple[str, int], ...]:
    """Phrases of at least two of these texts and of fewer others, with their counts.

    Each text is given by its noun phrases, which takes long to find: once is enough. A text counts
    once for a phrase; the most frequent come first, then by alphabet.
    """
    here, there = _counted(texts), _counted(others)
    found = [(phrase, n) for phrase, n in here.items() if n >= 2 and n > there[phrase]]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most])


def _counted(texts: Iterable[Collection[str]]) -> Counter[str]:
    return Counter(phrase for phrases in texts for phrase in set(phrases))


def _runs(tagged: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Runs of adjectives and nouns that end in a noun, without dull words."""
    run: list[tuple[str, str]] = []
    for word, tag in (*tagged, ("", "")):
        if tag[:2] in ("JJ", "NN") and word.lower() not in _DULL and word[0].isalpha():
            run.append((word.lower(), tag))
            continue
        while run and not run[-1][1].startswith("NN"):
            run.pop()
        if run:
            yield [noun for noun, _ in run[-_LONGEST:]]
        run = []


def _joined(runs: Iterable[Sequence[str]]) -> list[str]:
    return [" ".join(run) for run in runs if len(run) > 1 or len(run[0]) > 2]


@cache
def _textblob() -> tuple[Any, Any]:
    # Here, not above: importing TextBlob takes most of a second.
    from textblob import TextBlob
    from textblob.base import BaseNPExtractor
    from textblob.en import tag

    class TaggedNouns(BaseNPExtractor):  # type: ignore[misc]
        """Noun phrases by TextBlob's own tags, where its extractors would want a corpus."""

        def extract(self, text: str) -> list[str]:
            return _joined(_runs(tag(text)))

    with warnings.catch_warnings():
        # TextBlob leaves its own files to be closed by the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        tag("warm up")
    return TextBlob, TaggedNouns()
