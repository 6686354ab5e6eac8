"""The codebook goes out and comes back: spreadsheet and REFI-QDA, round trips and hostile files."""

from __future__ import annotations

import csv
import re
import uuid
from collections.abc import Callable
from io import StringIO
from xml.etree import ElementTree as ET

import pytest

from tests.codes.built import WIFI, a_book, numbered
from voice.codes import book_csv, book_qdc
from voice.codes.brought import LARGEST, Row, Unreadable, change_of
from voice.themes.changes import (
    Add,
    Change,
    Merge,
    Numbered,
    Rephrase,
    Retire,
    Reword,
    Several,
    Unfit,
    Wording,
    singles,
)
from voice.themes.codebook import Codebook, shipped
from voice.themes.folding import applied, phrases_of, tried

LANGUAGES = ("en", "pl", "so")
RISKY = Wording("=HYPERLINK(1)", "+44 numbers", include='@home; "quoted"')
FULL = applied(
    a_book(),
    numbered(
        WIFI,
        Add("local_risky", RISKY, {"en": ("[a|b] c", "!'cause")}),
        Add("local_old", Wording("Old", "No longer used.")),
        Retire("local_old"),
        Merge("delay", "school"),
    ),
)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def brought(content: bytes | str, book: Codebook = FULL) -> Change:
    sent = content.encode() if isinstance(content, str) else content
    return change_of(book_csv.read(sent, LANGUAGES), book, {"local_wifi"})


def qdc(body: str, space: str = book_qdc.NAMESPACE) -> bytes:
    return (
        f'<?xml version="1.0"?><CodeBook xmlns="{space}"><Codes>{body}</Codes></CodeBook>'.encode()
    )


def test_the_spreadsheet_comes_back_unchanged() -> None:
    with pytest.raises(Unfit, match="Nothing would change"):
        brought(book_csv.written(FULL))
    table = rows(book_csv.written(FULL, ("so",)))
    assert table[0][-3:] == ["phrases en", "phrases pl", "phrases so"]
    assert [row[8] for row in table[1:]] == [
        "in use",
        "in use",
        "in use",
        "in use",
        "counted as school",
        "not used",
    ]


def test_the_whole_shipped_codebook_comes_back_unchanged() -> None:
    book = shipped()
    read = book_csv.read(book_csv.written(book).encode(), tuple(book.books))
    with pytest.raises(Unfit, match="Nothing would change"):
        change_of(read, book, ())


TOLD = applied(
    a_book(),
    numbered(Reword("home", {"child_title:pl": "Dom", "child_line:so": "Guriga: (wanaagsan)."})),
)


@pytest.mark.parametrize("written", [book_csv.written, book_qdc.written])
def test_what_children_read_in_their_languages_travels(
    written: Callable[[Codebook], str | bytes],
) -> None:
    sent = written(TOLD)
    content = sent.encode() if isinstance(sent, str) else sent
    is_qdc = written is book_qdc.written

    def read(*children: str) -> tuple[Row, ...]:
        if is_qdc:
            return book_qdc.read(content, TOLD, children)
        return book_csv.read(content, LANGUAGES, children)

    with pytest.raises(Unfit, match="Nothing would change"):
        change_of(read("pl", "so"), TOLD, ())
    words = {"child_title:pl": "Dom", "child_line:so": "Guriga: (wanaagsan)."}
    assert change_of(read("pl", "so"), a_book(), ()) == Reword("home", words)
    if is_qdc:
        assert change_of(read("so"), a_book(), ()) == Reword("home", dict([words.popitem()]))
    else:
        with pytest.raises(Unreadable, match="“child_title pl” is no heading"):
            read("so")


def test_a_new_code_may_bring_what_children_read() -> None:
    text = "key,title,line,child_title PL\n,Pets,Animals.,Zwierzęta\n"
    change = change_of(book_csv.read(text.encode(), LANGUAGES, ("pl",)), a_book(), ())
    assert change == Several(
        (
            Add("local_pets", Wording("Pets", "Animals.")),
            Reword("local_pets", {"child_title:pl": "Zwierzęta"}),
        )
    )
    folded = applied(a_book(), numbered(change))
    assert folded.retold["local_pets", "pl"] == {"child_title": "Zwierzęta"}


def test_no_cell_can_be_taken_for_a_formula() -> None:
    cells = [cell for row in rows(book_csv.written(FULL)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_excel_makes_of_it_is_read(between: str, coding: str) -> None:
    out = StringIO()
    heads = ["Key", "Title", "Line", "Phrases EN", "state", ""]
    new = ["", " Pets  at home", "Animals.", "dog\n\n[cat|kitten]", "", ""]
    old = ["home", "", "Where  I live.", "my room\n!house music\nden", "in use", ""]
    csv.writer(out, delimiter=between).writerows([heads, new, [""] * 6, old])
    change = brought(out.getvalue().encode(coding))
    assert change == Several(
        (
            Add(
                "local_pets_at_home",
                Wording("Pets at home", "Animals."),
                _en("dog", "[cat|kitten]"),
            ),
            Reword("home", {"line": "Where I live."}),
            Rephrase("home", "en", ("den",), ("house",)),
        )
    )


def _en(*phrases: str) -> dict[str, tuple[str, ...]]:
    return {"en": phrases}


def test_a_code_is_known_by_its_title_too_and_a_new_key_is_never_an_old_one() -> None:
    assert (
        brought("key,title,line\n,HOME,Other words.\n")
        == Several((Reword("home", {"title": "HOME", "line": "Other words."}),)).changes[0]
    )
    renamed = applied(a_book(), numbered(WIFI, Reword("local_wifi", {"title": "Web"})))
    made = brought("key,title,line\nlocal_gone,Wifi,The net.\n", renamed)
    assert [one.key for one in singles(made)] == ["local_wifi_2"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["The file is empty."]),
        ("\n\n", ["The file is empty."]),
        ("key,line\nx,y\n", ["Row 1: the heading “title” is missing."]),
        ("key,title,title\n", ["Row 1: the heading “title” is there twice."] * 2),
        ("key,title,phrases xx,colour\n", ["names no language", "is no heading"]),
        ("key,title\n" + "a,b\n" * 501, ["more than 500 rows"]),
        ("key,title,phrases en\n,Pets,[dog\n", ["Row 2, phrases en: Line 1: The pattern"]),
        ("key,title,line\nhome,School,\n,,\n,Cats,\n", ["Row 2: There is a", "Row 4: Say in one"]),
        ("key,title,line\n,Pets,x\n,pets,y\n", ["Row 3: This code is in the file twice."]),
        ("key,title\nhome,\n\nhome,\n", ["Row 4: This code is in the file twice."]),
        ("key,title,line\n,,Nothing\n", ["Row 2: Give it a title."]),
        ("key,title\n\0,x\n", ["no text that can be read"]),
        ("key,title\n" + "x" * 140_000 + ",y\n", ["no CSV file"]),
    ],
)
def test_every_fault_of_a_spreadsheet_is_named_by_its_row(text: str, faults: list[str]) -> None:
    with pytest.raises(Unreadable) as wrong:
        brought(text)
    lines = str(wrong.value).splitlines()
    assert len(lines) == len(faults)
    assert all(fault in line for fault, line in zip(faults, lines, strict=True))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\xe9t\xe9", b"a" * (LARGEST + 1)])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        book_csv.read(content, LANGUAGES)


def test_the_qdc_file_keeps_the_rules_of_the_standard() -> None:
    root = ET.fromstring(book_qdc.written(FULL))  # noqa: S314 - our own file
    space = f"{{{book_qdc.NAMESPACE}}}"
    assert root.tag == f"{space}CodeBook"
    assert [child.tag for child in root] == [f"{space}Codes", f"{space}Sets"]
    codes = list(root[0])
    assert {each.tag for each in codes} == {f"{space}Code"}
    for each in codes:
        assert re.fullmatch(r"#[0-9A-Fa-f]{6}", each.attrib["color"])
        assert str(uuid.UUID(each.attrib["guid"])).upper() == each.attrib["guid"]
        assert each.attrib["isCodable"] in ("true", "false")
        assert set(each.attrib) == {"guid", "name", "isCodable", "color"}
        assert [child.tag for child in each] == [f"{space}Description"]
    guids = [each.attrib["guid"] for each in codes]
    assert len(set(guids)) == len(FULL.every)
    members = [one.attrib["guid"] for each in root[1] for one in each]
    assert {each.tag for each in root[1]} == {f"{space}Set"}
    assert set(members) == {book_qdc.guid_of(theme.key) for theme in FULL.themes}
    assert [each.attrib["isCodable"] for each in codes].count("false") == 2


def test_a_guid_is_the_same_for_good() -> None:
    assert book_qdc.guid_of("listened") == "729A03CB-66C3-5E10-BB1C-38EAD8C71075"


def test_the_qdc_file_comes_back_unchanged_and_words_changed_there_are_found() -> None:
    written = book_qdc.written(FULL)
    with pytest.raises(Unfit, match="Nothing would change"):
        change_of(book_qdc.read(written, FULL), FULL, ())
    other = written.replace(b'name="Home"', b'name="My place"')
    other = other.replace(b"Include: All of home.", b"Include: All of home\n and more.")
    change = change_of(book_qdc.read(other, FULL), FULL, ())
    assert change == Reword("home", {"title": "My place", "include": "All of home and more."})


def test_codes_of_other_software_come_in_those_inside_others_too() -> None:
    body = (
        '<Code guid="{g}" name="Group" isCodable="false"><Code guid="b" name="Pets">'
        "<Description>Animals.\nOwner: Us</Description><Code guid='c' name='Cats'/></Code></Code>"
    )
    sets = '</Codes><Sets><Set name="S" guid="d"><Code name="no"/></Set></Sets><Codes>'
    for space in (book_qdc.NAMESPACE, "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0"):
        found = book_qdc.read(qdc(body + sets, space), a_book())
        assert found == (
            Row("Line 1, code “Pets”", "", {"title": "Pets", "line": "Animals.", "owner": "Us"}),
            Row("Line 2, code “Cats”", "", {"title": "Cats", "line": "Cats"}),
        )
    book = tried(a_book(), (), Numbered(1, change_of(found, a_book(), ())))
    assert phrases_of(book, "local_cats") == {}


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;">]><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
    b'<Code guid="a" name="&c;"/></Codes></CodeBook>'
)
OUTSIDE = (
    b'<!DOCTYPE CodeBook SYSTEM "file:///etc/passwd"><CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>'
)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (BOMB, "Line 1: a file that declares a document type is not read."),
        (OUTSIDE, "Line 1: a file that declares a document type is not read."),
        (qdc("<Code name='&x;'/>"), "Line 1: this is not XML"),
        (qdc("<Code>"), "this is not XML"),
        (b"key,title", "this is not XML"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "this is not XML|cannot be read"),
        (b"<CodeBook/>", "Line 1: this is no REFI-QDA codebook."),
        (qdc("").replace(b"CodeBook", b"Project"), "no REFI-QDA codebook"),
        (qdc(""), "There is no code in this file."),
        (qdc("\n<Code guid='x' name=' '/>"), "Line 2, code “”: this code has no name."),
        (qdc("<Code name='x'/>" * 501), "more than 500 codes"),
        (qdc("<Code name='x'>" * 40 + "</Code>" * 40), "too deep"),
        (b"<" * (LARGEST + 1), "larger than"),
    ],
)
def test_a_hostile_or_broken_qdc_file_is_refused_and_says_where(content: bytes, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        book_qdc.read(content, a_book())
