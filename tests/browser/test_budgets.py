"""The budgets of a child's form: what it may weigh in any language, and how soon it must be there.

Bytes and requests are counted exactly. Times are held against a bare page's of the same minute, on
the same slow line and slow processor; the least of several, because a busy machine only ever adds.
`python -m tests.bench.screens` prints the figures themselves.
"""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest

from tests.browser.borough import Borough
from tests.browser.budget import PHONE, Scales, bare, look, times, touch
from tests.chromium import Opener
from voice import paths
from voice.i18n.locales import locale
from voice.questions.kinds import Tier

pytestmark = pytest.mark.browser

KB = 1024
LANGUAGES = ("en", "ar", "pl", "so")
#: The longest of our forms, and one for the youngest, with pictures.
FORMS = (("GS-P", Tier.OLDER), ("GS-Y", Tier.YOUNGEST))
#: Times are compared so often at most, until they fit: once is enough on a machine at rest.
TRIES = 5
#: Times a bare page's time: 1.0 s where a bare page takes 0.45 s; more for other scripts, whose
#: fonts are larger. On a machine at rest it is 1.2 to 1.6.
SOONER, LATER = 2.2, 2.7
#: Times what a bare page takes from a touch to its effect: 100 ms for 40 ms. At rest 1.6 to 2.0.
PROMPT = 2.5
#: How much of the page may move by itself (cumulative layout shift).
STEADY = 0.05


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "tier"), FORMS)
def test_a_form_keeps_to_its_bytes_and_requests(
    visited: Borough, opener: Opener, key: str, tier: Tier, language: str
) -> None:
    page = opener(viewport=PHONE).new_page()
    scales = Scales(page)
    address = visited.flow(key, tier, language)
    look(page, address)
    latin = locale(language).script == "Latn"
    assert scales.wire() <= (60 if latin else 150) * KB
    assert len(scales.files) <= 8
    assert scales.body("Document", "Stylesheet") <= 12 * KB
    assert _packed(scales) <= 15 * KB
    assert max(each.wire for each in scales.files if each.kind == "Font") <= 80 * KB
    touch(page)
    assert scales.wire() <= 150 * KB, "with all that follows the first screen"
    with scales.only():
        look(page, address)
        touch(page)
    assert scales.wire() <= 15 * KB, "seen again"


def test_no_part_of_a_form_is_fetched_twice(visited: Borough, opener: Opener) -> None:
    page = opener(viewport=PHONE).new_page()
    scales = Scales(page)
    look(page, visited.flow("GS-P"))
    touch(page)
    addresses = [each.address for each in scales.files]
    assert len(addresses) > 10
    assert len(set(addresses)) == len(addresses)


@pytest.mark.alone
@pytest.mark.parametrize(("language", "most"), [("en", SOONER), ("ar", LATER)])
def test_a_form_is_there_almost_as_soon_as_a_bare_page(
    visited: Borough, opener: Opener, language: str, most: float
) -> None:
    later, moved = [], []
    for _ in range(TRIES):
        other = times(opener(viewport=PHONE).new_page(), f"{visited.server.url}/hide")
        address = visited.flow("GS-P", Tier.OLDER, language)
        form = times(opener(viewport=PHONE).new_page(), address)
        later.append(form.lcp / other.lcp)
        moved.append(form.cls)
        if later[-1] <= most and moved[-1] <= STEADY:
            break
    assert min(later) <= most
    assert min(moved) <= STEADY


@pytest.mark.alone
def test_a_form_answers_a_touch_almost_as_soon_as_a_bare_page(
    visited: Borough, opener: Opener
) -> None:
    slower = []
    for _ in range(TRIES):
        other = bare(opener(viewport=PHONE).new_page(), presses=3)
        form = times(opener(viewport=PHONE).new_page(), visited.flow("GS-P"), presses=3)
        slower.append(form.inp / other.inp)
        if slower[-1] <= PROMPT:
            break
    assert min(slower) <= PROMPT


def _packed(scales: Scales) -> int:
    """Our scripts as a server packs them that knows only gzip."""
    names = [urlsplit(each.address).path for each in scales.files if each.kind == "Script"]
    files = [paths.STATIC / name.split("/", 3)[3] for name in names]
    assert files
    return sum(len(gzip.compress(each.read_bytes())) for each in files)
