"""Vectors of answers, and answers of which a person said that they make no new theme."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vectors",
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of_response("vectors"),
        sa.PrimaryKeyConstraint("response_id", "question", name="pk_vectors"),
    )
    op.create_index("ix_vectors_model", "vectors", ["model"])
    op.create_table(
        "no_themes",
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_response("no_themes"),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name="fk_no_themes_by_workers"),
        sa.PrimaryKeyConstraint("response_id", "question", name="pk_no_themes"),
    )


def downgrade() -> None:
    op.drop_table("no_themes")
    op.drop_table("vectors")


def _of_response(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["response_id"],
        ["responses.id"],
        name=f"fk_{table}_response_id_responses",
        ondelete="CASCADE",
    )
