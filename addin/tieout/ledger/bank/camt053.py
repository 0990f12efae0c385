"""What statements does a CAMT.053 file hold, of any version of the message."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree

from tieout.errors import TieoutError
from tieout.ledger.bank.bank_statement import (
    BankBalance,
    BankEntry,
    BankStatement,
    Fault,
    Place,
    amount_of,
    day_of,
)
from tieout.ledger.bank.camt_details import details_of, line_of, text_of

Element = etree._Element
_OPENING, _CLOSING, _BETWEEN = ("OPBD", "PRCD"), ("CLBD",), "ITBD"


def camt_statements(file: str, data: bytes, message: str) -> list[BankStatement]:
    """Every statement of a file, in its order."""
    if not message.startswith("camt.053"):
        raise TieoutError("read.not_a_statement", file=file, message=message)
    found: list[BankStatement] = []
    entries: list[BankEntry] = []
    number, count, root, currency = 0, 0, None, ""
    try:
        for event, node in _parts(data):
            if root is None:
                root = node.getroottree()
                _refuse_doctype(file, root)
            name = etree.QName(node).localname
            if event == "start" and name == "Stmt":
                number, count, entries = number + 1, 0, []
            elif event == "end" and name == "Ntry" and number:
                count += 1
                if count == 1:
                    currency = _account_currency(node.getparent())
                entries += _entries(_local(node), f"Stmt {number} Ntry {count}", currency)
                node.clear()
            elif event == "end" and name == "Stmt":
                found.append(_statement(_local(node), number, count, entries))
                node.clear()
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        line = error.lineno or 1
        raise TieoutError("read.broken_xml", file=file, line=line, why=_why(error)) from None
    return found


def _parts(data: bytes) -> Iterator[tuple[str, Element]]:
    """The statements and their entries one by one, so that the document never stands in memory whole.

    Nothing outside the file is ever fetched, and no entity is put in.
    """
    return iter(
        etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            tag=("{*}Document", "{*}Stmt", "{*}Ntry"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    )


def _refuse_doctype(file: str, document: Any) -> None:  # noqa: ANN401 (lxml's stubs have no name for it)
    if getattr(document.docinfo, "doctype", ""):
        raise TieoutError("read.xml_doctype", file=file)


def _local(node: Element) -> Element:
    """The part of the document without its namespaces."""
    for each in node.iter("{*}*"):
        each.tag = etree.QName(each).localname
    return node


def _account_currency(statement: Element | None) -> str:
    """The currency of an account, whose number and balances stand before its entries."""
    if statement is None:
        return ""
    for each in statement:
        name = etree.QName(each).localname
        if name == "Ntry":
            break
        if name in ("Acct", "Bal"):
            _local(each)
    return text_of(statement, "Acct/Ccy") or _balance_currency(statement)


def _balance_currency(statement: Element) -> str:
    return next((b.currency for _, b in _balances(statement)[0]), "")


def _why(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or error).partition(", line")[0]


def _statement(
    node: Element, number: int, count: int, entries: Sequence[BankEntry]
) -> BankStatement:
    place = Place(line_of(node), f"Stmt {number}")
    account = text_of(node, "Acct/Id/IBAN") or text_of(node, "Acct/Id/Othr/Id")
    balances, faults = _balances(node)
    opening, closing = _ends(balances)
    if closing is None:
        faults.append(Fault("statement_cut_off", "CLBD"))
    currency = text_of(node, "Acct/Ccy") or _balance_currency(node)
    stated = text_of(node, "TxsSummry/TtlNtries/NbOfNtries")
    if stated.isdigit() and int(stated) != count:
        faults.append(Fault("entries_missing", stated, values={"count": count}))
    return BankStatement(
        place=place,
        account=account,
        number=text_of(node, "ElctrncSeqNb") or text_of(node, "LglSeqNb") or text_of(node, "Id"),
        currency=currency,
        entries=tuple(entries),
        opening=opening,
        closing=closing,
        faults=tuple(faults),
    )


def _balances(node: Element) -> tuple[list[tuple[str, BankBalance]], list[Fault]]:
    found: list[tuple[str, BankBalance]] = []
    faults: list[Fault] = []
    for each in node.iterfind("Bal"):
        kind = text_of(each, "Tp/CdOrPrtry/Cd")
        if kind not in (*_OPENING, *_CLOSING, _BETWEEN):
            continue
        amount, fault = _signed(each, each)
        if fault:
            faults.append(fault)
            continue
        day = day_of(text_of(each, "Dt/Dt") or text_of(each, "Dt/DtTm"))
        place = Place(line_of(each), f"Bal {kind}")
        found.append((kind, BankBalance(amount, _currency(each), place, day)))
    return found, faults


def _ends(
    balances: list[tuple[str, BankBalance]],
) -> tuple[BankBalance | None, BankBalance | None]:
    """Opening and closing; on the pages of one statement interim balances stand in their place."""
    between = [balance for kind, balance in balances if kind == _BETWEEN]
    opening = next((b for wanted in _OPENING for kind, b in balances if kind == wanted), None)
    closing = next((b for kind, b in balances if kind in _CLOSING), None)
    if opening is None and between:
        opening = between.pop(0)
    if closing is None and between:
        closing = between.pop()
    return opening, closing


def _signed(node: Element, within: Element) -> tuple[Decimal, Fault | None]:
    """The amount of a node, money coming in positive; the direction may stand around it."""
    written = text_of(node, "Amt") or text_of(node, "AmtDtls/TxAmt/Amt")
    amount = amount_of(written)
    direction = text_of(node, "CdtDbtInd") or text_of(within, "CdtDbtInd")
    if amount is None or "," in written:
        return Decimal(0), Fault("not_an_amount", written)
    if direction not in ("CRDT", "DBIT"):
        return Decimal(0), Fault("not_a_direction", direction)
    return (amount if direction == "CRDT" else -amount), None


def _currency(node: Element) -> str:
    amount = node.find("Amt")
    if amount is None:
        amount = node.find("AmtDtls/TxAmt/Amt")
    return "" if amount is None else (amount.get("Ccy") or "").upper()


def _entries(node: Element, name: str, currency: str) -> Iterator[BankEntry]:
    """An entry, or its single payments where they are listed and add up to it."""
    place = Place(line_of(node), name)
    amount, fault = _signed(node, node)
    parts = node.findall("NtryDtls/TxDtls")
    whole = (amount, _currency(node) or currency)
    split = [_part(each, node, whole[1]) for each in parts]
    adds_up = len(parts) > 1 and None not in split and sum(s for s in split if s) == amount
    faults = [fault] if fault else []
    batch = text_of(node, "NtryDtls/Btch/PmtInfId") or text_of(node, "AcctSvcrRef")
    if not adds_up:
        if len(parts) > 1:
            faults.append(Fault("batch_not_split", str(len(parts)), blocks=False))
        only = parts[0] if len(parts) == 1 else node
        yield _entry(node, only, place, whole, "", tuple(faults))
        return
    for part, own in zip(parts, split, strict=True):
        assert own is not None
        at = Place(line_of(part) or place.line, f"{name} TxDtls")
        yield _entry(node, part, at, (own, whole[1]), batch or name, tuple(faults))


def _part(part: Element, node: Element, currency: str) -> Decimal | None:
    """The amount of one payment of a batch, None where it has none in the account's currency."""
    amount, fault = _signed(part, node)
    return None if fault or _currency(part) not in ("", currency) else amount


def _entry(
    node: Element,
    part: Element,
    place: Place,
    amount: tuple[Decimal, str],
    batch: str,
    faults: tuple[Fault, ...],
) -> BankEntry:
    written = text_of(node, "BookgDt/Dt") or text_of(node, "BookgDt/DtTm")
    value = text_of(node, "ValDt/Dt") or text_of(node, "ValDt/DtTm")
    day, value_day = day_of(written), day_of(value)
    if written and day is None:
        faults = (*faults, Fault("not_a_date", written))
    reversal = text_of(node, "RvslInd") in ("true", "1")
    status = text_of(node, "Sts/Cd") or text_of(node, "Sts") or "BOOK"
    told = details_of(node, part, incoming=amount[0] > 0, reversal=reversal)
    return BankEntry(
        place=place,
        amount=amount[0],
        currency=amount[1],
        day=day or (None if written else value_day),
        value_day=value_day,
        type=told.type,
        reference=told.reference,
        memo=told.memo,
        counterparty=told.counterparty,
        counterparty_account=told.counterparty_account,
        bank_reference=text_of(part, "Refs/AcctSvcrRef") or text_of(node, "AcctSvcrRef"),
        batch=batch,
        reversal=reversal,
        booked=status == "BOOK",
        faults=faults,
    )
