"""Chats, updates, notes and buttons of the Telegram channel."""

import sqlalchemy as sa
from alembic import op

revision = "0006_telegram"
down_revision = "0005_staff"
branch_labels = None
depends_on = None


def _chat(table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["chat_id"], ["telegram_chat.id"], name=op.f(f"fk_{table}_chat_id_telegram_chat"), ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "telegram_chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(32), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("sending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'paused', 'leaving')", name=op.f("ck_telegram_chat_telegram_chat_state")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_telegram_chat_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telegram_chat")),
        sa.UniqueConstraint("key", name=op.f("uq_telegram_chat_key")),
    )
    op.create_index(op.f("ix_telegram_chat_conversation_id"), "telegram_chat", ["conversation_id"])
    op.create_table(
        "telegram_update",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("edit", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'done', 'skipped', 'failed')", name=op.f("ck_telegram_update_telegram_update_state")
        ),
        _chat("telegram_update", "SET NULL"),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_telegram_update")),
    )
    op.create_index(op.f("ix_telegram_update_chat_id_state"), "telegram_update", ["chat_id", "state"])
    op.create_index(op.f("ix_telegram_update_received_at"), "telegram_update", ["received_at"])
    op.create_table(
        "telegram_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(48), nullable=False),
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _chat("telegram_note", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telegram_note")),
        sa.UniqueConstraint("origin", name=op.f("uq_telegram_note_origin")),
    )
    op.create_index(op.f("ix_telegram_note_chat_id_sent"), "telegram_note", ["chat_id", "sent"])
    op.create_table(
        "telegram_button",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _chat("telegram_button", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telegram_button")),
    )
    op.create_index(op.f("ix_telegram_button_chat_id_item"), "telegram_button", ["chat_id", "item"])


def downgrade() -> None:
    for table in ("telegram_button", "telegram_note", "telegram_update", "telegram_chat"):
        op.drop_table(table)
