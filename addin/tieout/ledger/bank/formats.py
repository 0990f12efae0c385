"""What statements do the bytes of a known format hold; the libraries of a format start only where it is read."""

from tieout.ledger.bank.bank_statement import BankStatement
from tieout.ledger.bank.ofx import ofx_statements
from tieout.ledger.encodings import decoded


def statements_of(name: str, data: bytes, found: str, currency: str) -> list[BankStatement]:
    """Every statement, `found` being the format; `currency` is that of one which names none."""
    if found.startswith("camt"):
        from tieout.ledger.bank.camt053 import camt_statements

        return camt_statements(name, data, found)
    text = decoded(name, data).decode("utf-8")
    if found.startswith("OFX"):
        return ofx_statements(name, text)
    if found == "MT940":
        from tieout.ledger.bank.mt940 import mt940_statements

        return mt940_statements(text)
    from tieout.ledger.bank.qif import qif_statements

    return qif_statements(name, text, currency)
