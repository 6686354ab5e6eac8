"""Read staff or teams from a CSV file: good rows, and what is wrong with each of the others.

Pure. A cell is text and stays text, whatever a spreadsheet would make of it. Row numbers are those
a spreadsheet shows: the headings are row 1.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final

#: Bytes, rows and letters in a cell that a file may have.
LARGEST: Final = 200_000
MOST_ROWS: Final = 2_000
LONGEST: Final = 200
_LONGEST: Final = {"name": 120, "service": 40}
STAFF: Final = ("name", "email", "roles", "teams")
TEAMS: Final = ("key", "name", "service")
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\"]{2,}")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row: a kind ("missing", "email", "role", ...), and the cell."""

    number: int
    column: str
    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person to add."""

    number: int
    name: str
    email: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team to add."""

    number: int
    key: str
    name: str
    service: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already: addresses, roles that may be given, teams by key."""

    emails: Set[str]
    roles: Set[str]
    teams: Set[str]


@dataclass(frozen=True, slots=True)
class Read:
    """The good rows, and the faults of the others, in order."""

    rows: tuple[StaffRow | TeamRow, ...]
    faults: tuple[Fault, ...]


#: What judges one row: the row as it is to be kept, or its faults.
_Judge = Callable[[Mapping[str, str], int], "StaffRow | TeamRow | list[Fault]"]


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8, or UTF-16 as Excel's "Unicode text"; None for others."""
    if len(content) > LARGEST:
        return None
    coding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeError:
        return None
    return None if "\0" in text else text


def staff(text: str, known: Known) -> Read:
    """People to add; an address that is there already, or twice, is a fault."""
    seen = set(known.emails)
    return _read(text, STAFF, lambda row, n: _staff_row(row, n, known, seen))


def teams(text: str, known: Known) -> Read:
    """Teams to add; a key that is there already, or twice, is a fault."""
    seen = set(known.teams)
    return _read(text, TEAMS, lambda row, n: _team_row(row, n, seen))


def _read(text: str, columns: tuple[str, ...], judge: _Judge) -> Read:
    try:
        lines = list(_lines(text))
    except csv.Error:
        return Read((), (Fault(1, "", "unreadable"),))
    if not lines:
        return Read((), (Fault(1, "", "empty"),))
    heads = [cell.strip().casefold() for cell in lines[0][1]]
    lost = [column for column in columns if column not in heads]
    if lost:
        return Read((), tuple(Fault(1, column, "column") for column in lost))
    if len(lines) - 1 > MOST_ROWS:
        return Read((), (Fault(MOST_ROWS + 2, "", "too_many"),))
    good: list[StaffRow | TeamRow] = []
    bad: list[Fault] = []
    for number, cells in lines[1:]:
        row = {head: _clean(cell) for head, cell in zip(heads, cells, strict=False)}
        found = judge({column: row.get(column, "") for column in columns}, number)
        if isinstance(found, list):
            bad += found
        else:
            good.append(found)
    return Read(tuple(good), tuple(bad))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that hold anything, with their numbers, split by what their headings are split by."""
    head = text.split("\n", 1)[0]
    between = max((";", "\t", ","), key=head.count)
    reader = csv.reader(text.splitlines(), delimiter=between)
    for number, cells in enumerate(reader, start=1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _staff_row(
    row: Mapping[str, str], number: int, known: Known, seen: set[str]
) -> StaffRow | list[Fault]:
    email = row["email"].casefold()
    roles = tuple(_listed(row["roles"].casefold().replace(" ", "_")))
    of = tuple(_listed(row["teams"].casefold()))
    faults = [*_missing(row, ("name", "email", "roles"), number), *_too_long(row, number)]
    if email and not _EMAIL.fullmatch(email):
        faults.append(Fault(number, "email", "email", row["email"]))
    if email in seen:
        faults.append(Fault(number, "email", "taken", row["email"]))
    faults += [Fault(number, "roles", "role", each) for each in roles if each not in known.roles]
    faults += [Fault(number, "teams", "team", each) for each in of if each not in known.teams]
    seen.add(email)
    return faults or StaffRow(number, row["name"], email, roles, of)


def _team_row(row: Mapping[str, str], number: int, seen: set[str]) -> TeamRow | list[Fault]:
    key = row["key"].casefold()
    faults = [*_missing(row, TEAMS, number), *_too_long(row, number)]
    if key and not _KEY.fullmatch(key):
        faults.append(Fault(number, "key", "key", row["key"]))
    if key in seen:
        faults.append(Fault(number, "key", "taken", row["key"]))
    seen.add(key)
    return faults or TeamRow(number, key, row["name"], row["service"])


def _missing(row: Mapping[str, str], needed: tuple[str, ...], number: int) -> list[Fault]:
    return [Fault(number, column, "missing") for column in needed if not row[column]]


def _too_long(row: Mapping[str, str], number: int) -> list[Fault]:
    return [
        Fault(number, column, "long")
        for column, cell in row.items()
        if len(cell) > _LONGEST.get(column, LONGEST)
    ]


def _listed(cell: str) -> Iterator[str]:
    return (part.strip(" _") for part in re.split(r"[;,|]", cell) if part.strip(" _"))


def _clean(cell: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in cell).split())
