"""What an officer types to change the codebook; nothing typed is ever lost.

Each form becomes one change. It travels in the page between looking and doing, so that no half-made
change lies about.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from voice.codes import book_csv, book_qdc, brought
from voice.codes.labels import WORDS, others, spoken
from voice.i18n.catalogues import later
from voice.themes import changes, drafting
from voice.themes.changes import (
    TOLD,
    WORDED,
    Add,
    BringBack,
    Change,
    Merge,
    Rephrase,
    Retire,
    Reword,
    Split,
    Undo,
    Unfit,
    key_for,
    one_of,
    told_in,
)
from voice.themes.codebook import Codebook
from voice.themes.folding import phrases_of
from voice.web.forms import BaseForm, typed

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
_USUAL: Final = "en"
#: Letters of the word why.
LONGEST_WHY: Final = 300


class ChangeForm(BaseForm):
    """A change that is looked at before it is made."""

    #: "preview", "again" (go on typing) or "apply".
    step = HiddenField()
    #: The newest change when this one was looked at.
    after = HiddenField()
    why = StringField(_("Why?"))
    #: The code that is changed; "" for a new one, or for several.
    key = ""

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """What is meant; Unfit says what is wrong, with the field it is in. Here, nothing is."""
        return one_of([])

    def show(self, book: Codebook) -> None:
        """Fill the form with what is there, before anybody typed."""

    def blame(self, fault: Unfit) -> None:
        """Say what is wrong beside the field it is in, or at the top."""
        field = self._fields.get(fault.field) or self.step
        field.errors = [*field.errors, *str(fault).splitlines()]

    def kept(self) -> Iterator[tuple[str, str]]:
        """What was typed, to travel in the page."""
        for field in self:
            if field.name not in ("csrf_token", "why", "step", "after", "file"):
                yield field.name, str(field.data or "")

    def reason(self) -> str:
        """Why it is made; empty where it was not said, which stands beside the field then."""
        why = " ".join(typed(self.why).split())
        if not why:
            self.why.errors = [later("Say why, for whoever wonders about a number later.")]
        elif len(why) > LONGEST_WHY or "\0" in why:
            self.why.errors = [later("Use at most 300 letters.")]
        return "" if self.why.errors else why

    def _said(self) -> dict[str, str]:
        return {name: " ".join(typed(self[name]).split()) for name in WORDED}


class WordsForm(ChangeForm):
    """The words of a code."""

    title = StringField(WORDS["title"])
    line = TextAreaField(WORDS["line"])
    child_title = StringField(WORDS["child_title"])
    child_line = TextAreaField(WORDS["child_line"])
    include = TextAreaField(WORDS["include"])
    exclude = TextAreaField(WORDS["exclude"])
    owner = StringField(WORDS["owner"])

    def show(self, book: Codebook) -> None:
        """The words as they are."""
        for name in WORDED:
            self[name].data = getattr(book.theme(self.key), name)

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """Only the words that were changed."""
        words = drafting.reworded(book, self.key, self._said())
        return one_of([Reword(self.key, words)] if words else [])


class NewForm(WordsForm):
    """A code of the council's own."""

    language = SelectField(_("Language of the phrases"), default=_USUAL)
    phrases = TextAreaField(_("Phrases, one a line"))
    examples = TextAreaField(_("Sentences in children's words, one a line (in English)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = _languages()

    def show(self, book: Codebook) -> None:
        """Nothing is there yet."""

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """The new code."""
        return self._made(taken)

    def _made(self, taken: frozenset[str]) -> Add:
        said = self._said()
        language = typed(self.language)
        phrases = drafting.phrase_lines(typed(self.phrases), language)
        examples = tuple(filter(None, map(str.strip, typed(self.examples).splitlines())))
        listed = {language: phrases} if phrases else {}
        return Add(key_for(said["title"], taken), drafting.wording_of(said), listed, examples)


class SplitForm(NewForm):
    """A part of a code, as a code of its own."""

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """The new code, which takes its hits from the old one."""
        made = self._made(taken)
        if not made.phrases:
            raise Unfit("Type the phrases that mean the new code, not the old one.", "phrases")
        return Split(self.key, made)


class PhrasesForm(ChangeForm):
    """The phrases of a code in one language."""

    language = HiddenField(default=_USUAL)
    phrases = TextAreaField(_("Phrases, one a line"))

    def show(self, book: Codebook) -> None:
        """The phrases as they are."""
        self.phrases.data = "\n".join(phrases_of(book, self.key).get(typed(self.language), ()))

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """What is more and what is fewer."""
        language = typed(self.language)
        if language not in spoken():
            raise Unfit("Choose a language.", "phrases")
        wanted = {language: drafting.phrase_lines(typed(self.phrases), language)}
        found = drafting.rephrased(book, self.key, wanted)
        return one_of([Rephrase(self.key, at, tuple(m), tuple(f)) for at, m, f in found])


class ToldForm(ChangeForm):
    """What children read of a code in a language of theirs."""

    language = HiddenField()
    child_title = StringField(WORDS["child_title"])
    child_line = TextAreaField(WORDS["child_line"])

    def show(self, book: Codebook) -> None:
        """The words as they are."""
        have = book.retold.get((self.key, typed(self.language)), {})
        for name in TOLD:
            self[name].data = have.get(name, "")

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """Only the words that were changed."""
        language = typed(self.language)
        if language not in others():
            raise Unfit("Choose a language.", "child_title")
        said = {told_in(name, language): " ".join(typed(self[name]).split()) for name in TOLD}
        words = drafting.reworded(book, self.key, said)
        return one_of([Reword(self.key, words)] if words else [])


class MergeForm(ChangeForm):
    """Count a code under another."""

    into = SelectField(_("Count it under"))

    def offer(self, book: Codebook) -> None:
        """The codes there are."""
        others = ((each.key, each.title) for each in book.themes if each.key != self.key)
        self.into.choices = [("", later("Choose a code")), *others]

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """The merge."""
        if not typed(self.into):
            raise Unfit("Choose a code.", "into")
        return Merge(self.key, typed(self.into))


class RetireForm(ChangeForm):
    """No longer use a local code."""

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """The retirement."""
        return Retire(self.key)


class BackForm(ChangeForm):
    """Use a code again."""

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """The bringing back."""
        return BringBack(self.key)


class UndoForm(ChangeForm):
    """Take a change back."""

    number = 0

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """The taking back."""
        return Undo(self.number)


class BringInForm(ChangeForm):
    """A file of codes."""

    file = FileField(_("CSV or .qdc file"))
    #: What the file changes, once it was read.
    drafted = HiddenField()

    def change(self, book: Codebook, taken: frozenset[str]) -> Change:
        """What the file changes; it is read once, and travels as the change it makes."""
        sent = self.file.data
        if not sent:
            return self._drafted()
        content = sent.read(brought.LARGEST + 1)
        change = brought_in(content, sent.filename or "", book, taken, others())
        self.drafted.data = json.dumps(changes.written(change), ensure_ascii=False)
        return change

    def _drafted(self) -> Change:
        if not typed(self.drafted):
            raise Unfit("Choose a file.", "file")
        try:
            kind, told = json.loads(typed(self.drafted))
        except (ValueError, TypeError, RecursionError):
            raise Unfit("Choose the file again.", "file") from None
        return changes.read(kind, told)


def brought_in(
    content: bytes, name: str, book: Codebook, taken: frozenset[str], children: Collection[str]
) -> Change:
    """What a file changes; Unfit names each of its faults in a line of its own.

    `children` are the languages, but for English, that children's words may be in.
    """
    try:
        if name.lower().endswith(".qdc") or content.lstrip(b"\xef\xbb\xbf\r\n\t ")[:1] == b"<":
            rows = book_qdc.read(content, book, children)
        else:
            rows = book_csv.read(content, tuple(spoken()), children)
        return brought.change_of(rows, book, taken)
    except brought.Unreadable as fault:
        raise Unfit(str(fault), "file") from None
    except Unfit as fault:
        raise Unfit(str(fault), "file") from None


#: What can be done to a code, by the last part of the address.
FORMS: Final[Mapping[str, type[Any]]] = {
    "words": WordsForm,
    "phrases": PhrasesForm,
    "told": ToldForm,
    "merge": MergeForm,
    "split": SplitForm,
    "retire": RetireForm,
    "back": BackForm,
}


def _languages() -> list[tuple[str, str]]:
    return [(code, each.english_name) for code, each in spoken().items()]
