"""Drawings, as the sealed numbers of their strokes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("strokes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('drawing')", name=op.f("ck_attachments_kind")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_attachments_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question", "kind", name=op.f("pk_attachments")),
    )


def downgrade() -> None:
    op.drop_table("attachments")
