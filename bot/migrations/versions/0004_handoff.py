"""Handoffs: requests for a person, their append-only events, notes and labels."""

import sqlalchemy as sa
from alembic import op

revision = "0004_handoff"
down_revision = "0003_live"
branch_labels = None
depends_on = None

STATES = "'requested', 'queued', 'claimed', 'active', 'transferred', 'closed', 'expired', 'cancelled'"
OPEN_ONLY = sa.text("state IN ('requested', 'queued', 'claimed', 'active', 'transferred')")
REASONS = "'answered', 'passed_on', 'to_bot', 'employer_silent', 'not_for_us', 'unsuitable', 'other'"
MOMENT = sa.DateTime(timezone=True)

# Deleting a conversation deletes its handoffs, and those their events: by then the parent's row is gone, in both
# databases. So "the parent still exists" tells every other DELETE, and is refused.
PARENTS = {"handoff": ("conversation", "conversation_id"), "handoff_event": ("handoff", "handoff_id")}


def upgrade() -> None:
    op.create_table(
        "handoff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_event", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("theme", sa.String(40), nullable=True),
        sa.Column("municipality", sa.String(4), nullable=True),
        sa.Column("region", sa.String(64), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("organisation", sa.String(9), nullable=True),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("phone", sa.String(32), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=False),
        sa.Column("first_answer_by", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=False),
        sa.Column("warned_at", MOMENT, nullable=True),
        sa.Column("apologies", sa.Integer(), nullable=False),
        sa.Column("first_answer_at", MOMENT, nullable=True),
        sa.Column("claimed_by", sa.String(64), nullable=True),
        sa.Column("claimed_name", sa.String(120), nullable=True),
        sa.Column("claimed_role", sa.String(120), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("turn", sa.String(16), nullable=True),
        sa.Column("turn_since", MOMENT, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("heard_seq", sa.Integer(), nullable=False),
        sa.Column("read_seq", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("close_reason", sa.String(16), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("rating_comment", sa.Text(), nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_handoff_state")),
        sa.CheckConstraint(f"close_reason IN ({REASONS})", name=op.f("ck_handoff_close_reason")),
        sa.CheckConstraint("turn IN ('staff', 'employer')", name=op.f("ck_handoff_turn")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_handoff_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
        sa.UniqueConstraint("reference", name=op.f("uq_handoff_reference")),
    )
    op.create_index(
        "uq_handoff_open_conversation",
        "handoff",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN_ONLY,
        postgresql_where=OPEN_ONLY,
    )
    op.create_index(op.f("ix_handoff_conversation_id"), "handoff", ["conversation_id"])
    op.create_index(op.f("ix_handoff_state"), "handoff", ["state", "queue"])
    op.create_index(op.f("ix_handoff_claimed_by"), "handoff", ["claimed_by"])
    op.create_index(op.f("ix_handoff_created_at"), "handoff", ["created_at"])
    op.create_table(
        "handoff_event",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(24), nullable=False),
        sa.Column("from_state", sa.String(16), nullable=True),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("actor_kind", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.String(64), nullable=True),
        sa.Column("actor_name", sa.String(120), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.CheckConstraint(f"from_state IN ({STATES})", name=op.f("ck_handoff_event_from_state")),
        sa.CheckConstraint(f"to_state IN ({STATES})", name=op.f("ck_handoff_event_to_state")),
        sa.CheckConstraint("actor_kind IN ('employer', 'staff', 'system')", name=op.f("ck_handoff_event_actor_kind")),
        _belongs("handoff_event"),
        sa.PrimaryKeyConstraint("handoff_id", "seq", name=op.f("pk_handoff_event")),
    )
    op.create_table(
        "handoff_note",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author_id", sa.String(64), nullable=False),
        sa.Column("author_name", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _belongs("handoff_note"),
        sa.PrimaryKeyConstraint("handoff_id", "number", name=op.f("pk_handoff_note")),
    )
    op.create_table(
        "handoff_label",
        sa.Column("handoff_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        _belongs("handoff_label"),
        sa.PrimaryKeyConstraint("handoff_id", "label", name=op.f("pk_handoff_label")),
    )
    op.create_index(op.f("ix_handoff_label_label"), "handoff_label", ["label"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["handoff_id"], ["handoff.id"], name=op.f(f"fk_{table}_handoff_id_handoff"), ondelete="CASCADE"
    )


def _guard_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER handoff_event_never_changed BEFORE UPDATE ON handoff_event "
        "BEGIN SELECT RAISE(ABORT, 'events of a handoff are append-only'); END"
    )
    for table, (parent, key) in PARENTS.items():
        op.execute(
            f"CREATE TRIGGER {table}_deleted_with_its_conversation BEFORE DELETE ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = OLD.{key}) "
            f"BEGIN SELECT RAISE(ABORT, 'a {table} is deleted only with its conversation'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION handoff_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'events of a handoff are append-only'; END $$"
    )
    for timing in ("BEFORE UPDATE ON handoff_event FOR EACH ROW", "BEFORE TRUNCATE ON handoff_event"):
        name = f"handoff_event_never_{timing.split()[1].lower()}d"
        op.execute(f"CREATE TRIGGER {name} {timing} EXECUTE FUNCTION handoff_append_only()")
    for table, (parent, key) in PARENTS.items():
        op.execute(
            f"CREATE FUNCTION {table}_deletion() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = OLD.{key}) THEN "
            f"RAISE EXCEPTION 'a {table} is deleted only with its conversation'; END IF; RETURN OLD; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_deleted_with_its_conversation BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_deletion()"
        )


def downgrade() -> None:
    for table in ("handoff_label", "handoff_note", "handoff_event", "handoff"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("handoff_append_only", *(f"{table}_deletion" for table in PARENTS)):
            op.execute(f"DROP FUNCTION {function}()")
