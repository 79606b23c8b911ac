"""Staff: accounts, sessions, sign-ins, audit log, canned answers."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005_staff"
down_revision = "0004_handoff"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to_staff(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_staff_account")
    return sa.ForeignKeyConstraint([column], ["staff_account.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("login", sa.String(128), nullable=True),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=True),
        sa.Column("subject", sa.String(255), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("presence", sa.String(16), nullable=False),
        _time("seen_at", nullable=True),
        _time("created_at"),
        _time("last_login_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_account_login")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_staff_account_issuer_subject")),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        _time("created_at"),
        _time("last_seen_at"),
        _time("expires_at"),
        _to_staff("staff_session", "staff_id", "CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"])
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(64), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index(op.f("ix_login_attempt_account_hash_at"), "login_attempt", ["account_hash", "at"])
    op.create_index(op.f("ix_login_attempt_address_hash_at"), "login_attempt", ["address_hash", "at"])
    op.create_table(
        "oidc_login",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(128), nullable=False),
        sa.Column("code_verifier", sa.String(128), nullable=False),
        _time("created_at"),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_oidc_login")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), nullable=False),
        _time("at"),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("staff", sa.String(128), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("object", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index(op.f("ix_audit_log_at"), "audit_log", ["at"])
    op.create_table(
        "canned_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(128), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        _time("updated_at"),
        _to_staff("canned_answer", "owner_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer")),
    )
    op.create_index(op.f("ix_canned_answer_owner_id"), "canned_answer", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_canned_answer_owner_id"), "canned_answer")
    op.drop_table("canned_answer")
    op.drop_index(op.f("ix_audit_log_at"), "audit_log")
    op.drop_table("audit_log")
    op.drop_table("oidc_login")
    op.drop_index(op.f("ix_login_attempt_address_hash_at"), "login_attempt")
    op.drop_index(op.f("ix_login_attempt_account_hash_at"), "login_attempt")
    op.drop_table("login_attempt")
    op.drop_index(op.f("ix_staff_session_staff_id"), "staff_session")
    op.drop_table("staff_session")
    op.drop_table("staff_account")
