"""What does a statement bring to its template, and which amount is it about."""

from tieout.statements.account import OneAccount
from tieout.statements.fields import Fields
from tieout.statements.fingerprint import FINGERPRINT_LENGTH
from tieout.statements.heading import StatementHeading
from tieout.statements.kinds import AccountKind, CustomersKind, Kind
from tieout.statements.one_side import OneSide
from tieout.statements.order import StatementOrder
from tieout.statements.register import IssuedStatement
from tieout.statements.subjects import Subject


def statement_fields(
    kind: Kind, subject: Subject, line: IssuedStatement, order: StatementOrder
) -> Fields:
    """The fields of one statement, headed by its line of the register."""
    heading = StatementHeading(
        customer=line.customer,
        number=line.number,
        begin=order.begin,
        end=order.end,
        issued=order.issued,
        fingerprint=line.data_hash[:FINGERPRINT_LENGTH],
        issuer=order.issuer,
    )
    by, language = order.aging_base, order.language
    if isinstance(kind, AccountKind):
        assert isinstance(subject, OneSide), "a statement of account is of one side"
        return kind.fields(subject, heading, by, language)
    if isinstance(kind, CustomersKind):
        assert not isinstance(subject, (OneSide, OneAccount)), "a schedule is of several sides"
        return kind.fields(subject, heading, by, language)
    assert isinstance(subject, OneAccount), "a reconciliation is of two sides"
    return kind.fields(subject, heading, by, language)


def stated_amount(fields: Fields, kind: Kind) -> str:
    """The amount as the register has it: plain digits in major units."""
    return fields.values[kind.amount].text.replace(",", "")
