"""Triggers that let the trail grow and never change, for both engines."""

from __future__ import annotations

from collections.abc import Iterator

_NEVER = "the trail is append-only"


def guards(engine: str) -> Iterator[str]:
    """Statements that forbid UPDATE and DELETE on the trail."""
    if engine == "postgresql":
        yield (
            "CREATE FUNCTION trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_NEVER}'; END $$"
        )
        yield (
            "CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail "
            "FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER trail_no_{act.lower()} BEFORE {act} ON trail "
            f"BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END"
        )


def lifted(engine: str) -> Iterator[str]:
    """Statements that take the guards away again: for migrations alone."""
    if engine == "postgresql":
        yield "DROP TRIGGER trail_append_only ON trail"
        yield "DROP FUNCTION trail_is_append_only()"
        return
    yield "DROP TRIGGER trail_no_update"
    yield "DROP TRIGGER trail_no_delete"
