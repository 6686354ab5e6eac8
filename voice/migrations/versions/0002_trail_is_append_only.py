"""The trail can grow and never change."""

from __future__ import annotations

from alembic import op

from voice.storage.append_only import guards, lifted

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in guards(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in lifted(op.get_bind().dialect.name):
        op.execute(statement)
