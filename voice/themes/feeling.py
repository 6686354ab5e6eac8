"""Estimate how a comment sounds, and say which feeling is the one of record.

Pure. The child's own rating comes first, then what the question asked for; the sound of the words
is an estimate and is always marked as one. Our own lists (`codebook/feeling_*.toml`) are read
before TextBlob, which knows adults' film reviews: it calls a social worker pleasant and does not
mind "he hits me". TextBlob is wired so that no corpus is ever wanted.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from voice.i18n.phrases import Hit, PhraseBook
from voice.i18n.words import Word
from voice.themes.text import Sentence, split_sentences

Band = Literal["pos", "neg", "mixed", "neutral", "unclear"]
Source = Literal["rating", "question", "estimated"]
BANDS: Final[tuple[Band, ...]] = ("pos", "neg", "mixed", "neutral", "unclear")

#: Ratings (-1 to 1) at least this far from the middle say good or bad.
DECIDED = 0.25

#: What a hit weighs, and how many words before it may turn it round.
_WEIGHTS = {"good": 0.6, "bad": -0.6, "bit_good": 0.3, "bit_bad": -0.3}
_KEYS = (*_WEIGHTS, "but", "both", "wish", "unsure", "plain", "not")
_REACH = 3
#: The weaker side must be this share of the stronger for "mixed". Chosen on the dev split.
_BOTH = 0.5
#: Less than this on both sides is no feeling at all.
_FAINT = 0.25
#: TextBlob's own scores below this are noise ("big", "whole").
_TEXTBLOB_FLOOR = 0.2
_TEXTBLOB_SHARE = 0.6
#: Fewer words without any feeling tell us nothing; more are a plain statement.
_STATEMENT = 4

#: What the lists weigh beside likeness. Chosen on the dev half of the samples.
_VOTE = 0.15

_SHORT_NOT = re.compile(r"\b(do|does|did|is|was|are|were|ca|could|wo|would|has|have|should)n'?t\b")


@dataclass(frozen=True, slots=True)
class Estimate:
    """How words sound: the band, and what was found on either side (0 is nothing)."""

    band: Band
    good: float
    bad: float
    #: The child says that they do not know, or would rather not say.
    unsure: bool = False


def feeling_of_record(
    rating: float | None, polarity: str | None, estimated: str
) -> tuple[Band, Source]:
    """The feeling to count, and where it comes from: "rating", "question" or "estimated".

    `rating` is how good the child's own answer was, from -1 to 1 (turned round already where
    agreeing is bad). `polarity` is that of an open question: "good" asks for what is good, "worry"
    for what is not; every other value asks for neither. Words that plainly contradict the question
    ("nothing, I hate it" under what goes well) make it mixed.
    """
    band = _band(estimated)
    if rating is not None:
        middle: Band = "mixed" if band == "mixed" else "neutral"
        return ("pos" if rating >= DECIDED else "neg" if rating <= -DECIDED else middle), "rating"
    asked: dict[str | None, tuple[Band, Band]] = {"good": ("pos", "neg"), "worry": ("neg", "pos")}
    if polarity not in asked:
        return band, "estimated"
    meant, contrary = asked[polarity]
    return ("mixed" if band in (contrary, "mixed") else meant), "question"


def _band(name: str) -> Band:
    return next(band for band in BANDS if band == name)


def estimate(text: str, language: str, sentences: Sequence[Sentence] | None = None) -> Estimate:
    """How a text sounds; "unclear" in a language without a list, unless a sign decides.

    `sentences` are those of the text, from whoever has split it already.
    """
    scores = list(_sign_scores(text))
    lexicon = _lexicon(language)
    if lexicon is None:
        return _weigh(scores, "unclear")
    met: set[str] = set()
    count = 0
    for sentence in sentences or split_sentences(text, language):
        count += len(sentence.words)
        hits = _apart(lexicon.every(sentence.words))
        met |= {hit.key for hit in hits}
        scores += _phrase_scores(hits, sentence.words)
        if language == "en":
            scores += _textblob_scores(_masked(text[: sentence.end], sentence.start, hits))
    unsure = "unsure" in met
    if unsure and len(scores) < 2:
        scores = []
    stated = language == "en" and count >= _STATEMENT and not unsure
    share = 0.0 if "but" in met else _BOTH
    weighed = _weigh(scores, "neutral" if stated or "wish" in met else "unclear", share)
    return replace(weighed, unsure=unsure)


def joined(sound: Estimate, likely: Mapping[Band, float] | None) -> Band:
    """What our lists and the likeness to known comments say together; without it, the lists alone.

    Lists that found nothing have no voice, unless they found that the child does not know.
    """
    if likely is None:
        return sound.band
    silent = sound.band == "unclear" and not sound.unsure
    votes = {band: 0.0 if silent or band != sound.band else _VOTE for band in BANDS}
    return max(BANDS, key=lambda band: likely.get(band, 0.0) + votes[band])


def _weigh(scores: Iterable[float], otherwise: Band, share: float = _BOTH) -> Estimate:
    kept = list(scores)
    good = round(sum(score for score in kept if score > 0), 2)
    bad = round(-sum(score for score in kept if score < 0), 2)
    most, least = max(good, bad), min(good, bad)
    if most < _FAINT:
        return Estimate(otherwise, good, bad)
    if least >= _FAINT and least >= most * share:
        return Estimate("mixed", good, bad)
    return Estimate("pos" if good > bad else "neg", good, bad)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that do not overlap, the longest first come; in order of place."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, _KEYS.index(hit.key))):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _phrase_scores(hits: Sequence[Hit], said: Sequence[Word]) -> Iterator[float]:
    """What each hit weighs: a negation turns the next hit round, or counts by itself."""
    wish = any(hit.key == "wish" for hit in hits)
    pending: Hit | None = None
    for hit in hits:
        if hit.key == "not":
            pending = hit
        if hit.key == "both":
            yield from (_WEIGHTS["bit_good"], _WEIGHTS["bit_bad"])
        if hit.key not in _WEIGHTS:
            continue
        score = _WEIGHTS[hit.key]
        if pending and _between(pending, hit, said) < _REACH:
            # What is not bad is only somewhat good.
            score, pending = (-score if score > 0 else -score / 2), None
        if not wish or abs(score) > _WEIGHTS["bit_good"]:
            yield score
    if pending and not wish and len(said) > 1:
        yield _WEIGHTS["bit_bad"]


def _between(first: Hit, second: Hit, said: Sequence[Word]) -> int:
    return sum(first.end <= word.start and word.end <= second.start for word in said)


def _sign_scores(text: str) -> Iterator[float]:
    for sign, score in _signs():
        if sign in text:
            yield score


def _masked(text: str, start: int, hits: Iterable[Hit]) -> str:
    """The sentence with a dull word wherever our own lists have spoken already."""
    for hit in sorted(hits, key=lambda hit: -hit.start):
        if hit.key != "not":
            text = f"{text[: hit.start]}thing{text[hit.end :]}"
    return text[start:]


def _textblob_scores(sentence: str) -> Iterator[float]:
    for _, polarity, _, _ in textblob_feeling(sentence).assessments:
        if abs(polarity) >= _TEXTBLOB_FLOOR:
            yield polarity * _TEXTBLOB_SHARE


def textblob_feeling(text: str) -> Any:
    """TextBlob's own view: (polarity -1 to 1, subjectivity 0 to 1), with its `.assessments`."""
    blob, tokenizer, analyzer = _textblob()
    return blob(text, tokenizer=tokenizer, analyzer=analyzer).sentiment


@cache
def _textblob() -> tuple[Any, Any, Any]:
    # Here, not above: importing TextBlob takes most of a second.
    from textblob import TextBlob
    from textblob.base import CONTINUOUS, BaseSentimentAnalyzer, BaseTokenizer
    from textblob.en import sentiment
    from uniseg.wordbreak import words as unicode_words

    class UnicodeWords(BaseTokenizer):  # type: ignore[misc]
        """Words by the Unicode rules, where TextBlob would want a corpus."""

        def tokenize(self, text: str) -> list[str]:
            split = _SHORT_NOT.sub(r"\1 n't", text.lower().replace("’", "'"))
            return [word for word in split.split() for word in _pieces(word, unicode_words)]

    class OwnWords(BaseSentimentAnalyzer):  # type: ignore[misc]
        """TextBlob's lexicon, applied to our own tokens."""

        kind = CONTINUOUS

        def analyze(self, text: str) -> Any:
            return sentiment(tokenizer.tokenize(text))

    tokenizer = UnicodeWords()
    with warnings.catch_warnings():
        # TextBlob leaves its own files to be closed by the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        sentiment("warm up")
    return TextBlob, tokenizer, OwnWords()


def _pieces(word: str, cut: Any) -> Iterable[str]:
    return [word] if word == "n't" else cut(word)


@cache
def _signs() -> tuple[tuple[str, float], ...]:
    read = tomllib.loads(_file("signs").read_text("utf-8"))
    good = [(sign, _WEIGHTS["good"]) for sign in (*read["good"], *read["good_faces"])]
    return (*good, *((sign, _WEIGHTS["bad"]) for sign in (*read["bad"], *read["bad_faces"])))


@cache
def _lexicon(language: str) -> PhraseBook | None:
    if not language.isalpha() or not _file(language).is_file():
        return None
    read = tomllib.loads(_file(language).read_text("utf-8"))
    entries = [(key, pattern) for key in _KEYS for pattern in read.get(key, ())]
    return PhraseBook(entries, language)


def _file(name: str) -> Any:
    return files("voice.themes") / "codebook" / f"feeling_{name}.toml"
