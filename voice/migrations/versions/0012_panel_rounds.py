"""What the panel says, asks and chooses, and the reports to the boards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("results", sa.LargeBinary(), nullable=True),
        sa.Column("headline", sa.LargeBinary(), nullable=True),
        sa.Column("minutes", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("body IN ('youth_panel', 'care_council')", name=op.f("ck_rounds_body")),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_rounds_closed")
        ),
        sa.CheckConstraint("state = 'closed' OR results IS NULL", name=op.f("ck_rounds_secret")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_rounds_state")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["workers.id"], name=op.f("fk_rounds_closed_by_workers")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["workers.id"], name=op.f("fk_rounds_opened_by_workers")
        ),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"], name=op.f("fk_rounds_pack_id_packs")),
        sa.UniqueConstraint("pack_id", name="uq_rounds_pack_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_table(
        "ballots",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("worry", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_ballots_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["workers.id"],
            name=op.f("fk_ballots_worker_id_workers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "worker_id", name="pk_ballots"),
    )
    op.create_table(
        "panel_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_panel_questions_answered")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["workers.id"], name=op.f("fk_panel_questions_answered_by_workers")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_panel_questions_round_id_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_panel_questions"),
    )
    op.create_index("ix_panel_questions_round_id", "panel_questions", ["round_id"])
    op.create_table(
        "board_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=30), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "board IN ('corporate_parenting', 'partnership', 'improvement_board', 'committee')",
            name=op.f("ck_board_reports_board"),
        ),
        sa.CheckConstraint(
            "state = 'planned' OR (pack_id IS NOT NULL AND prepared_by IS NOT NULL)",
            name=op.f("ck_board_reports_prepared"),
        ),
        sa.CheckConstraint(
            "(state = 'signed_off') = (signed_by IS NOT NULL)", name=op.f("ck_board_reports_signed")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'prepared', 'signed_off')", name=op.f("ck_board_reports_state")
        ),
        sa.CheckConstraint("signed_by <> prepared_by", name=op.f("ck_board_reports_two_people")),
        sa.ForeignKeyConstraint(
            ["pack_id"], ["packs.id"], name=op.f("fk_board_reports_pack_id_packs")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["workers.id"], name=op.f("fk_board_reports_prepared_by_workers")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["workers.id"], name=op.f("fk_board_reports_signed_by_workers")
        ),
        sa.UniqueConstraint("board", "period", name="uq_board_reports_board_period"),
        sa.PrimaryKeyConstraint("id", name="pk_board_reports"),
    )


def downgrade() -> None:
    op.drop_table("board_reports")
    op.drop_index("ix_panel_questions_round_id", "panel_questions")
    op.drop_table("panel_questions")
    op.drop_table("ballots")
    op.drop_table("rounds")
