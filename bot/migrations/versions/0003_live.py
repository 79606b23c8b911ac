"""Doors between channels, feedback and ratings, and the answers of an unfinished handover form."""

import sqlalchemy as sa
from alembic import op

revision = "0003_live"
down_revision = "0002_conversation"
branch_labels = None
depends_on = None


def _conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversation.id"],
        name=op.f(f"fk_{table}_conversation_id_conversation"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.add_column("conversation", sa.Column("intake", sa.JSON(), nullable=True))
    op.create_table(
        "door",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("sender_hash", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        _conversation("door"),
        sa.PrimaryKeyConstraint("channel", "sender_hash", name=op.f("pk_door")),
    )
    op.create_index(op.f("ix_door_conversation_id"), "door", ["conversation_id"])
    op.create_table(
        "door_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _conversation("door_code"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_door_code")),
    )
    op.create_index(op.f("ix_door_code_conversation_id"), "door_code", ["conversation_id"])
    op.create_table(
        "feedback",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('up', 'down')", name=op.f("ck_feedback_verdict")),
        _conversation("feedback"),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_feedback")),
    )
    op.create_table(
        "rating",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _conversation("rating"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_rating")),
    )


def downgrade() -> None:
    for table in ("rating", "feedback", "door_code", "door"):
        op.drop_table(table)
    op.drop_column("conversation", "intake")
