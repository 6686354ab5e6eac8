"""Voice beside what others would do with the same comments: `python -m tests.bench.peers`.

Prints the table of docs/themes.md. Needs the extra `bench`. Topics of NMF and LDA are matched to
themes one to one with the labels in sight, which is more than they would have in life. VADER and
TextBlob know three bands of our five. Comments are the dev half of the invented samples.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from tests.bench.themes import Row, f1, feeling_scores, macro, rows, textblob_band
from voice.themes import learnt as kept
from voice.themes.codebook import codebook
from voice.themes.meaning import Meaning
from voice.themes.pipeline import read

LANGUAGES = ("en", "ar", "pl", "so")
KEYS = [theme.key for theme in codebook().themes]
#: A comment belongs to a topic that has at least this share of it.
_SHARE = 0.3
_SEED = 1
#: VADER's own borders between good, neither and bad.
_VADER = 0.05


def labels(samples: Sequence[Row]) -> Any:
    """[comments, themes] of true and false."""
    return np.array([[key in row["themes"] for key in KEYS] for row in samples])


def theme_f1(found: Any, meant: Any) -> float:
    """Macro-F1 over the themes."""
    return macro(f1(zip(meant[:, at], found[:, at], strict=True)) for at in range(len(KEYS)))


def topics(samples: Sequence[Row], model: Any, counter: Any) -> Any:
    """[comments, themes] by topics, each matched to the one theme that it finds best."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = model.fit_transform(counter.fit_transform([row["text"] for row in samples]))
    shares = weights / weights.sum(1, keepdims=True).clip(1e-9)
    found, meant = shares >= _SHARE, labels(samples)
    marks = [[f1(zip(theme, topic, strict=True)) or 0.0 for theme in meant.T] for topic in found.T]
    topic_of, theme_of = linear_sum_assignment(np.array(marks), maximize=True)
    matched = np.zeros_like(meant)
    matched[:, theme_of] = found[:, topic_of]
    return matched


def ours(samples: Sequence[Row], learnt: Meaning | None) -> Any:
    """[comments, themes] by Voice, with likeness or by phrases alone."""
    heard = [read(row["text"], row["lang"], learnt=learnt).themes for row in samples]
    return labels([{"themes": {each.theme for each in one}} for one in heard])


def themes(samples: Sequence[Row], learnt: Meaning) -> dict[str, float]:
    """Macro-F1 by way of finding themes."""
    meant, many = labels(samples), len(KEYS)
    nmf = topics(samples, NMF(many, random_state=_SEED, max_iter=500), TfidfVectorizer())
    lda = topics(samples, LatentDirichletAllocation(many, random_state=_SEED), CountVectorizer())
    return {
        "TF-IDF + NMF": theme_f1(nmf, meant),
        "LDA": theme_f1(lda, meant),
        "Voice, phrases alone": theme_f1(ours(samples, None), meant),
        "Voice": theme_f1(ours(samples, learnt), meant),
    }


def feelings(samples: Sequence[Row], learnt: Meaning) -> dict[str, float]:
    """Macro-F1 over the five bands by way of hearing them."""
    meant = [row["feeling"] for row in samples]
    vader = SentimentIntensityAnalyzer()
    scored = [vader.polarity_scores(row["text"])["compound"] for row in samples]
    bands = ["pos" if one >= _VADER else "neg" if one <= -_VADER else "neutral" for one in scored]
    lists = [read(row["text"], row["lang"]).feeling for row in samples]
    both = [read(row["text"], row["lang"], learnt=learnt).feeling for row in samples]
    ways = {
        "TextBlob": [textblob_band(row["text"]) for row in samples],
        "VADER": bands,
        "Voice, lists alone": lists,
        "Voice": both,
    }
    return {name: macro(feeling_scores(meant, found).values()) for name, found in ways.items()}


def main() -> None:
    """Print both tables."""
    learnt = kept.shipped()
    if learnt is None:
        raise SystemExit(kept.why_not_shipped())
    samples = {language: rows(language, "dev") for language in LANGUAGES}
    heads = " | ".join(f"{code} (n={len(samples[code])})" for code in LANGUAGES)
    for title, measure in (("Themes", themes), ("Feeling", feelings)):
        tables = {code: measure(samples[code], learnt) for code in LANGUAGES}
        print(f"| {title}, macro-F1 | {heads} |\n|---|" + "---|" * len(LANGUAGES))
        for name in tables["en"]:
            print(f"| {name} | " + " | ".join(f"{tables[c][name]:.2f}" for c in LANGUAGES) + " |")
        print()


if __name__ == "__main__":
    main()
