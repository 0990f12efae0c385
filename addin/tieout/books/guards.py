"""What does the database itself refuse: changes, deletions, and steps the rules do not allow.

Each refusal says `tieout:<name>`, the name of a text `books.<name>`. The trail finds what gets
past these; they keep honest people, and other programs, from harm.
"""

STEP_RULES: tuple[tuple[str, str], ...] = (
    (
        "own_review",
        """NEW.step = 'reviewed' AND EXISTS (
            SELECT 1 FROM batches b WHERE b.id = NEW.batch AND b.prepared_by = NEW.who)""",
    ),
    (
        "not_reviewed",
        """NEW.step = 'posted'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.batch = NEW.batch AND s.step = 'reviewed')""",
    ),
    (
        "batch_finished",
        """EXISTS (SELECT 1 FROM steps s
            WHERE s.batch = NEW.batch AND s.step IN ('posted', 'rejected'))""",
    ),
)
"""The refusal's name, and when a step is refused."""

CLOSED = """NEW.step = 'posted' AND EXISTS (
    SELECT 1 FROM entries e WHERE e.batch = NEW.batch AND {month} IN (
        SELECT p.period FROM periods p WHERE p.state IN ('closed', 'reopen_asked')
        AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = p.period)))"""


PERIOD_RULES: tuple[tuple[str, str], ...] = (
    (
        "own_approval",
        """NEW.state = 'reopened'
        AND (SELECT value FROM settings WHERE name = 'review' ORDER BY id DESC LIMIT 1) = 'yes'
        AND NOT EXISTS (SELECT 1 FROM periods p WHERE p.state = 'reopen_asked' AND p.who <> NEW.who
            AND p.id = (SELECT max(q.id) FROM periods q WHERE q.period = NEW.period))""",
    ),
    (
        "residue",
        """NEW.state = 'closed' AND EXISTS (
            SELECT 1 FROM reconciliations r WHERE r.period = NEW.period AND r.unexplained_cents <> 0
            AND r.id = (SELECT max(s.id) FROM reconciliations s WHERE s.period = r.period
                        AND s.customer = r.customer AND s.currency = r.currency))""",
    ),
)


def sqlite_guards(kept: tuple[str, ...]) -> list[str]:
    """The triggers of a SQLite file."""
    guards: list[str] = []
    for table in (*kept, "trail"):
        key = "sequence" if table == "trail" else "id"
        refuse = f"BEGIN SELECT RAISE(ABORT, 'tieout:append_only:{table}'); END"
        guards += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE deletes without asking the trigger above.
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}",
        ]
    guards += [
        f"CREATE TRIGGER periods_{name} BEFORE INSERT ON periods WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'tieout:{name}'); END"
        for name, when in PERIOD_RULES
    ]
    for name, when in (
        *STEP_RULES,
        ("period_closed", CLOSED.format(month="substr(e.posting_date, 1, 7)")),
    ):
        guards.append(
            f"CREATE TRIGGER steps_{name} BEFORE INSERT ON steps WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, 'tieout:{name}'); END"
        )
    return guards


def postgres_guards(kept: tuple[str, ...]) -> list[str]:
    """The triggers of a PostgreSQL database."""
    guards = [
        """CREATE FUNCTION tieout_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'tieout:append_only:%', TG_TABLE_NAME; END $$""",
    ]
    guards += [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION tieout_append_only()"
        for table in (*kept, "trail")
    ]
    rules = (
        *STEP_RULES,
        ("period_closed", CLOSED.format(month="to_char(e.posting_date, 'YYYY-MM')")),
    )
    guards += _postgres_rules("steps", rules)
    guards += _postgres_rules("periods", PERIOD_RULES)
    return guards


def _postgres_rules(table: str, rules: tuple[tuple[str, str], ...]) -> list[str]:
    checks = "\n".join(
        f"IF {when} THEN RAISE EXCEPTION 'tieout:{name}'; END IF;" for name, when in rules
    )
    # A rule must see every row whatever the asker may see.
    return [
        f"CREATE FUNCTION tieout_{table}_rules() RETURNS trigger LANGUAGE plpgsql "
        f"SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN {checks} RETURN NEW; END $$",
        f"CREATE TRIGGER {table}_rules BEFORE INSERT ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION tieout_{table}_rules()",
    ]


SQLITE_TEXTS = (
    "CREATE VIRTUAL TABLE entry_texts USING fts5(reference, memo, customer, others, "
    "content='', tokenize='unicode61 remove_diacritics 0')"
)
POSTGRES_TEXTS = (
    "CREATE TABLE entry_texts (entry bigint PRIMARY KEY, pieces tsvector NOT NULL)",
    "CREATE INDEX entry_texts_by_piece ON entry_texts USING gin (pieces)",
)
"""The index of texts; it holds nothing the entries do not."""
