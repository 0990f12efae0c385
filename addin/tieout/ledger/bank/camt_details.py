"""What does a CAMT.053 entry tell besides its amount: references, parties, remittance, kind."""

from dataclasses import dataclass

from lxml import etree

from tieout.ledger.bank.bank_statement import first_given

Element = etree._Element


@dataclass(frozen=True)
class CamtDetails:
    """What the entry tells in words."""

    type: str
    reference: str
    memo: str
    counterparty: str
    counterparty_account: str


def text_of(node: Element, path: str) -> str:
    """The text at a path, "" where there is none; line breaks and doubled spaces are one space."""
    return " ".join((node.findtext(path) or "").split())


def line_of(node: Element) -> int:
    """The line of the file where a node begins."""
    return getattr(node, "sourceline", None) or 0


def details_of(node: Element, part: Element, *, incoming: bool, reversal: bool) -> CamtDetails:
    """The words of an entry (`node`) and of the one payment of it (`part`).

    A reversal names the parties of the payment it takes back: the other one is ours.
    """
    found = part if part is not node else _details(node)
    other = "Dbtr" if incoming != reversal else "Cdtr"
    return CamtDetails(
        type=text_of(node, "AddtlNtryInf") or _kind(found) or _kind(node),
        reference=_reference(node, found, incoming=incoming != reversal),
        memo=_memo(found),
        counterparty=_party(found, other),
        counterparty_account=text_of(found, f"RltdPties/{other}Acct/Id/IBAN")
        or text_of(found, f"RltdPties/{other}Acct/Id/Othr/Id"),
    )


def _details(node: Element) -> Element:
    """Where a booking of many stays whole, nothing of one of them is told."""
    return etree.Element("TxDtls") if len(node.findall("NtryDtls/TxDtls")) > 1 else node


def _reference(node: Element, part: Element, *, incoming: bool) -> str:
    """The number our side gave: of our invoice on money coming in, of our payment on money going out."""
    document = text_of(part, "RmtInf/Strd/CdtrRefInf/Ref") or _only_document(part)
    payment = first_given(text_of(part, "Refs/EndToEndId"))
    ours = (document, payment) if incoming else (payment, document)
    return first_given(
        *ours,
        text_of(part, "Refs/ChqNb"),
        text_of(part, "Refs/InstrId"),
        text_of(part, "Refs/PmtInfId"),
        text_of(node, "NtryDtls/Btch/PmtInfId"),
        text_of(part, "Refs/AcctSvcrRef"),
        text_of(node, "AcctSvcrRef"),
        text_of(node, "NtryRef"),
    )


def _only_document(part: Element) -> str:
    numbers = [each.text or "" for each in part.iterfind("RmtInf/Strd/RfrdDocInf/Nb")]
    return numbers[0].strip() if len(numbers) == 1 else ""


def _memo(part: Element) -> str:
    paths = ("RmtInf/Ustrd", "RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf")
    words = [" ".join((each.text or "").split()) for path in paths for each in part.iterfind(path)]
    reason = text_of(part, "RtrInf/Rsn/Cd") or text_of(part, "RtrInf/Rsn/Prtry")
    return " ".join(filter(None, [*dict.fromkeys(words), reason and f"RtrInf {reason}"]))


def _party(part: Element, other: str) -> str:
    """The name of the other party; newer versions put it one level lower."""
    for path in (f"{other}/Pty/Nm", f"{other}/Nm", f"Ultmt{other}/Pty/Nm", f"Ultmt{other}/Nm"):
        if found := text_of(part, f"RltdPties/{path}"):
            return found
    return ""


def _kind(part: Element) -> str:
    """The bank's own code of the booking, else the code of the standard."""
    own = text_of(part, "BkTxCd/Prtry/Cd")
    family = ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")
    return own or "/".join(filter(None, (text_of(part, f"BkTxCd/{path}") for path in family)))
