"""Alerts are seen and decided; messages wait in an outbox; some answers are a sample to be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ADDED = (
    ("seen_at", sa.DateTime(timezone=True)),
    ("seen_by", sa.Integer()),
    ("decided_at", sa.DateTime(timezone=True)),
    ("decided_by", sa.Integer()),
    ("reason", sa.LargeBinary()),
    ("referred_to", sa.LargeBinary()),
    ("referred_at", sa.DateTime(timezone=True)),
    ("escalated_at", sa.DateTime(timezone=True)),
)
_BY = ("seen_by", "decided_by")


def upgrade() -> None:
    # Never by copying the table: on SQLite that would delete what hangs on a response.
    op.add_column(
        "responses", sa.Column("sampled", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("alerts") as alerts:
        for name, kind in _ADDED:
            alerts.add_column(sa.Column(name, kind, nullable=True))
        for name in _BY:
            alerts.create_foreign_key(op.f(f"fk_alerts_{name}_workers"), "workers", [name], ["id"])
        alerts.create_check_constraint(
            op.f("ck_alerts_decision"), "decision IN ('referred', 'known', 'not_concern')"
        )
    _outbox()
    _benign_bank()


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("to", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=120), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'moot')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_outbox_alert_id_alerts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("alert_id", "step", name=op.f("uq_outbox_alert_id_step")),
    )
    op.create_index(op.f("ix_outbox_state"), "outbox", ["state"])
    op.create_index(op.f("ix_outbox_next_try_at"), "outbox", ["next_try_at"])


def _benign_bank() -> None:
    op.create_table(
        "benign_bank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("span", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_benign_bank_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name=op.f("fk_benign_bank_by_workers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benign_bank")),
    )
    op.create_index(op.f("ix_benign_bank_response_id"), "benign_bank", ["response_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_benign_bank_response_id"), table_name="benign_bank")
    op.drop_table("benign_bank")
    op.drop_index(op.f("ix_outbox_next_try_at"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_state"), table_name="outbox")
    op.drop_table("outbox")
    with op.batch_alter_table("alerts") as alerts:
        alerts.drop_constraint(op.f("ck_alerts_decision"), type_="check")
        for name in _BY:
            alerts.drop_constraint(op.f(f"fk_alerts_{name}_workers"), type_="foreignkey")
        for name, _ in reversed(_ADDED):
            alerts.drop_column(name)
    op.drop_column("responses", "sampled")
