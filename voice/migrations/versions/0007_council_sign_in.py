"""Who a person is at the council's own sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workers", sa.Column("oidc_subject", sa.String(length=255), nullable=True))
    op.create_index("ix_workers_oidc_subject", "workers", ["oidc_subject"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_workers_oidc_subject", "workers")
    # Never by copying the table: on SQLite that would delete what hangs on a person.
    op.drop_column("workers", "oidc_subject")
