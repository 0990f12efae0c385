"""What a version of the schema does, as it was released: its statements stand apart by an empty line."""

from pathlib import Path

from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "sql"


def run(connection: Connection, version: str) -> None:
    """Run the statements of a version."""
    for statement in statements(version, connection.dialect.name):
        # psycopg reads a single % as a place for a value.
        doubled = "%%" if connection.dialect.name == "postgresql" else "%"
        connection.exec_driver_sql(statement.replace("%", doubled))


def statements(version: str, dialect: str) -> list[str]:
    """The statements of a version for one of the two databases."""
    whole = (FOLDER / f"{version}_{dialect}.sql").read_text(encoding="utf-8")
    return whole.strip().split("\n\n")
