"""Triggers that let a table grow and never change, for both engines: the trail first of all."""

from __future__ import annotations

from collections.abc import Iterator

_TRAIL = "trail"


def guards(engine: str, table: str = _TRAIL) -> Iterator[str]:
    """Statements that forbid UPDATE and DELETE on a table; its name is ours, never a visitor's."""
    never = "the trail is append-only" if table == _TRAIL else f"{table} only grows"
    if engine == "postgresql":
        yield (
            f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{never}'; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{never}'); END"
        )


def lifted(engine: str, table: str = _TRAIL) -> Iterator[str]:
    """Statements that take the guards away again: for migrations alone."""
    if engine == "postgresql":
        yield f"DROP TRIGGER {table}_append_only ON {table}"
        yield f"DROP FUNCTION {table}_is_append_only()"
        return
    yield f"DROP TRIGGER {table}_no_update"
    yield f"DROP TRIGGER {table}_no_delete"
