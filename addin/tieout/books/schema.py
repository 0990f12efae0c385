"""What do the books hold: every table, in words an accountant knows.

Every table but the trail is written the same way: `id` counts from 1 without a gap, `trail` is the
number of the trail line that wrote the row, `digest` is the hash of the whole row.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()


def _kept(name: str, *columns: Column[object]) -> Table:
    return Table(
        name,
        METADATA,
        Column(
            "id",
            BigInteger().with_variant(Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("trail", BigInteger, nullable=False),
        *columns,
        Column("digest", LargeBinary, nullable=False),
    )


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False)


def _of(name: str, table: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, BigInteger, ForeignKey(f"{table}.id"), nullable=nullable)


SETTINGS = _kept("settings", _text("name"), _text("value"))

FILES = _kept("files", _text("name"), _text("sheet"), _text("sha256"), Column("size", BigInteger))

BATCHES = _kept(
    "batches",
    _of("file", "files", nullable=True),
    _of("corrects", "batches", nullable=True),
    Column("entries", BigInteger, nullable=False),
    _text("prepared_by"),
    _text("reason"),
)

STEPS = _kept("steps", _of("batch", "batches"), _text("step"), _text("who"), _text("reason"))

ENTRIES = _kept(
    "entries",
    _of("batch", "batches"),
    Column("line", BigInteger, nullable=False),
    Column("posting_date", Date, nullable=False),
    Column("due_date", Date),
    _text("type"),
    _text("reference"),
    _text("memo"),
    Column("cents", BigInteger, nullable=False),
    _text("currency"),
    _text("customer"),
    _text("others"),
    Column("reverses", BigInteger),
    Column("replaces", BigInteger),
    Column("fingerprint", BigInteger, nullable=False),
)

GOODS = _kept(
    "goods",
    _of("entry", "entries"),
    _text("product"),
    Column("quantity_millionths", BigInteger),
    _text("unit"),
    Column("unit_price_millionths", BigInteger),
)

EVENTS = _kept(
    "events", _of("entry", "entries"), _text("kind"), _text("name"), _text("who"), _text("detail")
)

PERIODS = _kept("periods", _text("period"), _text("state"), _text("who"), _text("reason"))

RECONCILIATIONS = _kept(
    "reconciliations",
    _text("period"),
    _text("customer"),
    _text("currency"),
    Column("difference_cents", BigInteger, nullable=False),
    Column("unexplained_cents", BigInteger, nullable=False),
    _text("who"),
)

CARRIED = _kept(
    "carried",
    _text("period"),
    _text("customer"),
    _text("currency"),
    Column("cents", BigInteger, nullable=False),
    Column("open_items", BigInteger, nullable=False),
)

PEOPLE = _kept(
    "people",
    _text("name"),
    _text("role"),
    _text("customer_group"),
    _text("password"),
    Column("active", Integer, nullable=False),
)

CUSTOMERS = _kept(
    "customers",
    _text("code"),
    _text("name"),
    _text("aliases"),
    _text("contact"),
    _text("telephone"),
    _text("email"),
    _text("address"),
    _text("tax_number"),
    _text("bank"),
    _text("bank_account"),
    Column("terms_days", Integer),
    Column("credit_limit_cents", BigInteger),
    _text("currency"),
    _text("statement_language"),
    _text("statement_kind"),
    _text("owner"),
    _text("customer_group"),
    Column("active", Integer, nullable=False),
)

PRODUCTS = _kept(
    "products",
    _text("code"),
    _text("name"),
    _text("specification"),
    _text("unit"),
    Column("price_cents", BigInteger),
    _text("currency"),
    Column("tax_rate_bp", Integer),
    Column("active", Integer, nullable=False),
)

TRAIL = Table(
    "trail",
    METADATA,
    Column(
        "sequence",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    _text("at"),
    _text("who"),
    _text("action"),
    _text("subject"),
    _text("reason"),
    _text("detail"),
    _text("written"),
    _text("previous"),
    _text("hash"),
    UniqueConstraint("hash", name="trail_hash"),
)

KEPT: tuple[Table, ...] = (
    *(table for table in METADATA.sorted_tables if table not in (TRAIL, STEPS, EVENTS)),
    STEPS,
    EVENTS,
)
"""Every table a trail line vouches for, parents first; the steps of a batch come after all it has."""

Index("entries_by_date", ENTRIES.c.posting_date)
Index("entries_by_customer", ENTRIES.c.customer, ENTRIES.c.posting_date)
Index("entries_by_type", ENTRIES.c.type, ENTRIES.c.posting_date)
Index("entries_by_reference", ENTRIES.c.reference)
Index("entries_by_cents", ENTRIES.c.cents)
Index("entries_by_batch", ENTRIES.c.batch)
Index("steps_by_batch", STEPS.c.batch, STEPS.c.step)
Index("events_by_entry", EVENTS.c.entry)
Index("goods_by_entry", GOODS.c.entry)
Index(
    "trail_changes",
    TRAIL.c.sequence,
    sqlite_where=TRAIL.c.action != "read",
    postgresql_where=TRAIL.c.action != "read",
)
Index("customers_by_code", CUSTOMERS.c.code)
Index("products_by_code", PRODUCTS.c.code)
Index("people_by_name", PEOPLE.c.name)
Index(
    "entries_by_reversed",
    ENTRIES.c.reverses,
    sqlite_where=ENTRIES.c.reverses.isnot(None),
    postgresql_where=ENTRIES.c.reverses.isnot(None),
)
Index(
    "entries_by_replaced",
    ENTRIES.c.replaces,
    sqlite_where=ENTRIES.c.replaces.isnot(None),
    postgresql_where=ENTRIES.c.replaces.isnot(None),
)
