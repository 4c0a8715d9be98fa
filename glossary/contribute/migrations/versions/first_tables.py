"""The first tables."""

import sqlalchemy as sa
from alembic import op

from glossary.contribute.tables import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("made", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_kind_mark_made"), ["kind", "mark", "made"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attempt_made"), ["made"], unique=False)

    op.create_table(
        "catalog_state",
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=100), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("reliability", sa.String(length=16), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("derived", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("vocabulary", "lang", name=op.f("pk_catalog_state")),
    )
    op.create_table(
        "ended_session",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("ended", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_ended_session")),
    )
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ended_session_ended"), ["ended"], unique=False)

    op.create_table(
        "entry",
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("concept", sa.String(length=500), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("vocabulary", "lang", "concept", "slot", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_vocabulary_lang_state_position"),
            ["vocabulary", "lang", "state", "position"],
            unique=False,
        )

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("concept", sa.String(length=500), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("made", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_lang_made"), ["lang", "made"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("due", Moment(timezone=True), nullable=True),
        sa.Column("sent", Moment(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_due"), ["due"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=True),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ui", sa.String(length=40), nullable=False),
        sa.Column("session_mark", sa.String(length=40), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("seen", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("concept", sa.String(length=500), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("data_before", sa.JSON(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("made", Moment(timezone=True), nullable=False),
        sa.Column("written", Moment(timezone=True), nullable=True),
        sa.Column("shown", Moment(timezone=True), nullable=True),
        sa.Column("uncommitted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_change_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["person.id"], name=op.f("fk_change_decider_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_made"), ["made"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_shown"), ["shown"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_change_vocabulary_lang_concept_slot"),
            ["vocabulary", "lang", "concept", "slot"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_change_written"), ["written"], unique=False)

    op.create_table(
        "draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("concept", sa.String(length=500), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("saved", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "vocabulary", "lang", "concept", "slot", name=op.f("pk_draft")
        ),
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_identity_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("person_id", "role", "lang", name=op.f("uq_role_person_id_role_lang")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_upload_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_upload_key")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("vocabulary", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=40), nullable=False),
        sa.Column("concept", sa.String(length=500), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("credit_email", sa.Boolean(), nullable=False),
        sa.Column("ui", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided", Moment(timezone=True), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name=op.f("fk_proposal_change_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["person.id"], name=op.f("fk_proposal_decider_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_proposal_upload_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("key", name=op.f("uq_proposal_key")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_state_lang_created"), ["state", "lang", "created"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_vocabulary_lang_concept_slot"),
            ["vocabulary", "lang", "concept", "slot"],
            unique=False,
        )

    op.create_table(
        "upload_row",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("concept", sa.String(length=500), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("here", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_row_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_upload_row")),
    )
    with op.batch_alter_table("upload_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_upload_row_upload_id_kind_position"),
            ["upload_id", "kind", "position"],
            unique=False,
        )

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_comment_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_comment_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_proposal_id"), ["proposal_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_proposal_id"))

    op.drop_table("comment")
    with op.batch_alter_table("upload_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_row_upload_id_kind_position"))

    op.drop_table("upload_row")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_vocabulary_lang_concept_slot"))
        batch_op.drop_index(batch_op.f("ix_proposal_state_lang_created"))
        batch_op.drop_index(batch_op.f("ix_proposal_person_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_change_id"))

    op.drop_table("proposal")
    op.drop_table("upload")
    op.drop_table("role")
    op.drop_table("identity")
    op.drop_table("draft")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_written"))
        batch_op.drop_index(batch_op.f("ix_change_vocabulary_lang_concept_slot"))
        batch_op.drop_index(batch_op.f("ix_change_shown"))
        batch_op.drop_index(batch_op.f("ix_change_made"))
        batch_op.drop_index(batch_op.f("ix_change_author_id"))

    op.drop_table("change")
    op.drop_table("person")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_due"))

    op.drop_table("mail")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_lang_made"))

    op.drop_table("event")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_vocabulary_lang_state_position"))

    op.drop_table("entry")
    with op.batch_alter_table("ended_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ended_session_ended"))

    op.drop_table("ended_session")
    op.drop_table("catalog_state")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_made"))
        batch_op.drop_index(batch_op.f("ix_attempt_kind_mark_made"))

    op.drop_table("attempt")
