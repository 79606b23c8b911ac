"""Which cases have left the house by e-mail or to a case system."""

import sqlalchemy as sa
from alembic import op

revision = "0007_outbox"
down_revision = "0006_telegram"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handoff_delivery",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(80), nullable=True),
        sa.CheckConstraint("way IN ('mail', 'webhook')", name=op.f("ck_handoff_delivery_way")),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoff.id"], name=op.f("fk_handoff_delivery_handoff_id_handoff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("handoff_id", "way", name=op.f("pk_handoff_delivery")),
    )


def downgrade() -> None:
    op.drop_table("handoff_delivery")
