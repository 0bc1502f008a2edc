"""Remember answers' messages, languages, votes, lessons, admins' actions, switches and quiet chats."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and tables."""
    with op.batch_alter_table("questions") as questions:
        questions.add_column(sa.Column("place_hash", sa.String(32), nullable=True))
        questions.add_column(sa.Column("message_id", sa.BigInteger(), nullable=True))
        questions.add_column(sa.Column("reply_id", sa.BigInteger(), nullable=True))
        questions.create_index(op.f("ix_questions_place_hash"), ["place_hash"])
    op.create_table(
        "people",
        sa.Column("user_hash", sa.String(32), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.PrimaryKeyConstraint("user_hash", name=op.f("pk_people")),
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_hash", sa.String(32), nullable=True),
        sa.Column("user_hash", sa.String(32), nullable=True),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("answer_hash", "user_hash", name=op.f("uq_votes_answer_hash_user_hash")),
    )
    op.create_index(op.f("ix_votes_user_hash"), "votes", ["user_hash"])
    op.create_index(op.f("ix_votes_fact"), "votes", ["fact"])
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("question_key", name=op.f("uq_lessons_question_key")),
    )
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("similar", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("question_key", name=op.f("uq_set_aside_question_key")),
    )
    op.create_table(
        "admin_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admin_hash", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_actions")),
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switches")),
    )
    op.create_table(
        "quiet_chats",
        sa.Column("place_hash", sa.String(32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place_hash", name=op.f("pk_quiet_chats")),
    )
