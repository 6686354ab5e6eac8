"""Which body a young person belongs to: whoever is of the panel already is of the youth panel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panel_seats",
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "body IN ('youth_panel', 'care_council')", name=op.f("ck_panel_seats_body")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["workers.id"],
            name=op.f("fk_panel_seats_worker_id_workers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("worker_id", "body", name=op.f("pk_panel_seats")),
    )
    op.execute(
        "INSERT INTO panel_seats (worker_id, body)"
        " SELECT DISTINCT worker_id, 'youth_panel' FROM memberships WHERE role = 'panel_member'"
    )


def downgrade() -> None:
    op.drop_table("panel_seats")
