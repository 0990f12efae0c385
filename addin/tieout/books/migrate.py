"""How do books made by an older release become books of this one: step by step, by Alembic."""

from collections.abc import Callable
from pathlib import Path

from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import Engine

NEWEST = "0003"
"""The version of the schema this release writes; a test ties it to the newest migration."""


def upgrade(
    engine: Engine,
    version: str = NEWEST,
    *,
    before_commit: Callable[[Connection], None] = lambda _: None,
) -> None:
    """Bring books to a version of the schema, all of it or nothing."""
    steps = migrations()
    with (
        engine.connect().execution_options(tieout_writes=True) as connection,
        connection.begin(),
    ):
        run = MigrationContext.configure(
            connection,
            opts={
                "script": steps,
                "fn": lambda revision, _: steps._upgrade_revs(
                    version, revision
                ),  # as its own command does
                "transactional_ddl": False,  # the transaction is ours
            },
        )
        with Operations.context(run):
            run.run_migrations()
        before_commit(connection)


def migrations() -> ScriptDirectory:
    """Every version of the schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def schema_version(engine: Engine) -> str | None:
    """The version of the schema in a database; None where there are no books."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
