"""A spoken answer and what was typed of it; late alerts; hand-overs; answers set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('webm', 'ogg', 'mp4')", name="ck_recordings_kind"),
        _of_response("recordings"),
        sa.PrimaryKeyConstraint("response_id", "question", name="pk_recordings"),
    )
    op.create_table(
        "transcripts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _of_response("transcripts"),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name="fk_transcripts_by_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
    )
    op.create_index("ix_transcripts_response_id", "transcripts", ["response_id"])
    op.add_column(
        "alerts", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("links", sa.Column("handed_over_at", _TIME, nullable=True))
    _aside()


def _aside() -> None:
    with op.batch_alter_table("quarantined") as aside:
        aside.add_column(sa.Column("outcome", sa.String(length=20), nullable=True))
        aside.add_column(sa.Column("settled_at", _TIME, nullable=True))
        aside.add_column(sa.Column("settled_by", sa.Integer(), nullable=True))
        aside.create_foreign_key(
            op.f("fk_quarantined_settled_by_workers"), "workers", ["settled_by"], ["id"]
        )
        aside.create_check_constraint(
            op.f("ck_quarantined_settled"), "(outcome IS NULL) = (settled_at IS NULL)"
        )
    op.create_index("ix_quarantined_at", "quarantined", ["at"])
    op.create_index("ix_tombstones_at", "tombstones", ["at"])


def _of_response(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["response_id"],
        ["responses.id"],
        name=f"fk_{table}_response_id_responses",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_index("ix_tombstones_at", "tombstones")
    op.drop_index("ix_quarantined_at", "quarantined")
    with op.batch_alter_table("quarantined") as aside:
        aside.drop_constraint(op.f("ck_quarantined_settled"), type_="check")
        aside.drop_constraint(op.f("fk_quarantined_settled_by_workers"), type_="foreignkey")
        for name in ("settled_by", "settled_at", "outcome"):
            aside.drop_column(name)
    # Never by copying the table: on SQLite that would delete what hangs on an alert.
    op.drop_column("alerts", "late")
    op.drop_column("links", "handed_over_at")
    op.drop_table("transcripts")
    op.drop_table("recordings")
