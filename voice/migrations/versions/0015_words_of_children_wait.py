"""Words of a form that was not kept wait for the next page, a child's too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("waiting_words") as table:
        table.alter_column("worker_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM waiting_words WHERE worker_id IS NULL"))
    with op.batch_alter_table("waiting_words") as table:
        table.alter_column("worker_id", existing_type=sa.Integer(), nullable=False)
