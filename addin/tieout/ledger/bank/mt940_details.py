"""What does field :86: of an MT940 say: in the German, the Dutch, the Polish way, or in plain words."""

import re
from dataclasses import dataclass

from mt940.models import Transactions
from mt940.options import Options
from mt940.processors import transaction_details_post_processor
from mt940.tags import TransactionDetails

_TAG = TransactionDetails()
_GERMAN = re.compile(r"\d{3}\?\d\d")
_SLASHED = re.compile(r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|PREF|CSID|MARF|ORDP|BENM|CNTP|ID|CREF)/")
_OPTIONS = Options.all()


@dataclass(frozen=True)
class SwiftDetails:
    """What is told of an entry besides its amount and days."""

    memo: str = ""
    type: str = ""
    counterparty: str = ""
    counterparty_account: str = ""
    end_to_end: str = ""
    customer_reference: str = ""


def details_of(text: str) -> SwiftDetails:
    r"""Take apart what stands in :86:.

    >>> details_of("166?00GUTSCHRIFT?20EREF+RE-7?21SVWZ+Rechnung 7?31DE02?32Kern?33 GmbH").counterparty
    'Kern GmbH'
    >>> details_of("/TRTP/SEPA OVERBOEKING/NAME/Vis BV/REMI/factuur 12/EREF/F-12").end_to_end
    'F-12'
    """
    joined = "".join(line.strip("\r") for line in text.split("\n"))
    if _GERMAN.match(joined):
        return _german(text)
    if _SLASHED.match(joined):
        return _slashed(joined)
    return SwiftDetails(memo=" ".join(" ".join(text.split("\n")).split()))


def _german(text: str) -> SwiftDetails:
    context = Transactions(options=_OPTIONS)
    told = transaction_details_post_processor(
        context, _TAG, {"transaction_details": text}, {"transaction_details": text}
    )

    def word(name: str) -> str:
        return " ".join((told.get(name) or "").split())

    return SwiftDetails(
        memo=word("purpose"),
        type=word("posting_text"),
        counterparty=word("applicant_name"),
        counterparty_account=word("applicant_iban"),
        end_to_end=word("end_to_end_reference"),
        customer_reference=word("customer_reference"),
    )


def _slashed(text: str) -> SwiftDetails:
    _, *parts = _SLASHED.split(text)
    told: dict[str, str] = {}
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        told.setdefault(name, " ".join(value.strip("/").split()))
    return SwiftDetails(
        memo=told.get("REMI", ""),
        type=told.get("TRTP", ""),
        counterparty=told.get("NAME", ""),
        counterparty_account=told.get("IBAN", ""),
        end_to_end=told.get("EREF", ""),
        customer_reference=told.get("PREF", ""),
    )
