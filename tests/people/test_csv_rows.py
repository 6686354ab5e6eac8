"""A list of staff or teams is read cell by cell; every mistake has its row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.people import csv_rows
from voice.people.csv_rows import Fault, Known, StaffRow, TeamRow

KNOWN = Known(
    frozenset({"here@demo.example"}), frozenset({"worker", "manager"}), frozenset({"north"})
)
HEAD = "name,email,roles,teams\n"


def test_good_rows_are_read_whatever_lies_between_their_cells() -> None:
    for between in (",", ";", "\t"):
        roles = "worker|manager" if between == ";" else "worker; manager"
        line = between.join(("Ola Marsh", "Ola@Demo.example", roles, "north"))
        text = HEAD.replace(",", between) + line + "\n"
        found = csv_rows.staff(text, KNOWN)
        row = StaffRow(2, "Ola Marsh", "ola@demo.example", ("worker", "manager"), ("north",))
        assert found.rows == (row,), between
        assert found.faults == ()


def test_every_mistake_is_named_with_its_row() -> None:
    text = HEAD + "\n".join(
        (
            "Good,a@demo.example,worker,",
            ",b@demo.example,worker,",
            "No address,,worker,",
            "Bad address,not an address,worker,",
            "There,here@demo.example,worker,",
            "Twice,A@demo.example,worker,",
            "No role,c@demo.example,,",
            "Odd role,d@demo.example,worker;king,",
            "Odd team,e@demo.example,worker,nowhere",
            f"{'long' * 40},f@demo.example,worker,",
        )
    )
    found = csv_rows.staff(text, KNOWN)
    assert [row.number for row in found.rows] == [2]
    assert [(each.number, each.column, each.kind) for each in found.faults] == [
        (3, "name", "missing"),
        (4, "email", "missing"),
        (5, "email", "email"),
        (6, "email", "taken"),
        (7, "email", "taken"),
        (8, "roles", "missing"),
        (9, "roles", "role"),
        (10, "teams", "team"),
        (11, "name", "long"),
    ]


def test_teams_are_read_and_checked() -> None:
    text = "key,name,service\nsouth,South,assessment\nnorth,North,x\nA B,C,d\n"
    found = csv_rows.teams(text, KNOWN)
    assert found.rows == (TeamRow(2, "south", "South", "assessment"),)
    assert [(each.number, each.kind) for each in found.faults] == [(3, "taken"), (4, "key")]


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-x", "@sum", '=HYPERLINK(""x"")'])
def test_a_cell_that_looks_like_a_formula_stays_text(cell: str) -> None:
    text = f'{HEAD}"{cell}",a@demo.example,worker,\n'
    [row] = csv_rows.staff(text, KNOWN).rows
    assert row.name == cell.replace('""', '"')


def test_lost_headings_are_named() -> None:
    found = csv_rows.staff("name,mail\nOla,x\n", KNOWN)
    assert found.faults == tuple(Fault(1, each, "column") for each in ("email", "roles", "teams"))


def test_an_empty_file_and_one_too_long_are_refused() -> None:
    assert csv_rows.staff("\n \n", KNOWN).faults == (Fault(1, "", "empty"),)
    many = HEAD + "x,y,z,\n" * (csv_rows.MOST_ROWS + 1)
    assert csv_rows.staff(many, KNOWN).faults[0].kind == "too_many"


def test_a_cell_larger_than_any_spreadsheets_is_refused() -> None:
    assert csv_rows.staff(HEAD + '"' + "x" * 150_000 + '"', KNOWN).faults[0].kind == "unreadable"


def test_files_are_text_of_a_sensible_size() -> None:
    assert csv_rows.decoded("naïve".encode("utf-8-sig")) == "naïve"
    assert csv_rows.decoded("naïve".encode("utf-16")) == "naïve"
    assert csv_rows.decoded(b"\xff\xfe\x00") is None
    assert csv_rows.decoded("naïve".encode("latin-1")) is None
    assert csv_rows.decoded(b"PK\x03\x04\x00\x00") is None
    assert csv_rows.decoded(b"x" * (csv_rows.LARGEST + 1)) is None


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for found in (csv_rows.staff(text, KNOWN), csv_rows.staff(HEAD + text, KNOWN)):
        assert all(fault.number >= 1 for fault in found.faults)
    csv_rows.teams("key,name,service\n" + text, KNOWN)
