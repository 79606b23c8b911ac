"""The tables of the knowledge base. They are filled from the content files only, all in one transaction."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Dialect, ForeignKey, Integer, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base


class Exact(TypeDecorator[Decimal]):
    """A decimal kept as text, so that no database rounds a rate."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the decimal as it is."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Read the decimal as it was."""
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, also where the database keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ContentVersionRow(Base):
    """One load of changed content; the newest row is what runs."""

    __tablename__ = "kb_content_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    version: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Moment)


class SourceRow(Base):
    """Where facts were read."""

    __tablename__ = "kb_source"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    checked: Mapped[date] = mapped_column(Date)
    vintage: Mapped[str] = mapped_column(Text)


class SchemeRow(Base):
    """One scheme."""

    __tablename__ = "kb_scheme"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int]
    scheme_group: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(20))
    url: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    status_from: Mapped[date | None] = mapped_column(Date)
    status_until: Mapped[date | None] = mapped_column(Date)


class SchemeNameRow(Base):
    """What a scheme is called and said to be, in one language."""

    __tablename__ = "kb_scheme_name"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("kb_scheme.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    owner_name: Mapped[str | None] = mapped_column(Text)
    status_note: Mapped[str | None] = mapped_column(Text)


class SynonymRow(Base):
    """What else employers call a scheme."""

    __tablename__ = "kb_synonym"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("kb_scheme.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    synonym: Mapped[str] = mapped_column(Text)


class RelationRow(Base):
    """How a scheme goes together with another one."""

    __tablename__ = "kb_relation"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("kb_scheme.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    other_id: Mapped[str] = mapped_column(String(60))


class TextRow(Base):
    """A text on one topic in all languages' common part; `scheme_id` is empty for general answers."""

    __tablename__ = "kb_text"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scheme_id: Mapped[str | None] = mapped_column(ForeignKey("kb_scheme.id"), index=True)
    topic: Mapped[str] = mapped_column(String(40))
    confidence: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class TextBodyRow(Base):
    """A text in one language."""

    __tablename__ = "kb_text_body"

    text_id: Mapped[int] = mapped_column(ForeignKey("kb_text.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class TextSourceRow(Base):
    """What a text rests on."""

    __tablename__ = "kb_text_source"

    text_id: Mapped[int] = mapped_column(ForeignKey("kb_text.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    source_id: Mapped[str] = mapped_column(ForeignKey("kb_source.id"))


class ParameterRow(Base):
    """A dated figure, or a factor of another one."""

    __tablename__ = "kb_parameter"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    position: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    description: Mapped[str] = mapped_column(Text)
    derived_of: Mapped[str | None] = mapped_column(String(120))
    derived_factor: Mapped[Decimal | None] = mapped_column(Exact)


class ParameterValueRow(Base):
    """A figure and the days it holds."""

    __tablename__ = "kb_parameter_value"

    parameter_key: Mapped[str] = mapped_column(ForeignKey("kb_parameter.key"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[date | None] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Exact)
    sources: Mapped[list[str]] = mapped_column(JSON)


class ContactRow(Base):
    """A line to Nav (`phone`, `chat`) with its hours, or a single address (`kind` is its name)."""

    __tablename__ = "kb_contact"

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int]
    address: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    hours: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sources: Mapped[list[str]] = mapped_column(JSON)


class RegionRow(Base):
    """One of Nav's regions."""

    __tablename__ = "kb_region"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int]
    seat: Mapped[str | None] = mapped_column(Text)
    arbeidslivssenter: Mapped[str] = mapped_column(Text)
    counties: Mapped[list[str]] = mapped_column(JSON)


class MunicipalityRow(Base):
    """A municipality, its region and its zone of employer's contribution."""

    __tablename__ = "kb_municipality"

    number: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    other_names: Mapped[list[str]] = mapped_column(JSON)
    county_number: Mapped[str] = mapped_column(String(2))
    county: Mapped[str] = mapped_column(Text)
    region: Mapped[str] = mapped_column(ForeignKey("kb_region.name"))
    zone: Mapped[str] = mapped_column(String(4))
    zone_note: Mapped[str] = mapped_column(Text)
    confidence: Mapped[str] = mapped_column(String(20))


TABLES: tuple[type[Base], ...] = (
    SourceRow,
    SchemeRow,
    SchemeNameRow,
    SynonymRow,
    RelationRow,
    TextRow,
    TextBodyRow,
    TextSourceRow,
    ParameterRow,
    ParameterValueRow,
    ContactRow,
    RegionRow,
    MunicipalityRow,
)
"""Every table of content, in the order rows have to be written; the history of versions is kept apart."""
