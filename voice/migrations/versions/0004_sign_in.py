"""Sign-ins that end at once, passwords, second factors, invitations and lock-out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        _of_worker("sign_ins"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_table(
        "logins",
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last", sa.BigInteger(), nullable=True),
        sa.Column("totp_since", _TIME, nullable=True),
        sa.Column("approved_at", _TIME, nullable=True),
        _of_worker("logins"),
        sa.PrimaryKeyConstraint("worker_id", name="pk_logins"),
        sa.UniqueConstraint("name", name="uq_logins_name"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        _of_worker("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(length=1400), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("public", sa.String(length=2000), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        _of_worker("passkeys"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
    )
    op.create_table(
        "tries",
        sa.Column("whom", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("locked_until", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("whom", name="pk_tries"),
    )
    op.create_table(
        "invites",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME, nullable=True),
        _of_worker("invites"),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
    )
    for table in ("sign_ins", "recovery_codes", "passkeys", "invites"):
        op.create_index(f"ix_{table}_worker_id", table, ["worker_id"])


def downgrade() -> None:
    for table in ("invites", "tries", "passkeys", "recovery_codes", "logins", "sign_ins"):
        op.drop_table(table)


def _of_worker(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_worker_id_workers"
    return sa.ForeignKeyConstraint(["worker_id"], ["workers.id"], name=name, ondelete="CASCADE")
