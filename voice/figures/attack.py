"""Attack our own figures: what can a clever reader work out from everything that is shown?

Pure. All a reader knows of one theme is written down as a system of whole numbers: groups add up,
feelings add up, nobody is in two groups, and every shown number lies within its rounding. The
solver then finds the least and the most that any cell can be. A cell whose least is its most has
been worked out, however well it was hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import highspy
import numpy as np

from voice.figures.cells import CHILDREN, OWN, RATED, SILENT, WHOLE, Cell, Shape
from voice.figures.shown import FEELINGS

#: What a reader knows of a cell: it lies between these two.
Known = Mapping[Cell, tuple[int, int]]
#: More children than any council has in a quarter.
_MOST: Final = 1_000_000
_WHOLE_NUMBER: Final = 1e-6
_NOTHING: Final = 1e-9

Sum = dict[int, float]


class Attack:
    """One theme of one quarter, with all that is known of it."""

    def __init__(self, shape: Shape, theme: str, known: Known) -> None:
        self._shape, self._theme = shape, theme
        self._columns: dict[tuple[str, str, str], int] = {}
        self._rows: list[tuple[Sum, float, float]] = []
        self._write_down()
        self._unsaid = len(self._rows)
        self._told = [cell for cell in known if cell[0] in {theme, CHILDREN}]
        self._rows += [(self._sum(cell), *known[cell]) for cell in self._told]
        self._quick = self._solver(whole=False)

    def extreme(self, weights: Mapping[Cell, float]) -> np.ndarray[Any, Any]:
        """The table that makes this weighted sum least, of all that fit what is known."""
        costs = np.zeros(len(self._columns))
        for cell, weight in weights.items():
            for column, times in self._sum(cell).items():
                costs[column] += weight * times
        found = _solve(self._quick, costs)
        if np.abs(found - np.round(found)).max(initial=0.0) > _WHOLE_NUMBER:
            found = _solve(self._solver(whole=True), costs)
        return np.round(found)

    def value(self, table: np.ndarray[Any, Any], cell: Cell) -> int:
        """What a cell is in such a table."""
        return round(float(sum(times * table[c] for c, times in self._sum(cell).items())))

    def range(self, cell: Cell) -> tuple[int, int]:
        """The least and the most this cell can be."""
        least, most = self.extreme({cell: 1.0}), self.extreme({cell: -1.0})
        return self.value(least, cell), self.value(most, cell)

    def binding(self, cell: Cell) -> set[Cell]:
        """What, of all that is known, holds this cell between its least and its most."""
        found: set[Cell] = set()
        for sign in (1.0, -1.0):
            self.extreme({cell: sign})
            duals = np.array(self._quick.getSolution().row_dual)[self._unsaid :]
            found.update(self._told[place] for place in np.flatnonzero(np.abs(duals) > _NOTHING))
        return found

    def _column(self, theme: str, group: str, measure: str) -> int:
        return self._columns.setdefault((theme, group, measure), len(self._columns))

    def _sum(self, cell: Cell) -> Sum:
        """A cell as a sum of unknowns."""
        theme, group, measure = cell
        parts = self._shape.parts(group)
        if theme == CHILDREN:
            return {self._column(CHILDREN, part, WHOLE): 1.0 for part in parts}
        if measure in {OWN, RATED}:
            return {self._column(theme, WHOLE, measure): 1.0}
        feelings = FEELINGS if measure in {WHOLE, SILENT} else (measure,)
        spoke = {self._column(theme, part, each): 1.0 for part in parts for each in feelings}
        if measure != SILENT:
            return spoke
        return dict.fromkeys(spoke, -1.0) | self._sum((CHILDREN, group, WHOLE))

    def _write_down(self) -> None:
        """What everybody knows before anything is shown."""
        _first, *others = self._shape.partings
        for other in others:
            self._same((CHILDREN, WHOLE, WHOLE), [(CHILDREN, group, WHOLE) for group in other])
        if self._theme == CHILDREN:
            return
        for other in others:
            for feeling in FEELINGS:
                whole = (self._theme, WHOLE, feeling)
                self._same(whole, [(self._theme, group, feeling) for group in other])
        for group in self._shape.leaves:
            self._rows.append((self._sum((self._theme, group, SILENT)), 0, _MOST))
        self._sources()

    def _same(self, whole: Cell, parts: Iterable[Cell]) -> None:
        total = self._sum(whole)
        for part in parts:
            for column, times in self._sum(part).items():
                total[column] = total.get(column, 0.0) - times
        self._rows.append((total, 0, 0))

    def _sources(self) -> None:
        """Everybody said it or chose it; nobody is in either who did not speak of the theme."""
        spoke = self._sum((self._theme, WHOLE, WHOLE))
        own, rated = (self._column(self._theme, WHOLE, each) for each in (OWN, RATED))
        minus = dict.fromkeys(spoke, -1.0)
        self._rows.append((spoke | {own: -1.0}, 0, _MOST))
        self._rows.append((spoke | {rated: -1.0}, 0, _MOST))
        self._rows.append((minus | {own: 1.0, rated: 1.0}, 0, _MOST))

    def _solver(self, *, whole: bool) -> highspy.Highs:
        columns, rows = len(self._columns), len(self._rows)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = np.full(columns, float(_MOST))
        model.row_lower_ = np.array([float(low) for _, low, _ in self._rows])
        model.row_upper_ = np.array([float(high) for _, _, high in self._rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(each) for each, _, _ in self._rows)])
        model.a_matrix_.index_ = np.array([c for each, _, _ in self._rows for c in each])
        model.a_matrix_.value_ = np.array([v for each, _, _ in self._rows for v in each.values()])
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        return solver


def _solve(solver: highspy.Highs, costs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    columns = len(costs)
    if not columns:
        return costs
    solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), costs)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise ImpossibleFigures(solver.modelStatusToString(status))
    return np.array(solver.getSolution().col_value)


class ImpossibleFigures(ValueError):
    """No counts of children fit these figures: they were not made by the rules of this house."""
