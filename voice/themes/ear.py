"""What a worker hears by: ours, or what was learnt from this installation's officers since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from voice.storage.keystore import Keystore
from voice.themes import edition, teaching
from voice.themes.models import Coding, HandCoding

if TYPE_CHECKING:
    from voice.themes.meaning import Meaning

_WORKER = "worker process"


class Ear:
    """The head in use, looked for again whenever it may have changed."""

    def __init__(self, engine: Engine, keystore: Keystore, ours: Meaning | None) -> None:
        self._engine = engine
        self._keystore = keystore
        self._ours = ours
        self._mine = ours
        self._edition = -1
        self._said = -1

    def now(self) -> Meaning | None:
        """What to hear by; None where phrases work alone."""
        if self._ours is None:
            return None
        with Session(self._engine.execution_options(writing=False)) as reading:
            newest = edition.current(reading)
        if newest != self._edition:
            self._mine = teaching.apply(self._engine, self._keystore, self._ours)
            self._edition = newest
        return self._mine

    def learn_if_due(self) -> bool:
        """Learn again where officers said enough since the last time; whether that was done."""
        if self._ours is None or not self._is_due():
            return False
        return teaching.learn(self._engine, self._keystore, self._ours, _WORKER) is not None

    def _is_due(self) -> bool:
        with Session(self._engine.execution_options(writing=False)) as reading:
            decided = select(func.count()).select_from(Coding).where(Coding.verdict.is_not(None))
            by_hand = select(func.count()).select_from(HandCoding)
            said = (reading.scalar(decided) or 0) + (reading.scalar(by_hand) or 0)
            if said == self._said:
                return False
            self._said = said
            return teaching.is_due(reading)
