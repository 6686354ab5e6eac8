"""Triggers that keep the counts of the board exact, for both engines.

Every way by which an answer comes, changes or goes, also one that knows nothing of themes, ends in
rows of `heard` and `responses`; the database itself counts them, in the same transaction: in all,
along each choice of a filter, and along each two of them. Pure text. On PostgreSQL each transaction
adds to rows of its own (`part`), so that none waits for another; `recount.fold` adds them up later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

#: Choices of a filter that are counted together, two and two, in the order of their names.
CHOICES = ("helped", "language", "set_key", "team_id", "tier")
#: Between two names, and between their values.
_AND = "+"

_COLUMNS = "dimension, value, theme, own, rated, period, part, children"
_ADD = (
    "ON CONFLICT (dimension, value, theme, own, rated, period, part) "
    "DO UPDATE SET children = theme_counts.children + excluded.children"
)
#: What lies open about a response, and changes with it in `heard`.
_COPIED = ("period", "sent_at", "set_key", "tier", "language", "team_id", "channel")
_WATCHED = (*_COPIED, "company", "taps")

#: Which row of a change, and what it counts.
_COME, _GONE = ("NEW", "1"), ("OLD", "-1")

#: The value of each dimension, as an expression.
Dimensions = Mapping[str, str]


def line(chosen: Mapping[str, str]) -> tuple[str, str]:
    """The dimension and the value under which up to two choices are counted."""
    names = sorted(chosen)
    return _AND.join(names) or "all", _AND.join(chosen[name] for name in names)


def raised(engine: str, *, pairs: bool = True) -> Iterator[str]:
    """Statements that make the triggers; without `pairs` as they were at first."""
    yield from _on_postgresql(pairs) if engine == "postgresql" else _on_sqlite(pairs)


def lifted(engine: str) -> Iterator[str]:
    """Statements that take them away."""
    for table in ("heard", "responses"):
        for act in ("insert", "delete", "update"):
            on = f" ON {table}" if engine == "postgresql" else ""
            yield f"DROP TRIGGER {table}_counted_on_{act}{on}"
        if engine == "postgresql":
            yield f"DROP FUNCTION count_{table}()"
    if engine == "postgresql":
        yield "DROP FUNCTION move_response()"


def counted(table: str, engine: str, *, pairs: bool = True) -> str:
    """A query that counts a whole table (`heard` or `responses`), as the triggers would have."""
    made = _dimensions(engine, "one", table, pairs)
    return (
        f"SELECT {_spread(engine, made, 'one', table, 'count(*)', '0')} "  # noqa: S608 - names of ours
        f"FROM {table} AS one, {_lines(engine, made)} GROUP BY 1, 2, 3, 4, 5, 6"
    )


def _alone(engine: str, row: str, table: str) -> str:
    if table == "heard":
        return f"{row}.alone"
    company = f"CAST({row}.company AS text)" if engine == "postgresql" else f"{row}.company"
    return f"({company} IN ('[]', '[\"alone\"]') AND {row}.taps IN ('me', ''))"


def _dimensions(engine: str, row: str, table: str, pairs: bool) -> Dimensions:
    """Each dimension, and how its value is made of a row."""
    made = {
        "helped": f"CASE WHEN {_alone(engine, row, table)} THEN 'alone' ELSE 'assisted' END",
        "team_id": f"COALESCE(CAST({row}.team_id AS text), '')",
        **{name: f"{row}.{name}" for name in ("set_key", "tier", "language", "channel")},
    }
    both = combinations(CHOICES, 2) if pairs else ()
    joined = {_AND.join(two): f" || '{_AND}' || ".join(made[name] for name in two) for two in both}
    return {"all": "''", **made, **joined}


def _lines(engine: str, made: Dimensions) -> str:
    """One line a dimension: (dimension, value)."""
    if engine == "postgresql":
        values = ", ".join(f"('{name}', {value})" for name, value in made.items())
        return f"LATERAL (VALUES {values}) AS line (dimension, value)"
    # SQLite knows no LATERAL: the value is chosen beside the name instead.
    return "(" + " UNION ALL ".join(f"SELECT '{name}' AS dimension" for name in made) + ") line"


def _spread(engine: str, made: Dimensions, row: str, table: str, children: str, part: str) -> str:
    value = "line.value"
    if engine != "postgresql":
        cases = (f"WHEN '{name}' THEN {each}" for name, each in made.items())
        value = f"CASE line.dimension {' '.join(cases)} END"
    what = f"{row}.theme, {row}.own, {row}.rated" if table == "heard" else "'', 0, 0"
    return f"line.dimension, {value}, {what}, {row}.period, {part}, {children}"


def _on_sqlite(pairs: bool) -> Iterator[str]:
    for table in ("heard", "responses"):
        plus, minus = (_one("sqlite", table, *each, pairs) for each in (_COME, _GONE))
        acts = {"INSERT": plus, "DELETE": minus}
        for act, made in acts.items():
            name = f"{table}_counted_on_{act.lower()}"
            yield f"CREATE TRIGGER {name} AFTER {act} ON {table} BEGIN {made}; END"
    both = "; ".join(_one("sqlite", "heard", *each, pairs) for each in (_GONE, _COME))
    yield f"CREATE TRIGGER heard_counted_on_update AFTER UPDATE ON heard BEGIN {both}; END"
    yield (
        f"CREATE TRIGGER responses_counted_on_update AFTER UPDATE OF {', '.join(_WATCHED)} "
        f"ON responses BEGIN {_moved('sqlite', pairs)}; END"
    )


def _one(engine: str, table: str, row: str, children: str, pairs: bool) -> str:
    """Add one row of a table, or take it away."""
    made = _dimensions(engine, row, table, pairs)
    part = "txid_current()" if engine == "postgresql" else "0"
    return (
        f"INSERT INTO theme_counts ({_COLUMNS}) SELECT "  # noqa: S608 - names of ours
        f"{_spread(engine, made, row, table, children, part)} FROM {_lines(engine, made)} "
        f"WHERE true {_ADD}"
    )


def _moved(engine: str, pairs: bool) -> str:
    """What follows when something open about a response changes."""
    copied = ", ".join(f"{name} = NEW.{name}" for name in _COPIED)
    alone = _alone(engine, "NEW", "responses")
    follow = f"UPDATE heard SET {copied}, alone = {alone} WHERE response_id = NEW.id"  # noqa: S608
    less, more = (_one(engine, "responses", *each, pairs) for each in (_GONE, _COME))
    return f"{less}; {more}; {follow}"


def _on_postgresql(pairs: bool) -> Iterator[str]:
    for table in ("heard", "responses"):
        yield (
            f"CREATE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP <> 'INSERT' THEN {_many(table, 'gone', '-count(*)', pairs)}; END IF; "
            f"IF TG_OP <> 'DELETE' THEN {_many(table, 'come', 'count(*)', pairs)}; END IF; "
            "RETURN NULL; END $$"
        )
        for act, seen in (("INSERT", "NEW TABLE AS come"), ("DELETE", "OLD TABLE AS gone")):
            yield _statement(table, act, seen)
    yield _statement("heard", "UPDATE", "OLD TABLE AS gone NEW TABLE AS come")
    yield (
        "CREATE FUNCTION move_response() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_moved('postgresql', pairs)}; RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER responses_counted_on_update AFTER UPDATE OF {', '.join(_WATCHED)} "
        "ON responses FOR EACH ROW EXECUTE FUNCTION move_response()"
    )


def _statement(table: str, act: str, seen: str) -> str:
    return (
        f"CREATE TRIGGER {table}_counted_on_{act.lower()} AFTER {act} ON {table} "
        f"REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION count_{table}()"
    )


def _many(table: str, rows: str, children: str, pairs: bool) -> str:
    """Add all rows of one statement at once."""
    made = _dimensions("postgresql", "one", table, pairs)
    spread = _spread("postgresql", made, "one", table, children, "txid_current()")
    return (
        f"INSERT INTO theme_counts ({_COLUMNS}) SELECT {spread} FROM {rows} AS one, "  # noqa: S608
        f"{_lines('postgresql', made)} GROUP BY 1, 2, 3, 4, 5, 6 {_ADD}"
    )
