"""Figures as they were released, and the packs made of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_AUDIENCES = (
    "'youth_panel', 'care_council', 'corporate_parenting', 'partnership', 'improvement_board',"
    " 'team'"
)


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("cube", sa.JSON(), nullable=False),
        sa.Column("attacked", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state IN ('made', 'released')", name=op.f("ck_releases_state")),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("period", name="uq_releases_period"),
    )
    op.create_table("packs", *_columns(), *_rules())
    op.create_index("ix_packs_period_audience", "packs", ["period", "audience"])


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("audience", sa.String(length=30), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
    ]


def _rules() -> list[sa.Constraint]:
    people = [
        sa.ForeignKeyConstraint([name], ["workers.id"], name=op.f(f"fk_packs_{name}_workers"))
        for name in ("made_by", "proposed_by", "published_by")
    ]
    return [
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'published')", name=op.f("ck_packs_state")
        ),
        sa.CheckConstraint(f"audience IN ({_AUDIENCES})", name=op.f("ck_packs_audience")),
        sa.CheckConstraint(
            "(audience = 'team') = (team_id IS NOT NULL)", name=op.f("ck_packs_team")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR proposed_by IS NOT NULL", name=op.f("ck_packs_proposed")
        ),
        sa.CheckConstraint(
            "state <> 'published' OR (published_by IS NOT NULL AND published_by <> proposed_by"
            " AND fingerprint IS NOT NULL)",
            name=op.f("ck_packs_two_people"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_packs_team_id_teams")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_packs_release_id_releases")
        ),
        *people,
        sa.PrimaryKeyConstraint("id", name="pk_packs"),
    ]


def downgrade() -> None:
    op.drop_index("ix_packs_period_audience", "packs")
    op.drop_table("packs")
    op.drop_table("releases")
