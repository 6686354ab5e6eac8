"""What every form weighs and how soon it is there: `python -m tests.bench.screens [RUNS]`.

Prints a line for each form and language, as a table for docs/budgets.md. Each time is the least of
RUNS (3; with 0 no times are taken): slow 4G (1.6 Mb/s, 150 ms) and a processor six times slower.
The bare page is the one behind "Hide this page".
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.budget import PHONE, Scales, Times, bare, look, times, touch
from tests.browser.forms import Forms, opened
from tests.build import LANGUAGES
from voice.questions.shelf import library

_HEAD = (
    "form",
    "language",
    "first view KB",
    "requests",
    "HTML+CSS KB",
    "scripts KB",
    "fonts KB",
    "whole visit KB",
    "again KB",
    "LCP ms",
    "INP ms",
    "CLS",
)


def _fresh(forms: Forms) -> Page:
    return forms.browser.new_context(viewport=PHONE).new_page()


def _bytes(forms: Forms, address: str) -> Iterator[str]:
    page = _fresh(forms)
    scales = Scales(page)
    look(page, address)
    yield f"{scales.wire() / 1024:.1f}"
    yield str(len(scales.files))
    for kinds in (("Document", "Stylesheet"), ("Script",), ("Font",)):
        yield f"{scales.body(*kinds) / 1024:.1f}"
    touch(page)
    yield f"{scales.wire() / 1024:.1f}"
    with scales.only():
        look(page, address)
        touch(page)
    yield f"{scales.wire() / 1024:.1f}"
    page.context.close()


def _least(taken: list[Times]) -> Iterator[str]:
    if taken:
        yield f"{min((each.lcp for each in taken if each.lcp), default=0):.0f}"
        yield f"{min(each.inp for each in taken):.0f}"
        yield f"{max(each.cls for each in taken):.3f}"


def _times(forms: Forms, address: str, runs: int) -> Iterator[str]:
    taken = []
    for _ in range(runs):
        page = _fresh(forms)
        taken.append(times(page, address, presses=4))
        page.context.close()
    return _least(taken)


def _bare(forms: Forms, runs: int) -> Iterator[str]:
    for _ in range(runs):
        soon, prompt = _fresh(forms), _fresh(forms)
        lcp = times(soon, f"{forms.url}/hide").lcp
        inp = bare(prompt, presses=4).inp
        soon.context.close()
        prompt.context.close()
        yield f"LCP {lcp:.0f} ms, INP {inp:.0f} ms"


def _line(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def main(runs: int = 3) -> None:
    """Print the table."""
    with opened() as forms:
        for each in _bare(forms, runs):
            print(f"bare page: {each}")
        _line(*(_HEAD if runs else _HEAD[:-3]))
        _line(*("---" for _ in (_HEAD if runs else _HEAD[:-3])))
        for key, questions in library().items():
            tier = str(questions.tiers[0])
            for language in LANGUAGES:
                address = forms.address(key, tier, language)
                weighed, timed = _bytes(forms, address), _times(forms, address, runs)
                _line(f"{key} {tier}", language, *weighed, *timed)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
