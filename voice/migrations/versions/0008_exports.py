"""What was asked to leave the house, and who else agreed; words that wait out a sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_CHECKS = {
    "state": "state IN ('asked', 'agreed', 'refused', 'fetched', 'lapsed')",
    "two_people": "decided_by IS NULL OR decided_by <> asked_by",
    "decided": "state NOT IN ('agreed', 'refused', 'fetched') OR decided_by IS NOT NULL",
    "decided_at": "(decided_by IS NULL) = (decided_at IS NULL)",
    "refusal": "(state = 'refused') = (refusal IS NOT NULL)",
    "fetched": "state <> 'fetched' OR fetched_at IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "export_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", _TIME, nullable=True),
        sa.Column("refusal", sa.LargeBinary(), nullable=True),
        sa.Column("fetched_at", _TIME, nullable=True),
        sa.Column("lapses_at", _TIME, nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_export_requests_{name}"))
            for name, rule in _CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["workers.id"], name=op.f(f"fk_export_requests_{name}_workers")
            )
            for name in ("asked_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_requests")),
    )
    for name in ("asked_by", "asked_at", "state"):
        op.create_index(op.f(f"ix_export_requests_{name}"), "export_requests", [name])
    op.create_table(
        "waiting_words",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["workers.id"],
            name=op.f("fk_waiting_words_worker_id_workers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_words")),
    )
    op.create_index(op.f("ix_waiting_words_worker_id"), "waiting_words", ["worker_id"])
    op.create_index(op.f("ix_waiting_words_at"), "waiting_words", ["at"])


def downgrade() -> None:
    op.drop_table("waiting_words")
    op.drop_table("export_requests")
