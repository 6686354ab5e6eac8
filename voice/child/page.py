"""Prepare a form's page once per published set, tier and language; then only the ticket changes.

A form is the same bytes for every child but for its ticket and its seal, so opening one costs a
join of five byte strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import render_template

from voice.child import offline
from voice.child.forms import ChildForm, form_class
from voice.i18n.catalogues import current
from voice.i18n.locales import Locale, locale
from voice.questions.sets import QuestionSet

#: Stands in the rendered page where the ticket goes; no text of ours contains it.
_GAP = "@@ticket@@"
#: Likewise for what the page seals with, which changes each month.
_SEAL_GAP = "@@seal@@"


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything a form's page depends on, but for its ticket."""

    #: What the child is asked, already in her words and for her tier.
    asked: QuestionSet
    tier: str
    code: str
    #: Codes of the languages this form is published in.
    languages: tuple[str, ...]
    council: str
    #: SHA-256 of the published words: the page is prepared anew when they differ.
    fingerprint: str
    #: Whether this form offers to say an answer aloud.
    say: bool = False

    def offered(self) -> list[Locale]:
        """The languages a child can change to."""
        return [locale(code) for code in self.languages]


def empty(opened: Opened, signed: str, seal: str) -> bytes:
    """The empty form for one sitting."""
    before, between, after = _prepared(_Key(opened))
    return before + seal.encode() + between + signed.encode() + after


def typed(opened: Opened, signed: str, form: ChildForm, why: str = "", seal: str = "") -> str:
    """The form as it was typed, with what is wrong beside it and `why` on top."""
    return render_template(
        "child/form.html",
        asked=opened.asked,
        tier=opened.tier,
        locale=current(),
        languages=opened.offered(),
        council=opened.council,
        form=form,
        ticket=signed,
        seal=seal,
        stamp=offline.version(),
        say=opened.say,
        why=why,
    )


class _Key:
    """An opened form as a key of the cache: equal when its bytes would be."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._mark = (
            opened.fingerprint,
            opened.tier,
            opened.code,
            opened.languages,
            opened.council,
            opened.say,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._mark == other._mark

    def __hash__(self) -> int:
        return hash(self._mark)


@lru_cache(maxsize=512)
def _prepared(key: _Key) -> tuple[bytes, bytes, bytes]:
    form = form_class(key.opened.asked)(formdata=None)
    whole = typed(key.opened, _GAP, form, seal=_SEAL_GAP)
    before, rest = whole.split(_SEAL_GAP)
    between, after = rest.split(_GAP)
    return before.encode(), between.encode(), after.encode()
