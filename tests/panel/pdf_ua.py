"""Check a PDF for PDF/UA-1 as far as a machine can, and say in words what is wrong.

The conditions are those of the Matterhorn Protocol 1.02 that concern papers like ours; an empty
list is a pass. Each fault begins with the number of the checkpoint. What needs a person (is the
alternative text good, is the order of reading sensible) is not here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pikepdf

#: Types of structure that PDF 1.7 knows (ISO 32000-1, 14.8.4).
STANDARD: Final = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4"
    " H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code"
    " Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)
_PAINTS: Final = frozenset("f F f* B B* b b* S s sh Tj TJ ' \" Do BI INLINE EI".split())
_SHOWS: Final = frozenset(("Tj", "TJ", "'", '"'))
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CODE: Final = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGE: Final = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
#: What no shape may be said to be.
_NEVER: Final = frozenset("\0\ufeff\ufffe")
#: Who may be inside whom.
_INSIDE: Final = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "Lbl": {"LI", "Note", "TOCI", "BibEntry"},
    "LBody": {"LI"},
}


def faults(made: bytes) -> list[str]:
    """What is wrong with this PDF."""
    with pikepdf.open(io.BytesIO(made)) as file:
        found = [*_whole(file), *_alone(file), *_fonts(file)]
        if "/StructTreeRoot" not in file.Root:
            return found
        tree = list(_tree(file.Root.StructTreeRoot, _roles(file)))
        return [*found, *_role_map(file), *_nodes(tree), *_contents(file, tree), *_loose(file)]


def _whole(file: pikepdf.Pdf) -> Iterator[str]:
    root = file.Root
    marks: Any = root.get("/MarkInfo", {})
    if not marks.get("/Marked", False):
        yield "06: not marked as tagged"
    if marks.get("/Suspects", False):
        yield "06: its tags are suspect"
    if "/StructTreeRoot" not in root:
        yield "01: there is no structure"
    if not _TAG.fullmatch(str(root.get("/Lang", ""))):
        yield "11: no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "07: the title is not shown"
    with file.open_metadata() as meta:
        if str(meta.get("pdfuaid:part", "")) != "1":
            yield "06: does not say that it is PDF/UA-1"
        if not str(meta.get("dc:title", "")).strip():
            yield "06: no title"


def _alone(file: pikepdf.Pdf) -> Iterator[str]:
    """Nothing locks it, nothing in it acts by itself, and its pages are gone through in order."""
    if file.is_encrypted:
        yield "26: encrypted"
    if "/JavaScript" in file.Root.get("/Names", {}) or {"/AA", "/OpenAction"} & {*file.Root.keys()}:
        yield "29: it does something by itself"
    for number, page in enumerate(file.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"28: page {number} is not gone through by structure"
        if any("/Contents" not in each for each in page.get("/Annots", [])):
            yield f"28: page {number} has a note without words"


def _roles(file: pikepdf.Pdf) -> dict[str, str]:
    told = file.Root.StructTreeRoot.get("/RoleMap", pikepdf.Dictionary())
    return {str(name)[1:]: str(role)[1:] for name, role in told.items()}


def _role_map(file: pikepdf.Pdf) -> Iterator[str]:
    for name, role in _roles(file).items():
        if name in STANDARD:
            yield f"02: the standard type {name} is mapped to {role}"
        if role not in STANDARD:
            yield f"02: {name} is mapped to {role}, which is no standard type"


class Node:
    """One element of the structure."""

    def __init__(self, element: Any, parent: Node | None, role: str) -> None:
        self.element, self.parent, self.role = element, parent, role
        self.marks: list[tuple[Any, int]] = []
        self.children: list[Node] = []

    def attribute(self, name: str) -> Any:
        """An attribute of this element, from any of its owners."""
        told = self.element.get("/A")
        for each in told if isinstance(told, pikepdf.Array) else [told]:
            if isinstance(each, pikepdf.Dictionary) and name in each:
                return each[name]
        return None


def _tree(root: Any, roles: dict[str, str]) -> Iterator[Node]:
    yield from _below(root.get("/K"), None, None, roles)


def _below(kids: Any, parent: Node | None, page: Any, roles: dict[str, str]) -> Iterator[Node]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int) and parent is not None:
            parent.marks.append((page, kid))
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            assert parent is not None
            parent.marks.append((kid.get("/Pg", page), int(kid["/MCID"])))
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            name = str(kid["/S"])[1:]
            node = Node(kid, parent, roles.get(name, name))
            if parent is not None:
                parent.children.append(node)
            yield node
            yield from _below(kid.get("/K"), node, kid.get("/Pg", page), roles)


def _nodes(tree: list[Node]) -> Iterator[str]:
    yield from _headings([node.role for node in tree])
    for node in tree:
        over = node.parent.role if node.parent else ""
        if node.role not in STANDARD:
            yield f"02: {node.role} is no standard type and is not mapped"
        if node.role in {"Figure", "Formula"} and not _told(node.element):
            yield f"13: a {node.role.lower()} has no alternative text"
        if node.role in _INSIDE and over not in _INSIDE[node.role]:
            yield f"09: {node.role} inside {over or 'nothing'}"
        if node.role == "TH" and node.attribute("/Scope") not in {"/Row", "/Column", "/Both"}:
            yield "15: a heading of a table does not say what it heads"
        if node.role == "Table":
            yield from _table(node)


def _told(element: Any) -> bool:
    return any(str(element.get(name, "")).strip() for name in ("/Alt", "/ActualText"))


def _headings(roles: list[str]) -> Iterator[str]:
    levels = [int(role[1]) for role in roles if re.fullmatch(r"H[1-6]", role)]
    if not levels or levels[0] != 1:
        yield "14: the first heading is not H1"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"14: H{level} follows H{before}"
    if levels.count(1) > 1:
        yield "14: more than one H1"


def _table(node: Node) -> Iterator[str]:
    rows = [each for each in _all(node) if each.role == "TR"]
    if not any(each.role == "TH" for each in _all(node)):
        yield "15: a table has no heading"
    widths = {sum(int(c.attribute("/ColSpan") or 1) for c in row.children) for row in rows}
    if len(widths) > 1:
        yield f"09: the rows of a table differ: {sorted(widths)} cells"


def _all(node: Node) -> Iterator[Node]:
    for each in node.children:
        yield each
        yield from _all(each)


def _contents(file: pikepdf.Pdf, tree: list[Node]) -> Iterator[str]:
    """Everything painted is tagged or an artifact, and every tag is in the structure, once."""
    known = [(page.objgen, mark) for node in tree for page, mark in node.marks if page is not None]
    for each in {one for one in known if known.count(one) > 1}:
        yield f"01: {each} is in the structure twice"
    painted: set[tuple[Any, int]] = set()
    for number, page in enumerate(file.pages, 1):
        for fault, mark in _painted(page):
            if fault:
                yield f"01: page {number}: {fault}"
            elif mark is not None:
                painted.add((page.objgen, mark))
    for each in painted - set(known):
        yield f"01: {each} is painted and not in the structure"
    for each in set(known) - painted:
        yield f"01: {each} is in the structure and not painted"


def _painted(page: Any) -> Iterator[tuple[str, int | None]]:
    open_: list[str | int | None] = []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator in {"BMC", "BDC"}:
            open_.append(_opened(step.operands))
            inside = [each for each in open_ if each is not None]
            if "Artifact" in inside and any(isinstance(each, int) for each in inside):
                yield "an artifact and tagged content, one inside the other", None
            if isinstance(open_[-1], int):
                yield "", open_[-1]
        elif operator == "EMC":
            open_.pop()
        elif operator in _PAINTS and not any(each is not None for each in open_):
            yield f"{operator} is neither tagged nor an artifact", None
    if open_:
        yield "what was opened is not closed", None


def _opened(operands: Any) -> str | int | None:
    """The mark of tagged content, "Artifact", or None for a span that is neither."""
    if str(operands[0]) == "/Artifact":
        return "Artifact"
    told = operands[1] if len(operands) > 1 else None
    marked = isinstance(told, pikepdf.Dictionary) and "/MCID" in told
    return int(told["/MCID"]) if marked else None


def _loose(file: pikepdf.Pdf) -> Iterator[str]:
    """Tagged content inside a picture would be in no structure."""
    for each in file.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form":
            if "/StructParents" in each or "/Ref" in each:
                yield "20: a drawing with a structure of its own, or from elsewhere"
            for step in pikepdf.parse_content_stream(each):
                if str(step.operator) == "BDC" and isinstance(_opened(step.operands), int):
                    yield "01: tagged content inside a drawing"


def _fonts(file: pikepdf.Pdf) -> Iterator[str]:
    streams = [*file.pages, *(x for x in file.objects if _is_form(x))]
    for stream in streams:
        held = stream.get("/Resources", {}).get("/Font", {})
        for name, codes in _shown(stream).items():
            yield from _font(held[name], codes)


def _is_form(each: Any) -> bool:
    return isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"


def _shown(stream: Any) -> dict[str, set[int]]:
    """Codes of the glyphs painted, by font."""
    found: dict[str, set[int]] = {}
    name = ""
    for step in pikepdf.parse_content_stream(stream):
        operator = str(step.operator)
        if operator == "Tf":
            name = str(step.operands[0])
        elif operator in _SHOWS:
            shown = step.operands[-1]
            for each in shown if isinstance(shown, pikepdf.Array) else [shown]:
                if isinstance(each, pikepdf.String):
                    raw = bytes(each)
                    pairs = (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))
                    found.setdefault(name, set()).update(pairs)
    return found


def _font(font: Any, codes: set[int]) -> Iterator[str]:
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    name, told = str(inner.get("/BaseFont")), inner.get("/FontDescriptor", {})
    if not any(each in told for each in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield f"31: {name} is not inside"
    if 0 in codes:
        yield f"31: {name} lacks a letter that is used"
    if "/ToUnicode" not in font:
        yield f"10: {name} does not say which letters its shapes are"
        return
    missing = codes - _mapped(font)
    if missing:
        yield f"10: {name} does not say which letters {sorted(missing)} are"


def _mapped(font: Any) -> set[int]:
    """Codes that have letters, none of them a letter that cannot be."""
    told = bytes(font.ToUnicode.read_bytes()).decode()
    found: set[int] = set()
    for kind, block in re.findall(r"beginbf(char|range)(.*?)endbf", told, re.S):
        rows = _RANGE.findall(block) if kind == "range" else _CODE.findall(block)
        for row in rows:
            letters = bytes.fromhex(row[-1]).decode("utf-16-be")
            last = row[1] if kind == "range" else row[0]
            if letters and not set(letters) & _NEVER:
                found.update(range(int(row[0], 16), int(last, 16) + 1))
    return found
