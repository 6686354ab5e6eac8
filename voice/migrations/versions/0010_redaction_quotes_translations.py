"""Words made safe to show, quotes that people approved, and words in another language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_LIVE = sa.text("state IN ('proposed', 'approved')")


def upgrade() -> None:
    op.create_table(
        "translations",
        *_place("translations"),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        *_made("translations"),
        sa.CheckConstraint(
            "source IN ('officer', 'interpreter', 'none')", name="ck_translations_source"
        ),
        sa.CheckConstraint("(source = 'none') = (text IS NULL)", name="ck_translations_text"),
    )
    op.create_table(
        "redactions",
        *_place("redactions"),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("translation", sa.LargeBinary(), nullable=True),
        *_made("redactions"),
        sa.Column("finished_at", _TIME, nullable=True),
    )
    op.create_table(
        "covers",
        *_place("covers"),
        sa.Column("boxes", sa.JSON(), nullable=False),
        *_made("covers"),
    )
    _quotes()
    op.create_index(
        "ix_answers_written",
        "answers",
        ["response_id", "question"],
        sqlite_where=sa.text("text IS NOT NULL"),
        postgresql_where=sa.text("text IS NOT NULL"),
    )


def _quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("translation", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", _TIME, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", _TIME, nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id", "question"],
            ["redactions.response_id", "redactions.question"],
            name="fk_quotes_response_id_question_redactions",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["workers.id"], name="fk_quotes_proposed_by_workers"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["workers.id"], name="fk_quotes_decided_by_workers"
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'refused', 'withdrawn')", name="ck_quotes_state"
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name="ck_quotes_second_person"),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_by IS NOT NULL",
            name="ck_quotes_decided",
        ),
        sa.CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="ck_quotes_reason"),
        sa.PrimaryKeyConstraint("id", name="pk_quotes"),
    )
    op.create_index(
        "uq_quotes_one_per_child",
        "quotes",
        ["response_id"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index("ix_quotes_theme", "quotes", ["theme"])
    op.create_index("ix_quotes_state", "quotes", ["state"])


def _place(table: str) -> list[sa.schema.SchemaItem]:
    """Under which question of which response; one row for each."""
    return [
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=f"fk_{table}_response_id_responses",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question", name=f"pk_{table}"),
    ]


def _made(table: str) -> list[sa.schema.SchemaItem]:
    """Who made it, and when."""
    return [
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name=f"fk_{table}_by_workers"),
    ]


def downgrade() -> None:
    op.drop_index("ix_answers_written", table_name="answers")
    for table in ("quotes", "covers", "redactions", "translations"):
        op.drop_table(table)
