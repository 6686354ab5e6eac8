"""Receipts, replies, taking back, the sealed post, slips, and sign-ins parked for a hand-over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("responses", sa.Column("packed_at", _TIME, nullable=True))
    op.add_column("links", sa.Column("revoked_at", _TIME, nullable=True))
    op.add_column("links", sa.Column("code", sa.String(length=8), nullable=True))
    op.add_column("links", sa.Column("language", sa.String(length=12), nullable=True))
    op.add_column(
        "links", sa.Column("interpreter", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("links") as links:
        links.create_unique_constraint(op.f("uq_links_code"), ["code"])
    _replies()
    _post()
    op.create_table(
        "parked",
        sa.Column("sign_in_id", sa.String(length=64), nullable=False),
        sa.Column("pin", sa.String(length=200), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["sign_ins.id"],
            name="fk_parked_sign_in_id_sign_ins",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_in_id", name="pk_parked"),
    )


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _of_response("replies"),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name="fk_replies_by_workers"),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
    )
    op.create_index("ix_replies_response_id", "replies", ["response_id"])
    op.create_table(
        "reply_verdicts",
        sa.Column("reply_id", sa.String(length=36), nullable=False),
        sa.Column("helped", sa.String(length=10), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.CheckConstraint("helped IN ('yes', 'a_bit', 'no')", name="ck_reply_verdicts_helped"),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["replies.id"],
            name="fk_reply_verdicts_reply_id_replies",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reply_id", name="pk_reply_verdicts"),
    )
    op.create_table(
        "receipt_marks",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("response_id", sa.String(length=36), nullable=False),
        _of_response("receipt_marks"),
        sa.PrimaryKeyConstraint("digest", name="pk_receipt_marks"),
    )
    op.create_index("ix_receipt_marks_response_id", "receipt_marks", ["response_id"])


def _post() -> None:
    op.create_table(
        "tombstones",
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name="pk_tombstones"),
    )
    op.create_table(
        "quarantined",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantined"),
        sa.UniqueConstraint(
            "submission_id", "fingerprint", name="uq_quarantined_submission_id_fingerprint"
        ),
    )


def _of_response(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["response_id"],
        ["responses.id"],
        name=f"fk_{table}_response_id_responses",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in (
        "parked",
        "quarantined",
        "tombstones",
        "receipt_marks",
        "reply_verdicts",
        "replies",
    ):
        op.drop_table(table)
    with op.batch_alter_table("links") as links:
        links.drop_constraint(op.f("uq_links_code"), type_="unique")
        for name in ("interpreter", "language", "code", "revoked_at"):
            links.drop_column(name)
    # Never by copying the table: on SQLite that would delete what hangs on a response.
    op.drop_column("responses", "packed_at")
