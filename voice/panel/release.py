"""Release a quarter's figures: count once, protect, attack, write down, and never count again.

A release may be made anew until somebody outside reads a pack of it; from then on it stays. No
child is in two quarters, so what two releases say of the same child is nothing: the attack on one
needs no other, as long as a quarter has one release. The database sees to that.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.figures import cube
from voice.figures.cube import Cube
from voice.figures.hiding import Rules, protect
from voice.figures.tallied import tallied
from voice.panel.models import Release
from voice.storage import trail
from voice.storage.types import now
from voice.themes.codebook import codebook
from voice.themes.quarters import Quarter


def of(session: Session, period: str) -> Release | None:
    """The release of a quarter ("2026-Q3")."""
    return session.scalar(select(Release).where(Release.period == period))


def figures(found: Release) -> Cube:
    """What a release shows."""
    return cube.read(found.cube)


def make(session: Session, quarter: Quarter, rules: Rules, actor: str) -> Release:
    """The release of a quarter, made now; one that was read already is given back as it is."""
    found = of(session, quarter.key)
    if found is not None and found.state == "released":
        return found
    made = protect(tallied(session, quarter, tuple(t.key for t in codebook().themes)), rules)
    written = cube.written(cube.cube_of(made))
    if found is None:
        found = Release(period=quarter.key)
        session.add(found)
    found.made_at, found.by = now(), actor
    found.threshold, found.step = rules.threshold, rules.step
    found.cube, found.attacked = written, cube.preview(made)
    found.fingerprint, found.state = cube.fingerprint(written), "made"
    session.flush()
    trail.write(
        session,
        actor,
        "panel.release_made",
        f"release:{quarter.key}",
        fingerprint=found.fingerprint,
        shown=len(made.shown),
        attacked=made.attacked,
    )
    return found


def let_out(session: Session, found: Release, actor: str) -> None:
    """From now on it stays as it is, because somebody may read it."""
    if found.state == "made":
        found.state = "released"
        trail.write(
            session,
            actor,
            "panel.released",
            f"release:{found.period}",
            fingerprint=found.fingerprint,
        )
