"""The five renderings of a pack carry the same numbers, and each is what it says it is."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import html5lib
import openpyxl
import pikepdf
import pypdf
import pytest
from click.testing import CliRunner
from pptx import Presentation
from sqlalchemy.orm import Session

from tests.build import SENT, a_cube, a_pack
from tests.panel import pdf_text
from tests.panel.test_contents import CHOSEN, SETTING
from voice.config import Config
from voice.i18n.catalogues import compile_stale
from voice.panel import files
from voice.panel.commands import panel
from voice.panel.contents import Choices, Said, compose, numbers
from voice.panel.models import Pack
from voice.panel.speech import speech
from voice.panel.told import told
from voice.panel.wording import Told

ARABIC = "تستمع إلي وتكتب ما أقوله"
GUJARATI = "મને મારી વાત કહેવા મળી"
TIGRINYA = "ንሳ ትሰምዓኒ እያ"


def a_frozen_pack(words: str = ARABIC, language: str = "ar", chosen: Choices = CHOSEN) -> Pack:
    """A pack with one quote, not in any database."""
    quotes = {"q1": Said("r1", words, language, "She listens to me.", "8-10")}
    contents = compose(chosen, a_cube(), SETTING, quotes, "not_assigned")
    return Pack(
        period="2026-Q3",
        audience="partnership",
        language="en",
        contents=contents,
        published_at=SENT,
        fingerprint="ab" * 32,
    )


def body(kind: str, code: str = "en", pack: Pack | None = None) -> bytes:
    return files.made(pack or a_frozen_pack(), kind, code).body


def worded(code: str = "en", pack: Pack | None = None) -> Told:
    return told((pack or a_frozen_pack()).contents, speech(code), "ab" * 32)


@pytest.fixture(autouse=True, scope="module")
def _spoken() -> None:
    compile_stale()


def wanted() -> list[int]:
    """Every number of the pack, each as often as it is there."""
    return sorted(each for _, each in numbers(a_frozen_pack().contents) if each is not None)


def in_sheet() -> list[int]:
    book = openpyxl.load_workbook(io.BytesIO(body("xlsx")))
    return sorted(
        cell.value
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, int)
    )


def in_text(text: str) -> list[int]:
    """Every figure of the cards and tables of a rendering whose text has lost its layout."""
    found: list[int] = []
    words = worded()
    found += [int(each) for each in re.findall(r"About (\d+) children answered", text)]
    for card in words.cards:
        assert card.title.text in text
        assert card.many in text
        found.append(card.shown)
        for mood in card.moods:
            assert f"{mood.label}: {mood.said}" in text, mood
            found += [] if mood.count is None else [mood.count]
    for row in words.tables[0].rows:
        cells = [str(each) for each in (row.children, *row.counts)]
        assert re.search(rf"{row.name}\s+" + r"\s+".join(cells), text), (row, text)
        found += [int(each) for each in cells]
    return sorted(found)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def paper_text(made: bytes) -> str:
    return flat(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))


def page_text() -> str:
    tree = html5lib.parse(body("html").decode(), namespaceHTMLElements=False)
    return flat(" ".join(tree.find("body").itertext()))


def slides_text() -> str:
    found = []
    for slide in Presentation(io.BytesIO(body("pptx"))).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return flat(" ".join(found))


def test_all_five_carry_the_same_numbers() -> None:
    told_ = json.loads(body("json"))
    assert sorted(n for _, n in numbers(told_["contents"]) if n is not None) == wanted()
    assert in_sheet() == wanted()
    assert in_text(page_text()) == wanted()
    assert in_text(paper_text(body("pdf"))) == wanted()
    assert in_text(slides_text()) == wanted()


def test_the_pdf_is_tagged_titled_and_says_its_language() -> None:
    for kind in ("pdf", "poster"):
        with pikepdf.open(io.BytesIO(body(kind, "ar"))) as made:
            assert made.Root.MarkInfo.Marked
            assert made.Root.Lang == "ar"
            assert made.Root.ViewerPreferences.DisplayDocTitle
            assert "/StructTreeRoot" in made.Root
            with made.open_metadata() as meta:
                assert meta["pdfuaid:part"] == "1"
                assert meta["dc:title"]


def test_every_font_of_the_pdf_lies_inside_it() -> None:
    with pikepdf.open(io.BytesIO(body("pdf", "ar"))) as made:
        fonts = {
            str(obj.FontName)
            for obj in made.objects
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
            for each in [obj]
            if any(name in each for name in ("/FontFile2", "/FontFile3"))
        }
    assert any("Andika" in name for name in fonts)
    assert any("Arabic" in name for name in fonts)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (GUJARATI, "gu"),
        ("વિદ્યાર્થી પ્રશ્ન ક્ષમા જ્ઞાન શ્રી", "gu"),
        ("કૃપા કરીને મને સાંભળો", "gu"),
        (TIGRINYA, "ti"),
        ("ኣብ ቤት ትምህርቲ፣ ጽቡቕ።", "ti"),
        (ARABIC, "ar"),
        ("شكرًا سعيدٌ جدًّا أحبّ المدرسةَ", "ar"),
        ("لا أحد يسألني إلا أنت", "ar"),
    ],
)
def test_the_text_of_the_pdf_reads_right_in_every_script(words: str, language: str) -> None:
    for kind in ("pdf", "easy"):
        assert words in pdf_text.read(body(kind, pack=a_frozen_pack(words, language)))


def test_the_text_of_the_pdf_reads_right_without_actual_text_where_letters_stand_alone() -> None:
    made = paper_text(body("pdf", pack=a_frozen_pack(TIGRINYA, "ti")))
    assert TIGRINYA in made


def test_the_same_pack_makes_the_same_bytes() -> None:
    for kind in ("pdf", "html", "json"):
        assert body(kind) == body(kind)


def test_what_people_typed_is_never_markup_and_never_a_formula() -> None:
    nasty = '#panic() $x$ *b* =1+1 <b>&amp; \\ " [a](b)'
    pack = a_frozen_pack(nasty, "en", replace(CHOSEN, headline="=HYPERLINK(1)", note=nasty))
    assert "#panic() $x$ *b* =1+1 <b>&amp; \\" in paper_text(body("pdf", pack=pack))
    assert "&lt;b&gt;&amp;amp;" in body("html", pack=pack).decode()
    book = openpyxl.load_workbook(io.BytesIO(body("xlsx", pack=pack)))
    kinds = {cell.data_type for page in book.worksheets for row in page for cell in row}
    assert "f" not in kinds
    assert {"s", "n"} <= kinds


def test_slides_can_be_changed_and_have_titles() -> None:
    made = Presentation(io.BytesIO(body("pptx", "ar")))
    assert all(slide.shapes.title.text_frame.text for slide in made.slides)
    first = made.slides[0].shapes.title.text_frame.paragraphs[0]
    assert first._p.pPr.get("rtl") == "1"
    assert made.slide_width > made.slide_height


def test_a_pack_of_nothing_can_be_rendered_too() -> None:
    empty = a_frozen_pack(chosen=Choices(content_note="A note.", silence="We asked.", note="Hm."))
    for kind in files.KINDS:
        assert body(kind, pack=empty)


def test_a_table_that_is_too_long_goes_on_on_the_next_slide() -> None:
    pack = a_frozen_pack()
    row: dict[str, Any] = pack.contents["tables"][0]["rows"][0]
    pack.contents["tables"][0]["rows"] = [{**row, "name": f"Team {i}"} for i in range(20)]
    few, many = (Presentation(io.BytesIO(body("pptx", pack=p))) for p in (a_frozen_pack(), pack))
    assert len(many.slides) == len(few.slides) + 2


def test_the_page_as_a_file_needs_nothing_else_and_is_small() -> None:
    made = body("html").decode()
    assert len(made.encode()) <= 60_000
    assert not re.search(r'(?:src|href)="(?!data:|#)', made)
    assert "<script" not in made


def test_the_command_writes_every_file(
    session: Session, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_pack(session)
    session.commit()
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    out = config.data / "out"
    runner = CliRunner()
    done = runner.invoke(panel, ["pack", "--period", "2026-Q3", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert {each.name for each in out.iterdir()} == {
        "pack.html", "pack.pdf", "pack.pptx", "pack.xlsx", "pack.json", "poster.pdf",
        "pack-easy.pdf",
    }  # fmt: skip
    none = runner.invoke(panel, ["pack", "--period", "2026-Q1", "--out", str(out)])
    assert "No pack for youth_panel is published for 2026-Q1." in none.output
    odd = runner.invoke(
        panel, ["pack", "--period", "2026-Q3", "--out", str(out), "--language", "xx"]
    )
    assert "xx is not offered" in odd.output
