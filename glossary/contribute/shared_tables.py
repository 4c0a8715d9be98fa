"""Tables of what several machines of a site must know of one another."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from glossary.contribute.tables import Base


class IndexCopy(Base):
    """An index that machines read; see `glossary.contribute.index_copies`.

    `wanted` counts how often a publication became due, `done` is that count when the last one that
    is done began. One is at work `until` then at the latest; after `failures` it is tried `again`.
    """

    __tablename__ = "index_copy"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen: Mapped[datetime]
    wanted: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime | None]
    again: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")


class Owed(Base):
    """A change that other copies of the index show and this one does not yet."""

    __tablename__ = "owed"

    copy: Mapped[str] = mapped_column(
        ForeignKey("index_copy.key", ondelete="CASCADE"), primary_key=True
    )
    change_id: Mapped[int] = mapped_column(
        ForeignKey("change.id", ondelete="CASCADE"), primary_key=True
    )


class Fact(Base):
    """Something that all machines of a site must agree on; see `glossary.contribute.facts`."""

    __tablename__ = "fact"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
