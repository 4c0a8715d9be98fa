"""Copies of the index: what each lacks, and whether it is to be published."""

import sqlalchemy as sa
from alembic import op

from glossary.contribute.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "index_copy",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("seen", Moment(timezone=True), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=True),
        sa.Column("again", Moment(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_index_copy")),
    )
    op.create_table(
        "owed",
        sa.Column("copy", sa.String(length=100), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["copy"], ["index_copy.key"], name=op.f("fk_owed_copy_index_copy"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name=op.f("fk_owed_change_id_change"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("copy", "change_id", name=op.f("pk_owed")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("owed")
    op.drop_table("index_copy")
