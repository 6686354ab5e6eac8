"""What adults do about it, and what children are told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=1000), nullable=False),
        sa.Column("lead_name", sa.String(length=120), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("agency", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("update_days", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", sa.String(length=1000), nullable=False),
        sa.Column("plan_due", sa.Date(), nullable=True),
        sa.Column("said", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("evidence", sa.String(length=2000), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_actions_closed")
        ),
        sa.CheckConstraint("state = 'open' OR evidence <> ''", name=op.f("ck_actions_evidence")),
        sa.CheckConstraint("outcome IN ('did', 'could_not')", name=op.f("ck_actions_outcome")),
        sa.CheckConstraint("(plan = '') = (plan_due IS NULL)", name=op.f("ck_actions_plan")),
        sa.CheckConstraint("said IN ('late', 'stuck')", name=op.f("ck_actions_said")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_actions_state")),
        sa.CheckConstraint("update_days BETWEEN 1 AND 366", name=op.f("ck_actions_update_days")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["workers.id"], name=op.f("fk_actions_closed_by_workers")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["workers.id"], name=op.f("fk_actions_lead_id_workers")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["workers.id"], name=op.f("fk_actions_made_by_workers")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
    )
    op.create_index("ix_actions_lead_id", "actions", ["lead_id"])
    op.create_index("ix_actions_pack_id", "actions", ["pack_id"])
    op.create_index("ix_actions_state", "actions", ["state"])
    op.create_index("ix_actions_theme", "actions", ["theme"])
    op.create_table(
        "action_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('made', 'update', 'changed', 'closed', 'reminded')",
            name=op.f("ck_action_history_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_history_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by"], ["workers.id"], name=op.f("fk_action_history_by_workers")),
        sa.PrimaryKeyConstraint("id", name="pk_action_history"),
    )
    op.create_index("ix_action_history_action_id", "action_history", ["action_id"])
    op.create_table(
        "action_sentences",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("you_said", sa.String(length=300), nullable=False),
        sa.Column("we_did", sa.String(length=600), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_as", sa.String(length=120), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'checked') = (checked_at IS NOT NULL)",
            name=op.f("ck_action_sentences_checked"),
        ),
        sa.CheckConstraint("state IN ('draft', 'checked')", name=op.f("ck_action_sentences_state")),
        sa.CheckConstraint(
            "you_said <> '' AND we_did <> ''", name=op.f("ck_action_sentences_whole")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_sentences_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["workers.id"], name=op.f("fk_action_sentences_by_workers")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["workers.id"], name=op.f("fk_action_sentences_checked_by_workers")
        ),
        sa.PrimaryKeyConstraint("action_id", "language", name="pk_action_sentences"),
    )
    op.create_table(
        "action_replies",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.String(length=36), nullable=False),
        sa.Column("reply_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_replies_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["replies.id"],
            name=op.f("fk_action_replies_reply_id_replies"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_action_replies_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "response_id", name="pk_action_replies"),
    )
    op.create_index("ix_action_replies_response_id", "action_replies", ["response_id"])
    op.create_table(
        "not_good_enough",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "why IN ('slow', 'small', 'other', 'unclear')", name=op.f("ck_not_good_enough_why")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_not_good_enough_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["workers.id"],
            name=op.f("fk_not_good_enough_worker_id_workers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("action_id", "worker_id", name="pk_not_good_enough"),
    )
    op.create_table(
        "action_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(length=120), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('update', 'due')", name=op.f("ck_action_reminders_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'moot')", name=op.f("ck_action_reminders_state")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["actions.id"],
            name=op.f("fk_action_reminders_action_id_actions"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "action_id", "kind", "about", name="uq_action_reminders_action_id_kind_about"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_reminders"),
    )
    op.create_index("ix_action_reminders_next_try_at", "action_reminders", ["next_try_at"])


def downgrade() -> None:
    op.drop_index("ix_action_reminders_next_try_at", "action_reminders")
    op.drop_table("action_reminders")
    op.drop_table("not_good_enough")
    op.drop_index("ix_action_replies_response_id", "action_replies")
    op.drop_table("action_replies")
    op.drop_table("action_sentences")
    op.drop_index("ix_action_history_action_id", "action_history")
    op.drop_table("action_history")
    op.drop_index("ix_actions_lead_id", "actions")
    op.drop_index("ix_actions_pack_id", "actions")
    op.drop_index("ix_actions_state", "actions")
    op.drop_index("ix_actions_theme", "actions")
    op.drop_table("actions")
