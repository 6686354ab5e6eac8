"""What one audience reads of one quarter: what people chose and wrote, and figures as released.

Pure. Everything that any page, paper, slide or sheet of a pack shows is made from this one thing,
so that they carry the same numbers; once published it is frozen and has a fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from voice.figures import shown
from voice.figures.cells import CARE, CHILDREN, OWN, RATED, WHOLE
from voice.figures.cube import Cube
from voice.figures.shown import FEELINGS, ShownRow
from voice.themes.quarters import Quarter

#: Audiences of young people.
YOUNG: Final = ("youth_panel", "care_council")
#: Young people read five themes; the boards may have more.
MOST_THEMES: Final = 8
FIVE: Final = 5
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ChosenTheme:
    """A theme as people put it into a pack, in the order they think important."""

    key: str
    #: In their own words; "" for the codebook's.
    title: str = ""
    line: str = ""
    #: Id of an approved quote.
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """All that people decide about a pack; what a draft keeps."""

    headline: str = ""
    note: str = ""
    content_note: str = ""
    silence: str = ""
    themes: tuple[ChosenTheme, ...] = ()

    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "themes": [asdict(each) for each in self.themes]}


def choices_of(told: Mapping[str, Any]) -> Choices:
    """The choices of such JSON."""
    texts = {name: told.get(name, "") for name in ("headline", "note", "content_note", "silence")}
    return Choices(**texts, themes=tuple(ChosenTheme(**each) for each in told.get("themes", ())))


@dataclass(frozen=True, slots=True)
class Said:
    """A quote as it goes into a pack."""

    response_id: str
    words: str
    language: str
    translation: str | None
    tier: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a pack is about, besides what people choose."""

    quarter: Quarter
    audience: str
    #: The group it is about: everybody, children in care, or one team.
    group: str
    language: str
    council: str
    #: Names of groups: of teams, services and forms.
    names: Mapping[str, str]
    #: Ages there are.
    tiers: tuple[str, ...]
    #: SHA-256 of the release.
    release: str


def group_of(audience: str, team_id: int | None) -> str:
    """The group that an audience's pack is about."""
    if team_id is not None:
        return f"team:{team_id}"
    return CARE if audience == "care_council" else WHOLE


def offered(cube: Cube, group: str, order: Sequence[str]) -> tuple[ShownRow, ...]:
    """The themes that have a figure for this group, in the order given."""
    found = ((theme, cube.of(theme, group)) for theme in order)
    return tuple(
        ShownRow(theme, tuple(cube.of(theme, group, each) for each in FEELINGS), total)
        for theme, total in found
        if total is not None
    )


def compose(
    chosen: Choices, cube: Cube, setting: Setting, quotes: Mapping[str, Said], unassigned: str
) -> dict[str, Any]:
    """The contents of a pack, as JSON."""
    keys = [each.key for each in chosen.themes]
    rows = {row.key: row for row in offered(cube, setting.group, keys)}
    each = shown.per_dot([row.total for row in rows.values()])
    themes = [one for one in chosen.themes if one.key in rows]
    ends = shown.ends(list(rows.values()), FEELINGS.index("happy")) or (None, None)
    return {
        "version": _VERSION,
        "period": setting.quarter.key,
        "audience": setting.audience,
        "group": setting.group,
        "about": setting.names.get(setting.group, ""),
        "council": setting.council,
        "language": setting.language,
        "headline": chosen.headline,
        "note": chosen.note,
        "content_note": chosen.content_note,
        "answered": cube.children(setting.group),
        "themes": [
            _theme(place, one, rows[one.key], cube, setting.group, each, quotes)
            for place, one in enumerate(themes, 1)
        ],
        "best": ends[0],
        "hardest": ends[1],
        "per_dot": each,
        "tables": _tables(cube, setting, [one.key for one in themes]),
        "silence": {**_silence(cube, setting), "note": chosen.silence},
        "counted": {
            "threshold": cube.rules.threshold,
            "step": cube.rules.step,
            "unassigned": cube.of(unassigned, setting.group),
            "words_and_choices": any(cube.of(key, WHOLE, RATED) for key in keys),
        },
        "release": setting.release,
    }


def _theme(
    place: int,
    chosen: ChosenTheme,
    row: ShownRow,
    cube: Cube,
    group: str,
    each: int,
    quotes: Mapping[str, Said],
) -> dict[str, Any]:
    said = quotes.get(chosen.quote)
    feelings = [
        {
            "key": key,
            "count": count,
            "in_ten": shown.in_ten(count, row.total),
            "dots": shown.dots(count, each),
        }
        for key, count in zip(FEELINGS, row.cells, strict=True)
    ]
    return {
        "key": chosen.key,
        "order": place,
        "title": chosen.title,
        "line": chosen.line,
        "shown": row.total,
        "feelings": feelings,
        "own": cube.of(chosen.key, group, OWN),
        "rated": cube.of(chosen.key, group, RATED),
        "sure": shown.sureness(row.total),
        "quote": {name: value for name, value in asdict(said).items() if name != "response_id"}
        if said
        else None,
    }


def _tables(cube: Cube, setting: Setting, themes: Sequence[str]) -> list[dict[str, Any]]:
    """Who spoke of what, group by group; for boards, where the pack is about everybody."""
    if setting.group != WHOLE or setting.audience in YOUNG:
        return []
    kinds = {
        "tier": tuple(f"tier:{each}" for each in setting.tiers),
        "service": cube.groups("service"),
        "team": cube.groups("team"),
    }
    tables = []
    for kind, all_ in kinds.items():
        groups = [each for each in all_ if cube.children(each) is not None]
        rows = [
            {
                "group": group,
                "name": setting.names.get(group, ""),
                "children": cube.children(group),
                "counts": [cube.of(theme, group) for theme in themes],
            }
            for group in groups
        ]
        if rows:
            tables.append({"by": kind, "themes": list(themes), "rows": rows})
    return tables


def _silence(cube: Cube, setting: Setting) -> dict[str, Any]:
    """Ages and teams from which little or nothing came, by what is shown of them."""
    if setting.group != WHOLE:
        return {"tiers": [], "teams": [], "known": False}
    tiers = {each: cube.children(f"tier:{each}") or 0 for each in setting.tiers}
    teams = {
        setting.names[group]: cube.children(group) or 0
        for group in cube.groups("team")
        if group in setting.names
    }
    return {"tiers": list(shown.few(tiers)), "teams": list(shown.few(teams)), "known": True}


def numbers(contents: Mapping[str, Any]) -> list[tuple[str, int | None]]:
    """Every count of children in a pack, by what it counts, as each rendering must carry them."""
    found: list[tuple[str, int | None]] = [("answered", contents["answered"])]
    for theme in contents["themes"]:
        found.append((theme["key"], theme["shown"]))
        found += [(f"{theme['key']}.{each['key']}", each["count"]) for each in theme["feelings"]]
    for table in contents["tables"]:
        for row in table["rows"]:
            found.append((f"{row['group']}.{CHILDREN}", row["children"]))
            named = zip(table["themes"], row["counts"], strict=True)
            found += [(f"{row['group']}.{theme}", count) for theme, count in named]
    return found
