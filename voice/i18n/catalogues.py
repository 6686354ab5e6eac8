"""Say every text in the reader's language, from the catalogues in `translations/`.

Two catalogues per language: `child` (forms, child screens, help, the panel's page), complete in
every language offered, and `messages` (staff), English first. `.mo` files are not kept in the
repository: what is missing or older than its `.po` is compiled when the app starts.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import cast

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations
from flask import Flask, g, has_request_context

from voice.i18n.locales import Locale, locale
from voice.paths import TRANSLATIONS

#: How a language orders weekday, day and month, where it is not the usual way.
_DAY = {"ar": "EEEE، d MMMM", "pl": "EEEE, d MMMM", "so": "EEEE, d MMMM"}
_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def init_app(app: Flask) -> None:
    """Compile what is stale, and let templates speak the reader's language."""
    compile_stale()
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(say, say_many, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_global(current, "current_locale")


def compile_stale(folder: Path = TRANSLATIONS) -> list[Path]:
    """Compile each catalogue whose `.mo` is missing or older; returns what was written."""
    written = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            _compile(po, mo)
            written.append(mo)
    return written


def _compile(po: Path, mo: Path) -> None:
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parent.parent.name)
    draft = mo.with_name(f".{mo.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    os.replace(draft, mo)  # noqa: PTH105 - one atomic step, so no process reads half a catalogue


@cache
def translations(code: str) -> NullTranslations:
    """Both catalogues of a language, the child's words winning over the staff's."""
    found = Translations.load(str(TRANSLATIONS), [code], "messages")
    child = Translations.load(str(TRANSLATIONS), [code], "child")
    if isinstance(found, Translations) and isinstance(child, Translations):
        found.merge(child)
        return found
    return child if isinstance(child, Translations) else found


def speak(code: str) -> Locale:
    """Make this the language of the current request."""
    g.locale = locale(code)
    spoken: Locale = g.locale
    return spoken


def current() -> Locale:
    """The language of the current request, or English outside one."""
    if has_request_context() and "locale" in g:
        found: Locale = g.locale
        return found
    return locale("en")


def say(text: str) -> str:
    """`text` in the language of the current request."""
    return translations(current().code).ugettext(text) if text else ""


def say_many(singular: str, plural: str, count: int) -> str:
    """The form of a staff text that fits `count`."""
    return translations(current().code).ungettext(singular, plural, count)


def say_in(code: str, text: str) -> str:
    """`text` in the language `code`."""
    return translations(code).ugettext(text) if text else ""


def later(text: str) -> str:
    """`text` in the language of the request that will show it: for class bodies of forms."""
    return cast("str", LazyProxy(say, text, enable_cache=False))


def day_in_words(day: date, code: str) -> str:
    """A date as weekday, day and month in words: Gregorian, Latin digits."""
    return format_date(day, _DAY.get(code, "EEEE d MMMM"), locale=code).translate(_LATIN_DIGITS)


def month_in_words(day: date, code: str) -> str:
    """A month in words, for instance "October"."""
    return format_date(day, "LLLL", locale=code).translate(_LATIN_DIGITS)


def speaker(code: str) -> Callable[[str], str]:
    """A function that says a text in this language."""
    return partial(say_in, code)
