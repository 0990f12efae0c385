"""What rows does a table or a query of a database give: read in one transaction that cannot write."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, CursorResult, Engine, TextClause, create_engine
from sqlalchemy import text as sql
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.sql import Select, column, select, table

from tieout.collecting.database_refusals import not_connected, not_given
from tieout.collecting.fetched import Fetched, table_of
from tieout.collecting.keyring_secrets import secret_named
from tieout.collecting.source_file import DatabaseSource
from tieout.errors import TieoutError
from tieout.progress import Progress

PART_ROWS = 5_000
CONNECT_SECONDS_MAX = 15


def fetch_database(
    source: DatabaseSource, progress: Progress, rows_max: int | None = None
) -> list[Fetched]:
    """Every row, or the first `rows_max`; another program's changes meanwhile are not seen."""
    engine = _engine(source, _address(source))
    try:
        with (
            _connected(source, engine) as connection,
            connection.execution_options(yield_per=PART_ROWS).execute(_wanted(source)) as result,
        ):
            columns = list(result.keys())
            rows = _rows(source, result, progress, rows_max)
    except SQLAlchemyError as error:
        raise not_given(source, engine, error) from None
    finally:
        engine.dispose()
    return [table_of(source.table or "query", columns, rows)]


def _rows(
    source: DatabaseSource,
    result: CursorResult[tuple[object, ...]],
    progress: Progress,
    rows_max: int | None,
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for part in result.partitions():
        rows += map(tuple, part)
        progress("collecting", 0.0)
        if rows_max is not None and len(rows) >= rows_max:
            return rows[:rows_max]
        if len(rows) > source.rows_max:
            raise TieoutError(
                "collecting.too_many_rows", name=source.name, rows_max=source.rows_max
            )
    return rows


def _address(source: DatabaseSource) -> URL:
    """The address with the password of the keyring; one in the file itself is refused."""
    try:
        url = make_url(source.url)
    except ArgumentError:
        raise TieoutError("collecting.bad_url", name=source.name) from None
    if url.password is not None or "password" in url.query:
        raise TieoutError("collecting.password_in_url", name=source.name)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url.set(password=secret_named(source.secret)) if source.secret else url


@contextmanager
def _connected(source: DatabaseSource, engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that only reads, rolled back at the end whatever happens."""
    options: dict[str, object] = {}
    kind = engine.url.get_backend_name()
    if kind == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        opened = engine.connect()
    except SQLAlchemyError as error:
        raise not_connected(source, engine, error) from None
    with opened.execution_options(stream_results=True, **options) as connection:
        if kind in ("mysql", "mariadb"):
            connection.execute(sql("SET TRANSACTION READ ONLY"))
        yield connection
        connection.rollback()


def _engine(source: DatabaseSource, url: URL) -> Engine:
    try:
        if url.get_backend_name() == "sqlite":
            read_only = f"file:{url.database}"
            query = {"mode": "ro", "uri": "true"}
            return create_engine(url.set(database=read_only, query=query))
        if url.get_backend_name() == "postgresql":
            return create_engine(url, connect_args={"connect_timeout": CONNECT_SECONDS_MAX})
        return create_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise TieoutError(
            "collecting.no_driver", name=source.name, driver=url.drivername, found=error
        ) from None


def _wanted(source: DatabaseSource) -> TextClause | Select[tuple[object]]:
    """The query, or every column of the table, its name quoted as the database wants it."""
    if source.query:
        first = source.query.lstrip(" \r\n\t(").split(None, 1)
        if not first or first[0].upper() not in ("SELECT", "WITH", "VALUES", "TABLE"):
            raise TieoutError("collecting.not_a_query", name=source.name, found=source.query[:60])
        # A colon is the query's own, not a place for a value.
        return sql(source.query.rstrip("; \r\n\t").replace(":", "\\:"))
    *schema, name = source.table.split(".")
    return select(column("*", is_literal=True)).select_from(
        table(name, schema=".".join(schema) or None)
    )
