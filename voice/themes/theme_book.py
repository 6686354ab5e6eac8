"""The phrases by which the themes are known in one language, and their harmless senses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from voice.i18n.phrases import Hit, PhraseBook
from voice.i18n.words import Word

#: Marks a key's harmless senses inside one book, so that one pass finds both.
BUT_NOT = "!"


class ThemeBook:
    """The phrases of one language; a phrase's harmless senses (`not`) take its hit away."""

    def __init__(
        self,
        language: str,
        state: str,
        entries: Iterable[tuple[str, str]],
        heard: Iterable[tuple[str, str]] | None = None,
    ) -> None:
        self.language = language
        #: How far speakers have checked it: "draft", "checked" or "child_checked".
        self.state = state
        #: What people listed: a theme (with `BUT_NOT` before it for a harmless sense), a phrase.
        self.entries = tuple(entries)
        #: The same as they are followed: without those of codes that are not used.
        self.heard = self.entries if heard is None else tuple(heard)

    @cached_property
    def _phrases(self) -> PhraseBook:
        """Made when the language is first read: making all of them takes seconds."""
        return PhraseBook(self.heard, self.language)

    @cached_property
    def listed(self) -> frozenset[tuple[str, str]]:
        """The entries, to ask whether one is among them."""
        return frozenset(self.entries)

    def check(self) -> None:
        """ValueError for a phrase that cannot be read."""
        _ = self._phrases

    def find(self, said: Sequence[Word]) -> list[Hit]:
        """Hits in order of place, keyed by theme or control."""
        hits = self._phrases.find(said)
        harmless = [hit for hit in hits if hit.key.startswith(BUT_NOT)]
        if not harmless:
            return hits
        return [
            hit
            for hit in hits
            if not hit.key.startswith(BUT_NOT)
            and not any(_same_place(hit, other) for other in harmless)
        ]


class ThemeBooks(Mapping[str, ThemeBook]):
    """Books by language, each read when it is first asked for: reading all takes a second."""

    def __init__(self, languages: Iterable[str], read: Callable[[str], ThemeBook]) -> None:
        self._languages = tuple(sorted(languages))
        self._read = cache(read)

    def __getitem__(self, language: str) -> ThemeBook:
        if language not in self._languages:
            raise KeyError(language)
        return self._read(language)

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


def _same_place(hit: Hit, harmless: Hit) -> bool:
    if harmless.key != BUT_NOT + hit.key:
        return False
    return hit.start < harmless.end and harmless.start < hit.end
