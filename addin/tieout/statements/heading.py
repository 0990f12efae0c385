"""What stands above a statement: who writes to whom, about which period."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tieout.statements.amount_in_words import currency_name
from tieout.statements.fields import Field as TemplateField
from tieout.statements.fields import day, to_fill_in, words
from tieout.texts import Language, text


class Issuer(BaseModel):
    """Who issues statements (我方资料): what letters say of us and of our auditor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    contact: str = ""
    bank: str = ""
    bank_account: str = ""
    auditor: str = ""
    auditor_address: str = ""
    auditor_postcode: str = ""
    auditor_phone: str = ""
    auditor_fax: str = ""
    auditor_contact: str = ""
    reply_days: int = Field(default=10, ge=0)
    terms_days: int = Field(default=0, ge=0)
    aging_days: tuple[Annotated[int, Field(gt=0)], ...] = Field(default=(), max_length=5)
    """The last day of each bucket but the last; none: the usual ones."""

    @field_validator("aging_days")
    @classmethod
    def _rising(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if list(days) != sorted(set(days)):
            raise ValueError("days rise")
        return days


@dataclass(frozen=True)
class StatementHeading:
    """What stands above a statement; what is left out follows from the ledgers where it can."""

    our_name: str = ""
    customer: str = ""
    number: str = ""
    begin: date | None = None
    end: date | None = None
    issued: date | None = None
    fingerprint: str = ""
    issuer: Issuer = field(default_factory=Issuer)


def completed(
    heading: StatementHeading,
    customer: str,
    begin: date | None,
    end: date | None,
    our_name: str = "",
) -> StatementHeading:
    """A heading with what follows from the entries in place of what was left out."""
    return replace(
        heading,
        our_name=heading.our_name or heading.issuer.name or our_name,
        customer=heading.customer or customer,
        begin=heading.begin or begin,
        end=heading.end or end,
        issued=heading.issued or heading.end or end,
    )


def heading_fields(
    heading: StatementHeading, currency: str, language: Language
) -> dict[str, TemplateField]:
    """The fields every statement has; who is not named is left for the pen."""
    begin, end = day(heading.begin, language), day(heading.end, language)
    reply_by = heading.issued and heading.issued + timedelta(days=heading.issuer.reply_days)
    return {
        "our_name": to_fill_in(heading.our_name),
        "customer": to_fill_in(heading.customer),
        "number": words(heading.number),
        "fingerprint": words(heading.fingerprint),
        "currency": words(currency_name(currency, language)),
        "begin": begin,
        "end": end,
        "as_of": end,
        "year": words(str(heading.end.year) if heading.end else ""),
        "period": words(text("statement.date.period", language, begin=begin.text, end=end.text)),
        "issued": day(heading.issued, language),
        "reply_by": day(reply_by, language),
        "terms": words(_terms(heading.issuer.terms_days, language)),
        **_issuer_fields(heading.issuer),
    }


def _terms(days: int, language: Language) -> str:
    return text("statement.terms", language, days=days) if days else ""


def _issuer_fields(issuer: Issuer) -> dict[str, TemplateField]:
    ours = ("address", "postcode", "phone", "contact", "bank", "bank_account")
    auditor = ("_address", "_postcode", "_phone", "_fax", "_contact")
    return {
        **{f"our_{name}": words(getattr(issuer, name)) for name in ours},
        "auditor": to_fill_in(issuer.auditor),
        **{f"auditor{name}": words(getattr(issuer, f"auditor{name}")) for name in auditor},
    }
