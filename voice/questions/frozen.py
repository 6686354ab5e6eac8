"""A question set as plain lists and strings, and back: how published words are kept. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from voice.questions.kinds import Kind, Occasion, Polarity, Tier
from voice.questions.sets import Only, Option, Question, QuestionSet, Section

Plain = dict[str, Any]


def as_plain(whole: QuestionSet) -> Plain:
    """A set as plain lists and strings, ready to be kept as JSON."""
    plain: Plain = json.loads(json.dumps(asdict(whole)))
    return plain


def from_plain(plain: Plain) -> QuestionSet:
    """The set that `as_plain` wrote."""
    sections = tuple(
        Section(each["key"], each["title"], tuple(_question(one) for one in each["questions"]))
        for each in plain["sections"]
    )
    changed = {
        "sections": sections,
        "occasion": Occasion(plain["occasion"]),
        "tiers": tuple(Tier(tier) for tier in plain["tiers"]),
    }
    return QuestionSet(**{**plain, **changed})


def fingerprint(plain: Plain) -> str:
    """SHA-256 of a plain set; two sets with the same words have the same one."""
    line = json.dumps(plain, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(line.encode()).hexdigest()


def _question(plain: Plain) -> Question:
    only = plain["only"]
    by_tier = {
        Tier(tier): (_options(options), look) for tier, (options, look) in plain["by_tier"].items()
    }
    changed = {
        "kind": Kind(plain["kind"]),
        "polarity": Polarity(plain["polarity"]),
        "options": _options(plain["options"]),
        "only": Only(only["question"], tuple(only["values"])) if only else None,
        "by_tier": by_tier,
    }
    return Question(**{**plain, **changed})


def _options(plain: list[Plain]) -> tuple[Option, ...]:
    return tuple(Option(**option) for option in plain)
