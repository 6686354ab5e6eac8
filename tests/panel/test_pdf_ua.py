"""Every PDF of ours passes what a machine can check of PDF/UA-1, and the check can fail."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pikepdf
import pytest
from sqlalchemy.orm import Session

from tests.build import SENT, a_worker, an_action
from tests.panel.pdf_ua import faults
from tests.panel.test_files import a_frozen_pack, body
from voice.actions import paper, view
from voice.i18n.catalogues import compile_stale

PAPERS = ("pdf", "poster", "easy")
#: A child's words in four scripts, marks and digits among them.
QUOTES = {
    "ar": "شكرًا، أنا سعيدٌ جدًّا: 3 مرات!",
    "gu": "મને મારી વાત કહેવાની તક મળી, 2 વાર.",
    "ti": "ንሳ ትሰምዓኒ እያ፣ 2 ግዜ።",
    "en": "office affairs: “flow”, fine; 100%",
}


@pytest.fixture(autouse=True, scope="module")
def _spoken() -> None:
    compile_stale()


@cache
def made(kind: str, code: str, quote: str = "ar") -> bytes:
    return body(kind, code, a_frozen_pack(QUOTES[quote], quote))


@pytest.mark.parametrize("code", ["en", "ar", "pl", "so"])
@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_of_a_pack_passes(kind: str, code: str) -> None:
    assert faults(made(kind, code)) == []


@pytest.mark.parametrize("quote", ["gu", "ti"])
@pytest.mark.parametrize("kind", PAPERS)
def test_with_a_childs_words_in_any_script_too(kind: str, quote: str) -> None:
    assert faults(made(kind, "en", quote)) == []


def test_the_tracker_for_a_meeting_passes(session: Session) -> None:
    by = a_worker(session)
    for title in ("Ask us before the meeting", "اسألونا قبل الاجتماع"):
        an_action(session, by, title=title)
    day = SENT.date() + timedelta(days=31)
    assert faults(paper.written(view.rows(session, day), day, "Demo Borough").read()) == []
    assert faults(paper.written([], day, "Demo Borough").read()) == []


def _lose(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        del file.Root[name]

    return change


def _in_structure(role: str, change: Callable[[Any], None]) -> Callable[[pikepdf.Pdf], None]:
    def found(file: pikepdf.Pdf) -> None:
        change(
            next(
                each
                for each in file.objects
                if isinstance(each, pikepdf.Dictionary) and each.get("/S") == role
            )
        )

    return found


def _rename(name: str) -> Callable[[Any], None]:
    return lambda element: element.update({"/S": pikepdf.Name(name)})


def _paint(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda file: file.pages[0].contents_add(content)


def _role_map(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(
        {"/P": pikepdf.Name.Span, "/Odd": pikepdf.Name.Strange}
    )


def _no_letters(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].Resources.Font.values():
        del font["/ToUnicode"]


def _not_inside(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].Resources.Font.values():
        told = font.DescendantFonts[0].FontDescriptor
        for each in ("/FontFile2", "/FontFile3"):
            if each in told:
                del told[each]


def _script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def _no_tabs(file: pikepdf.Pdf) -> None:
    del file.pages[0]["/Tabs"]


def _no_name(file: pikepdf.Pdf) -> None:
    del file.Root["/Metadata"]


BREAKS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "language": (_lose("/Lang"), "11: no language"),
    "marks": (_lose("/MarkInfo"), "06: not marked"),
    "structure": (_lose("/StructTreeRoot"), "01: there is no structure"),
    "title": (_lose("/ViewerPreferences"), "07: the title is not shown"),
    "metadata": (_no_name, "06: does not say"),
    "script": (_script, "29: it does something"),
    "tabs": (_no_tabs, "28: page 1"),
    "heading": (_in_structure("/H1", _rename("/P")), "14: the first heading"),
    "level": (_in_structure("/H2", _rename("/H4")), "14: H4 follows H1"),
    "figure": (_in_structure("/P", _rename("/Figure")), "13: a figure"),
    "type": (_in_structure("/P", _rename("/Odd")), "02: Odd is no standard type"),
    "scope": (_in_structure("/TH", lambda e: e.__delitem__("/A")), "15: a heading of a table"),
    "cell": (_in_structure("/TR", _rename("/Sect")), "09: T"),
    "roles": (_role_map, "02: the standard type P"),
    "letters": (_no_letters, "10: "),
    "fonts": (_not_inside, "31: "),
    "untagged": (_paint(b" 0 0 9 9 re f "), "01: page 1: f is neither"),
    "unknown": (
        _paint(b" /P <</MCID 9999>> BDC 0 0 9 9 re f EMC "),
        "painted and not in the structure",
    ),
    "nested": (
        _paint(b" /Artifact BMC /P <</MCID 9999>> BDC EMC EMC "),
        "one inside the other",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found(name: str) -> None:
    change, wanted = BREAKS[name]
    with pikepdf.open(io.BytesIO(made("pdf", "en"))) as file:
        change(file)
        file.save(spoiled := io.BytesIO())
    found = faults(spoiled.getvalue())
    assert any(re.search(re.escape(wanted), each) for each in found), found
