"""A pack as slides for a projector: real text and real shapes, so that anybody can change them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from voice.panel.wording import Card, Mood, Table, Told, Typed


def _colour(told: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(told)  # type: ignore[no-untyped-call]
    return found


_INK, _SOFT, _SEA = (_colour(each) for each in ("22304A", "5A6680", "2C6E86"))
_PAPER, _CARD, _SUN = (_colour(each) for each in ("FBF6EC", "FFFDF8", "F5C04A"))
_SKY: Final = _colour("DCEBF0")
_FONT: Final = "Andika"
_WIDE, _TALL, _EDGE = Inches(13.333), Inches(7.5), Inches(0.75)
_LINE: Final = _WIDE - 2 * _EDGE
_BLANK: Final = 6
#: Rows of a table that fit a slide.
_ROWS: Final = 9


class _Deck:
    """The slides, and the way everything is put on them."""

    def __init__(self, told: Told) -> None:
        self.told, self.file = told, Presentation()
        self.file.slide_width, self.file.slide_height = _WIDE, _TALL
        self.rtl = told.direction == "rtl"
        self.file.core_properties.title = " ".join(each.text for each in told.headline)
        self.file.core_properties.author = told.council
        self.file.core_properties.language = told.tag

    def slide(self, title: Typed | str, size: float = 40) -> Any:
        """A new slide with its title, which is a real title for whoever cannot see it."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[_BLANK - 1])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _PAPER
        box = slide.shapes.title
        box.left, box.top, box.width, box.height = _EDGE, Inches(0.55), _LINE, Inches(1.1)
        self.fill(box.text_frame, [title], size, bold=True)
        return slide

    def text(
        self,
        slide: Any,
        lines: Sequence[Typed | str],
        top: float,
        tall: float,
        size: float,
        colour: RGBColor = _INK,
        left: int | None = None,
        wide: int | None = None,
    ) -> None:
        """A box of text."""
        start, width = left if left is not None else _EDGE, wide if wide is not None else _LINE
        box = slide.shapes.add_textbox(self._start(start, width), Inches(top), width, Inches(tall))
        self.fill(box.text_frame, lines, size, colour)

    def _start(self, left: int, wide: int) -> Emu:
        """Mirrored where people read from right to left."""
        return Emu(_WIDE - left - wide if self.rtl else left)

    def fill(
        self,
        frame: Any,
        lines: Sequence[Typed | str],
        size: float,
        colour: RGBColor = _INK,
        *,
        bold: bool = False,
    ) -> None:
        """Write lines into a box, each in its own language and direction."""
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        for place, line in enumerate(lines):
            words = line if isinstance(line, Typed) else self._ours(line)
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            _write(paragraph, words, size, colour, bold=bold)

    def _ours(self, text: str) -> Typed:
        return Typed(text, self.told.tag, self.told.direction)

    def dots(self, slide: Any, moods: Sequence[Mood], top: float) -> float:
        """A row of dots, which says nothing that the text does not say; returns where it ends."""
        step, size, across = Inches(0.36), Inches(0.27), 30
        keys = [mood.key for mood in moods for _ in range(mood.dots)]
        for place, key in enumerate(keys):
            left = _EDGE + Inches(0.1) + step * (place % across)
            down = Inches(top) + step * (place // across)
            _dot(slide, key, self._start(left, size), down, size)
        return top + 0.36 * (-(-len(keys) // across)) + 0.1

    def bar(self, slide: Any, top: float, tall: float, *, rtl: bool) -> None:
        """The bar beside a quote."""
        wide = Inches(0.09)
        left = _WIDE - _EDGE - wide if rtl else _EDGE
        _shape(slide, MSO_SHAPE.RECTANGLE, Emu(left), Inches(top), wide, Inches(tall), _SUN)


def slides(told: Told) -> bytes:
    """The slides of a pack."""
    deck = _Deck(told)
    _opening(deck)
    for card in told.cards:
        _theme(deck, card)
    if told.cards:
        _side(deck)
    for table in told.tables:
        for start in range(0, len(table.rows), _ROWS):
            _table(deck, table, start)
    _notes(deck)
    made = io.BytesIO()
    deck.file.save(made)
    return made.getvalue()


def _opening(deck: _Deck) -> None:
    told = deck.told
    slide = deck.slide("", 54)
    where = " · ".join(
        part for part in (told.audience, told.about, told.period, told.council) if part
    )
    box = slide.shapes.title
    box.top, box.height = Inches(1.5), Inches(3.2)
    deck.fill(box.text_frame, list(told.headline), 48, bold=True)
    deck.text(slide, [where], 0.6, 0.6, 20, _SOFT)
    deck.text(slide, [" ".join(told.lead)], 5.0, 0.8, 24, _SOFT)
    warning = [each for each in (told.warning, told.note) if each]
    if warning:
        deck.text(slide, warning, 5.8, 1.3, 20)


def _theme(deck: _Deck, card: Card) -> None:
    slide = deck.slide(card.title)
    deck.text(slide, [f"{card.many} · {card.line.text}"], 1.45, 0.6, 22, _SOFT)
    below = deck.dots(slide, card.moods, 2.2)
    moods = "     ".join(f"{mood.label}: {mood.said}" for mood in card.moods)
    deck.text(slide, [moods], below, 0.8, 18)
    shares = " ".join(each for each in (card.glad, card.sad) if each)
    if shares:
        deck.text(slide, [shares], below + 0.7, 0.5, 22)
    if card.quote:
        far = card.quote.words.direction == "rtl"
        deck.bar(slide, below + 1.5, 1.5, rtl=far)
        inside = Emu(_EDGE + Inches(0.25))
        words = Typed(
            f"“{card.quote.words.text}”", card.quote.words.tag, card.quote.words.direction
        )
        about = " · ".join(part for part in (card.quote.who, card.quote.written_in) if part)
        beside = [card.quote.translation] if card.quote.translation else []
        wide = Emu(_LINE - Inches(0.5))
        deck.text(slide, [words], below + 1.4, 1.2, 32, left=inside, wide=wide)
        deck.text(slide, [*beside, about], below + 2.4, 0.8, 18, _SOFT, inside, wide)
    deck.text(slide, [f"{deck.told.words['sure']} {card.sure}"], 6.75, 0.5, 16, _SOFT)


def _side(deck: _Deck) -> None:
    words = deck.told.words
    heads = [words["theme"], words["happy"], words["unhappy"]]
    rows = [[card.title.text, card.happy_in_ten, card.unhappy_in_ten] for card in deck.told.cards]
    _grid(deck, deck.slide(words["side"]), [heads, *rows], 22)


def _table(deck: _Deck, table: Table, start: int) -> None:
    hide, words = deck.told.words["not_shown"], deck.told.words
    rows = [
        [row.name, *(hide if each is None else str(each) for each in (row.children, *row.counts))]
        for row in table.rows[start : start + _ROWS]
    ]
    slide = deck.slide(f"{words['who']}: {table.title}", 32)
    heads = ["", words["children"], *(each.text for each in table.themes)]
    _grid(deck, slide, [heads, *rows], 16)


def _grid(deck: _Deck, slide: Any, rows: Sequence[Sequence[str]], size: float) -> None:
    across, tall = len(rows[0]), Inches(0.5)
    made = slide.shapes.add_table(
        len(rows), across, _EDGE, Inches(1.75), _LINE, Emu(tall * len(rows))
    ).table
    first = int(_LINE * (0.4 if across <= 3 else 0.22))
    for column in range(across):
        rest = (_LINE - first) // max(1, across - 1)
        made.columns[column].width = Emu(first if column == 0 else rest)
    made._tbl.tblPr.set("rtl", "1" if deck.rtl else "0")
    for down, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = made.cell(down, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _SKY if down == 0 else _CARD
            deck.fill(cell.text_frame, [text], size, bold=down == 0 or column == 0)


def _notes(deck: _Deck) -> None:
    told = deck.told
    note = [told.silence_note] if told.silence_note else []
    groups = [f"• {each}" for each in told.silent]
    pages: tuple[tuple[str, list[Typed | str]], ...] = (
        ("silent", [told.silence[0], *groups, *note, *told.silence[1:]]),
        ("hidden", list(told.hidden)),
        ("counting", list(told.counting)),
    )
    for key, lines in pages:
        deck.text(deck.slide(told.words[key]), lines, 1.9, 4.8, 24)


def _write(paragraph: Any, words: Typed, size: float, colour: RGBColor, *, bold: bool) -> None:
    run = paragraph.add_run()
    run.text = words.text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, _FONT
    run.font.color.rgb = colour
    properties = run._r.get_or_add_rPr()
    properties.set("lang", words.tag)
    for tag in ("a:ea", "a:cs"):
        face = properties.makeelement(qn(tag), {"typeface": "Noto Sans Arabic"})
        properties.append(face)
    paragraph.space_after = Pt(size * 0.35)
    far = words.direction == "rtl"
    paragraph.alignment = PP_ALIGN.RIGHT if far else PP_ALIGN.LEFT
    paragraph._p.get_or_add_pPr().set("rtl", "1" if far else "0")


def _dot(slide: Any, key: str, left: int, top: int, size: int) -> None:
    fill = _SEA if key == "happy" else None
    shape = _shape(slide, MSO_SHAPE.OVAL, Emu(left), Emu(top), Emu(size), Emu(size), fill)
    shape.line.color.rgb = _SOFT if key == "unclear" else _SEA
    shape.line.width = Pt(2)
    if key == "unclear":
        shape.line.dash_style = 4
    if key == "mixed":
        half = _shape(slide, MSO_SHAPE.CHORD, Emu(left), Emu(top), Emu(size), Emu(size), _SEA)
        half.adjustments[0], half.adjustments[1] = 90.0, -90.0


def _shape(
    slide: Any, kind: Any, left: int, top: int, wide: int, tall: int, fill: RGBColor | None
) -> Any:
    shape = slide.shapes.add_shape(kind, Emu(left), Emu(top), Emu(wide), Emu(tall))
    shape.shadow.inherit = False
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = fill
    shape.line.fill.background()
    _is_decoration(shape)
    return shape


def _is_decoration(shape: Any) -> None:
    """Tell a screen reader to pass it by: its meaning stands in the text."""
    shape._element.nvSpPr.cNvPr.set("descr", "")
