"""Which edition of our reading is the newest: what was read with an older one is read again.

The codebook that comes with this version counts most; within it, everything that this installation
changed itself: what was learnt from its officers and going back from that, and each change of its
codebook. Heads and changes are only ever added, so their numbers are added up: the sum rises
whenever either does, and never falls.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.themes.codebook import shipped
from voice.themes.codebook_models import CodebookChange
from voice.themes.models import LearntHead

#: More heads and changes than an installation makes with one version of the codebook.
_STEP = 10_000


def current(session: Session) -> int:
    """The number that a response carries in `coded_with` once it was read."""
    newest = select(func.max(LearntHead.id)).where(LearntHead.used_from.is_not(None))
    # Asked first: what is changed after this is read again, and never passes for read.
    changed = session.scalar(select(func.max(CodebookChange.number))) or 0
    return shipped().version * _STEP + (session.scalar(newest) or 0) + changed
