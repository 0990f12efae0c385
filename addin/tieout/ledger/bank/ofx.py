"""What statements does an OFX or QFX file hold, of versions 1 (SGML) and 2 (XML)."""

import re
from collections import Counter
from decimal import Decimal

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_statement import (
    BankBalance,
    BankEntry,
    BankStatement,
    Fault,
    Place,
    amount_of,
    day_of,
    first_given,
)
from tieout.ledger.bank.ofx_elements import OfxElement, ofx_elements

_VERSION = re.compile(r"(?:^VERSION:|OFXHEADER=.*?VERSION=[\"'])(\d+)", re.MULTILINE | re.DOTALL)


def ofx_version(head: str) -> str:
    r"""The version a file says it is of, "?" where it says none, "" where it is no OFX file.

    >>> ofx_version("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n<OFX>")
    '102'
    """
    if not re.match(r"OFXHEADER|<\?xml.*<OFX>|<\?OFX|<OFX>", head, re.IGNORECASE | re.DOTALL):
        return ""
    found = _VERSION.search(head)
    return found[1] if found else "?"


def ofx_statements(file: str, text: str) -> list[BankStatement]:
    """Every statement of a file, of bank accounts and of credit cards."""
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise TieoutError("read.xml_doctype", file=file)
    root = ofx_elements(text)
    groups = [each for name in ("STMTRS", "CCSTMTRS") for each in root.all(name)]
    if not groups:
        refused = next((s.first("MESSAGE") for s in root.all("STATUS") if s.first("MESSAGE")), "–")
        raise TieoutError("read.no_statement", file=file, found=refused)
    return [_statement(each) for each in groups]


def _statement(node: OfxElement) -> BankStatement:
    account = node.group("BANKACCTFROM") or node.group("CCACCTFROM") or OfxElement("", 0)
    movements = node.group("BANKTRANLIST")
    currency = node.first("CURDEF").upper()
    entries = [_entry(each, currency) for each in node.all("STMTTRN")]
    faults = _numbered_twice(entries)
    if movements is None:
        faults.append(Fault("statement_cut_off", "BANKTRANLIST"))
    closing, found = _closing(node, currency, movements)
    return BankStatement(
        place=Place(node.line, node.name),
        account=account.first("ACCTID"),
        number=movements.first("DTEND")[:8] if movements else "",
        currency=currency,
        entries=tuple(entries),
        closing=closing,
        faults=(*faults, *found),
    )


def _closing(
    node: OfxElement, currency: str, movements: OfxElement | None
) -> tuple[BankBalance | None, list[Fault]]:
    """The ledger balance, if it is of the end of the period; often it is of the day of the download."""
    balance = node.group("LEDGERBAL")
    if balance is None:
        return None, []
    amount = _signed(balance.first("BALAMT"))
    if amount is None:
        return None, [Fault("not_an_amount", balance.first("BALAMT"))]
    day = day_of(balance.first("DTASOF"))
    end = day_of(movements.first("DTEND")) if movements else None
    if day and end and day > end:
        return None, [Fault("balance_later", f"{day}", blocks=False, values={"end": f"{end}"})]
    return BankBalance(amount, currency, Place(balance.line, "LEDGERBAL"), day), []


def _entry(node: OfxElement, currency: str) -> BankEntry:
    written = node.first("TRNAMT")
    amount, day = _signed(written), day_of(node.first("DTPOSTED"))
    faults = [Fault("not_an_amount", written)] if amount is None else []
    if day is None:
        faults.append(Fault("not_a_date", node.first("DTPOSTED")))
    if node.first("CORRECTFITID"):
        faults.append(Fault("corrects_earlier", node.first("CORRECTFITID"), blocks=False))
    fitid = node.first("FITID")
    return BankEntry(
        place=Place(node.line, f"STMTTRN {fitid}".strip()),
        amount=amount or Decimal(0),
        currency=node.first("CURRENCY", "CURSYM").upper() or currency,
        day=day,
        value_day=day_of(node.first("DTAVAIL")),
        type=node.first("TRNTYPE"),
        reference=first_given(node.first("CHECKNUM"), node.first("REFNUM"), fitid),
        memo=node.first("MEMO"),
        counterparty=node.first("NAME") or node.first("PAYEE", "NAME"),
        counterparty_account=node.first("BANKACCTTO", "ACCTID"),
        bank_reference=fitid,
        faults=tuple(faults),
    )


def _signed(written: str) -> Decimal | None:
    """TRNAMT carries its own sign: money going out is negative."""
    amount = amount_of(written.lstrip("+-"))
    return -amount if amount is not None and written.startswith("-") else amount


def _numbered_twice(entries: list[BankEntry]) -> list[Fault]:
    """A FITID is the bank's own number of a movement, and must not repeat."""
    numbers = Counter(entry.bank_reference for entry in entries if entry.bank_reference)
    twice = [number for number, count in numbers.items() if count > 1]
    if not twice:
        return []
    found = twice[:5]
    return [Fault("numbered_twice", "、".join(found), blocks=False, values={"found": found})]
