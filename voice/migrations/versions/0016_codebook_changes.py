"""Changes of the codebook that a council made; codings say by which of them they were found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voice.storage.append_only import guards, lifted

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLE = "codebook_changes"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_codebook_changes_number"),
        sa.CheckConstraint(
            "kind IN ('add', 'reword', 'rephrase', 'merge', 'split', 'retire', 'bring_back', "
            "'several', 'undo')",
            name="ck_codebook_changes_kind",
        ),
        sa.CheckConstraint("why <> ''", name="ck_codebook_changes_why"),
        sa.PrimaryKeyConstraint("number", name="pk_codebook_changes"),
    )
    for statement in guards(op.get_bind().dialect.name, _TABLE):
        op.execute(statement)
    op.add_column("codings", sa.Column("change", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    # Never by copying the table: there may be millions of codings.
    op.drop_column("codings", "change")
    for statement in lifted(op.get_bind().dialect.name, _TABLE):
        op.execute(statement)
    op.drop_table(_TABLE)
