"""Count themes along every two choices of a filter, too: a board of two choices was slow.

The counts are made of other tables, so the table is made anew and filled again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voice.themes.triggers import counted, lifted, raised

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEYS = ("dimension", "value", "theme", "own", "rated", "period", "part")


def upgrade() -> None:
    _anew(30, 60, pairs=True)


def downgrade() -> None:
    _anew(10, 20, pairs=False)


def _anew(dimension: int, value: int, *, pairs: bool) -> None:
    engine = op.get_bind().dialect.name
    for statement in lifted(engine):
        op.execute(statement)
    op.drop_table("theme_counts")
    op.create_table("theme_counts", *_columns(dimension, value), sqlite_with_rowid=False)
    op.create_index("ix_theme_counts_part", "theme_counts", ["part"])
    for table in ("heard", "responses"):
        op.execute(f"INSERT INTO theme_counts {counted(table, engine, pairs=pairs)}")
    for statement in raised(engine, pairs=pairs):
        op.execute(statement)


def _columns(dimension: int, value: int) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("dimension", sa.String(length=dimension), nullable=False),
        sa.Column("value", sa.String(length=value), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*_KEYS, name=op.f("pk_theme_counts")),
    ]
