"""The tables of the knowledge base and its full-text search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_knowledge"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kb_content_version",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_content_version")),
    )
    _schemes()
    _texts()
    _parameters()
    _contacts()
    _search()


def downgrade() -> None:
    for table in (
        "kb_search",
        "kb_municipality",
        "kb_region",
        "kb_contact",
        "kb_parameter_value",
        "kb_parameter",
        "kb_text_source",
        "kb_text_body",
        "kb_text",
        "kb_relation",
        "kb_synonym",
        "kb_scheme_name",
        "kb_scheme",
        "kb_source",
        "kb_content_version",
    ):
        op.drop_table(table)


def _schemes() -> None:
    op.create_table(
        "kb_source",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.Column("vintage", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_source")),
    )
    op.create_table(
        "kb_scheme",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("scheme_group", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(20), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("status_from", sa.Date(), nullable=True),
        sa.Column("status_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_scheme")),
    )
    op.create_table(
        "kb_scheme_name",
        sa.Column("scheme_id", sa.String(60), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=True),
        sa.Column("status_note", sa.Text(), nullable=True),
        _scheme_key("kb_scheme_name"),
        sa.PrimaryKeyConstraint("scheme_id", "language", name=op.f("pk_kb_scheme_name")),
    )
    op.create_table(
        "kb_synonym",
        sa.Column("scheme_id", sa.String(60), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("synonym", sa.Text(), nullable=False),
        _scheme_key("kb_synonym"),
        sa.PrimaryKeyConstraint("scheme_id", "language", "position", name=op.f("pk_kb_synonym")),
    )
    op.create_table(
        "kb_relation",
        sa.Column("scheme_id", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.String(60), nullable=False),
        _scheme_key("kb_relation"),
        sa.PrimaryKeyConstraint("scheme_id", "kind", "position", name=op.f("pk_kb_relation")),
    )


def _texts() -> None:
    op.create_table(
        "kb_text",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scheme_id", sa.String(60), nullable=True),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("confidence", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        _scheme_key("kb_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_text")),
    )
    op.create_index(op.f("ix_kb_text_scheme_id"), "kb_text", ["scheme_id"])
    op.create_table(
        "kb_text_body",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["kb_text.id"], name=op.f("fk_kb_text_body_text_id")),
        sa.PrimaryKeyConstraint("text_id", "language", name=op.f("pk_kb_text_body")),
    )
    op.create_table(
        "kb_text_source",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["kb_text.id"], name=op.f("fk_kb_text_source_text_id")),
        sa.ForeignKeyConstraint(["source_id"], ["kb_source.id"], name=op.f("fk_kb_text_source_source_id")),
        sa.PrimaryKeyConstraint("text_id", "position", name=op.f("pk_kb_text_source")),
    )


def _parameters() -> None:
    op.create_table(
        "kb_parameter",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("derived_of", sa.String(120), nullable=True),
        sa.Column("derived_factor", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kb_parameter")),
    )
    op.create_table(
        "kb_parameter_value",
        sa.Column("parameter_key", sa.String(120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parameter_key"], ["kb_parameter.key"], name=op.f("fk_kb_parameter_value_parameter_key")
        ),
        sa.PrimaryKeyConstraint("parameter_key", "valid_from", name=op.f("pk_kb_parameter_value")),
    )


def _contacts() -> None:
    op.create_table(
        "kb_contact",
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("hours", sa.JSON(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_kb_contact")),
    )
    op.create_table(
        "kb_region",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=True),
        sa.Column("arbeidslivssenter", sa.Text(), nullable=False),
        sa.Column("counties", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kb_region")),
    )
    op.create_table(
        "kb_municipality",
        sa.Column("number", sa.String(4), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("county_number", sa.String(2), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("region", sa.String(80), nullable=False),
        sa.Column("zone", sa.String(4), nullable=False),
        sa.Column("zone_note", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["kb_region.name"], name=op.f("fk_kb_municipality_region")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_kb_municipality")),
    )


def _search() -> None:
    """Create the full-text search: a virtual table in SQLite, a weighted vector in PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE kb_search USING fts5("
            "scheme_id UNINDEXED, topic UNINDEXED, language UNINDEXED, name, synonyms, body, "
            "tokenize = 'unicode61')"
        )
        return
    op.create_table(
        "kb_search",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scheme_id", sa.String(60), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("vector", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_search")),
    )
    op.create_index(op.f("ix_kb_search_vector"), "kb_search", ["vector"], postgresql_using="gin")


def _scheme_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["scheme_id"], ["kb_scheme.id"], name=op.f(f"fk_{table}_scheme_id"))
