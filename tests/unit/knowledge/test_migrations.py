"""The migrated schema is the schema of the models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData

from bot import migrations
from bot.knowledge.tables import TABLES, ContentVersionRow


def test_models_and_migrations_agree(engine: Engine) -> None:
    metadata = MetaData(naming_convention=ContentVersionRow.metadata.naming_convention)
    names = {ContentVersionRow.__tablename__, *(table.__tablename__ for table in TABLES)}
    for table in ContentVersionRow.metadata.sorted_tables:
        if table.name in names:
            table.to_metadata(metadata)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or name in names,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() is not None


def test_upgrade_and_downgrade(engine: Engine) -> None:
    migrations.downgrade(engine, "base")
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() is None
    migrations.upgrade(engine)
