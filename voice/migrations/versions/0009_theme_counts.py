"""How sure a theme is, what an officer said of it, and the counts that the board reads.

What is known already is counted here and now, so that the board never stands empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voice.themes.triggers import counted, lifted, raised

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FELT = "CASE WHEN {here} AND felt.band IN ({bands}) THEN {bit} ELSE 0 END"


def upgrade() -> None:
    _codings()
    op.create_table("heard", *_heard(), sqlite_with_rowid=False)
    op.create_index(
        "ix_heard_theme_sent_at_own_rated", "heard", ["theme", "sent_at", "own", "rated"]
    )
    op.create_table("theme_counts", *_counts(), sqlite_with_rowid=False)
    op.create_index("ix_theme_counts_part", "theme_counts", ["part"])
    op.create_table("hand_codings", *_by_hand())
    op.create_table("learnt_heads", *_heads())
    engine = op.get_bind().dialect.name
    op.execute(_known(engine))
    for table in ("heard", "responses"):
        op.execute(f"INSERT INTO theme_counts {counted(table, engine, pairs=False)}")
    for statement in raised(engine, pairs=False):
        op.execute(statement)


def downgrade() -> None:
    for statement in lifted(op.get_bind().dialect.name):
        op.execute(statement)
    for table in ("learnt_heads", "hand_codings", "theme_counts", "heard"):
        op.drop_table(table)
    op.execute("DELETE FROM codings WHERE verdict = 'removed' OR NOT sure")
    with op.batch_alter_table("codings") as batch:
        batch.drop_index("ix_codings_sure_theme_response_id")
        batch.drop_constraint(op.f("ck_codings_verdict"), type_="check")
        batch.drop_constraint(op.f("fk_codings_decided_by_workers"), type_="foreignkey")
        for name in ("decided_at", "decided_by", "verdict", "sure"):
            batch.drop_column(name)


def _codings() -> None:
    # Copying this table is safe on SQLite: no other one hangs on it.
    with op.batch_alter_table("codings") as batch:
        batch.add_column(sa.Column("sure", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("verdict", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("decided_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            op.f("ck_codings_verdict"), "verdict IN ('kept', 'removed', 'added')"
        )
        batch.create_foreign_key(
            op.f("fk_codings_decided_by_workers"), "workers", ["decided_by"], ["id"]
        )
        batch.create_index("ix_codings_sure_theme_response_id", ["sure", "theme", "response_id"])


def _response() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("response_id", sa.String(length=36), nullable=False),
    ]


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_response_id_responses")
    return sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name, ondelete="CASCADE")


def _heard() -> list[sa.schema.SchemaItem]:
    return [
        *_response(),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_key", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("own > 0 OR rated > 0", name=op.f("ck_heard_counts")),
        _belongs("heard"),
        sa.PrimaryKeyConstraint("response_id", "theme", name=op.f("pk_heard")),
    ]


def _counts() -> list[sa.schema.SchemaItem]:
    keys = ("dimension", "value", "theme", "own", "rated", "period", "part")
    return [
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("rated", sa.Integer(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_theme_counts")),
    ]


def _by_hand() -> list[sa.schema.SchemaItem]:
    return [
        *_response(),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('first', 'second', 'audit')", name=op.f("ck_hand_codings_kind")
        ),
        _belongs("hand_codings"),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name=op.f("fk_hand_codings_by_workers")),
        sa.PrimaryKeyConstraint("response_id", "question", "kind", name=op.f("pk_hand_codings")),
    ]


def _heads() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("before", sa.Double(), nullable=False),
        sa.Column("after", sa.Double(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=True),
        sa.Column("used_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_heads")),
    ]


def _known(engine: str) -> str:
    """Each child once for each theme, from the codings there are."""
    company = "CAST(said.company AS text)" if engine == "postgresql" else "said.company"
    return f"""
        INSERT INTO heard (response_id, theme, own, rated, period, sent_at, set_key, tier,
                           language, team_id, channel, alone)
        SELECT said.id, coded.theme, {_bits("coded.start IS NOT NULL")},
               {_bits("coded.start IS NULL")}, said.period, said.sent_at, said.set_key, said.tier,
               said.language, said.team_id, said.channel,
               ({company} IN ('[]', '["alone"]') AND said.taps IN ('me', ''))
        FROM codings AS coded JOIN responses AS said ON said.id = coded.response_id
        LEFT JOIN feelings AS felt
          ON felt.response_id = coded.response_id AND felt.question = coded.question
        GROUP BY said.id, coded.theme"""  # noqa: S608 - names of ours


def _bits(here: str) -> str:
    sums = [f"MAX(CASE WHEN {here} THEN 1 ELSE 0 END)"]
    for bit, bands in ((2, "'pos', 'mixed'"), (4, "'neg', 'mixed'"), (8, "'neutral'")):
        sums.append(f"MAX({_FELT.format(here=here, bands=bands, bit=bit)})")
    return " + ".join(sums)
