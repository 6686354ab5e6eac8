"""In our PDFs a letter and the mark above it are two shapes, and each says its own part."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
import typst

from tests.panel import pdf_text
from voice import paths
from voice.web import pdf_parts
from voice.web.letters import composed, put_right

RA, RA_TANWIN, TANWIN = "0631", "0631064B", "064B"


def set_by_typst(words: str, language: str = "ar", direction: str = "rtl") -> bytes:
    """A paper with these words alone."""
    told = f'#set document(title: "x")\n#set text(lang: "{language}", dir: {direction},'
    made = typst.compile(
        f'{told} font: ("Noto Sans Arabic", "Andika", "Noto Sans Gujarati"))\n{words}'.encode(),
        font_paths=[str(paths.STATIC / "fonts" / "paper")],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return bytes(made)


def a_pdf(
    content: str, letters: dict[str, str], widths: str = "1[0 400]", *, packed: bool = True
) -> bytes:
    """A PDF as Typst lays it out: one page, one font with such letters and widths."""
    map_ = "beginbfchar\n" + "".join(f"<{a}> <{b}>\n" for a, b in letters.items()) + "endbfchar"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Resources 4 0 R/MediaBox[0 0 9 9]/Contents 8 0 R>>",
        b"<</Font<</f0 5 0 R/f1 9 0 R>>>>",
        b"<</Type/Font/Subtype/Type0/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/W[%s]>>" % widths.encode(),
        a_stream(map_.encode(), packed=packed),
        a_stream(content.encode(), packed=packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, rows = bytearray(b"%PDF-1.7\n"), [b"0000000000 65535 f\r\n"]
    for number, part in enumerate(parts, 1):
        rows.append(b"%010d 00000 n\r\n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(out)
    out += b"xref\n0 %d\n%s" % (len(rows), b"".join(rows))
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(rows), table)
    return bytes(out)


def a_stream(told: bytes, *, packed: bool) -> bytes:
    body, how = (zlib.compress(told), b"/Filter/FlateDecode") if packed else (told, b"")
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(body), how, body)


def letters_in(made: bytes) -> str:
    with pikepdf.open(io.BytesIO(made)) as file:
        return bytes(file.pages[0].Resources.Font.f0.ToUnicode.read_bytes()).decode()


def content_in(made: bytes) -> str:
    with pikepdf.open(io.BytesIO(made)) as file:
        return bytes(file.pages[0].Contents.read_bytes()).decode()


@pytest.mark.parametrize(
    "words",
    ["شكرًا", "سعيدٌ جدًّا", "أحبّ المدرسةَ", "لا أحد", "شكرًا جدًا رجل أحبُّ حبٌّ سعيدٌ لأنّ مُدَرِّس"],
)
def test_arabic_with_marks_reads_as_it_was_written(words: str) -> None:
    before = set_by_typst(words)
    after = put_right(before)
    assert pdf_text.read(after).strip() == words
    with pikepdf.open(io.BytesIO(after)) as file:
        assert not file.check_pdf_syntax()


def test_without_it_a_mark_is_read_twice() -> None:
    assert pdf_text.read(set_by_typst("شكرًا")).strip() == "شكرًرًا"


def test_what_is_right_already_stays_as_it_is() -> None:
    english = set_by_typst("Fine words", "en", "ltr")
    assert put_right(english) is english
    indian = set_by_typst("મારી વાત", "gu", "ltr")
    assert pdf_text.read(put_right(indian)).strip() == "મારી વાત"


def test_a_letter_and_its_mark_become_one_sign_where_there_is_one() -> None:
    assert composed("cafe\u0301") == "caf\u00e9"
    assert composed(words := "شكرًا") == words


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("widths", ["1[0 400]", "1 1 0 2 2 400", "2 2 400"])
def test_the_shape_without_width_is_the_mark(widths: str, packed: bool) -> None:
    content = "BT/f0 9 Tf[5(\\000\\001)-5<0002>]TJ ET"
    told = a_pdf(content, {"0001": RA_TANWIN, "0002": RA_TANWIN}, widths, packed=packed)
    made = letters_in(put_right(told))
    assert f"<0001> <{TANWIN}>" in made
    assert f"<0002> <{RA}>" in made


def test_a_span_that_says_its_text_is_put_right_too() -> None:
    span = f"/Span<</ActualText<FEFF{RA_TANWIN}>>>BDC/f0 9 Tf(\\000\\002)Tj EMC"
    told = a_pdf(f"BT/f0 9 Tf(\\000\\001)Tj {span} ET", {"0001": RA_TANWIN, "0002": "0041"})
    made = put_right(told)
    assert f"ActualText<FEFF{RA}>" in content_in(made)
    assert f"<0001> <{TANWIN}>" in letters_in(made)
    assert "<0002> <0041>" in letters_in(made)


@pytest.mark.parametrize(
    "content",
    [
        # Both take room; or neither does; or a span holds them both; or the font is not known.
        "BT/f0 9 Tf<00020002>Tj ET",
        "BT/f0 9 Tf<00010001>Tj ET",
        f"BT/Span<</ActualText<FEFF{RA_TANWIN}>>>BDC/f0 9 Tf<00010002>Tj EMC ET",
        "BT/f1 9 Tf(ab)Tj/f9 9 Tf(ab)Tj ET",
        # Spans that say nothing that we read, and ends without a beginning.
        "EMC/Span<</ActualText(A)>>BDC EMC/Span<</ActualText<0041>>>BDC EMC/P BMC EMC",
        "(a\\(b\\)(c)\\n) pop",
    ],
)
def test_where_it_cannot_be_told_nothing_changes(content: str) -> None:
    made = a_pdf(content, {"0001": RA_TANWIN, "0002": RA_TANWIN})
    assert put_right(made) is made


def test_a_page_without_fonts_is_left_alone() -> None:
    made = a_pdf("0 0 9 9 re f", {}).replace(b"/Font<<", b"/Tonf<<")
    assert put_right(made) is made


def test_strings_of_a_page_mean_what_they_stand_for() -> None:
    assert pdf_parts.string(rb"(\101\(\n\\)") == b"A(\n\\"
    assert pdf_parts.string(b"<4142>") == b"AB"


def test_what_typst_does_not_write_is_refused_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="not a stream"):
        pdf_parts.stream(b"<</Length 3>>")
    with pytest.raises(ValueError, match="no plain table"):
        pdf_parts.objects(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF")
