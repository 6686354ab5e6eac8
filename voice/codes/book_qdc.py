"""The codebook as other software for qualitative research reads it: REFI-QDA, a .qdc file. Pure.

A code has a name and a description there, no phrases: those travel in the spreadsheet. A file that
declares its own document type or entities is refused before anything in it is read. Codes keep one
guid for good, made of their key.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from voice.codes.brought import LARGEST, MOST, Row, Unreadable
from voice.themes.changes import TOLD, of_told, told_in
from voice.themes.codebook import Codebook, Theme

NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"
#: What other software was seen to write.
_ALSO: Final = (NAMESPACE, "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0")
#: From which every guid of a code of ours is made.
_OURS: Final = uuid.UUID("6d1c8a3e-5b0f-4e65-9a57-5d0a4f6c2e91")
_COLOURS: Final = ("#2E6F9E", "#B5562B", "#4E7D3A", "#7A4E8C", "#9A7B1F", "#3C7F7B")
#: Labels of the parts of a description, and what each of them is of a code.
_PARTS: Final = {
    "In a child's words": "child_title",
    "To a child": "child_line",
    "Include": "include",
    "Exclude": "exclude",
    "Owner": "owner",
}
#: And of those that children read, in another language: "In a child's words (pl)".
_TOLD: Final = re.compile(r"(.+) \(([a-z]{2,3}(?:_[A-Za-z]+)?)\)")
_DEEPEST: Final = 30


def guid_of(key: str) -> str:
    """The guid of a code: the same in every file, for good."""
    return str(uuid.uuid5(_OURS, key)).upper()


def written(book: Codebook) -> bytes:
    """The whole codebook; what is not used any more cannot be coded with."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_tag("CodeBook"), {"origin": "Voice"})
    codes = ET.SubElement(root, _tag("Codes"))
    aside = {theme.key for theme in book.aside}
    for number, theme in enumerate(book.every):
        about = {
            "guid": guid_of(theme.key),
            "name": theme.title,
            "isCodable": "false" if theme.key in aside else "true",
            "color": _COLOURS[number % len(_COLOURS)],
        }
        code = ET.SubElement(codes, _tag("Code"), about)
        ET.SubElement(code, _tag("Description")).text = _description(theme, book)
    _sets(root, book)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _sets(root: ET.Element, book: Codebook) -> None:
    """One for each of the four R of Bright Spots, and one for local codes."""
    members: dict[str, list[str]] = {}
    for theme in book.themes:
        members.setdefault(theme.bright_spots or "Local codes", []).append(theme.key)
    sets = ET.SubElement(root, _tag("Sets"))
    for name, keys in members.items():
        about = {"guid": guid_of(f"set {name}"), "name": name}
        one = ET.SubElement(sets, _tag("Set"), about)
        for key in keys:
            ET.SubElement(one, _tag("MemberCode"), {"guid": guid_of(key)})


def _description(theme: Theme, book: Codebook) -> str:
    parts = [(label, getattr(theme, name)) for label, name in _PARTS.items()]
    for language in sorted({code for key, code in book.retold if key == theme.key}):
        told = book.retold[theme.key, language]
        parts += [(f"{label} ({language})", told.get(name)) for label, name in _PARTS.items()]
    return "\n".join([theme.line, *(f"{label}: {said}" for label, said in parts if said)])


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


@dataclass(slots=True)
class _Code:
    """A code of a file, as far as it was read."""

    where: str
    guid: str
    name: str
    codable: bool
    description: list[str] = field(default_factory=list)


def read(content: bytes, book: Codebook, children: Collection[str] = ()) -> tuple[Row, ...]:
    """The codes of a file, those inside others too; Unreadable says what is wrong and where.

    `children` are the languages that children's words may be in.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST:,} bytes.")
    codes = _Reader().read(content)
    if len(codes) > MOST:
        raise Unreadable(f"The file has more than {MOST} codes.")
    faults = [f"{each.where}: this code has no name." for each in codes if not each.name]
    if faults:
        raise Unreadable("\n".join(faults))
    keys = {guid_of(theme.key): theme.key for theme in book.every}
    rows = (_row(each, keys, children) for each in codes)
    return tuple(row for row, code in zip(rows, codes, strict=True) if code.codable or row.key)


def _row(code: _Code, keys: dict[str, str], children: Collection[str]) -> Row:
    said = {"title": " ".join(code.name.split()), **_parts("".join(code.description), children)}
    key = keys.get(code.guid.strip("{}").upper(), "")
    if not key and not said.get("line"):
        said["line"] = said["title"]
    return Row(code.where, key, said)


def _parts(description: str, children: Collection[str]) -> dict[str, str]:
    """What a description says; a line without a label goes on with the part before."""
    found: dict[str, str] = {}
    at = "line"
    for line in description.splitlines():
        label, colon, rest = line.strip().partition(":")
        if colon and (named := _named(label)):
            at, line = named, rest
        found[at] = " ".join([*found.get(at, "").split(), *line.split()])
    known = {"", *children}
    return {name: said for name, said in found.items() if said and of_told(name)[1] in known}


def _named(label: str) -> str | None:
    """What a label is of a code, as a `Reword` names it; None for no label of ours."""
    found = _TOLD.fullmatch(label)
    if found and _PARTS.get(found[1]) in TOLD:
        return told_in(_PARTS[found[1]], found[2])
    return _PARTS.get(label)


class _Reader:
    """Reads the XML as it comes, and stops at the first thing that has no place there."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said
        self._path: list[str] = []
        self._open: list[_Code] = []
        self._codes: list[_Code] = []

    def read(self, content: bytes) -> tuple[_Code, ...]:
        """The codes in order."""
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as fault:
            why = expat.ErrorString(fault.code)
            raise Unreadable(f"Line {fault.lineno}: this is not XML ({why}).") from None
        except (ValueError, LookupError) as fault:
            if isinstance(fault, Unreadable):
                raise
            raise Unreadable("This file is written in letters that cannot be read.") from None
        if not self._codes:
            raise Unreadable("There is no code in this file.")
        return tuple(self._codes)

    def _refuse(self, *_told: Any) -> Any:
        raise Unreadable(f"{self._line()}: a file that declares a document type is not read.")

    def _line(self) -> str:
        return f"Line {self._parser.CurrentLineNumber}"

    def _start(self, tag: str, told: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if not self._path and (name != "CodeBook" or space not in _ALSO):
            raise Unreadable(f"{self._line()}: this is no REFI-QDA codebook.")
        if len(self._path) >= _DEEPEST:
            raise Unreadable(f"{self._line()}: codes lie too deep inside one another.")
        self._path.append(name)
        if name == "Code" and "Sets" not in self._path:
            codable = told.get("isCodable", "true").strip() not in ("false", "0")
            title = told.get("name", "").strip()
            code = _Code(f"{self._line()}, code “{title}”", told.get("guid", ""), title, codable)
            self._codes.append(code)
            self._open.append(code)

    def _end(self, _tag: str) -> None:
        if self._path.pop() == "Code" and self._open and "Sets" not in self._path:
            self._open.pop()

    def _said(self, text: str) -> None:
        if self._open and self._path[-1] == "Description":
            self._open[-1].description.append(text)
